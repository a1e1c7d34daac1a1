/// A line, or a part of one, that names an office, a person or a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Head {
    pub(in crate::import) text: String,
    /// The line among those of the appeal.
    pub(in crate::import) index: usize,
    /// The byte of the line where it begins.
    pub(in crate::import) start: usize,
    /// Whether a word says that it is a postal address.
    pub(in crate::import) post: bool,
}

impl Head {
    pub(in crate::import) fn new(text: &str, index: usize, start: usize) -> Self {
        let marks = [' ', ':', ',', ';', '–', '—', '-', '|', '•', '<', '\t', '/'];
        let begin = text.len() - text.trim_start_matches(marks).len();
        let text = text[begin..].trim_end_matches(marks);
        let text = text.strip_suffix('.').filter(|rest| rest.len() > 12).unwrap_or(text);
        let text = if text.matches('(').count() > text.matches(')').count() {
            text.trim_end_matches(['(', ' '])
        } else {
            text
        };
        Self { text: text.to_owned(), index, start: start + begin, post: false }
    }

    /// A part of it.
    pub(in crate::import) fn part(&self, from: usize, to: usize) -> Self {
        Self { post: self.post, ..Self::new(&self.text[from..to], self.index, self.start + from) }
    }
}
