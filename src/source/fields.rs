use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::de::DeTable;

use super::{FromValue, Problem, Report, TextFile, Value, nearest};

/// A TOML table that is read key by key.
///
/// The keys that were asked for are the keys that exist: whatever is left when the table has been read is reported as
/// unknown, with the nearest key that was asked for. So the reading code is the only description of a format.
pub struct Fields<'a> {
    table: &'a DeTable<'a>,
    this: Value<'a>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, this: Value<'a>) -> Self {
        Self { table, this, asked: RefCell::default() }
    }

    /// Parses a whole file and reads it with `read`. Every mistake of syntax is reported, and what can be read beside it is;
    /// of a key that stands twice, the first.
    pub fn of_file<T>(file: &TextFile, report: &Report, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Option<T> {
        let (document, errors) = DeTable::parse_recoverable(&file.text);
        let (mut broken, mut no_dates) = (false, Vec::new());
        for error in errors {
            let span = error.span().unwrap_or(file.text.len()..file.text.len());
            let place = file.place(span.start);
            let key = file.text.get(span).unwrap_or_default();
            // The parser goes on behind a value that is none, or that has no place, and what follows is whole.
            report.add(match error.message() {
                message if message.starts_with("invalid date") => {
                    no_dates.push(place.clone());
                    Problem::error(message).at(place).hint("write it as 2011-05-02")
                }
                "duplicate key" => {
                    Problem::error(format!("`{key}` stands here a second time")).at(place).hint("keep one of them")
                }
                message if message.starts_with("cannot extend value") => {
                    let problem = Problem::error(format!("`{key}` has a value already")).at(place);
                    problem.hint(format!("write either {key} = … or lines like {key}.en = …"))
                }
                message => {
                    broken = true;
                    Problem::error(message).at(place)
                }
            });
        }
        // What a broken document holds is not what its writer meant: its syntax comes first.
        if broken {
            return None;
        }
        let root = toml::Spanned::new(document.span(), toml::de::DeValue::Table(document.into_inner()));
        let fields = Value::new(&root, file, report).table()?;
        let value = read(&fields);
        fields.finish();
        for place in &no_dates {
            report.keep_first_at(place);
        }
        value
    }

    /// The value of a key, if it is there.
    pub fn value(&self, key: &'static str) -> Option<Value<'a>> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        Some(Value::new(value, self.this.file, self.this.report))
    }

    /// Reads a key, if it is there.
    pub fn get<T: FromValue>(&self, key: &'static str) -> Option<T> {
        self.value(key).and_then(T::from_value)
    }

    /// Reads a key that has to be there.
    pub fn require<T: FromValue>(&self, key: &'static str) -> Option<T> {
        self.required(key).and_then(T::from_value)
    }

    /// The value of a key that has to be there.
    pub fn required(&self, key: &'static str) -> Option<Value<'a>> {
        let value = self.value(key);
        if value.is_none() {
            let problem = Problem::error(format!("`{key}` is missing"));
            self.this.report(problem.hint(format!("add it here: {key} = …")));
        }
        value
    }

    /// The tables of `[[key]]`, each to be read with `read`; none when the key is not there.
    pub fn tables<T>(&self, key: &'static str, mut read: impl FnMut(&Fields<'a>) -> Option<T>) -> Vec<T> {
        let items = self.value(key).and_then(Value::items).unwrap_or_default();
        items.into_iter().filter_map(|item| item.table()?.read(&mut read)).collect()
    }

    /// Reads this table with `read` and reports the keys that nobody asked for.
    pub fn read<T>(self, read: impl FnOnce(&Fields<'a>) -> Option<T>) -> Option<T> {
        let value = read(&self);
        self.finish();
        value
    }

    /// Every key with its value, for tables whose keys are data.
    pub fn entries(&self) -> impl Iterator<Item = (Value<'a>, &'a str, Value<'a>)> + '_ {
        self.table.iter().map(|(key, value)| {
            let at_key = Value { start: key.span().start, ..self.this };
            (at_key, key.get_ref().as_ref(), Value::new(value, self.this.file, self.this.report))
        })
    }

    /// Whether a key is there, without reading it.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// This table as a value.
    pub fn this(&self) -> Value<'a> {
        self.this
    }

    /// Reports a problem at the beginning of this table.
    pub fn report(&self, problem: Problem) {
        self.this.report(problem);
    }

    fn finish(&self) {
        let asked = self.asked.borrow();
        for (at_key, key, _) in self.entries().filter(|(_, key, _)| !asked.contains(key)) {
            if at_key.report.is_full() {
                return;
            }
            let problem = Problem::error(format!("unknown key `{key}`"));
            let known = || asked.iter().copied().collect::<Vec<_>>().join(", ");
            let hint = nearest(key, asked.iter().copied()).map(|known| format!("did you mean `{known}`?"));
            at_key.report(problem.hint(hint.unwrap_or_else(|| format!("known here: {}", known()))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, read: impl FnOnce(&Fields<'_>) -> Option<()>) -> String {
        let file = TextFile::from_bytes("x.toml", text.as_bytes()).unwrap();
        let report = Report::default();
        Fields::of_file(&file, &report, read);
        report.finish::<()>(None).unwrap_err().to_string()
    }

    #[test]
    fn every_mistake_is_reported_with_its_place() {
        let found = problems("titel = 'a'\nlist = 1\n[[demands]]\nid = 2\n", |fields| {
            fields.require::<String>("title");
            fields.get::<Vec<String>>("list");
            fields.tables("demands", |demand| demand.require::<String>("id"));
            Some(())
        });
        assert_eq!(
            found,
            "x.toml:1:1: `title` is missing\n\
             x.toml:1:1: unknown key `titel`\n\
             x.toml:2:8: expected a list, found an integer\n\
             x.toml:4:6: expected a string, found an integer"
        );
    }

    #[test]
    fn a_key_that_stands_twice_hides_nothing() {
        let found = problems("a = 'x'\na = 'y'\nb = 1\na.en = 'z'\n[t]\nc = 1\n[t]\nc = 2\nd = 3\n", |fields| {
            assert_eq!(fields.get::<String>("a").as_deref(), Some("x"));
            fields.get::<String>("b");
            fields.value("t")?.table()?.read(|table| table.get::<String>("d"));
            Some(())
        });
        assert_eq!(
            found,
            "x.toml:2:1: `a` stands here a second time\n\
             x.toml:3:5: expected a string, found an integer\n\
             x.toml:4:1: `a` has a value already\n\
             x.toml:6:1: unknown key `c`\n\
             x.toml:7:2: `t` stands here a second time\n\
             x.toml:8:1: `c` stands here a second time\n\
             x.toml:9:5: expected a string, found an integer"
        );
    }

    #[test]
    fn every_mistake_of_syntax_is_reported() {
        let found = problems("a = \nb = 'x\nc = 1\nc = 2\n", |_| Some(()));
        assert!(found.lines().count() >= 3, "{found}");
    }
}
