//! The pictures of the documentation. `SNAPSHOTS=overwrite` draws them anew.

use snapbox::data::DataFormat;
use snapbox::{Data, assert_data_eq};

use crate::home::Home;
use crate::terminal::Terminal;

/// What is on the screen after this was written to it, each line with what makes its colours. Of what steers a terminal it
/// knows what the questions use: whole lines are cleared, and the cursor goes up, down, or to the beginning of a line.
fn screen(written: &str) -> String {
    let (mut lines, mut row, mut rest) = (vec![String::new()], 0_usize, written);
    while let Some(c) = rest.chars().next() {
        if let Some(code) = rest.strip_prefix("\x1b[") {
            let end = code.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            let (number, letter) = (&code[..end], &code[end..=end]);
            match letter {
                "m" => lines[row] += &rest[..end + 3],
                "B" => row += number.parse::<usize>().unwrap(),
                "A" => row -= number.parse::<usize>().unwrap(),
                "K" => lines[row].clear(),
                _ => assert!(matches!(number, "?25"), "{number}{letter}"),
            }
            rest = &code[end + 1..];
            continue;
        }
        match c {
            '\r' => {}
            '\n' => {
                row += 1;
                if row == lines.len() {
                    lines.push(String::new());
                }
            }
            c => lines[row].push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

#[test]
fn draft_looks_like_its_picture() {
    let home = Home::with_printers();
    let arguments = "draft printers --signer alex.toml --to court";
    let mut terminal = Terminal::run_in(&home, arguments, (500, 80), &[("NO_COLOR", ""), ("COLORTERM", "")]);
    // A key that is pressed between two questions would be shown as it is.
    for question in ["Demands", "Language", "Your own sentences"] {
        terminal.until(question).press_hidden("");
    }
    terminal.until("And now").until("keep the draft");
    let written = format!("$ protest-letter {arguments}\n{}", terminal.written_until("keep the draft"));
    terminal.escape().end();
    let picture = Data::text(screen(&written)).coerce_to(DataFormat::TermSvg);
    assert_data_eq!(picture, snapbox::file!["../../docs/pictures/draft.svg": TermSvg]);
}
