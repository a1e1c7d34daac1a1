//! Letters on paper, read back from the PDF. No test depends on the fonts of the system.

#![allow(clippy::unwrap_used)]

#[path = "sheets/languages.rs"]
mod languages;
#[path = "sheets/pdf.rs"]
mod pdf;

use std::collections::BTreeSet;

use jiff::civil::date;
use lopdf::Object;
use pdf::Pdf;
use proptest::prelude::*;
use protest_letter::sheet::{Cover, CoverRow, CoverValue, Made, Paper, Sheet, Typesetter};

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn sheet() -> Sheet {
    Sheet {
        sender: lines("Alex Example\n1 Example Road\nLondon\nalex@example.org"),
        place_and_date: "London, 2 May 2011".to_owned(),
        addressee: lines("Ministry of Examples\nDepartment of Letters\n8 Example Street\n010000 Astana\nKAZAKHSTAN"),
        subject: "An example of a subject".to_owned(),
        body: "Dear Madam or Sir,\n\nI write to you.\n\nYours faithfully,".to_owned(),
        signature: lines("Alex Signer\nTeacher"),
        language: "en".parse().unwrap(),
        cover: None,
        attachment: None,
    }
}

fn make(sheets: Vec<Sheet>, paper: Paper) -> Made {
    Typesetter::bundled().pdf(sheets, paper, "Letters", date(2011, 5, 2)).unwrap()
}

fn read(sheet: Sheet) -> Pdf {
    Pdf::read(&make(vec![sheet], Paper::A4).bytes)
}

fn long(paragraphs: usize) -> Sheet {
    let paragraph = "A sentence that says the same as the one before it. ".repeat(6);
    let body = format!("Dear Madam or Sir,\n\n{}Yours faithfully,", format!("{paragraph}\n\n").repeat(paragraphs));
    Sheet { body, ..sheet() }
}

#[test]
fn the_address_shows_in_the_window_of_the_envelope() {
    // DIN 680: 90 × 45 mm, 20 mm and 45 mm from the edges; a #10 envelope: what is sure to show of 4½ × 1⅛ in.
    for (paper, (left, right), (top, bottom)) in
        [(Paper::A4, (25.0, 105.0), (50.0, 90.0)), (Paper::Letter, (22.2, 111.1), (52.0, 80.4))]
    {
        for lines in 1..=9 {
            let addressee: Vec<_> = (0..lines).map(|line| format!("Line {line} of an address")).collect();
            let pdf = Pdf::read(&make(vec![Sheet { addressee: addressee.clone(), ..sheet() }], paper).bytes);
            for line in &addressee {
                let line = pdf.line(line);
                assert!((left..right).contains(&line.x), "{paper} {line:?}");
                assert!(line.y - line.size * 0.3 > top && line.y < bottom, "{paper} {lines}: {line:?}");
            }
        }
    }
}

#[test]
fn the_sender_stands_in_one_line_above_the_address_and_in_full_beside_it() {
    let pdf = read(sheet());
    let above = pdf.line("Alex Example · 1 Example Road · London");
    assert!(above.size <= 8.0 && (50.0..62.7).contains(&above.y) && (24.9..25.1).contains(&above.x), "{above:?}");
    assert!(!above.text.contains('@'));
    for line in ["1 Example Road", "alex@example.org", "London, 2 May 2011"] {
        let line = pdf.line(line);
        assert!((124.9..125.1).contains(&line.x) && line.y < 95.0, "{line:?}");
    }
}

#[test]
fn a_long_address_of_the_sender_is_whole_above_the_address() {
    let street = "12345 Street of a Name That Is as Long as a Name of a Street Can Be on Any Map";
    let pdf = read(Sheet { sender: lines(&format!("Alex Example\n{street}\n010000 Astana")), ..sheet() });
    let above: Vec<_> = pdf.lines.iter().filter(|line| line.size < 7.0).collect();
    assert!(above.iter().any(|line| line.text.ends_with("010000 Astana")), "{above:?}");
    assert!(above.len() == 2 && above.iter().all(|line| (50.0..62.7).contains(&line.y)), "{above:?}");
}

#[test]
fn the_subject_and_the_folds_stand_where_din_5008_has_them() {
    let pdf = read(sheet());
    let subject = pdf.line("An example of a subject");
    assert!((102.9..103.9).contains(&subject.y) && (24.9..25.1).contains(&subject.x), "{subject:?}");
    for mark in [105.0, 148.5, 210.0] {
        assert!(pdf.rules.iter().any(|rule| (rule.y - mark).abs() < 0.1 && rule.x < 10.0), "{:?}", pdf.rules);
    }
    let letter = Pdf::read(&make(vec![sheet()], Paper::Letter).bytes);
    for mark in [279.4 / 3.0, 279.4 * 2.0 / 3.0] {
        assert!(letter.rules.iter().any(|rule| (rule.y - mark).abs() < 0.1 && rule.x < 10.0), "{:?}", letter.rules);
    }
}

#[test]
fn a_letter_without_an_address_leaves_the_window_empty() {
    let pdf = read(Sheet { addressee: Vec::new(), ..sheet() });
    assert!(!pdf.lines.iter().any(|line| line.x < 105.0 && (62.7..95.0).contains(&line.y)), "{:?}", pdf.lines);
    assert!(pdf.text().contains("An example of a subject"));
}

#[test]
fn letters_share_their_fonts() {
    let made = make(vec![sheet(); 50], Paper::A4);
    let pdf = Pdf::read(&made.bytes);
    assert_eq!((pdf.pages(), made.pages), (50, 50));
    let fonts = pdf.dictionaries(b"Type", b"FontDescriptor");
    assert_eq!(fonts.len(), 2, "regular and bold");
    assert!(fonts.iter().all(|font| font.has(b"FontFile2")));
    assert!(made.bytes.len() < 500_000, "{}", made.bytes.len());
}

#[test]
fn pages_after_the_first_say_what_they_belong_to() {
    let pdf = read(long(20));
    let pages = pdf.pages();
    assert!(pages >= 3);
    for page in 2..=pages {
        let on_page: Vec<_> = pdf.lines.iter().filter(|line| line.page == page).collect();
        for text in [&format!("{page} / {pages}"), "Ministry of Examples · An example of a subject", "2 May 2011"] {
            assert!(on_page.iter().any(|line| line.text.contains(text)), "{text}: {on_page:?}");
        }
        assert!(on_page.iter().all(|line| (10.0..290.0).contains(&line.y)), "{on_page:?}");
    }
    assert!(!pdf.text().contains("1 / "));
    assert!(!read(sheet()).text().contains("1 / 1"));
}

#[test]
fn a_signature_has_room_and_never_stands_alone() {
    for paragraphs in 1..16 {
        let pdf = read(long(paragraphs));
        let (closing, name) = (pdf.line("Yours faithfully"), pdf.line("Alex Signer"));
        let text = pdf.last("A sentence that says");
        assert_eq!((closing.page, text.page), (name.page, name.page), "{paragraphs}");
        assert!(name.y - closing.y > 18.0 && name.y < 280.0, "{name:?}");
    }
}

#[test]
fn what_leads_to_a_list_stands_above_its_first_item() {
    for lead in ["I ask for the following:", "I ask for these, please."] {
        let of = |lines: usize| {
            let before = "A line by itself.\n".repeat(lines);
            let body = format!("Dear Sir,\n\n{before}\n{lead}\n\n1. To let them go.\n2. To pay.\n\nYours faithfully,");
            read(Sheet { body, ..sheet() })
        };
        let letters: Vec<_> = (20..60).map(of).collect();
        assert!(letters.iter().any(|pdf| pdf.line("I ask").page == 2));
        for pdf in letters {
            assert_eq!(pdf.line("I ask").page, pdf.line("To let them go").page, "{lead}");
        }
    }
    let headline = |lines: usize| {
        let before = "A line by itself.\n".repeat(lines);
        read(Sheet { body: format!("{before}\nOur demands\n\nTo let them go.\n\nA.\n\nB.\n\nYours,"), ..sheet() })
    };
    assert!((20..60).map(headline).all(|pdf| pdf.line("Our demands").page == pdf.line("To let them go").page));
}

#[test]
fn a_letter_that_is_a_little_too_long_is_set_smaller() {
    let size = |paragraphs| {
        let pdf = read(long(paragraphs));
        (pdf.pages(), pdf.line("Dear").size)
    };
    let sizes: Vec<_> = (1..18).map(size).collect();
    assert_eq!(sizes[0], (1, 11.0));
    for pages in 1..=2 {
        // It is smaller where that saves a page, which is at the end of a page, and nowhere else.
        let on_pages: Vec<_> = sizes.iter().filter(|(count, _)| *count == pages).map(|(_, size)| *size).collect();
        assert!(on_pages.is_sorted_by(|one, next| one >= next), "{sizes:?}");
        assert!(on_pages[0] > 10.9 && on_pages[on_pages.len() - 1] < 10.9, "{sizes:?}");
    }
    assert!(sizes.iter().all(|(_, size)| *size >= 10.0), "{sizes:?}");
}

#[test]
fn items_of_a_list_hang_from_their_labels() {
    let item = "a demand that is long enough to be broken, ".repeat(4);
    let pdf = read(Sheet { body: format!("I ask:\n– {item}\n9. {item}\n12. {item}\n\nYours,"), ..sheet() });
    for (label, next) in [("–", "9."), ("9.", "12."), ("12.", "Yours")] {
        let at = |text: &str| pdf.lines.iter().position(|line| line.text.trim() == text || line.text.starts_with(text));
        let (start, end) = (at(label).unwrap(), at(next).unwrap());
        let [label, text @ ..] = &pdf.lines[start..end] else { panic!() };
        assert!(text.len() >= 2 && text.iter().all(|line| (line.x - text[0].x).abs() < 0.01), "{text:?}");
        assert!(label.x + 4.0 < text[0].x && (label.y - text[0].y).abs() < 0.01, "{label:?} {text:?}");
    }
    assert!(pdf.line("9.").x > pdf.line("12.").x + 1.0 && pdf.line("12.").x < 25.1, "numbers end in one column");
    assert_eq!([&b"L"[..], b"LI", b"Lbl", b"LBody"].map(|tag| pdf.dictionaries(b"S", tag).len()), [1, 3, 3, 3]);
}

#[test]
fn a_fax_says_whom_it_is_for_and_how_long_it_is() {
    let row = |label: &str, value| CoverRow { label: label.to_owned(), value };
    let rows = vec![
        row("To", CoverValue::Text("Ministry".to_owned())),
        row("Fax", CoverValue::Number("+7 7172 000000".to_owned())),
        row("Pages", CoverValue::Pages),
    ];
    let cover = Some(Cover { title: "Fax".to_owned(), rows });
    let addressee: Vec<_> = (1..=9).map(|line| format!("Line {line} of an address")).collect();
    let pdf = read(Sheet { cover, addressee, attachment: Some("A name".to_owned()), ..long(9) });
    assert!(pdf.line("Line 9 of").size > 10.9, "it need not fit a window");
    let number = pdf.line("+7 7172 000000");
    assert!(number.size >= 18.0 && number.y < 80.0, "{number:?}");
    let label = pdf.line("Pages");
    let value = pdf.lines.iter().find(|line| line.text.trim() == pdf.pages().to_string()).unwrap();
    assert!(pdf.pages() >= 3 && (label.y - value.y).abs() < 0.1 && value.x > label.x, "{value:?}");
    assert!(!pdf.rules.iter().any(|rule| rule.x < 20.0), "a fax is not folded");
    assert!(!pdf.text().contains(" · London"), "nor has it a window");
}

#[test]
fn a_date_that_the_cover_of_a_fax_says_is_not_said_again() {
    let row = |value: &str| CoverRow { label: "Row".to_owned(), value: CoverValue::Text(value.to_owned()) };
    let dates = |value: &str| {
        let cover = Some(Cover { title: "Fax".to_owned(), rows: vec![row(value)] });
        read(Sheet { cover, ..sheet() }).lines.iter().filter(|line| line.text.contains("London, 2 May 2011")).count()
    };
    assert_eq!((dates("London, 2 May 2011"), dates("Ministry")), (1, 1));
}

#[test]
fn an_attachment_has_pages_of_its_own() {
    let names: Vec<_> = (1..=150).map(|number| format!("Signer number {number}")).collect();
    let pdf = read(Sheet { attachment: Some(names.join("\n")), ..sheet() });
    assert_eq!(pdf.pages(), 3);
    assert!(pdf.lines.iter().filter(|line| line.text.contains("Signer number")).all(|line| line.page > 1));
    assert_eq!(pdf.lines.iter().filter(|line| line.text.contains("Signer number")).count(), 150);
    assert!(pdf.line("Signer number 100").x > 100.0, "short names stand in two columns");
}

#[test]
fn a_pdf_tells_what_it_was_given_and_nothing_else() {
    let [one, other] = [0, 1].map(|_| make(vec![long(12)], Paper::A4).bytes);
    assert_eq!(one, other, "no clock, no chance");
    let pdf = Pdf::read(&one);
    let info = pdf.document.trailer.get(b"Info").and_then(Object::as_reference);
    let info = pdf.document.get_dictionary(info.unwrap()).unwrap();
    let keys: BTreeSet<_> = info.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
    assert_eq!(keys, ["CreationDate", "ModDate", "Title"].map(str::to_owned).into());
    for date in [&b"CreationDate"[..], b"ModDate"] {
        assert!(info.get(date).unwrap().as_str().unwrap().starts_with(b"D:20110502"));
    }
    let catalog = pdf.document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let metadata = pdf.dictionaries(b"Type", b"Metadata").len();
    assert_eq!((metadata, catalog.has(b"StructTreeRoot"), catalog.has(b"Outlines")), (1, true, true));
    assert_eq!(pdf.dictionaries(b"S", b"H1").len(), 1);
    let xmp = String::from_utf8_lossy(&one).into_owned();
    for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(xmp.contains(claim), "{claim}");
    }
}

#[test]
fn nothing_makes_no_pdf() {
    let made = Typesetter::bundled().pdf([], Paper::A4, "Letters", date(2011, 5, 2));
    assert_eq!(made.unwrap_err().what, "there is no letter to put on paper");
    let empty = Sheet {
        sender: Vec::new(),
        place_and_date: String::new(),
        addressee: Vec::new(),
        subject: String::new(),
        body: String::new(),
        signature: Vec::new(),
        ..sheet()
    };
    assert_eq!(make(vec![empty], Paper::Letter).pages, 1);
}

#[test]
fn a_subject_that_no_page_shows_is_no_heading() {
    for subject in ["\u{7f}", " \u{0}\n", "\u{feff}"] {
        let pdf = read(Sheet { subject: subject.to_owned(), ..sheet() });
        assert_eq!(pdf.dictionaries(b"S", b"H1").len(), 0, "{subject:?}");
        assert!(pdf.text().contains("I write to you."));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_set(text in "\\PC{0,60}|[\\u{0}-\\u{10ffff}]{0,40}", rtl: bool) {
        let language = if rtl { "ar" } else { "kk" }.parse().unwrap();
        let own = lines(&text);
        let (sender, addressee, signature) = (own.clone(), own.clone(), own);
        let cover = Cover { title: text.clone(), rows: vec![CoverRow { label: text.clone(), value: CoverValue::Pages }] };
        let sheet = Sheet {
            sender, addressee, signature, language,
            place_and_date: text.clone(), subject: text.clone(), body: format!("– {text}\n{text}"),
            cover: Some(cover), attachment: Some(text),
        };
        let made = make(vec![Sheet { cover: None, ..sheet.clone() }, sheet], Paper::Letter);
        prop_assert!(made.pages >= 2);
    }
}
