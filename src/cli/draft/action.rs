use std::path::PathBuf;

use super::in_mail_program::{open_letters, save_mails};
use crate::cli::Done;
use crate::cli::context::Context;
use crate::cli::paper::{put_on_paper, save};
use crate::cli::terminal::screen::{print, say};
use crate::cli::view::say_owed;
use crate::letter::{Letter, WIDTH, wrap};
use crate::mail::Composer;

/// What can be done with letters that are written.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// Print them to standard output.
    Print,
    /// Write them to a text file.
    SaveText(PathBuf),
    /// Put them on paper, in a file that ends in .pdf or in a folder.
    PutOnPaper(PathBuf),
    /// Save each as a mail, in a file that ends in .eml or in a folder.
    SaveMails(PathBuf),
    /// Open each in the person's own mail program.
    Open,
    /// Send those that the program can send.
    Send,
    /// Send the copies of those that the person takes further.
    SendCopies,
    /// Answer the questions again.
    Edit,
    /// Stop here.
    Leave,
}

impl Action {
    /// Whether the person takes letters further by it.
    pub(super) fn hands_over(&self) -> bool {
        matches!(
            self,
            Self::Print | Self::SaveText(_) | Self::PutOnPaper(_) | Self::SaveMails(_) | Self::Open | Self::SendCopies
        )
    }

    /// Does it, unless it is more than printing, saving and opening.
    pub(super) fn carry_out(&self, context: &Context, composer: &Composer, written: &[Letter]) -> anyhow::Result<Done> {
        match self {
            Self::Print => {
                print(pages(written))?;
                say_owed(written);
            }
            Self::SaveText(path) => {
                save(path, pages(written).as_bytes())?;
                say(format_args!("saved {}", path.display()));
                say_owed(written);
            }
            Self::PutOnPaper(path) => {
                let title = written.first().map(|letter| letter.form.subject.as_str()).unwrap_or_default();
                put_on_paper(path, composer, written, title, context.today())?;
                say_owed(written);
            }
            Self::SaveMails(path) => save_mails(path, context, composer, written)?,
            Self::Open => open_letters(context, composer, written)?,
            Self::Send | Self::SendCopies | Self::Edit | Self::Leave => {}
        }
        Ok(Done::Entirely)
    }
}

/// The letters as text, each on a page of its own.
fn pages(written: &[Letter]) -> String {
    written.iter().map(|written| wrap(&written.text, WIDTH)).collect::<Vec<_>>().join("\n\u{c}\n")
}
