//! Rolls as spreadsheets export them, and every mistake that can be in one.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use protest_letter::signer::{BadRow, Delimiter, Rejects, Roll, Row};
use protest_letter::source::Problem;
use protest_letter::vocabulary::Language;

const TODAY: Date = date(2026, 11, 23);

/// The columns that every roll has, and a row that is right.
const HEADER: &str = "name,email,consent";
const ANNA: &str = "Anna Example,anna@example.org,2026-11-01";

fn open(bytes: impl AsRef<[u8]>) -> Result<Roll, Problem> {
    Roll::read_from(bytes.as_ref(), "roll.csv", None, TODAY)
}

fn rows(bytes: impl AsRef<[u8]>) -> Vec<Result<Row, BadRow>> {
    open(bytes).unwrap().rows().collect()
}

/// The one row of a roll.
fn row(bytes: impl AsRef<[u8]>) -> Row {
    let mut rows = rows(bytes);
    assert_eq!(rows.len(), 1);
    rows.remove(0).unwrap()
}

/// What is wrong with the row below a header, which does not keep the one after it from being taken.
fn refused(header: &str, bad: impl AsRef<[u8]>) -> String {
    let columns = header.split(',').count();
    let good = format!("{ANNA}{}", ",".repeat(columns - 3));
    let bytes = [header.as_bytes(), b"\n", bad.as_ref(), b"\n", good.as_bytes()].concat();
    let rows = rows(bytes);
    assert!(rows.len() == 2 && rows[1].is_ok(), "{rows:?}");
    let bad = rows[0].as_ref().unwrap_err();
    assert_eq!(bad.line, 2);
    bad.problems.to_string()
}

/// An error with its causes and hint, as the command line shows it.
fn told(problem: &Problem) -> String {
    let hint = problem.hint.iter().map(|hint| format!("hint: {hint}"));
    [problem.to_string()].into_iter().chain(problem.causes.iter().cloned()).chain(hint).collect::<Vec<_>>().join("\n")
}

#[test]
fn german_excel() {
    let row = row("\u{FEFF}Name;E-Mail;Consent;Organisation;Statement;T-Shirt Größe\r\n\
         \"Müller; Änne\";aenne@example.org;01.11.2026;\"Bündnis \"\"Freiheit\"\"\";\"Erste Zeile\r\nZweite\";XL\r\n\
         ;;;;;\r\n;;;;;\r\n");
    assert_eq!(&*row.signer.name, "Müller; Änne");
    assert_eq!(row.signer.email.as_ref().unwrap().as_str(), "aenne@example.org");
    assert_eq!(row.signer.organisation.as_deref().unwrap(), "Bündnis \"Freiheit\"");
    assert_eq!(row.signer.statement_in(Language::ENGLISH).unwrap(), "Erste Zeile\nZweite");
    assert_eq!(
        row.signer.extra.clone().into_iter().collect::<Vec<_>>(),
        [("t_shirt_größe".to_owned(), "XL".to_owned())]
    );
}

#[test]
fn libre_office() {
    let row = row("\"name\",\"email\",\"consent\",\"country\",\"language\",\"demands\",\"to\"\n\
         \"Анна Пример\",\"anna@example.org\",\"2026-11-01\",\"de\",\"ru\",\"release, inquiry\",\"supreme-court;embassy\"\n");
    assert_eq!(&*row.signer.name, "Анна Пример");
    assert_eq!(row.signer.country.unwrap().code(), "DE");
    assert_eq!(row.signer.language.unwrap().code(), "ru");
    assert_eq!(row.demands.unwrap(), ["release", "inquiry"]);
    assert_eq!(row.recipients.unwrap(), ["supreme-court", "embassy"]);
}

#[test]
fn a_google_form() {
    let row = row("Timestamp,Name,E-mail,Consent ,City,\"Anything else?\r\n(optional)\"\r\n\
         11/21/2026 14:03:59,Anna Example, anna@example.org ,2026-11-21 14:03:59,,\"Yes, this\"");
    assert_eq!(row.signer.city, None);
    assert_eq!(row.signer.extra["anything_else?_(optional)"], "Yes, this");
    assert_eq!(row.demands, None);
}

#[test]
fn tabs() {
    let row = row("name\temail\tconsent\taddress\nAnna, Dr.\tanna@example.org\t2026-11-01\t\"1 Street\nTown\"\n");
    assert_eq!(&*row.signer.name, "Anna, Dr.");
    assert_eq!(row.signer.address.as_deref().unwrap(), "1 Street\nTown");
}

#[test]
fn a_delimiter_that_is_given_is_the_one() {
    let delimiter: Delimiter = ":".parse().unwrap();
    let roll =
        |delimiter| Roll::read_from(&b"name:email:consent\nA:a@example.org:2026-11-01"[..], "r", delimiter, TODAY);
    assert!(roll(Some(delimiter)).unwrap().rows().all(|row| row.is_ok()));
    assert!(told(&roll(None).unwrap_err()).ends_with("hint: say what stands between the columns: --delimiter"));
}

#[test]
fn lines_are_counted_as_an_editor_does() {
    for end in ["\n", "\r\n"] {
        let text =
            format!("\n{HEADER},statement\n\n{ANNA},\"a\n\nb\"\n,,,\n{ANNA},\n\0\n{ANNA},\"\n\"").replace('\n', end);
        let lines: Vec<_> = rows(text).into_iter().map(|row| row.unwrap().line).collect();
        assert_eq!(lines, [4, 8, 10]);
    }
}

#[test]
fn words_may_be_given_by_language() {
    let text = format!("{HEADER},Role,role.ru,Statement.DE,statement\n{ANNA},printer,печатник,Ich drucke.,\n");
    let signer = row(text).signer;
    let words = ["en", "ru", "de"].map(|code| {
        let language = code.parse().unwrap();
        (signer.role_in(language), signer.statement_in(language))
    });
    let expected = [(Some("printer"), None), (Some("печатник"), None), (Some("printer"), Some("Ich drucke."))];
    assert_eq!(words, expected);
    assert!(signer.extra.is_empty());
}

#[test]
fn a_column_for_a_language_that_is_none_is_told_by_its_name() {
    let refused = |columns: &str| told(&open(format!("{HEADER},{columns}\n")).unwrap_err());
    assert_eq!(
        refused("statement.de,statement.xx"),
        "roll.csv:1: the column `statement.xx`: `xx` is no language\nhint: give its ISO 639 code, like `en` or `ru`"
    );
    assert_eq!(refused("role.de,role.deu"), "roll.csv:1: two columns are `role` in German\nhint: take one of them out");
    let long = format!(",{}", "x".repeat(501));
    assert_eq!(
        self::refused(&format!("{HEADER},role,role.de"), format!("{ANNA},{long}")),
        "roll.csv:2: role.de: it is longer than 500 characters"
    );
}

#[test]
fn every_mistake_of_a_row_is_told() {
    assert_eq!(
        refused("name,email,consent,country,language", ",anna@,yes,Gremany,deutsch"),
        "roll.csv:2: no name\n\
         roll.csv:2: email: `anna@` is no e-mail address\n\
         roll.csv:2: consent: `yes` is no day\n\
         roll.csv:2: country: `Gremany` is no country\n\
         roll.csv:2: language: `deutsch` is no language"
    );
}

#[test]
fn nobody_signs_who_did_not_agree() {
    assert_eq!(refused(HEADER, "Anna,anna@example.org, "), "roll.csv:2: no consent");
    assert_eq!(
        refused(HEADER, "Anna,anna@example.org,01/02/2026"),
        "roll.csv:2: consent: `01/02/2026` is 2026-01-02 or 2026-02-01"
    );
    assert_eq!(
        refused(HEADER, "Anna,anna@example.org,2026-11-24"),
        "roll.csv:2: consent: 2026-11-24 is after today, 2026-11-23"
    );
}

#[test]
fn a_row_has_as_many_cells_as_there_are_columns() {
    let told = "roll.csv:2: it has 2 cells, and the first line has 3 columns";
    assert_eq!(refused(HEADER, "Anna,anna@example.org"), told);
    assert_eq!(refused(HEADER, "Anna, Dr.,anna@example.org,2026-11-01"), told.replace('2', "4").replace(":4", ":2"));
    assert_eq!(
        refused("name,email,consent,", "Anna,anna@example.org,2026-11-01,x"),
        "roll.csv:2: column 4 has no name in the first line"
    );
    row(format!("{HEADER},,\n{ANNA},,,,\n"));
}

#[test]
fn a_byte_that_is_not_utf_8_is_named() {
    assert_eq!(
        refused("name,email,consent,city", b"M\xFCller,m@example.org,2026-11-01,K\xF6ln"),
        "roll.csv:2: name: byte 0xFC is not UTF-8\nroll.csv:2: city: byte 0xF6 is not UTF-8"
    );
}

#[test]
fn no_cell_steers_a_terminal_or_adds_a_header() {
    for bad in [
        "\"A\nBcc: b@example.org\",a@example.org,2026-11-01,",
        "A,a@example.org,2026-11-01,\x1b[2J",
        "A,\"a@example.org\nb@example.org\",2026-11-01,",
    ] {
        let text = format!("{HEADER},to\n{bad}\n");
        let rows = rows(text);
        let told = rows[0].as_ref().unwrap_err().reason();
        assert!(rows.len() == 1 && !told.contains(char::is_control), "{told:?}");
    }
}

#[test]
fn a_forgotten_quotation_mark_does_not_take_the_next_signer_into_a_letter() {
    let bad = "\"Anna Example,anna@example.org,2026-11-01\n\"Berta\",berta@example.org,2026-11-01";
    let rows = rows(format!("{HEADER}\n{bad}\n{ANNA}\n"));
    let told = rows[0].as_ref().unwrap_err().problems.to_string();
    assert_eq!(
        told,
        "roll.csv:2:1: the cell that opens with a quotation mark in line 2, column 1 does not end with one"
    );
    assert_eq!(&*rows[1].as_ref().unwrap().signer.name, "Berta");
    assert_eq!(rows.len(), 3);
}

#[test]
fn what_is_no_roll_says_what_to_do() {
    for (bytes, expected) in [
        (&b""[..], "roll.csv is empty\nhint: a roll begins with the names of its columns: name,email,consent"),
        (b"\n\r\n", "roll.csv is empty\nhint: a roll begins with the names of its columns: name,email,consent"),
        (
            b"PK\x03\x04\x14\0",
            "roll.csv is no CSV in UTF-8\nhint: it looks like a spreadsheet: export it as CSV, and give that file",
        ),
        (b"\xFF\xFEn\0a\0", "roll.csv is no CSV in UTF-8\nhint: it is UTF-16: save it as CSV in UTF-8"),
        (
            b"n\0a\0m\0e\0",
            "roll.csv is no CSV in UTF-8\nhint: it looks like UTF-16, or like no text at all: save it as CSV in UTF-8",
        ),
        (
            b"name,e-mail\n",
            "roll.csv:1: the column `consent` is missing\n\
             the first line, cut at `,`, has `name`, `email`\n\
             hint: add it to the first line; every roll needs `name`, `email` and `consent`",
        ),
        (
            b"\nAnna;anna@example.org;2026-11-01",
            "roll.csv:2: the columns `name`, `email`, `consent` are missing\n\
             the first line, cut at `;`, has `anna`, `anna@example.org`, `2026_11_01`\n\
             hint: put a line with the names of the columns before the first signer",
        ),
        (
            b"name,email,consent\rAnna,anna@example.org,2026-11-01",
            "roll.csv:1: the column `consent` is missing\n\
             the first line, cut at `,`, has `name`, `email`, `consent_anna`, `anna@example.org`, `2026_11_01`\n\
             hint: save the roll as CSV in UTF-8: its lines end as on an old Macintosh",
        ),
        (
            b"name,email,E-Mail,consent",
            "roll.csv:1: two columns are called `email`\nhint: give one of them another name, or take it out",
        ),
        (
            b"name,email,consent,Stra\xDFe",
            "roll.csv:1: the column name \"Stra\u{FFFD}e\" is no plain text in UTF-8\nhint: save the roll as CSV in UTF-8",
        ),
        (
            b"name,\"email,consent\nA,a@example.org,2026-11-01",
            "roll.csv:1:6: the cell that opens with a quotation mark in line 1, column 6 does not end with one\n\
             hint: put one at each end, and write one that belongs to the text twice",
        ),
    ] {
        assert_eq!(told(&open(bytes).unwrap_err()), expected);
    }
    let missing = Roll::open(Path::new("no-such-roll.csv"), None, TODAY).unwrap_err();
    assert_eq!(missing.hint.unwrap(), "check the spelling and the folder");
}

#[test]
fn a_roll_is_read_as_often_as_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roll.csv");
    fs::write(&path, format!("{HEADER}\n{}", format!("{ANNA}\n").repeat(5000))).unwrap();
    let roll = Roll::open(&path, None, TODAY).unwrap();
    // In turns, far enough that both read on several times.
    assert!(roll.rows().zip(roll.rows()).all(|(one, other)| one.is_ok() && one == other));
    assert_eq!(roll.rows().count(), 5000);
    assert!(!roll.has_changed());
    fs::write(&path, HEADER).unwrap();
    assert!(roll.has_changed());
}

#[test]
fn rejects_that_were_mended_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let reject = |roll: &Roll, name: &str| {
        let path = folder.path().join(name);
        let mut rejects = Rejects::create(&path, roll).unwrap();
        for bad in roll.rows().filter_map(Result::err) {
            rejects.add(&bad).unwrap();
        }
        rejects.finish().unwrap();
        fs::read(path).unwrap()
    };
    let roll = open(
        b"\xEF\xBB\xBFName;E-Mail;consent;Statement.en\r\n\
          Anna;anna@example.org;2026-11-01;\r\n\
          Berta;berta@;2026-11-01;\"two\r\nlines; \"\"quoted\"\"\"\r\n\
          M\xFCller;m@example.org;;\r\n\
          \"Dora;dora@example.org;2026-11-01;\r\n",
    );
    let first = reject(&roll.unwrap(), "first.csv");
    let expected = b"\xEF\xBB\xBFline;reason;Name;E-Mail;consent;Statement.en\n\
        3;email: `berta@` is no e-mail address (write it bare: name@example.org);Berta;berta@;2026-11-01;\"two\r\nlines; \"\"quoted\"\"\"\n\
        5;\"name: byte 0xFC is not UTF-8 (save the roll as CSV in UTF-8); no consent (give the day on which they agreed, like 2026-11-01)\";M\xFCller;m@example.org;;\n";
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(shown(&first).starts_with(&shown(expected)), "{}", shown(&first));

    // Unmended, they are refused for the same reasons but the one whose cells could not be told apart.
    let again = open(&first).unwrap();
    assert!(again.rows().all(|row| row.is_err()));
    assert!(
        shown(&reject(&again, "second.csv"))
            .starts_with("\u{FEFF}line;reason;Name;E-Mail;consent;Statement.en\n2;email")
    );

    let mended = shown(&first)
        .replace("berta@;", "berta@example.org;")
        .replace("M\u{FFFD}ller;m@example.org;;", "Müller;m@example.org;2026-11-02;");
    let mended = mended.replace("\"\"\"Dora;dora@example.org;2026-11-01;\"", "Dora;dora@example.org;2026-11-01;");
    let rows: Vec<_> = rows(mended).into_iter().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| &*row.signer.name).collect::<Vec<_>>(), ["Berta", "Müller", "Dora"]);
    assert_eq!(rows[0].signer.statement_in(Language::ENGLISH), Some("two\nlines; \"quoted\""));
    assert!(rows.iter().all(|row| row.signer.extra.is_empty()));
}

#[test]
fn a_column_of_the_roll_may_be_called_as_one_of_the_rejects() {
    let row = row(format!("line,reason,{HEADER},Reason\n2,no consent,{ANNA},Peace\n"));
    assert_eq!(row.signer.extra.clone().into_iter().collect::<Vec<_>>(), [("reason".to_owned(), "Peace".to_owned())]);
}

#[test]
fn rejects_are_private_and_written_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rejects.csv");
    let roll = open(HEADER).unwrap();
    Rejects::create(&path, &roll).unwrap().finish().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let problem = Rejects::create(&path, &roll).unwrap_err();
    assert!(problem.to_string().ends_with("rejects.csv is there already"), "{problem}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_leave_the_reader_standing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(roll) = open(&bytes) {
            roll.rows().for_each(drop);
        }
    }

    #[test]
    fn every_row_is_taken_or_rejected(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let body: Vec<u8> = body.into_iter().filter(|byte| *byte != b'"').collect();
        let is_blank = |line: &&[u8]| line.iter().all(|byte| b" \t\r\0\x0C,".contains(byte));
        let wanted = body.split(|byte| *byte == b'\n').filter(|line| !is_blank(line)).count();
        prop_assert_eq!(rows([HEADER.as_bytes(), b"\n", &body].concat()).len(), wanted);
    }

    #[test]
    fn a_broken_row_keeps_no_other_from_being_taken(broken in "[a\", ;\\pL]{1,30}", at in 0..4_usize) {
        let mut lines = vec![ANNA.to_owned(); 4];
        lines.insert(at, broken);
        let taken = rows(format!("{HEADER}\n{}\n", lines.join("\n"))).into_iter().flatten().count();
        prop_assert!(taken >= 4);
    }
}

#[test]
fn a_country_may_be_written_by_its_name() {
    let text = format!("{HEADER},country\n{ANNA},Großbritannien\n{ANNA},Казахстан\n{ANNA},kaz\n");
    let countries = rows(text).into_iter().map(|row| row.unwrap().signer.country.unwrap().code());
    assert_eq!(countries.collect::<Vec<_>>(), ["GB", "KZ", "KZ"]);
}
