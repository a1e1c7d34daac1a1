//! Questions in plain lines, for screen readers and terminals that can do no more: nothing moves, and every line is read
//! from top to bottom.

use std::collections::BTreeSet;
use std::io::{BufRead, Stdin, StdinLock};

use super::screen::say;
use crate::cli::failure::Cancelled;

/// Who answers in lines. The end of what they type leaves the question.
pub(super) struct ByLine<R> {
    answers: R,
}

impl ByLine<StdinLock<'static>> {
    pub(super) fn at_terminal() -> Self {
        Self { answers: Stdin::lock(&std::io::stdin()) }
    }
}

impl<R: BufRead> ByLine<R> {
    /// Asks, and reads one line.
    fn answer(&mut self, question: &str) -> anyhow::Result<String> {
        say(question);
        let mut line = String::new();
        match self.answers.read_line(&mut line)? {
            0 => Err(Cancelled.into()),
            _ => Ok(line.trim().to_owned()),
        }
    }

    /// Asks yes or no.
    pub(super) fn confirm(&mut self, question: &str, default: bool) -> anyhow::Result<bool> {
        let word = if default { "yes" } else { "no" };
        loop {
            match self.answer(&format!("{question} (yes or no; Enter: {word})"))?.to_lowercase().as_str() {
                "" => return Ok(default),
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                other => say(format_args!("`{other}` is neither yes nor no")),
            }
        }
    }

    /// Asks for one of several, by its number or its name; gives its index.
    pub(super) fn one(&mut self, question: &str, items: &[String], default: Option<usize>) -> anyhow::Result<usize> {
        say_items(question, items);
        let enter = default.map(|index| format!("; Enter: {}, {}", index + 1, items[index])).unwrap_or_default();
        loop {
            let answer = self.answer(&format!("{question}: a number or a name{enter}"))?;
            match (answer.as_str(), default) {
                ("", Some(default)) => return Ok(default),
                ("", None) => say("this cannot be left empty"),
                (answer, _) => match chosen(answer, items) {
                    Ok(index) => return Ok(index),
                    Err(reason) => say(reason),
                },
            }
        }
    }

    /// Asks for some of several, by numbers or names; gives their indices.
    pub(super) fn some(&mut self, question: &str, items: &[(String, bool)]) -> anyhow::Result<Vec<usize>> {
        let names: Vec<_> = items.iter().map(|(item, _)| item.clone()).collect();
        let before: Vec<_> = (0..items.len()).filter(|index| items[*index].1).collect();
        say_items(question, &names);
        let numbers: Vec<_> = before.iter().map(|index| (index + 1).to_string()).collect();
        let enter = if numbers.is_empty() { "none".to_owned() } else { numbers.join(",") };
        loop {
            let answer = self.answer(&format!("{question}: numbers with commas, all, or none; Enter: {enter}"))?;
            match answer.to_lowercase().as_str() {
                "" => return Ok(before),
                "all" => return Ok((0..items.len()).collect()),
                "none" => return Ok(Vec::new()),
                _ => {}
            }
            let parts = answer.split(',').map(str::trim).filter(|part| !part.is_empty());
            match parts.map(|part| chosen(part, &names)).collect::<Result<BTreeSet<_>, _>>() {
                Ok(indices) => return Ok(indices.into_iter().collect()),
                Err(reason) => say(reason),
            }
        }
    }

    /// Asks for a line until it can be read. Nothing typed is the default or what was there; a hyphen empties it.
    pub(super) fn line<T>(
        &mut self,
        question: &str,
        default: Option<&str>,
        former: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        let (kept, hint) = match (default, former) {
            (Some(default), _) => (default, format!(" (Enter: {default})")),
            (None, "") => ("", String::new()),
            (None, former) => (former, format!(" (Enter: keep {}; a hyphen: none)", former.replace('\n', " "))),
        };
        loop {
            let answer = self.answer(&format!("{question}{hint}:"))?;
            let text = match answer.as_str() {
                "" => kept,
                "-" if default.is_none() => "",
                answer => answer,
            };
            match read(text.trim()) {
                Ok(answer) => return Ok(answer),
                Err(reason) => say(reason),
            }
        }
    }
}

fn say_items(question: &str, items: &[String]) {
    say(format_args!("{question}:"));
    for (index, item) in items.iter().enumerate() {
        say(format_args!("{}. {item}", index + 1));
    }
}

/// The index of the item with that number, that name, or the only one with that in its name.
fn chosen(answer: &str, items: &[String]) -> Result<usize, String> {
    if let Ok(number) = answer.parse::<usize>() {
        let index = number.checked_sub(1).filter(|index| *index < items.len());
        return index.ok_or_else(|| format!("there is no number {number}: they go from 1 to {}", items.len()));
    }
    let wanted = answer.to_lowercase();
    let names: Vec<_> = items.iter().map(|item| item.to_lowercase()).collect();
    if let Some(index) = names.iter().position(|name| *name == wanted) {
        return Ok(index);
    }
    let begin: Vec<_> = (0..names.len()).filter(|index| names[*index].starts_with(&wanted)).collect();
    let hold: Vec<_> = (0..names.len()).filter(|index| names[*index].contains(&wanted)).collect();
    match (begin.as_slice(), hold.as_slice()) {
        ([index], _) | (_, [index]) => Ok(*index),
        (_, []) => Err(format!("none is called `{answer}`")),
        (_, several) => {
            let numbers: Vec<_> = several.iter().map(|index| (index + 1).to_string()).collect();
            Err(format!("`{answer}` could be {}: give the number", numbers.join(" or ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> ByLine<&[u8]> {
        ByLine { answers: text.as_bytes() }
    }

    fn offices() -> Vec<String> {
        ["Supreme Court: e-mail", "Court of Exampleville", "Police"].map(str::to_owned).to_vec()
    }

    #[test]
    fn yes_and_no_are_words_and_enter_is_the_default() {
        for (text, default, answer) in
            [("y\n", false, true), ("No\n", true, false), ("\n", true, true), ("?\nyes\n", false, true)]
        {
            assert_eq!(typed(text).confirm("Go?", default).unwrap(), answer, "{text}");
        }
    }

    #[test]
    fn one_is_named_by_its_number_or_enough_of_its_name() {
        for (text, index) in [("2\n", 1), ("police\n", 2), ("supreme\n", 0), ("9\n0\ncourt\n", 1), ("zoo\n\n", 0)] {
            assert_eq!(typed(text).one("Office", &offices(), Some(0)).unwrap(), index, "{text}");
        }
        assert!(typed("\n").one("Office", &offices(), None).unwrap_err().is::<Cancelled>());
    }

    #[test]
    fn what_fits_several_is_asked_again_with_their_numbers() {
        assert_eq!(chosen("cour", &offices()[..1]).unwrap(), 0);
        let items = ["a court".to_owned(), "the court".to_owned()];
        assert_eq!(chosen("court", &items).unwrap_err(), "`court` could be 1 or 2: give the number");
    }

    #[test]
    fn some_are_numbers_with_commas() {
        let items: Vec<_> = offices().into_iter().zip([true, false, true]).collect();
        for (text, indices) in
            [("\n", vec![0, 2]), ("3, 1\n", vec![0, 2]), ("none\n", vec![]), ("1,7\nall\n", vec![0, 1, 2])]
        {
            assert_eq!(typed(text).some("Offices", &items).unwrap(), indices, "{text}");
        }
    }

    #[test]
    fn a_line_is_kept_emptied_or_mended() {
        let read = |text: &str| if text == "bad" { Err("no".to_owned()) } else { Ok(text.to_owned()) };
        for (text, default, former, answer) in [
            ("\n", None, "was", "was"),
            ("-\n", None, "was", ""),
            ("\n", Some("x"), "", "x"),
            ("bad\nnew\n", None, "", "new"),
        ] {
            assert_eq!(typed(text).line("Name", default, former, read).unwrap(), answer, "{text}");
        }
        assert!(typed("").line("Name", None, "", read).unwrap_err().is::<Cancelled>());
    }
}
