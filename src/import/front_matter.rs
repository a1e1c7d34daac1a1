use super::Metadata;
use super::appeal_line::tidy;

/// What a text says of itself between two rows of hyphens at its head, as makers of pages read it, and the line behind them.
pub(super) fn front_matter(text: &str) -> (Metadata, usize) {
    let mut metadata = Metadata::default();
    let mut lines = (1..).zip(text.lines()).skip_while(|(_, line)| line.trim_matches(['\u{FEFF}', ' ']).is_empty());
    if lines.next().is_none_or(|(_, line)| line.trim_matches(['\u{FEFF}', ' ', '\r']) != "---") {
        return (metadata, 0);
    }
    for (number, line) in lines.take(LINES) {
        if line.trim_end() == "---" {
            return (metadata, number);
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = tidy(value.trim().trim_matches(['"', '\'']));
        match key.trim() {
            "title" if !value.is_empty() => metadata.title = Some((value, number)),
            "author" | "publisher" if !value.is_empty() => metadata.publisher = Some((value, number)),
            "url" | "canonical" if value.starts_with("http") => metadata.url = Some((value, number)),
            "date" | "published" => {
                let day = value.get(..10).and_then(|day| day.parse().ok());
                metadata.published = day.map(|day| (day, value, number));
            }
            _ => {}
        }
    }
    (Metadata::default(), 0)
}

/// The most lines of one.
const LINES: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_rows_of_hyphens_is_read() {
        let (metadata, end) = front_matter("---\ntitle: \"Free: them\"\ndate: 2024-06-03\n---\n\n# Free them\n");
        assert_eq!(metadata.title.unwrap(), ("Free: them".to_owned(), 2));
        assert_eq!(metadata.published.unwrap().0.to_string(), "2024-06-03");
        assert_eq!(end, 4);
        assert_eq!(front_matter("---\nno end: here\n"), (Metadata::default(), 0));
        assert_eq!(front_matter("# Free them\n---\ntitle: x\n---\n"), (Metadata::default(), 0));
    }
}
