//! The examples that the help of each command ends with.

use clap::Command;

/// Two examples for each command.
const EXAMPLES: [(&str, [&str; 2]); 16] = [
    ("list", ["list", "list --json"]),
    ("show", ["show may-day-2011", "show may-day-2011 --country Germany --language ru"]),
    ("check", ["check printers-2026", "check printers-2026 --against appeal.html"]),
    ("new", ["new printers-2026", "new printers-2026 --output drafts/printers.toml"]),
    ("import", ["import appeal.html", "import appeal.eml --id printers-2026"]),
    (
        "publish",
        ["publish printers-2026 --text", "publish printers-2026 --html --output pages --url https://example.org/"],
    ),
    ("draft", ["draft", "draft may-day-2011 --name \"Alex Example\" --to foreign-ministry --print"]),
    ("send", ["send may-day-2011 --signer alex.toml --dry-run", "send printers-2026 --signers signers.csv"]),
    ("ledger", ["ledger printers-2026", "ledger --state uncertain"]),
    ("report", ["report printers-2026", "report printers-2026 --html --output report.html"]),
    ("sign", ["sign --new-key", "sign campaigns/printers-2026.toml"]),
    ("verify", ["verify printers-2026", "verify printers-2026 --key key.pub"]),
    (
        "mock-smtp",
        ["mock-smtp --keep mails", "mock-smtp --port 2525 --fault \"rcpt=*@embassy.example: 550 5.1.1 no such user\""],
    ),
    ("setup", ["setup", "setup --plain"]),
    ("completions", ["completions bash", "completions fish"]),
    ("man", ["man", "man pages"]),
];

/// The command with examples in its help.
pub(super) fn with_examples(command: Command) -> Command {
    let command = command.after_help(section(&["list", "draft may-day-2011 --name \"Alex Example\" --print"]));
    EXAMPLES.iter().fold(command, |command, (name, examples)| {
        command.mut_subcommand(name, |command| command.after_help(section(examples)))
    })
}

fn section(examples: &[&str]) -> String {
    let lines: Vec<_> = examples.iter().map(|example| format!("\n  protest-letter {example}")).collect();
    format!("Examples:{}", lines.concat())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    /// The words of a command line in which quotes hold words together.
    fn words(line: &str) -> Vec<String> {
        let quoted = line.split('"').enumerate();
        quoted
            .flat_map(|(index, part)| {
                let words: Vec<_> = if index % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
                words.into_iter().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn every_command_has_examples_that_can_be_read() {
        let commands = Arguments::command();
        for command in commands.get_subcommands() {
            let examples = EXAMPLES.iter().find(|(name, _)| *name == command.get_name());
            let (name, examples) = examples.unwrap_or_else(|| panic!("{} has no examples", command.get_name()));
            for example in examples {
                let line = std::iter::once("protest-letter".to_owned()).chain(words(example));
                let matches = with_examples(Arguments::command()).try_get_matches_from(line);
                let matches = matches.unwrap_or_else(|error| panic!("{example}: {error}"));
                assert_eq!(matches.subcommand_name(), Some(*name), "{example}");
            }
        }
    }
}
