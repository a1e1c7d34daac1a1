//! What a campaign tells of an office: the person in it, its numbers, where else it can be reached.

use snapbox::str;

use crate::home::Home;

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
    let letter = home.run("draft printers --signer alex.toml --language fr").output().unwrap();
    let letter = String::from_utf8(letter.stdout).unwrap().replace('\n', " ");
    assert!(
        letter.contains("Madame la Ministre,") && letter.contains("agréer, Madame la Ministre, l’expression"),
        "{letter}"
    );
    // The campaign's own words come first.
    let home = self::home(&format!("{office}\nsalutation.fr = \"Chère Madame\""));
    let letter = home.run("draft printers --signer alex.toml --language fr").output().unwrap();
    let letter = String::from_utf8(letter.stdout).unwrap();
    assert!(letter.contains("\nChère Madame,\n") && !letter.contains("Ministre,"), "{letter}");
}

#[test]
fn another_person_is_not_addressed_as_the_one_in_the_directory() {
    let directory = "country = \"AQ\"\n[[offices]]\nid = \"police\"\nkind = \"police\"\noffice = \"Police\"\n\
                     fax = [\"+672 1 00000\"]\nname = \"Aigul Test\"\nfamily_name = \"Test\"\ngender = \"female\"\n";
    let salutation = |more: &str| {
        let home = home(&format!("use = \"aq/police\"\n{more}")).file("campaigns/directory/aq.toml", directory);
        let letter = home.run("draft printers --signer alex.toml --language en").output().unwrap();
        let letter = String::from_utf8(letter.stdout).unwrap();
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

#[test]
fn no_header_of_a_mail_holds_what_isolates_place_and_date() {
    let campaign = campaign("kind = \"police\"\noffice = \"משטרה\"\nemail = [\"police@example.org\"]");
    let campaign = campaign.replace("[\"en\", \"fr\"]", "[\"he\"]").replace("en = ", "he = ");
    let home = Home::with_campaign(&campaign.replace("Release the three", "שחררו"))
        .file("letter-templates/formal.he.hbs", "שלום,\n\n{{summary}}\n\nבכבוד רב,\n")
        .file("dana.toml", "name = 'דנה'\nemail = 'dana@example.org'\ncity = 'Berlin'\n");
    home.run("draft printers --signer dana.toml --eml letter.eml").assert().success();
    let mail = std::fs::read(home.path("letter.eml")).unwrap();
    let mail = mail_parser::MessageParser::default().parse(&mail).unwrap();
    let isolates = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];
    let headers: Vec<_> = mail.headers().iter().filter_map(|header| header.value().as_text()).collect();
    assert!(mail.subject().is_some_and(|subject| subject.contains("שחררו")));
    assert!(headers.iter().all(|header| !header.contains(isolates)), "{headers:?}");
    assert!(mail.from().unwrap().first().unwrap().name() == Some("דנה"));
    assert!(mail.body_text(0).unwrap().contains("\u{2067}\u{2068}Berlin\u{2069}, \u{2068}23 "));
}
