use std::ops::Range;
use std::str::FromStr;

use toml::Spanned;
use toml::de::DeValue;

use super::text_file::is_clean;
use super::{Fields, Place, Problem, Report, TextFile, Unfit};
use crate::signature::PublicKey;

/// A TOML value together with its place and the report that mistakes in it go to.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    pub(super) kind: &'a DeValue<'a>,
    pub(super) start: usize,
    pub(super) file: &'a TextFile,
    pub(super) report: &'a Report,
}

/// A type that can be read from one value. `None` means that the mistake has been reported.
pub trait FromValue: Sized {
    /// Reads it.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

impl<'a> Value<'a> {
    pub(super) fn new(spanned: &'a Spanned<DeValue<'a>>, file: &'a TextFile, report: &'a Report) -> Self {
        let Range { start, .. } = spanned.span();
        Self { kind: spanned.get_ref(), start, file, report }
    }

    /// The file this value stands in.
    pub fn file(&self) -> &'a TextFile {
        self.file
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.file.place(self.start)
    }

    /// Reports a problem at this value.
    pub fn report(&self, problem: Problem) {
        if !self.report.is_full() {
            self.report.add(problem.at(self.place()));
        }
    }

    /// The string it is; anything else is reported.
    pub fn string(self) -> Option<&'a str> {
        let text = self.expect("a string", "put it in quotes", self.kind.as_str())?;
        if !is_clean(text) {
            self.report(Problem::error("there is a control character in this text").hint("take it out"));
            return None;
        }
        Some(text)
    }

    /// Whether it is a table.
    pub fn is_table(self) -> bool {
        self.kind.is_table()
    }

    /// The number or string it is, as text; anything else is reported.
    pub fn number_or_string(self) -> Option<String> {
        let text = match self.kind {
            DeValue::Integer(number) => Some(number.to_string()),
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        self.expect("a number or a string", "put it in quotes", text)
    }

    /// The boolean it is; anything else is reported.
    pub fn boolean(self) -> Option<bool> {
        self.expect("true or false", "write it without quotes", self.kind.as_bool())
    }

    /// The values of the array it is; anything else is reported.
    pub fn items(self) -> Option<Vec<Value<'a>>> {
        let array = self.expect("a list", "put it in brackets: [ … ]", self.kind.as_array())?;
        Some(array.iter().map(|item| Value::new(item, self.file, self.report)).collect())
    }

    /// The fields of the table it is; anything else is reported.
    pub fn table(self) -> Option<Fields<'a>> {
        let table = self.expect("a table", "put its keys in braces: { key = \"…\" }", self.kind.as_table())?;
        Some(Fields::new(table, self))
    }

    /// A date or a string, as text: `2011-05-02` and `"2011-05"` alike.
    pub fn date_or_string(self) -> Option<String> {
        let text = match self.kind {
            DeValue::Datetime(datetime) => Some(datetime.to_string()),
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        self.expect("a date", "write it as 2011-05-02, without quotes", text)
    }

    /// Reads the string it is as a `T`; what `T` says against it is reported.
    pub fn parse<T: FromStr<Err: Into<Problem>>>(self) -> Option<T> {
        self.accept(self.string()?.parse())
    }

    /// Takes a result, reporting its error at this value.
    pub fn accept<T>(self, result: Result<T, impl Into<Problem>>) -> Option<T> {
        result.map_err(|error| self.report(error.into())).ok()
    }

    fn expect<T>(self, wanted: &str, hint: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            let found = self.kind.type_str();
            let problem = Problem::error(format!("expected {wanted}, found {} {found}", article(found)));
            self.report(problem.hint(hint));
        }
        value
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.string().map(str::to_owned)
    }
}

impl FromValue for PublicKey {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let text = value.string()?;
        let unfit =
            |_| Unfit::no("public key of minisign", text).hint("write the line of minisign.pub that begins with RW");
        value.accept(text.parse().map_err(unfit))
    }
}

impl FromValue for u64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let text = value.number_or_string()?;
        value.accept(text.parse().map_err(|_| Unfit::no("whole number", &text).hint("write it as 500")))
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        value.boolean()
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Some(value.items()?.into_iter().filter_map(T::from_value).collect())
    }
}
