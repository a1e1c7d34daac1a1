//! `report`: figures without persons.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use crate::home::{Home, PRINTERS};
use crate::html::Page;
use crate::output::Output;
use crate::returns::{answer, mbox, postfix};
use crate::server::Server;

/// A home from which letters of twenty went to the court and the ministry: twelve live in Germany, six in Austria, two in
/// France. Six of those to the court returned, and three to the ministry were answered.
fn reported_on(campaign: &str) -> Home {
    let mut roll = "name,email,consent,country\n".to_owned();
    for number in 0..20 {
        let country = ["DE", "AT", "FR"][usize::from(number >= 12) + usize::from(number >= 18)];
        writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,{country}").unwrap();
    }
    let (home, server) = (Home::with_campaign(campaign).file("roll.csv", roll), Server::start(&[]));
    server.send_for_all(&home, "--yes --rate none").assert().success();
    let mut ids: BTreeMap<(String, String), String> = BTreeMap::new();
    for mail in server.received() {
        let headers: BTreeMap<_, _> = mail.decoded_headers().into_iter().collect();
        let to = mail.envelope.rcpt_to[0].address.clone();
        ids.insert((to, headers["Reply-To"].clone()), headers["Message-ID"].trim_matches(['<', '>']).to_owned());
    }
    let of = |office: &str, number: usize| {
        let signer = format!("signer{number}@example.org");
        let letter = ids.iter().find(|((to, reply_to), _)| to == office && reply_to.contains(&signer));
        format!("<{}>", letter.unwrap().1)
    };
    let returned = (0..6).map(|number| of("court@example.org", number));
    let mut mails: Vec<_> = returned.map(|id| postfix(&id, "court@example.org", "failed", "5.1.1")).collect();
    mails.extend((0..3).map(|number| answer(&of("ministry@example.org", number), "ministry@example.org", "")));
    let home = home.file("inbox", mbox(&mails));
    home.run("ledger returns inbox").assert().success();
    home
}

fn json_of(home: &Home, arguments: &str) -> Value {
    let told = home.run(&format!("report printers --json {arguments}")).assert().success().stdout();
    serde_json::from_str(&told).unwrap()
}

/// The figures of a row.
fn row<'r>(report: &'r Value, by: &str, name: &str) -> &'r Value {
    let table = report["tables"].as_array().unwrap().iter().find(|table| table["by"] == by).unwrap();
    let row = table["rows"].as_array().unwrap().iter().find(|row| row[by] == name);
    &row.unwrap_or_else(|| panic!("{table}"))["figures"]
}

#[test]
fn exact_figures_are_those_of_the_ledger() {
    let home = reported_on(PRINTERS);
    assert_eq!(
        home.ledger(),
        ["court: 20 accepted, 6 returned (5.1.1 unknown user)", "ministry: 20 accepted, 3 answered"]
    );
    let report = json_of(&home, "--exact");
    assert_eq!(report["all"], json!({ "accepted": 40, "returned": 6, "answered": 3 }));
    assert_eq!(*row(&report, "recipient", "court"), json!({ "accepted": 20, "returned": 6, "answered": 0 }));
    assert_eq!(*row(&report, "recipient", "ministry"), json!({ "accepted": 20, "returned": 0, "answered": 3 }));
    assert_eq!(*row(&report, "channel", "email"), report["all"]);
    assert_eq!(*row(&report, "country", "Germany"), json!({ "accepted": 24, "returned": 6, "answered": 3 }));
    assert_eq!(*row(&report, "country", "Austria"), json!({ "accepted": 12, "returned": 0, "answered": 0 }));
    assert_eq!(*row(&report, "country", "France"), json!({ "accepted": 4, "returned": 0, "answered": 0 }));
    let day = report["tables"][3]["rows"][0]["day"].as_str().unwrap().to_owned();
    assert_eq!(*row(&report, "day", &day), report["all"]);
}

#[test]
fn small_figures_are_in_no_form_of_the_report_nor_what_would_tell_them() {
    let home = reported_on(PRINTERS);
    let report = json_of(&home, "");
    // Two people in France: their letters are missing to the sum where those from Austria are shown.
    assert_eq!(report["all"]["accepted"], 40);
    assert_eq!(report["all"]["answered"], "fewer than 5");
    assert_eq!(*row(&report, "country", "Germany"), json!({ "accepted": 24, "returned": 6 }));
    assert_eq!(*row(&report, "country", "others"), json!({ "accepted": "not shown", "returned": "not shown" }));
    assert_eq!(*row(&report, "recipient", "ministry"), json!({ "accepted": 20, "returned": 0 }));
    for form in ["", "--json", "--csv", "--html"] {
        let told = home.run(&format!("report printers {form}")).assert().success().stdout();
        assert!(told.contains("Germany") && told.contains("24"), "{told}");
        assert!(told.to_lowercase().contains("fewer than 5"), "{told}");
        for hidden in ["Austria", "France", "signer1", "Signer 1", "12</", " 12", ",12", "@example"] {
            assert!(!told.contains(hidden), "{form} tells {hidden}: {told}");
        }
    }
}

#[test]
fn a_purged_ledger_does_not_know_where_signers_live() {
    let home = reported_on(PRINTERS);
    home.run("ledger purge --before 2030-01-01 --yes").assert().success();
    let report = json_of(&home, "--exact");
    assert_eq!(*row(&report, "country", "not known"), json!({ "accepted": 40, "returned": 6 }));
}

#[test]
fn a_page_asks_nobody_and_takes_a_title_for_what_it_is() {
    let hostile =
        PRINTERS.replace("Release the three printers of Exampleville\"\ntitle.ru", "<script>x</script>\"\ntitle.ru");
    assert_ne!(hostile, PRINTERS);
    let home = reported_on(&hostile);
    home.run("report printers --html --output page.html").assert().success();
    let page = home.read("page.html");
    assert!(page.contains("<h1>&lt;script&gt;x&lt;/script&gt;: letters</h1>"), "{page}");
    for request in ["<script", "http:", "https:", "src=", "url(", "@import", "<link"] {
        assert!(!page.contains(request), "{request}: {page}");
    }
    assert!(
        page.contains("default-src 'none'") && page.contains("<title id=\"recipient-0-title\">Supreme Court</title>"),
        "{page}"
    );
    assert!(page.contains("<th scope=\"row\">Supreme Court</th><td>20</td><td>6</td>"), "{page}");
}

#[test]
fn bars_fit_and_a_campaign_without_letters_is_told() {
    let home = reported_on(PRINTERS);
    let told = home.run("report printers").assert().success().stdout();
    assert!(told.contains("█") && told.lines().all(|line| line.chars().count() <= 80), "{told}");
    let told = home.run("report nobody").assert().code(1).stderr();
    assert!(told.contains("no letter of nobody is in the ledger"), "{told}");
}

#[test]
fn a_page_is_valid_in_every_language_and_says_all_in_it() {
    let home = reported_on(PRINTERS);
    for (code, words) in [
        ("en", ["Letters by country of signer", "accepted", "Germany", "Fewer than 5"]),
        ("de", ["Briefe nach Land der Unterzeichnenden", "angenommen", "Deutschland", "Weniger als 5"]),
        ("fr", ["Lettres par pays du signataire", "acceptées", "Allemagne", "Moins de 5"]),
        ("es", ["Cartas por país de quien firma", "aceptadas", "Alemania", "Menos de 5"]),
        ("ru", ["Письма по странам подписавших", "принято", "Германия", "Меньше 5"]),
        ("kk", ["Қол қоюшылардың елі бойынша хаттар", "қабылданды", "Германия", "5-тен аз"]),
    ] {
        let text = home.run(&format!("report printers --html --language {code}")).assert().success().stdout();
        let page = Page::read(&text);
        assert_eq!(page.errors, Vec::<String>::new(), "{code}");
        assert_eq!(page.all("lang"), [code]);
        let ids = page.all("id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
        for id in page.all("aria-labelledby").iter().flat_map(|labels| labels.split(' ')) {
            assert!(ids.contains(&id), "{id}");
        }
        let told = home.run(&format!("report printers --language {code}")).assert().success().stdout();
        for word in words {
            assert!(text.contains(word) && told.contains(word), "{word}: {told}");
        }
        let english = ["accepted", "Letters", "returned", "Germany"];
        assert!(code == "en" || !english.iter().any(|word| text.contains(word) || told.contains(word)), "{told}");
    }
    home.run("report printers --json --language de").assert().code(2);
    let told = home.run("report printers --html --language it").assert().code(1).stderr();
    assert!(told.contains("there is no wording for a page in Italian"), "{told}");
}
