use std::collections::BTreeMap;

use super::{Text, TextList};
use crate::source::{Fields, FromValue, Problem, Value};
use crate::vocabulary::Language;

/// Reads texts: one string, which is then in the campaign's first language, or a table by language.
#[derive(Debug, Clone)]
pub struct TextReader {
    languages: Vec<Language>,
    others_too: bool,
}

/// What line breaks mean in a text.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Any white space is one space: names, subjects.
    Line,
    /// A line break is a space, an empty line ends a paragraph: prose.
    Prose,
    /// Lines stay: postal addresses.
    Lines,
}

impl TextReader {
    /// A reader for a campaign in these languages, the first one being that of bare strings.
    pub fn new(languages: Vec<Language>) -> Self {
        Self { languages, others_too: false }
    }

    /// A reader for files that serve campaigns in any language.
    pub fn any_language(languages: Vec<Language>) -> Self {
        Self { languages, others_too: true }
    }

    /// A text of one line.
    pub fn line(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.text(fields.value(key)?, Shape::Line)
    }

    /// A text of one line that has to be there.
    pub fn require_line(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.text(fields.required(key)?, Shape::Line)
    }

    /// A text of paragraphs.
    pub fn prose(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.text(fields.value(key)?, Shape::Prose)
    }

    /// A text whose lines stay as they are.
    pub fn lines(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.text(fields.value(key)?, Shape::Lines)
    }

    /// A list of texts whose lines stay as they are.
    pub fn list_of_lines(&self, fields: &Fields<'_>, key: &'static str) -> Vec<Text> {
        let items = fields.value(key).and_then(Value::items).unwrap_or_default();
        items.into_iter().filter_map(|item| self.text(item, Shape::Lines)).collect()
    }

    /// A line that letters are made of and that has to be there: it is missed in every language it is not in.
    pub fn require_letter_line(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.letter_text(fields.required(key)?, key, Shape::Line)
    }

    /// Prose that letters are made of and that has to be there.
    pub fn require_letter_prose(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.letter_text(fields.required(key)?, key, Shape::Prose)
    }

    /// A line that letters are made of.
    pub fn letter_line(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.letter_text(fields.value(key)?, key, Shape::Line)
    }

    /// Prose that letters are made of.
    pub fn letter_prose(&self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        self.letter_text(fields.value(key)?, key, Shape::Prose)
    }

    /// A list of texts by language.
    pub fn list(&self, value: Value<'_>) -> Option<TextList> {
        let list = |value: Value<'_>| {
            let items = value.items()?.into_iter();
            Some(items.filter_map(|item| string(item, Shape::Prose)).collect::<Vec<_>>())
        };
        self.by_language(value, list).map(TextList)
    }

    fn letter_text(&self, value: Value<'_>, key: &str, shape: Shape) -> Option<Text> {
        let text = self.text(value, shape)?;
        for language in self.languages.iter().filter(|&&language| text.get(language).is_none()) {
            let problem = Problem::warning(format!("`{key}` has no text in `{language}`"));
            value.report(problem.hint(format!("letters in {} cannot be written without it", language.name())));
        }
        Some(text)
    }

    fn text(&self, value: Value<'_>, shape: Shape) -> Option<Text> {
        Text::new(self.by_language(value, |value| string(value, shape))?)
    }

    /// A bare value is one in the first language; a table holds one for each of its languages.
    fn by_language<'a, T>(
        &self,
        value: Value<'a>,
        read: impl Fn(Value<'a>) -> Option<T>,
    ) -> Option<BTreeMap<Language, T>> {
        if !value.is_table() {
            return Some(BTreeMap::from_iter([(*self.languages.first()?, read(value)?)]));
        }
        let mut texts = BTreeMap::new();
        for (at_key, key, value) in value.table()?.entries() {
            let Some(language) = at_key.accept(key.parse::<Language>()) else { continue };
            if !self.others_too && !self.languages.contains(&language) {
                let known = self.languages.iter().map(|language| language.code()).collect::<Vec<_>>().join(", ");
                let problem =
                    Problem::warning(format!("`{language}` is not among the languages of this file ({known})"));
                at_key.report(problem.hint("add it to `languages`"));
            }
            texts.extend(read(value).map(|text| (language, text)));
        }
        Some(texts)
    }
}

fn string(value: Value<'_>, shape: Shape) -> Option<String> {
    let written = String::from_value(value)?;
    // The line ends of a file are line feeds; another one was written on purpose.
    if written.contains('\r') {
        value.report(Problem::error("there is a control character in this text").hint("take it out"));
        return None;
    }
    let text = match shape {
        Shape::Line => fold(&written),
        Shape::Prose => paragraphs(&written),
        Shape::Lines => written.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n"),
    };
    if text.is_empty() {
        value.report(Problem::error("this text is empty").hint("fill it in, or take the line out"));
        return None;
    }
    Some(text)
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).map(|paragraph| fold(&paragraph.join(" ")));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_ends_a_paragraph() {
        assert_eq!(paragraphs("\n a\nb \n\n\n c\n"), "a b\n\nc");
    }
}
