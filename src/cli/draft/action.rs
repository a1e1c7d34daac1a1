use std::path::{Path, PathBuf};

use super::in_mail_program::{open_letters, save_mails};
use crate::cli::Done;
use crate::cli::context::Context;
use crate::cli::paper::{put_on_paper, save};
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{count, print, say};
use crate::cli::view::say_owed;
use crate::letter::{Letter, WIDTH, wrap};
use crate::mail::Composer;
use crate::vocabulary::Channel;

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

/// Asks what is to be done. `in_hand` tells whether the person has taken letters further.
pub(super) fn ask(written: &[Letter], composer: &Composer, in_hand: bool) -> anyhow::Result<Action> {
    let letters = if written.len() == 1 { "the letter".to_owned() } else { format!("the {} letters", written.len()) };
    let is_sent = |letter: &&Letter| letter.form.channel().is_some_and(|channel| composer.sends(channel));
    let (sent, by_hand): (Vec<_>, Vec<_>) = written.iter().partition(is_sent);
    let copies: usize = by_hand.iter().map(|letter| letter.form.copies.email.len()).sum();
    let how = if written.iter().all(|letter| letter.form.channel() == Some(Channel::Fax)) { "fax" } else { "e-mail" };
    let send = (format!("send {} by {how}", count(sent.len(), "letter")), Action::Send);
    let send_copies = (format!("send {} of what you take further yourself", count(copies, "copy")), Action::SendCopies);
    let others = [
        (format!("open {letters} in your mail program"), Action::Open),
        (format!("put {letters} on paper (PDF)"), Action::PutOnPaper(PathBuf::from("letters.pdf"))),
        (format!("print {letters} here"), Action::Print),
        (format!("save {letters} as a text file"), Action::SaveText(PathBuf::from("letter.txt"))),
        (format!("save {letters} for your mail program (.eml)"), Action::SaveMails(PathBuf::from("letters"))),
        ("edit again".to_owned(), Action::Edit),
        ((if in_hand { "leave" } else { "leave, and keep the draft" }).to_owned(), Action::Leave),
    ];
    let first = (!sent.is_empty()).then_some(send).into_iter().chain((copies > 0).then_some(send_copies));
    let actions: Vec<_> = first.chain(others).collect();
    let items: Vec<_> = actions.iter().map(|(item, _)| item).collect();
    Ok(match actions[ask::one("And now", &items, 0)?].1.clone() {
        Action::SaveText(path) => Action::SaveText(ask_path("Text file", &path)?),
        Action::PutOnPaper(path) => Action::PutOnPaper(ask_path("PDF file or folder", &path)?),
        Action::SaveMails(path) => Action::SaveMails(ask_path("Mail file or folder", &path)?),
        action => action,
    })
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

fn ask_path(question: &str, default: &Path) -> anyhow::Result<PathBuf> {
    ask::needed(question, Some(default.display().to_string()))
}
