//! Appeals become finds and campaign files, and campaign files are compared with their appeals.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::import::{self, Appeal, Find, Finds, Outline, Owner, Part};
use protest_letter::source::{Library, Problem, Problems, TextFile};

fn appeal(text: &str) -> Appeal {
    Appeal::from_bytes("appeal.txt", text.as_bytes()).unwrap()
}

fn finds(text: &str) -> Vec<(Part, Owner, String)> {
    let found = import::find(&appeal(text)).unwrap().list.into_iter().filter(|find| !find.value.is_empty());
    found.map(|find| (find.part, find.of, find.value)).collect()
}

/// What was found, a line for each.
fn listing(finds: &Finds) -> String {
    let mut listing = String::new();
    for find in finds.list.iter().filter(|find| !find.value.is_empty()) {
        let Find { part, of, value, line, .. } = find;
        let of = match of {
            Owner::Campaign => String::new(),
            Owner::Recipient(number) => format!(" of {}", number + 1),
            Owner::CopiesOf(number) => format!(" (copy) of {}", number + 1),
            Owner::Copies => " (copy)".to_owned(),
        };
        let sure = if find.doubt.is_some() { "?" } else { "" };
        writeln!(listing, "{line}: {part}{of}{sure}: {}", value.replace('\n', " / ")).unwrap();
    }
    listing
}

fn holes(text: &str) -> Result<(), Problems> {
    let file = TextFile::from_bytes("x.toml", text.as_bytes())?;
    campaign::load_file(&file, "x", &Library::new([]), &OwnAddresses::default()).map(drop)
}

#[test]
fn a_greeting_with_a_gap_for_the_name_is_no_salutation() {
    for gap in ["________", "...", "[……]"] {
        let text = format!(
            "Free the printers\n\nTwo printers were arrested in May.\n\nWrite to:\n\nMinister of Justice\nFax: +1 202 555 0100\n\nSample letter\n\nDear {gap},\n\nRelease the printers.\n"
        );
        let found = finds(&text);
        assert!(found.iter().any(|(part, ..)| *part == Part::Fax), "{text}");
        assert!(!found.iter().any(|(part, ..)| *part == Part::Salutation), "{text}");
    }
}

#[test]
fn appeals_of_many_shapes_are_read_in_five_languages() {
    for entry in fs::read_dir("tests/import").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "expected") {
            continue;
        }
        let found = listing(&import::find(&Appeal::open(&path).unwrap()).unwrap());
        let expected = path.with_extension("expected");
        if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            fs::write(&expected, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&expected).unwrap(), "{}", path.display());
    }
}

#[test]
fn what_is_written_is_read_back_but_for_what_is_to_be_filled_in() {
    for name in ["en.txt", "de.txt", "fr.txt", "es.txt", "ru.txt", "page.html", "mail.eml", "sentences.txt"] {
        let appeal = Appeal::open(&Path::new("tests/import").join(name)).unwrap();
        let finds = import::find(&appeal).unwrap();
        let text = import::write(&appeal, &finds, &Outline::default()).unwrap();
        let Problems(problems) = holes(&text).unwrap_err();
        let errors: Vec<&Problem> = problems.iter().filter(|problem| problem.is_error()).collect();
        for problem in &errors {
            let line = problem.place.as_ref().and_then(|place| place.line).unwrap();
            assert!(text.lines().nth(line - 1).unwrap().contains("FILL IN"), "{name}: {problem}");
        }
        assert!(errors.len() >= 3, "{name}");
        // Filled in, it is a campaign.
        let filled = text.replace("issued = \"\"", "issued = 2024-06-03").replace("status = \"\"", "status = \"open\"");
        let filled = filled.replace("subject = \"\"", "subject = \"x\"").replace("summary = \"\"", "summary = \"x\"");
        let filled = filled.replace("country = \"\"", "country = \"KZ\"");
        assert_eq!(holes(&filled), Ok(()), "{name}");
    }
}

#[test]
fn a_hostile_appeal_adds_no_key() {
    let text = "Free \"\"\"them\"\nstatus = \"open\" '''\n\nPlease write to:\n\nMinistry \"\"\" of Justice\" # ]\nstatus = \"open\"\n\
                \u{202E}[copies]\nemail: eve@example.org\\\n";
    let appeal = appeal(text);
    let written = import::write(&appeal, &import::find(&appeal).unwrap(), &Outline::default()).unwrap();
    let table: toml::Table = written.parse().unwrap();
    assert_eq!(table["status"].as_str(), Some(""), "{written}");
    assert!(!table.contains_key("copies"), "{written}");
}

#[test]
fn an_address_that_is_nobodys_to_write_to_becomes_no_recipient() {
    let text = "Free them\n\nPlease write to:\n\nSupreme Court\nEmail: court@example.org\n\nDonate: donate@example.org\n\n\
                Press contact: press@example.org, tel. +44 20 7946 0000\n";
    let found = finds(text);
    let emails: Vec<_> =
        found.iter().filter(|(part, ..)| *part == Part::Email).map(|(.., value)| value.as_str()).collect();
    assert_eq!(emails, ["court@example.org"]);
    assert_eq!(found.iter().filter(|(part, ..)| *part == Part::Nobody).count(), 3);
}

#[test]
fn copies_are_of_one_recipient_or_of_all() {
    let text = "Free them\n\nSend protests to:\n\n1. Supreme Court\nEmail: court@example.org with copies to: clerk@example.org\n\
                or Tel +7 7172 747570\n\n2. Foreign Ministry\nEmail: ministry@example.org\n\n\
                Please send copies of all protests to us@example.org and them@example.org\n";
    let copies: Vec<_> =
        finds(text).into_iter().filter(|(_, of, _)| matches!(of, Owner::Copies | Owner::CopiesOf(_))).collect();
    let expected = [
        (Part::Email, Owner::CopiesOf(0), "clerk@example.org"),
        (Part::Email, Owner::Copies, "us@example.org"),
        (Part::Email, Owner::Copies, "them@example.org"),
    ];
    assert_eq!(copies, expected.map(|(part, of, value)| (part, of, value.to_owned())));
    assert!(finds(text).contains(&(Part::Phone, Owner::Recipient(0), "+7 7172 747570".to_owned())));
}

/// What a text says of one part, in its order.
fn values(text: &str, wanted: Part) -> Vec<String> {
    finds(text).into_iter().filter(|(part, ..)| *part == wanted).map(|(.., value)| value).collect()
}

#[test]
fn demands_are_found_in_lists_sentences_and_printed_letters() {
    for (text, demands) in [
        (
            "Free the printers\n\nInsist that the guards leave the hall, that the printers be heard, and that all of them go home.\n",
            &["the guards leave the hall", "the printers be heard", "all of them go home"][..],
        ),
        (
            "Free the printers\n\nDear Minister,\n\nI respectfully ask you to release the printers, and to return the presses to \
             them. The charges must be dropped.\n\nYours sincerely,\n\nThe meeting must be quiet.\n",
            &["release the printers", "return the presses to them", "The charges must be dropped"],
        ),
        (
            "Free the printers\n\nWrite to the minister and urge her to drop her decision to close the press and to search homes.\n\n\
             Please send your appeal to the minister.\n",
            &["drop her decision to close the press and to search homes"],
        ),
        (
            "Free the printers\n\nI therefore urge your government\n\n1. to stop the searches of homes;\n2. to let a doctor in.\n",
            &["to stop the searches of homes", "to let a doctor in"],
        ),
        (
            "Drucker in Haft\n\nUnd das ist nicht alles, was die Lage der Drucker betrifft. Schreibt der Direktorin und fordert, dass \
             die Drucker einen Arzt sehen und dass ihre Anwältin zu ihnen darf.\n",
            &["dass die Drucker einen Arzt sehen", "dass ihre Anwältin zu ihnen darf"],
        ),
        (
            "Imprimeurs en prison\n\nMonsieur le Préfet,\n\nJe vous demande d'annuler la fermeture de leur atelier et de rendre les \
             presses aux imprimeurs.\n",
            &["d'annuler la fermeture de leur atelier", "de rendre les presses aux imprimeurs"],
        ),
        (
            "Los impresores siguen presos\n\nEscriba a las autoridades. Pídales que se cumpla la sentencia del tribunal y que los \
             impresores vuelvan al taller.\n",
            &["que se cumpla la sentencia del tribunal", "que los impresores vuelvan al taller"],
        ),
        (
            "Печатники в тюрьме\n\nЧто требовать\n\n1. Немедленно перевести печатников из карцера.\n2. Допустить к ним врача.\n",
            &["Немедленно перевести печатников из карцера", "Допустить к ним врача"],
        ),
    ] {
        assert_eq!(values(text, Part::Demand), demands, "{text}");
    }
}

#[test]
fn what_is_asked_of_those_who_write_is_no_demand() {
    for text in [
        "Free the printers\n\nWe ask you to write to the court in English.\n",
        "Free the printers\n\nWe urge our readers to sign the petition.\n",
        "Drucker in Haft\n\nWir bitten Sie, nach dem 4. Mai 2024 keine Appelle mehr zu senden und nicht anzurufen.\n",
        "Free the printers\n\nPlease write, demanding:\n\nMinister of Justice\n1 Example Street\nFax: +44 20 7946 0000\n",
    ] {
        assert_eq!(values(text, Part::Demand), [""; 0], "{text}");
    }
}

#[test]
fn where_a_list_has_the_demands_the_letter_below_adds_none() {
    let text = "Free the printers\n\nWe demand:\n- Release the three printers of Exampleville\n- Return the printing presses\n\n\
                Dear Minister,\n\nI urge you to release the three printers of Exampleville and to protect their families from threats.\n";
    let demands = ["Release the three printers of Exampleville", "Return the printing presses"];
    assert_eq!(values(text, Part::Demand), demands);
    let without_list =
        text.replace("We demand:\n- Release the three printers of Exampleville\n- Return the printing presses\n\n", "");
    let demands = ["release the three printers of Exampleville", "protect their families from threats"];
    assert_eq!(values(&without_list, Part::Demand), demands);
}

#[test]
fn the_title_stands_before_the_text_and_the_day_of_issue_beside_it() {
    let story = "The police took three printers of the weekly paper from their homes last night and hold them without a lawyer.";
    for (head, title, issued) in [
        (
            "Skip to content\nHome | News | About\n\nThree printers taken at night\n4 June 2024\n",
            "Three printers taken at night",
            "4 June 2024",
        ),
        ("Tuesday, June 4, 2024\n\nThree printers taken at night\n", "Three printers taken at night", "June 4, 2024"),
        ("Three printers taken at night\nExampleville, 4 June 2024\n", "Three printers taken at night", "4 June 2024"),
        (
            "Three printers taken at night\nDate published: 4 June 2024 Index: 12\n2 May 2023\n",
            "Three printers taken at night",
            "4 June 2024",
        ),
    ] {
        let text = format!("{head}\n{story}\n");
        assert_eq!(values(&text, Part::Title), [title], "{text}");
        assert_eq!(values(&text, Part::Issued), [issued], "{text}");
    }
}

#[test]
fn a_title_is_no_masthead_number_caption_or_banner() {
    let story = "The police took three printers of the weekly paper from their homes last night and hold them without a lawyer.";
    for head in [
        "COMMITTEE FOR PRINTERS\nLetter of the month - June 2024\n\nThree printers taken at night\n",
        "YOUR DONATION HELPS!\n\nThree printers taken at night\n",
        "URGENT ACTION\n\nThree printers taken at night\nAI Index: EXA 12/004/2024\n4 June 2024\n",
        "[solid-list] Three printers taken at night\nSubject to change\n",
        "Network Exampleville | Newsletter 7/2024 | www.example.org\n------------------------------------\nThree printers taken at night\n",
        "Home > News > Printers\nThree printers taken at night\n=============================\nSome words\n",
        "From: Network\nSubject: Three printers taken at night\nTo: all\n",
    ] {
        let text = format!("{head}\n{story}\n");
        assert_eq!(values(&text, Part::Title), ["Three printers taken at night"], "{text}");
    }
    let page = |title: &str, heading: &str| {
        let page =
            format!("<html><head><title>{title}</title></head><body><h1>{heading}</h1><p>{story}</p></body></html>");
        let page = Appeal::from_bytes("a.html", page.as_bytes()).unwrap();
        let found = import::find(&page).unwrap().list;
        found.into_iter().find(|find| find.part == Part::Title && !find.value.is_empty()).unwrap().value
    };
    assert_eq!(
        page("Three printers taken | Union Site", "Three printers taken at night"),
        "Three printers taken at night"
    );
    assert_eq!(page("Three printers taken at night – Union Site", "News"), "Three printers taken at night");
}

#[test]
fn lists_of_demands_have_many_shapes() {
    let demands = ["release the three printers at once", "return the printing presses to them"];
    for list in [
        "We demand:\n> release the three printers at once\n> return the printing presses to them\n",
        "We demand:\nPrimero.- release the three printers at once\nSegundo.- return the printing presses to them\n",
        "WHAT DO WE DEMAND?\nOf the court:\n- release the three printers at once\nOf the ministry:\n- return the printing presses to them\n",
        "We therefore urge you and all others who may have a say in these matters to\n\n- release the three printers at once\n- return the printing presses to them\n",
        "We demand:\n— release the three printers\nat once\n— return the printing presses to\nthem\n",
        "We ask for your letters, in which you demand of the ministry: a) release the three printers at once, and b) return the printing presses to them.\n",
        "We urge the court to: (1) release the three printers at once; (2) return the printing presses to them.\n",
    ] {
        let text = format!("Three printers taken at night\n\n{list}\n");
        assert_eq!(values(&text, Part::Demand), demands, "{text}");
    }
    let said = "Three printers taken at night\n\nPlease write at once in any language:\nUrging the ministry to release the three printers at once;\nCalling on it to return the printing presses to them.\n";
    let demands = [
        "Urging the ministry to release the three printers at once",
        "Calling on it to return the printing presses to them",
    ];
    assert_eq!(values(said, Part::Demand), demands);
}

#[test]
fn what_sentences_ask_of_readers_or_in_no_words_is_no_demand() {
    for text in [
        "We ask all our readers to write to the court.",
        "Please ask for ext. 3 when you call.",
        "Model text for the telephone:\nAsk for: the person who answers the public in this matter\nI call for the printers of the weekly paper.",
        "We ask all of you to: a) write to the court, b) sign the petition.",
        "Dear friends,\n\nPlease stop by on Monday.\n\nIn solidarity",
    ] {
        let text = format!("Three printers taken at night\n\n{text}\n");
        assert_eq!(values(&text, Part::Demand), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_day_of_issue_is_told_by_the_text_itself() {
    let story = "The police took three printers of the weekly paper from their homes last night and hold them without a lawyer.";
    for (head, issued) in [
        ("Three printers taken\nPosted by the Network on October 3, 2024", "October 3, 2024"),
        ("Three printers taken\n12/09/2024 — Union of Printers", "12/09/2024"),
        ("Union of Printers — News — 12.12.2024 | 18:40\nThree printers taken", "12.12.2024"),
        ("Three printers taken            June 11, 2024 21:53", "June 11, 2024"),
        ("Case 12/24     Fear of torture     24 June 2024\nThree printers taken", "24 June 2024"),
        ("Last updated: 4 June 2024\nThree printers taken\nExampleville, 1 June 2024", "1 June 2024"),
        ("Action until: 15 July 2024     Date: 4 June 2024\nThree printers taken", "4 June 2024"),
        ("Thu Jun 20 11:04:33 CEST 2024\nThree printers taken", "Jun 20 11:04:33 CEST 2024"),
    ] {
        assert_eq!(values(&format!("{head}\n\n{story}\n"), Part::Issued), [issued], "{head}");
    }
    let signed = format!(
        "Three printers taken\n\n{story}\n\nOn 2 May 2024 they had printed a call to strike, and the owner told the police.\n\nUnion of Printers\n4 June 2024\n"
    );
    assert_eq!(values(&signed, Part::Issued), ["4 June 2024"]);
    let mail = |text: &str| {
        let head = "From: Network <news@example.org>\nSubject: Free them\nDate: Tue, 16 Jul 2024 10:00:00 +0200\n";
        let mail = Appeal::from_bytes("a.eml", format!("{head}\n{text}\n\n{story}\n").as_bytes()).unwrap();
        let found = import::find(&mail).unwrap().list;
        let issued = found.into_iter().find(|find| find.part == Part::Issued).unwrap();
        (issued.day.unwrap().to_string(), issued.doubt)
    };
    assert_eq!(mail("Free the printers"), ("2024-07-16".to_owned(), None));
    let data = r#"{"@type": "NewsArticle", "datePublished": "2024-06-03T10:00:00Z"}"#;
    let page = format!(
        "<html><body><script type=\"application/ld+json\">{data}</script><h1>Free them</h1><p>{story}</p></body>"
    );
    let found = import::find(&Appeal::from_bytes("a.html", page.as_bytes()).unwrap()).unwrap().list;
    let day = found.into_iter().find(|find| find.part == Part::Issued).and_then(|find| find.day);
    assert_eq!(day.unwrap().to_string(), "2024-06-03");
    assert_eq!(mail("Exampleville, 15 July 2024").0, "2024-07-15");
    let (day, doubt) = mail("Exampleville, 15 May 2024");
    assert_eq!(day, "2024-05-15");
    assert!(doubt.unwrap().contains("2024-07-16"));
}

#[test]
fn the_last_day_for_letters_is_that_of_no_other_date() {
    for (line, last) in [
        ("Please contact the court by 31 January 2025:", Some("31 January 2025")),
        ("PLEASE SEND APPEALS BEFORE 3 APRIL 2025 TO:", Some("3 APRIL 2025")),
        ("Please write before the trial on 3 April 2025.", Some("3 April 2025")),
        ("Check with your section if you send appeals after 3 April 2025.", Some("3 April 2025")),
        ("After 3 April 2025, check with the office.", Some("3 April 2025")),
        ("Closing date: 3 April 2025", Some("3 April 2025")),
        ("Closing date:\n3 April 2025", Some("3 April 2025")),
        ("Until 3 April 2025.", Some("3 April 2025")),
        ("Please send faxes from 1 to 3 April 2025.", Some("3 April 2025")),
        ("They have to be freed before 3 April 2025, when they turn sixty.", None),
        ("They were held until 3 April 2025.", None),
        ("Please write to the court now. The trial begins on 3 April 2025.", None),
        ("After 3 April 2025 he wrote letters from prison.", None),
        ("Please write: their term of prison ends on 3 April 2029.", None),
        ("Dear Judge,\nI ask you to answer my letter before 3 April 2025.\nYours faithfully,", None),
    ] {
        let text = format!("Free the printers of the weekly paper\nDate: 3 January 2025\n\n{line}\n");
        assert_eq!(values(&text, Part::Deadline), last.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn the_last_day_for_letters_is_read_in_five_languages() {
    for (text, last) in [
        ("the and of with\nDate: 30 November 2024\nPlease send letters before the end of May.", "2025-05-31"),
        ("und der die nicht\nDatum: 30.11.2024\nEinsendeschluss ist der 3. Mai 2025.", "2025-05-03"),
        ("und der die nicht\nDatum: 30.11.2024\nSchreiben Sie bitte bis einschließlich 3. Mai 2025.", "2025-05-03"),
        ("und der die nicht\nDatum: 30.11.2024\nSchreiben Sie bitte bis Ende Mai.", "2025-05-31"),
        ("et les des une\nDate : 30/11/2024\nÉcrivez avant la fin du mois de mai !", "2025-05-31"),
        ("et les des une\nDate : 30/11/2024\nDate limite d'envoi : 3 mai 2025", "2025-05-03"),
        ("y los las una\nFecha: 30/11/2024\nEnvíen cartas hasta finales de mayo.", "2025-05-31"),
        ("y los las una\nFecha: 30/11/2024\nEscriban antes del juicio del 3 de mayo de 2025.", "2025-05-03"),
        ("и в на что\nДата: 30.11.2024\nПишите письма до конца мая.", "2025-05-31"),
        ("и в на что\nДата: 30.11.2024\nКрайний срок: 3 мая 2025 г.", "2025-05-03"),
    ] {
        let found = import::find(&appeal(text)).unwrap().list;
        let days: Vec<_> = found.iter().filter(|find| find.part == Part::Deadline).map(|find| find.day).collect();
        assert_eq!(days.iter().flatten().map(ToString::to_string).collect::<Vec<_>>(), [last], "{text}");
    }
}

#[test]
fn a_last_day_that_is_told_from_another_is_left_to_be_filled_in() {
    let appeal = appeal("Free the printers of the weekly paper\n\nPlease send letters within the next two weeks.\n");
    let finds = import::find(&appeal).unwrap();
    let text = import::write(&appeal, &finds, &Outline::default()).unwrap();
    assert!(
        text.contains("respond_by = \"\" # FILL IN: the last day, told as \"within the next two weeks\""),
        "{text}"
    );
}

#[test]
fn a_file_that_is_no_appeal_ends_with_an_error() {
    let million = format!("Please write to:\n{}", "a@example.org, b@example.org\n".repeat(100_000));
    let many = (0..6_000).map(|number| format!("a{number}@example.org")).collect::<Vec<_>>().join("\n");
    for text in [million.as_str(), &format!("Please write to:\n{many}")] {
        let result = Appeal::from_bytes("x", text.as_bytes()).and_then(|appeal| import::find(&appeal).map(drop));
        assert!(result.unwrap_err().to_string().contains("there are more than"), "{}", text.len());
    }
    assert!(Appeal::read("x", std::io::repeat(b'x')).unwrap_err().to_string().contains("larger than 8 MiB"));
    assert!(Appeal::from_bytes("x", b"\0\0\0").is_err());
}

/// What a campaign of the library is told when it is compared with the facts of its appeal.
fn compared(id: &str, change: impl Fn(String) -> String) -> Vec<Problem> {
    let library = Library::new([]);
    let (mut file, _, library) = campaign::find(&library, id).unwrap();
    file.text = change(file.text);
    let (campaign, _) = campaign::load_file(&file, id, &library, &OwnAddresses::default()).unwrap();
    let appeal = Appeal::open(&Path::new("tests/appeals").join(format!("{id}.txt"))).unwrap();
    import::compare(&file, &campaign, &library, &appeal)
}

#[test]
fn the_campaigns_have_no_more_than_their_appeals() {
    for id in
        ["kentau-mothers-2003", "astana-march-2011", "may-day-2011", "kurmanov-charges-2011", "october-repression-2010"]
    {
        let problems = compared(id, |text| text);
        assert!(
            problems.iter().all(|problem| problem.what.ends_with("it comes from the directory")),
            "{id}: {problems:?}"
        );
    }
}

#[test]
fn a_changed_copy_or_digit_is_an_error_with_both_lines() {
    let problems = compared("may-day-2011", |text| text.replace("ainur1917@gmail.com", "ainur1971@example.org"));
    let error = problems.iter().find(|problem| problem.is_error()).unwrap();
    assert!(error.to_string().contains("`ainur1971@example.org` does not stand in"), "{error}");
    assert!(error.place.as_ref().unwrap().line.is_some());
    assert!(problems.iter().any(|problem| !problem.is_error() && problem.what.starts_with("`ainur1917@gmail.com`")));
    let problems = compared("kentau-mothers-2003", |text| text.replace("0073 2536 32466", "0073 2536 32467"));
    let error = problems.iter().find(|problem| problem.is_error()).unwrap();
    assert!(error.what.starts_with("`0073 2536 32467`"), "{error}");
    assert_eq!(error.causes.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(appeal) = Appeal::from_bytes("x", &bytes) {
            let finds = import::find(&appeal).unwrap();
            import::write(&appeal, &finds, &Outline::default()).unwrap();
        }
    }

    #[test]
    fn nothing_is_invented_and_every_line_is_accounted_for(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = format!("A title that is long\n{}", pieces.join(""));
        let appeal = appeal(&text);
        let finds = import::find(&appeal).unwrap();
        let whole = appeal.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let read_out = whole.replace(" [at] ", "@").replace(" [dot] ", ".");
        for find in finds.list.iter().filter(|find| !matches!(find.part, Part::Kind | Part::Country)) {
            let spelt = find.value.contains('@') && read_out.contains(&find.value);
            prop_assert!(spelt || find.value.lines().all(|line| whole.contains(line)), "{:?}", find);
        }
        let written = import::write(&appeal, &finds, &Outline::default()).unwrap();
        prop_assert!(TextFile::from_bytes("x", written.as_bytes()).is_ok());
        let ranges: Vec<_> = written.lines().filter_map(range_told).collect();
        for line in appeal.lines.iter().filter(|line| !line.text.is_empty()) {
            let last = line.joints.last().map_or(line.number, |(_, number)| *number);
            let told = ranges.iter().any(|(from, to)| *from <= last && *to >= line.number);
            prop_assert!(told, "{}: {}\n{}", line.number, line.text, written);
        }
    }
}

/// The lines of the appeal that a comment tells of.
fn range_told(line: &str) -> Option<(usize, usize)> {
    let told = line.rsplit_once("# line ").map(|(_, told)| told).or_else(|| line.strip_prefix("# "))?;
    let numbers = &told[..told.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(told.len())];
    let (from, to) = numbers.split_once('-').unwrap_or((numbers, numbers));
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Pieces of appeals.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    ", ",
    ": ",
    "• ",
    "1. ",
    "- ",
    "2: ",
    "Please write to:",
    "Copies to",
    "copies of all protests to ",
    "cc ",
    "We demand:",
    "Release them",
    "Stop the attacks!",
    "Ministry of Justice",
    "Supreme Court – Alma Example",
    "President",
    "Mr. Max Example",
    "1 Example Street",
    "Fax: ",
    "Tel/Fax ",
    "+7 7172 747570",
    "+ 52 5 515 1794 or 542 1648",
    "(8 7172) 74-75-70",
    "x@example.org",
    "name [at] example [dot] org",
    "[email protected]",
    "before 16 July 2024",
    "On 14 May 2024",
    "The embassy in your country.",
    "Salutation: Your Excellency",
    "Donate: ",
    " ext. 4512",
    "i. ",
    "e-mail",
    "or",
    "and",
    "tel",
    "number",
    "the Minister of Justice at ",
    "urging",
    "calling on the authorities to ",
    "I ask you to ",
    ", and/or to ",
    "; and that ",
    "must be ",
    "Yours sincerely",
    "\t",
    "@",
    "+",
    "00",
    "12345678",
    "<",
    "|",
    "#",
    "**",
    "[a](mailto:x@example.org)",
    "Dear Minister,",
    "https://example.org/form",
    "www.example.org",
    "требуем",
    "копии",
    "\u{202E}",
    "\"\"\"",
    "(",
    ")",
    "İ",
    "ß",
    "]]",
    "…",
];

#[test]
fn what_a_person_drops_goes_nowhere_with_all_its_lines() {
    let text = "Free the printers\n\nPlease send protests to:\n\nMinistry of Justice\n1 Example Street\nAstana\n\
                Kazakhstan\nFax: +7 7172 747570\n";
    let appeal = appeal(text);
    let mut finds = import::find(&appeal).unwrap();
    let index_of = |finds: &Finds, part: Part| {
        finds.list.iter().position(|find| find.part == part && !find.value.is_empty()).unwrap()
    };
    let (post, fax) = (index_of(&finds, Part::Post), index_of(&finds, Part::Fax));
    assert_eq!(finds.drop(fax), fax + 1);
    assert_eq!(finds.drop(post), post);
    let written = import::write(&appeal, &finds, &Outline::default()).unwrap();
    assert!(!written.contains("fax =") && !written.contains("post ="), "{written}");
    for line in ["# 6: 1 Example Street\n", "# 7: Astana\n", "# 8: Kazakhstan\n", "+7 7172 747570 nobody's to write to"]
    {
        assert!(written.contains(line), "{line} is not in:\n{written}");
    }
}
