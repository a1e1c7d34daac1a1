//! `list` and `show`.

use serde_json::json;
use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn list_tells_status_deadline_and_who_can_be_reached_how() {
    let newer = PRINTERS.replace("issued ", "supersedes = 'old'\nissued ");
    let home = Home::with_campaign(&newer).file("campaigns/old.toml", PRINTERS);
    home.run("list")
        .assert()
        .success()
        .stdout_eq(str![[r#"
...
old                      superseded             email 2, fax 1, embassy
                         Release the three printers of Exampleville
                         not signed
printers                 open until 2026-12-15  email 2, fax 1, embassy
                         Release the three printers of Exampleville
                         not signed

"#]])
        .stderr_eq(str![]);
}

#[test]
fn list_as_json_has_an_entry_for_each_campaign() {
    let rows = Home::with_printers().run("list --json").assert().success().stderr_eq(str![]).json();
    let printers = rows.as_array().unwrap().iter().find(|row| row["id"] == "printers").unwrap();
    assert_eq!(
        *printers,
        json!({
            "id": "printers",
            "title": "Release the three printers of Exampleville",
            "status": "open",
            "superseded_by": null,
            "issued": "2026-11-01",
            "respond_by": "2026-12-15",
            "overdue": false,
            "demands": 2,
            "recipients": 4,
            "reachable": { "email": 2, "fax": 1 },
            "embassy": true,
            "missing": 0,
            "signature": { "state": "unsigned" },
        })
    );
}

#[test]
fn list_tells_an_overdue_campaign_from_the_day_after_its_last() {
    let home = Home::with_campaign(&PRINTERS.replace("2026-12-15", "2026-11-22"))
        .file("campaigns/today.toml", PRINTERS.replace("2026-12-15", "2026-11-23"));
    home.run("list").assert().success().stdout_eq(str![[r#"
...
printers                 overdue since 2026-11-22  email 2, fax 1, embassy
...
today                    open until 2026-11-23     email 2, fax 1, embassy
...
"#]]);
    let rows = home.run("list --json").assert().success().json();
    let overdue: Vec<_> =
        rows.as_array().unwrap().iter().filter(|row| row["overdue"] == true).map(|row| &row["id"]).collect();
    assert_eq!(overdue, ["printers"]);
}

#[test]
fn list_shows_the_good_campaigns_beside_the_broken_one() {
    let home = Home::with_printers().file("campaigns/broken.toml", "title = 7\n");
    home.run("list")
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
...
error: campaigns/broken.toml:1:9: expected a string, found an integer
hint: put it in quotes

"#]])
        .stdout_eq(str![[r#"
...
printers                 open until 2026-12-15  email 2, fax 1, embassy
                         Release the three printers of Exampleville
                         not signed

"#]]);
}

#[test]
fn show_tells_all_of_a_campaign_and_what_is_missing() {
    Home::with_printers()
        .run("show printers")
        .assert()
        .success()
        .stdout_eq(str![[r#"
Release the three printers of Exampleville
printers: Antarctica, issued 2026-11-01, letters in English, Russian
file: campaigns/printers.toml, not signed
open until 2026-12-15

What happened
On 3 October 2026 three printers were arrested in Exampleville for
printing a leaflet.

People
– Alma Example, held without a lawyer

Demands
* release
    Release all three unconditionally
  press, for police
    Give the printing press back

Recipients
court  Supreme Court
    email  court@example.org
    copy to lawyers@example.org
ministry  Ministry of Justice
    email  ministry@example.org
    blind copy to archive@example.org
police  Police of Exampleville
    fax    +44 20 7946 0991 (+442079460991)
embassy  Embassy of Antarctica
    needs your country: --country COUNTRY, or `country` in your profile

Copies of every letter
copy to campaign@example.org

"#]])
        .stderr_eq(str![]);
}

#[test]
fn show_tells_what_is_for_whom() {
    let own = "kind      = \"court\"\nsubject = 'The case of Alma Example'\nsummary = 'She is held without a lawyer.'";
    let text = PRINTERS.replace("kind      = \"court\"", own);
    let more = "[[people]]\nname = 'Berta'\nsituation = 'ill'\nfor = ['court', 'ministry']\n\
                [[incidents]]\ntext = 'The house was searched.'\nfor = ['police']\n";
    let home = Home::with_campaign(&format!("{text}\n{more}"));
    home.run("show printers").assert().success().stdout_eq(str![[r#"
...
– The house was searched. (for police)

People
...
– Berta, ill (for court, ministry)
...
court  Supreme Court
    email  court@example.org
    subject: The case of Alma Example
    summary: She is held without a lawyer.
    copy to lawyers@example.org
...
"#]]);
    let campaign = home.run("show printers --json").assert().success().json();
    assert_eq!(campaign["recipients"][0]["subject"], json!({ "en": "The case of Alma Example" }));
    assert_eq!(campaign["recipients"][0]["summary"], json!({ "en": "She is held without a lawyer." }));
    assert_eq!(campaign["people"][1]["for"], json!(["court", "ministry"]));
    assert_eq!(campaign["incidents"][0]["for"], json!(["police"]));
}

#[test]
fn show_in_another_language() {
    Home::with_printers().run("show printers --language ru").assert().success().stdout_eq(str![[r#"
Свободу трём печатникам
...
* release
    Освободить всех троих без всяких условий
...
"#]]);
}

#[test]
fn show_says_that_a_campaign_is_not_written_in_a_language() {
    Home::with_printers().run("show printers --language fr").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: printers is not written in French
hint: it is written in: en, ru

"#]]);
}

#[test]
fn show_finds_the_embassy_in_the_country_given() {
    let embassy = "[[embassies]]\nof = 'AQ'\nin = 'DE'\nemail = ['embassy@example.org']\n";
    let home = Home::with_printers().config("addresses.toml", embassy);
    home.run("show printers --country DE").assert().success().stdout_eq(str![[r#"
...
embassy  Embassy of Antarctica
    email  embassy@example.org
...
"#]]);
}

#[test]
fn show_as_json_gives_the_campaign_with_everything_resolved() {
    let directory = "country = 'AQ'\n[[offices]]\nid = 'palace'\nkind = 'head-of-state'\noffice = 'Palace'\n\
                     email = ['palace@example.org']\n";
    let own = "[[addresses]]\ncampaign = 'printers'\nrecipient = 'police'\nemail = ['police@example.org']\n\
               [[embassies]]\nof = 'AQ'\nin = 'DE'\nemail = ['embassy@example.org']\n";
    let home = Home::with_campaign(&format!("{PRINTERS}\n[[recipients]]\nuse = 'antarctica/palace'\n"))
        .file("campaigns/directory/antarctica.toml", directory)
        .config("addresses.toml", own);
    let campaign = home.run("show printers --country DE --json").assert().success().json();

    let ids = |key: &str| campaign[key].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids("demands"), ["release", "press"]);
    assert_eq!(campaign["demands"][1]["for"], json!(["police"]));
    assert_eq!(ids("recipients"), ["court", "ministry", "police", "embassy", "palace"]);
    let email = |index: usize| campaign["recipients"][index]["email"][0].clone();
    assert_eq!([email(2), email(3), email(4)], ["police@example.org", "embassy@example.org", "palace@example.org"]);
    assert_eq!(campaign["copies"]["email"], json!(["campaign@example.org"]));
    for key in ["title", "issued", "respond_by", "status", "country", "languages", "subject", "summary", "people"] {
        assert!(!campaign[key].is_null(), "{key} is missing in {campaign:#}");
    }
}

#[test]
fn a_mistake_in_a_directory_is_told_once_to_all_who_use_it() {
    let directory = "country = 'AQ'\n[[offices]]\nid = 'palace'\nkind = 'palast'\noffice = 'Palace'\n";
    let recipients = "[[recipients]]\nuse = 'antarctica/palace'\n[[recipients]]\nuse = 'antarctica/stable'\n";
    let home = Home::with_campaign(&format!("{PRINTERS}\n{recipients}"))
        .file("campaigns/directory/antarctica.toml", directory);
    home.run("show printers").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: campaigns/directory/antarctica.toml:4:8: `palast` is no kind of recipient
hint: kinds are: [..]
warning: the directory `antarctica` has mistakes: its embassies are not known
hint: `protest-letter check` tells them

"#]]);
}

#[test]
fn a_campaign_that_is_not_there_is_named_with_those_that_are() {
    Home::with_printers().run("show printer").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: there is no campaign `printer`
hint: did you mean `printers`? there are: astana-march-2011, kentau-mothers-2003, kurmanov-charges-2011, may-day-2011, october-repression-2010, printers

"#]]);
}

#[test]
fn a_misnamed_campaign_is_told_to_be_misnamed() {
    let home = Home::with_printers().file("campaigns/Bad_Name.toml", PRINTERS).file("campaigns/._printers.toml", "\0");
    let told = str![[r#"
...
error: campaigns/Bad_Name.toml: the name of this file cannot be the id of a campaign
hint: call it after the campaign, in small letters, digits and hyphens: printers-2026.toml
...
"#]];
    for command in ["list", "check", "show Bad_Name", "show campaigns/Bad_Name.toml", "check campaigns/Bad_Name.toml"] {
        home.run(command).assert().code(1).stderr_eq(told.clone());
    }
    assert!(home.run("list").assert().stdout().contains("printers"), "the others are listed all the same");
    home.run("show nobody").assert().code(1).stderr_eq(str![[r#"
error: there is no campaign `nobody`
hint: there are: astana-march-2011, kentau-mothers-2003, kurmanov-charges-2011, may-day-2011, october-repression-2010, printers

"#]]);
}
