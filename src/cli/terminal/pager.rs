//! Texts that are longer than the terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use dialoguer::console::Term;

use super::ask;
use super::screen::say;
use super::visible::visible;

/// Shows a text, page by page where it is longer than the terminal and there is a pager.
pub(crate) fn page(text: &str) {
    let rows = usize::from(Term::stderr().size().0);
    if text.lines().count() + 2 > rows && ask::while_lent(|| page_with_pager(text)) {
        return;
    }
    say(text);
}

/// Whether the pager (`PAGER`, else `less`) took the text.
fn page_with_pager(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less -FRX".to_owned());
    let Some(mut command) = command(&pager, std::env::var_os("LESSCHARSET").is_some()) else { return false };
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early does not read to the end.
        let _ = input.write_all(anstream::adapter::strip_str(&visible(text)).to_string().as_bytes());
    }
    child.wait().is_ok_and(|status| status.success())
}

fn command(pager: &str, has_character_set: bool) -> Option<Command> {
    let mut words = pager.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words);
    if !has_character_set {
        // Where the system's locale is missing, `less` would show the bytes of all letters that are not English.
        command.env("LESSCHARSET", "utf-8");
    }
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_told_that_texts_are_utf_8_unless_it_was_told_otherwise() {
        let told = |has_character_set| {
            let command = command("less -R", has_character_set).unwrap();
            command.get_envs().map(|(_, value)| value.unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(false), ["utf-8"]);
        assert!(told(true).is_empty());
        assert!(command(" ", false).is_none());
    }
}
