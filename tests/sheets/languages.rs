//! Scripts other than Latin, and both directions.

use std::collections::BTreeSet;

use jiff::civil::date;
use protest_letter::sheet::{Cover, CoverRow, CoverValue, Paper, Sheet, Typesetter};

use super::pdf::Pdf;
use super::{make, read, sheet};

#[test]
fn text_is_read_back_in_the_order_in_which_it_is_written() {
    let kazakh = "Қазақстан: ӘҒҚҢӨҰҮҺІ әғқңөұүһі";
    let russian = "Уважаемый господин — «требую» № 5 ёЁ";
    let other = "Grüße, naïve façade, Łódź, Ελλάδα, Türkiye İı, €";
    let body = format!("{russian}\n\n{kazakh}\n\n{other}\n\nС уважением,");
    let made = make(vec![Sheet { body, language: "ru".parse().unwrap(), ..sheet() }], Paper::A4);
    let text = Pdf::read(&made.bytes).text();
    let places =
        ["alex@", "2 May", "KAZAKHSTAN", "subject", russian, kazakh, other, "уважением", "Alex Signer", "Teacher"]
            .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")));
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(made.missing, BTreeSet::new());
}

#[test]
fn an_accent_stands_above_its_letter() {
    // Two of them stand one above the other.
    let pdf = read(Sheet { subject: "н\u{302}\u{301}".to_owned(), ..sheet() });
    let letter = pdf.lines.iter().position(|line| line.text.contains('н')).unwrap();
    let [letter, accent] = [0, 1].map(|next| pdf.lines[letter + next].y);
    assert!((0.5..2.0).contains(&(letter - accent)), "{letter} {accent}");
}

#[test]
fn a_paragraph_from_right_to_left_begins_at_the_right() {
    let body = "שלום\n\n– אחד\n1. שתיים\n\nבכבוד רב,".to_owned();
    let made = make(vec![Sheet { body, language: "he".parse().unwrap(), ..sheet() }], Paper::A4);
    // The bundled fonts have no Hebrew; what stands for it stands where it would.
    assert!(made.missing.contains(&'ש') && !made.missing.contains(&' '));
    let pdf = Pdf::read(&made.bytes);
    assert!(pdf.line("\u{fffd}\u{fffd}\u{fffd}\u{fffd}").x > 100.0, "{:#?}", pdf.lines);
    // The address keeps its own direction.
    assert!(pdf.line("8 Example Street").x < 26.0);
    assert!(pdf.line("Alex Signer").x > 100.0);
}

#[test]
fn pages_from_right_to_left_are_mirrored_but_for_the_window() {
    let row = |label: &str, value| CoverRow { label: label.to_owned(), value };
    let rows = vec![row("Fax", CoverValue::Number("+7 7172 000000".to_owned())), row("Pages", CoverValue::Pages)];
    let cover = Some(Cover { title: "Fax message".to_owned(), rows });
    let names: Vec<_> = (1..=150).map(|number| format!("Signer number {number}")).collect();
    let letter = Sheet { language: "ar".parse().unwrap(), attachment: Some(names.join("\n")), ..sheet() };
    let pdf = read(Sheet { cover, ..letter.clone() });
    let (label, number) = (pdf.last("Fax"), pdf.line("+7 7172 000000"));
    assert!(label.x > number.x + 50.0 && (label.y - number.y).abs() < 0.1, "{label:?} {number:?}");
    assert!(pdf.line("Fax message").x > 100.0);
    let pdf = read(letter);
    assert!((24.9..25.1).contains(&pdf.line("Ministry of Examples").x));
    assert!((24.9..25.1).contains(&pdf.line("Alex Example · 1 Example Road · London").x));
    assert!(pdf.line("1 Example Road").x > 150.0);
    let date = pdf.last("London, 2 May 2011");
    assert!(date.page == 3 && date.x < 26.0 && pdf.last("Ministry of Examples · ").x > 100.0, "{date:?}");
    assert!(pdf.line("Signer number 1").x > 100.0 && pdf.line("Signer number 100").x < 100.0);
}

#[test]
fn what_no_font_has_is_told() {
    let made = make(vec![Sheet { body: "Hello 中 and \u{e123}\u{0}\u{feff}!".to_owned(), ..sheet() }], Paper::A4);
    assert_eq!(made.missing, BTreeSet::from(['中', '\u{e123}']));
    assert!(Pdf::read(&made.bytes).text().contains("Hello \u{fffd} and \u{fffd}!"));
    // It is told again of a sheet that has been set before, and not of another.
    let mut typesetter = Typesetter::bundled();
    let mut missing = |subject: &str| {
        let sheet = Sheet { subject: subject.to_owned(), ..sheet() };
        typesetter.pdf([sheet], Paper::A4, "Letters", date(2011, 5, 2)).unwrap().missing
    };
    assert_eq!([missing("中"), missing("中"), missing("a")].map(|missing| missing.len()), [1, 1, 0]);
}

#[test]
fn place_and_date_stand_in_the_order_of_the_letter() {
    let place = |language: &str, place_and_date: &str| {
        let (language, place_and_date) = (language.parse().unwrap(), place_and_date.to_owned());
        read(Sheet { language, place_and_date, sender: Vec::new(), ..sheet() })
    };
    // The day begins with a figure, which goes with what stands before it unless it is isolated.
    let pdf = place("he", "\u{2067}\u{2068}Berlin\u{2069}, \u{2068}23 בנובמבר 2026\u{2069}\u{2069}");
    let (city, day) = (pdf.line("Berlin"), pdf.line("23"));
    assert!(city.x > day.x + 30.0 && (city.y - day.y).abs() < 0.1 && day.text.contains("2026"), "{city:?} {day:?}");
    let pdf = place("en", "\u{2066}\u{2068}\u{5d7}\u{2069}, \u{2068}23 November 2026\u{2069}\u{2069}");
    assert!(pdf.line("\u{fffd}, 23 November 2026").x < 126.0, "{:#?}", pdf.lines);
    // What only says in which direction text goes is no text, also to those who copy it.
    assert!(!pdf.text().contains(['\u{2066}', '\u{2068}', '\u{2069}']) && !pdf.text().contains("  "));
}
