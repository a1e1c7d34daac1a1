//! Who an appeal asks to write to, and how: each in the place where a person would put it.

#![allow(clippy::unwrap_used)]

use protest_letter::import::{self, Appeal, Find, Owner, Part};

/// What stands in an appeal below its title, each part with whose it is.
fn finds(text: &str) -> Vec<(Part, Owner, String)> {
    let story = "Three printers were taken in the night of 3 May 2011, and are held without a lawyer since.";
    let text = format!("FREE THE PRINTERS\n\n{story}\n\n{text}");
    let appeal = Appeal::from_bytes("appeal.txt", text.as_bytes()).unwrap();
    let found = import::find(&appeal).unwrap().list.into_iter().filter(|find| !find.value.is_empty());
    found.map(|Find { part, of, value, .. }| (part, of, value)).collect()
}

/// The values of one part, with whose they are: recipients by their number, nobody's and copies by a word.
fn of(text: &str, part: Part) -> Vec<(String, String)> {
    let owner = |of: Owner| match of {
        Owner::Campaign => "nobody".to_owned(),
        Owner::Recipient(number) => number.to_string(),
        Owner::CopiesOf(number) => format!("copy of {number}"),
        Owner::Copies => "copy".to_owned(),
    };
    let found = finds(text).into_iter().filter(|(found, _, _)| *found == part);
    found.map(|(_, of, value)| (owner(of), value)).collect()
}

fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(of, value)| ((*of).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn an_embassy_comes_after_the_recipient_whose_copies_stand_above_it() {
    let text = "Send appeals to:\n\nCity Court of Exampleville\nE-mail: court@example.org\nCopies to: copy@example.net\n\n\
                The embassy in your country: Embassy of Kazakhstan\n";
    assert_eq!(of(text, Part::Office), owned(&[("0", "City Court of Exampleville")]));
    assert_eq!(of(text, Part::Email), owned(&[("0", "court@example.org"), ("copy of 0", "copy@example.net")]));
    let embassies: Vec<String> = of(text, Part::Embassy).into_iter().map(|(of, _)| of).collect();
    assert_eq!(embassies, ["1"]);
}

#[test]
fn an_office_keeps_the_clause_that_tells_which_it_is() {
    let text = "Просим направлять обращения:\n\nСуд, рассматривающий дело Ивана Примерова\nФакс: +7 7172 000000\n";
    assert_eq!(of(text, Part::Office), owned(&[("0", "Суд, рассматривающий дело Ивана Примерова")]));
    let text = "Send appeals to:\n\nMinister of Justice, Mr Ivan Example\nFax: +7 7172 000000\n";
    assert_eq!(of(text, Part::Office), owned(&[("0", "Minister of Justice")]));
    assert_eq!(of(text, Part::Name), owned(&[("0", "Mr Ivan Example")]));
}

#[test]
fn a_long_heading_begins_a_letter_too() {
    let office = "Head of the Administration of the President of the Republic of Exampleland and of all its Provinces";
    let text = format!(
        "Send appeals to:\n\nCity Court of Exampleville\nPhone: +7 7172 747570\n\nModel text for the telephone: {office}\n\n\
         Good day, my name is\nI call about the printers of the prison\n"
    );
    assert_eq!(of(&text, Part::Office), owned(&[("0", "City Court of Exampleville")]));
}

#[test]
fn a_remark_above_the_day_of_issue_is_no_office() {
    let text = "A historical appeal: it is kept to be read, to draft letters from and to try the \
                program on\nIssued: 2 May 2011\n\nThree printers were taken.\n\nSend appeals to:\n\n\
                City Court of Exampleville\nE-mail: court@example.org\n";
    assert_eq!(of(text, Part::Office), owned(&[("0", "City Court of Exampleville")]));
    assert_eq!(of(text, Part::Issued), owned(&[("nobody", "2 May 2011")]));
}

#[test]
fn an_account_of_a_network_is_no_mailbox() {
    let text = "Send appeals to:\n\nMinistry of Justice\nE-mail: info@example.org\nmastodon: @ministry@example.org\n";
    assert_eq!(of(text, Part::Email), owned(&[("0", "info@example.org")]));
}

#[test]
fn a_note_below_an_office_leaves_the_next_one_its_salutation() {
    let text = "Send appeals to:\n\nSupreme Court of Examples\nPhone: +7 7172 747570\nThe appeal asks for an e-mail, with \
                copies to two more addresses, or a telephone call. Its page hides all.\n\n\
                Head of the Administration of the President\nSalutation: Dear Sir or Madam\nPhone: +7 7172 745524\n";
    let offices = [("0", "Supreme Court of Examples"), ("1", "Head of the Administration of the President")];
    assert_eq!(of(text, Part::Office), owned(&offices));
    assert_eq!(of(text, Part::Salutation), owned(&[("1", "Dear Sir or Madam")]));
}

#[test]
fn a_postal_address_below_other_ways_keeps_its_lines() {
    let text = "Send appeals to:\n\nSupreme Court of Examples\nE-mail: court@example.org\nAddress: Example Street 1\n\
                010000 Exampleville\n";
    assert_eq!(of(text, Part::Post), owned(&[("0", "Example Street 1\n010000 Exampleville")]));
}
