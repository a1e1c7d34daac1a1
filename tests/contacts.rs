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

/// The mailboxes and numbers of recipients, in the order of the appeal.
fn written_to(text: &str) -> Vec<String> {
    let is_way = |part: Part| matches!(part, Part::Email | Part::Fax | Part::Phone);
    let found = finds(text).into_iter().filter(|(part, of, _)| is_way(*part) && matches!(of, Owner::Recipient(_)));
    found.map(|(_, _, value)| value).collect()
}

#[test]
fn a_number_of_the_story_is_of_nobody_who_is_written_to() {
    let story = "The families were turned away from the police station, tel. 22 41 09, and from the prison of the town.\n\n\
                 Their lawyer may be reached at +216 71 555 320.\n\n";
    let text = format!("{story}Send appeals to:\n\nMinistry of Justice\nFax: +219 2 551 740\n");
    assert_eq!(written_to(&text), ["+219 2 551 740"]);
    let prison = "Faxes may be sent to the prison on +219 2 551 741 until the last of them is free.\n";
    assert_eq!(written_to(&format!("{story}{prison}")), ["+219 2 551 741"]);
}

#[test]
fn whom_an_appeal_asks_not_to_call_is_not_called() {
    let list = "Send appeals to:\n\nMinistry of Justice\nFax: +219 2 551 740\n\n";
    for line in [
        "Please do not call the prison directly, its number is +219 2 551 741.",
        "For further details please contact Example International at the Prison Desk in London, tel. +44 20 7946 0338, or come by.",
        "Write to the lawyer (office@example.net) when an answer comes.",
    ] {
        assert_eq!(written_to(&format!("{list}{line}\n")), ["+219 2 551 740"], "{line}");
    }
}

#[test]
fn the_foot_of_whoever_asks_is_nobodys() {
    let text = "Prison Watch urges the authorities to free the printers.\n\nSend appeals to:\n\nMinistry of Justice\n\
                Fax: +219 2 551 740\n\nThank you for all that you do, and tell us what came of it, please.\n\n\
                Prison Watch\n20 Shore Road, Exampleville\nTel: +353 1 555 0100\ninfo@example.org\n";
    assert_eq!(written_to(text), ["+219 2 551 740"]);
    let text = "Send appeals to:\n\nMinistry of Justice\nFax: +219 2 551 740\n\n2 comments\n\nPolice station is\n\
                Tel: +353 1 555 0100\n";
    assert_eq!(written_to(text), ["+219 2 551 740"]);
}

#[test]
fn each_greeting_goes_to_those_whom_it_names() {
    let list = "Send appeals to:\n\nMinister of Justice\nMs Ana Example\nFax: +219 2 551 740\n\n\
                Example Mills Ltd\nMr Per Muster\nFax: +219 2 551 741\n\n";
    let (minister, muster) = (("0", "Dear Minister"), ("1", "Dear Mr Muster"));
    for (letters, expected) in [
        ("Dear Mr Muster,\n\nI write to you about the printers.\n\nYours sincerely\n", vec![muster]),
        (
            "Model letter:\n\nDear Minister, I write to you about the printers, who are held without a lawyer.\n",
            vec![minister],
        ),
        ("Salutation for both: \"Your Excellency\"\n", vec![("0", "Your Excellency"), ("1", "Your Excellency")]),
        (
            "Dear Minister,\n\nI write to you.\n\nYours sincerely\n\nDear Mr Muster,\n\nI write to you.\n\nYours sincerely\n",
            vec![minister, muster],
        ),
    ] {
        let found: Vec<_> = of(&format!("{list}{letters}"), Part::Salutation);
        assert_eq!(found, owned(&expected), "{letters}");
    }
}

#[test]
fn the_rows_of_a_table_are_of_those_who_have_an_address_in_it() {
    let text = "What you can do\n\nWho | Fax | Phone\nHead of the Works, Example Mills | +219 2 551 740 | +219 2 551 741\n\
                Ministry of Labour | +219 2 551 742 | –\n";
    assert_eq!(of(text, Part::Fax), owned(&[("0", "+219 2 551 740"), ("1", "+219 2 551 742")]));
    assert_eq!(of(text, Part::Phone), owned(&[("0", "+219 2 551 741")]));
}

#[test]
fn copies_are_those_of_the_line_below_the_paragraph_that_asks_for_them() {
    let text = "You can use the letter below as it is, or change it, or write one of your own. Please send it before the \
                trial by fax or by mail, with a copy to the union:\nFax +219 2 551 740, union@example.net\n\n\
                Managing Director\nExample Mills Ltd\nFax: +219 2 551 741\n";
    assert_eq!(of(text, Part::Fax), owned(&[("copy", "+219 2 551 740"), ("0", "+219 2 551 741")]));
    assert_eq!(of(text, Part::Email), owned(&[("copy", "union@example.net")]));
}

#[test]
fn an_office_is_named_without_what_leads_to_it_and_with_its_whole_name() {
    let office = |lines: &str| of(&format!("Send appeals to:\n\n{lines}\nFax: +219 2 551 740\n"), Part::Office);
    assert_eq!(office("To the Ministry of Justice"), owned(&[("0", "Ministry of Justice")]));
    assert_eq!(office("President Orhun Example"), owned(&[("0", "President")]));
    assert_eq!(office("Secretary\nNational Police Commission"), owned(&[("0", "National Police Commission")]));
}
