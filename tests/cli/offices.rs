//! What a campaign tells of an office: the person in it, its numbers, where else it can be reached.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;

/// A campaign that writes to one office, of which this is told.
fn campaign(office: &str) -> String {
    format!(
        "title = \"x\"\nissued = 2026-11-01\nstatus = \"open\"\ncountry = \"AQ\"\nlanguages = [\"en\", \"fr\"]\n\
         subject = {{ en = \"Release the three printers\", fr = \"Libérez les trois imprimeurs\" }}\n\
         summary = {{ en = \"They were arrested.\", fr = \"On les a arrêtés.\" }}\n\
         source = {{ title = \"Printers\", url = \"https://example.org/printers\" }}\n\
         [[demands]]\nid = \"release\"\ntext = {{ en = \"Release all three\", fr = \"Libérez les trois\" }}\n\
         [[recipients]]\nid = \"office\"\n{office}\n"
    )
}

fn home(office: &str) -> Home {
    Home::with_campaign(&campaign(office))
}

#[test]
fn what_is_told_of_a_person_and_does_nothing_is_warned_of() {
    home(
        "kind = \"police\"\noffice = \"Police\"\nfax = [\"+672 1 00000\"]\ngender = \"female\"\nfamily_name = \"Test\"",
    )
    .run("check printers")
    .assert()
    .success()
    .stderr_eq(str![[r#"
warning: campaigns/printers.toml:17:10: `gender` does nothing here: no person is named, and letters address all who work there
hint: add the person's `name`, or take it out
warning: campaigns/printers.toml:18:15: `family_name` stands without a `name`
hint: add the person's whole `name`
1 file checked: 0 errors, 2 warnings

"#]]);
    home("kind = \"ministry\"\noffice = \"Ministry\"\nfax = [\"+672 1 00000\"]\nname = \"Ms Aigul Test\"\nfamily_name = \"Tset\"")
        .run("check printers")
        .assert()
        .success()
        .stderr_eq(str![[r#"
warning: campaigns/printers.toml:17:8: the name `Ms Aigul Test` holds a form of address
hint: write the name alone, and beside it gender = "female" or "male"
warning: campaigns/printers.toml:18:15: the family name `Tset` does not stand in the name `Ms Aigul Test`
hint: write it as it is spelt there, by language where that differs
1 file checked: 0 errors, 2 warnings

"#]]);
    home("kind = \"ministry\"\noffice = \"Ministry\"\nfax = [\"+672 1 00000\"]\ngender = \"femal\"")
        .run("check printers")
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
error: campaigns/printers.toml:17:10: `femal` is no gender
hint: did you mean "female"?
1 file checked: 1 error, 0 warnings

"#]]);
}

#[test]
fn a_letter_addresses_a_woman_and_its_closing_agrees() {
    let office = "kind = \"ministry\"\noffice = \"Ministry\"\nfax = [\"+672 1 00000\"]\ngender = \"female\"\nname = \"Aigul Test\"";
    let home = home(office);
    let letter =
        home.run("draft printers --signer alex.toml --language fr").assert().success().stdout().replace('\n', " ");
    assert!(
        letter.contains("Madame la Ministre,") && letter.contains("agréer, Madame la Ministre, l’expression"),
        "{letter}"
    );
    // The campaign's own words come first.
    let home = self::home(&format!("{office}\nsalutation.fr = \"Chère Madame\""));
    let letter = home.run("draft printers --signer alex.toml --language fr").assert().success().stdout();
    assert!(letter.contains("\nChère Madame,\n") && !letter.contains("Ministre,"), "{letter}");
}

#[test]
fn another_person_is_not_addressed_as_the_one_in_the_directory() {
    let directory = "country = \"AQ\"\n[[offices]]\nid = \"police\"\nkind = \"police\"\noffice = \"Police\"\n\
                     fax = [\"+672 1 00000\"]\nname = \"Aigul Test\"\nfamily_name = \"Test\"\ngender = \"female\"\n";
    let salutation = |more: &str| {
        let home = home(&format!("use = \"aq/police\"\n{more}")).file("campaigns/directory/aq.toml", directory);
        let letter = home.run("draft printers --signer alex.toml --language en").assert().success().stdout();
        letter.lines().find(|line| line.starts_with("Dear")).unwrap().to_owned()
    };
    assert_eq!(salutation(""), "Dear Ms Test,");
    assert_eq!(salutation("name = \"Kim Example\""), "Dear Kim Example,");
    assert_eq!(salutation("name = \"Kim Example\"\ngender = \"male\""), "Dear Mr Example,");
}

#[test]
fn a_number_with_an_alternative_is_told_as_two() {
    home("kind = \"police\"\noffice = \"Police\"\nfax = [\"+52 5 515 1794 or 542 1648\"]")
        .run("check printers")
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
warning: campaigns/printers.toml:12:1: `office` has no address at all
hint: give one, or name the channel in `withheld` if the appeal hides its address
error: campaigns/printers.toml:16:8: `+52 5 515 1794 or 542 1648` is two numbers
hint: write each of them whole, in a list: ["+52 5 515 1794", "+52 5 542 1648"]
1 file checked: 1 error, 1 warning

"#]]);
}

const MINISTRY: &str = "kind = \"ministry\"\noffice = \"Ministry\"\n";

#[test]
fn an_account_is_shown_with_a_text_to_paste() {
    let home = home(&format!(
        "{MINISTRY}social = [{{ network = \"mastodon\", handle = \"@ministry@example.org\" }}, {{ network = \"vk\", handle = \"ministry\" }}]"
    ));
    home.run("check printers").assert().success().stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
    let shown = home.run("show printers --language fr").assert().success().stdout();
    let (_, recipients) = shown.split_once("Recipients\n").unwrap();
    snapbox::assert_data_eq!(
        recipients,
        str![[r#"
office  Ministry
    social mastodon as @ministry@example.org; to paste (112 of 500 characters):
        Libérez les trois imprimeurs

        Ma demande : Libérez les trois

        @ministry@example.org https://example.org/printers
    social vk as ministry; to paste (99 of 280 characters):
        Libérez les trois imprimeurs

        Ma demande : Libérez les trois

        ministry https://example.org/printers

"#]]
    );
    let campaign = home.run("show printers --json").assert().success().json();
    assert_eq!(campaign["recipients"][0]["social"][1], serde_json::json!({ "network": "vk", "handle": "ministry" }));
    // What is printed are letters alone, so that they can go through a pipe.
    let draft = home.run("draft printers --signer alex.toml --language en --print").assert().success();
    let (letters, told) = (draft.stdout(), draft.stderr());
    assert!(!letters.contains("@ministry"));
    assert!(
        told.contains("social: office is on mastodon as @ministry@example.org; to paste (108 of 500 characters):"),
        "{told}"
    );
    assert!(
        told.contains("    My demand: Release all three\n\n    @ministry@example.org https://example.org/printers\n"),
        "{told}"
    );
    assert!(!told.contains("Alex"));
}

#[test]
fn a_text_to_paste_is_short_enough_for_its_network() {
    let social = "social = [{ network = \"x\", handle = \"@ministry\" }]";
    let pasted = |subject: &str| {
        let campaign = campaign(&format!("{MINISTRY}{social}")).replace("Release the three printers", subject);
        let home = Home::with_campaign(&campaign);
        let told = home.run("draft printers --signer alex.toml --language en").assert().success().stderr();
        let (_, text) = told.split_once("characters):\n").unwrap();
        text.replace("    ", "")
    };
    let long = pasted(&"word ".repeat(45));
    assert!(!long.contains("My demand") && long.contains("word word\n\n@ministry https://"), "{long}");
    let longer = pasted(&"word ".repeat(90));
    assert!(longer.contains("word word…\n\n@ministry https://") && longer.len() <= 280, "{longer}");
}

#[test]
fn mistakes_in_accounts_are_told() {
    home(&format!(
        "{MINISTRY}social = [\n{{ network = \"mastodon\", handle = \"@ministry\" }},\n{{ network = \"blueski\", handle = \"@a\" }},\n\
         {{ network = \"X\", handle = \"@a\" }},\n{{ network = \"x\" }},\n]"
    ))
    .run("check printers")
    .assert()
    .code(1)
    .stderr_eq(str![[r#"
error: campaigns/printers.toml:17:34: `@ministry` is no account on mastodon
hint: write it as @name@example.org
warning: campaigns/printers.toml:18:13: no network `blueski` is known
hint: did you mean `bluesky`?
error: campaigns/printers.toml:19:13: `X` is no name of a social network
hint: use small letters: mastodon, bluesky, x
error: campaigns/printers.toml:20:1: `handle` is missing
hint: add it here: handle = …
1 file checked: 3 errors, 1 warning

"#]]);
    let office = format!("{MINISTRY}social = [{{ network = \"x\", handle = \"@a\" }}]");
    home(&office)
        .file("letter-templates/social.en.hbs", "{{handle}} {{subject}}")
        .run("check printers")
        .assert()
        .code(1)
        .stderr_eq(str![[r#"
error: letter-templates/social.en.hbs:1:1: the program supplies no `handle`
hint: did you mean `social.handle`?
1 file checked: 1 error, 0 warnings

"#]]);
}

#[test]
fn no_header_of_a_mail_holds_what_isolates_place_and_date() {
    let campaign = campaign("kind = \"police\"\noffice = \"משטרה\"\nemail = [\"police@example.org\"]");
    let campaign = campaign.replace("[\"en\", \"fr\"]", "[\"he\"]").replace("en = ", "he = ");
    let home = Home::with_campaign(&campaign.replace("Release the three", "שחררו"))
        .file("letter-templates/formal.he.hbs", "שלום,\n\n{{summary}}\n\nבכבוד רב,\n")
        .file("dana.toml", "name = 'דנה'\nemail = 'dana@example.org'\ncity = 'Berlin'\n");
    home.run("draft printers --signer dana.toml --eml letter.eml").assert().success();
    let mail = home.bytes("letter.eml");
    let mail = mail_parser::MessageParser::default().parse(&mail).unwrap();
    let isolates = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
    let headers: Vec<_> = mail.headers().iter().filter_map(|header| header.value().as_text()).collect();
    assert!(mail.subject().is_some_and(|subject| subject.contains("שחררו")));
    assert!(headers.iter().all(|header| !header.contains(isolates)), "{headers:?}");
    assert!(mail.from().unwrap().first().unwrap().name() == Some("דנה"));
    assert!(mail.body_text(0).unwrap().contains("\u{2067}\u{2068}Berlin\u{2069}, \u{2068}23 "));
}
