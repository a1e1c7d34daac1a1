use protest_letter::campaign::{self, OwnAddresses};
use protest_letter::import::{self, Appeal, Outline};
use protest_letter::source::{Library, TextFile};

/// Reads an appeal, writes its campaign file, and compares the two.
///
/// # Panics
///
/// When a line of the appeal is not accounted for, a find does not lie in the file, or what was written does not read.
pub fn read_appeal(name: &str, bytes: &[u8]) {
    let Ok(appeal) = Appeal::from_bytes(name, bytes) else { return };
    let Ok(finds) = import::find(&appeal) else { return };
    let last = appeal.lines.iter().map(import::AppealLine::last_number).max().unwrap_or(1).max(lines(bytes));
    for find in &finds.list {
        assert!((1..=last).contains(&find.line) && find.column > 0, "{find:?}");
        assert!(!find.value.contains(['\r', '\0', '\x1b']), "{find:?}");
    }
    let outline = Outline {
        open: true,
        summary: Some("Three printers were arrested.".to_owned()),
        subject: Some("Release the three printers".to_owned()),
        country: "KZ".parse().ok(),
        ..Outline::default()
    };
    let Ok(written) = import::write(&appeal, &finds, &outline) else { return };
    let ranges: Vec<_> = written.lines().filter_map(range_told).collect();
    for line in appeal.lines.iter().filter(|line| !line.text.is_empty()) {
        let told = ranges.iter().any(|(from, to)| *from <= line.last_number() && *to >= line.number);
        // What stands twice, as the title of a page does, is told once.
        let is_repeated = || finds.list.iter().any(|find| find.context == line.text);
        assert!(told || is_repeated(), "{}: {}\n{written}", line.number, line.text);
    }
    let file = TextFile::from_bytes("campaign.toml", written.as_bytes()).expect("what is written is text");
    assert!(file.text.parse::<toml::Table>().is_ok(), "{written}");
    let library = Library::new([]);
    if let Ok((campaign, _)) = campaign::load_file(&file, "campaign", &library, &OwnAddresses::default()) {
        import::compare(&file, &campaign, &library, &appeal);
    }
}

/// How many lines a file has, whatever its encoding.
fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1
}

/// The lines of the appeal that a comment tells of.
fn range_told(line: &str) -> Option<(usize, usize)> {
    let told = line.rsplit_once("# line ").map(|(_, told)| told).or_else(|| line.strip_prefix("# "))?;
    let numbers = &told[..told.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(told.len())];
    let (from, to) = numbers.split_once('-').unwrap_or((numbers, numbers));
    Some((from.parse().ok()?, to.parse().ok()?))
}
