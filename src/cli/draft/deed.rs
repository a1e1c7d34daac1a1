use std::path::{Path, PathBuf};

use crate::campaign::CopiedAs;
use crate::cli::copies::say_owed;
use crate::cli::desk::Desk;
use crate::cli::screen::{WARN, count, print, say, styled};
use crate::cli::{Done, ask};
use crate::letter::{Letter, WIDTH, wrap};
use crate::mail::{Stamp, compose};
use crate::source::{Problem, create_private_folder, write_new_private};
use crate::vocabulary::Channel;

/// What can be done with letters that are written.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// Print them to standard output.
    Print,
    /// Write them to a text file.
    SaveText(PathBuf),
    /// Save each as a mail, in a file that ends in .eml or in a folder.
    SaveMails(PathBuf),
    /// Send those that go by e-mail.
    Send,
    /// Answer the questions again.
    Edit,
    /// Stop here.
    Leave,
}

/// Asks what is to be done.
pub(super) fn ask(written: &[Letter]) -> anyhow::Result<Deed> {
    let letters = if written.len() == 1 { "the letter".to_owned() } else { format!("the {} letters", written.len()) };
    let by_email = written.iter().filter(|written| written.form.channel() == Some(Channel::Email)).count();
    let send = (format!("send {} by e-mail", count(by_email, "letter")), Deed::Send);
    let others = [
        (format!("print {letters} here"), Deed::Print),
        (format!("save {letters} as a text file"), Deed::SaveText(PathBuf::from("letter.txt"))),
        (format!("save {letters} for your mail program (.eml)"), Deed::SaveMails(PathBuf::from("letters"))),
        ("edit again".to_owned(), Deed::Edit),
        ("leave, and keep the draft".to_owned(), Deed::Leave),
    ];
    let deeds: Vec<_> = (by_email > 0).then_some(send).into_iter().chain(others).collect();
    let items: Vec<_> = deeds.iter().map(|(item, _)| item).collect();
    Ok(match deeds[ask::one("And now", &items, 0)?].1.clone() {
        Deed::SaveText(path) => Deed::SaveText(ask_path("Text file", &path)?),
        Deed::SaveMails(path) => Deed::SaveMails(ask_path("Mail file or folder", &path)?),
        deed => deed,
    })
}

impl Deed {
    /// Does it, unless it is more than printing and saving.
    pub(super) fn carry_out(&self, desk: &Desk, written: &[Letter]) -> anyhow::Result<Done> {
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
            Self::SaveMails(path) => save_mails(path, desk, written)?,
            Self::Send | Self::Edit | Self::Leave => {}
        }
        Ok(Done::Entirely)
    }
}

/// The letters as text, each on a page of its own.
fn pages(written: &[Letter]) -> String {
    written.iter().map(|written| wrap(&written.text, WIDTH)).collect::<Vec<_>>().join("\n\u{c}\n")
}

fn save_mails(path: &Path, desk: &Desk, written: &[Letter]) -> anyhow::Result<()> {
    let single = path.extension().is_some_and(|ending| ending == "eml");
    if single && written.len() > 1 {
        let problem = Problem::error(format!("{} do not fit into one mail", count(written.len(), "letter")));
        anyhow::bail!(problem.hint("name a folder, or one recipient with --to"));
    }
    // All are made before the first is saved: a letter that cannot be a mail is told before anything is there.
    let mails =
        written.iter().map(|written| compose(written, None, &Stamp::at(desk.now()))).collect::<Result<Vec<_>, _>>()?;
    if !single {
        let failed = |error| Problem::error(format!("cannot make the folder {}", path.display())).because(error);
        create_private_folder(path).map_err(failed)?;
    }
    for (letter, mail) in written.iter().zip(mails) {
        let name = format!("{}-{}.eml", letter.form.campaign, letter.form.recipient.id);
        let file = if single { path.to_owned() } else { path.join(name) };
        save(&file, &mail.bytes)?;
        say(format_args!("saved {}", file.display()));
        say_what_a_file_cannot_do(letter);
    }
    Ok(())
}

/// A mail in a file goes where its header says, and blind copies are in no header.
fn say_what_a_file_cannot_do(letter: &Letter) {
    if letter.form.channel() != Some(Channel::Email) {
        say(styled(WARN, "  it names no addressee, because the letter does not go by e-mail"));
    }
    let blind = letter.form.copies.email.iter().filter(|copy| copy.copied_as == CopiedAs::Bcc);
    let blind: Vec<_> = blind.map(|copy| copy.address.as_str()).collect();
    if !blind.is_empty() {
        say(styled(WARN, format_args!("  before you send it, add the blind copies to: {}", blind.join(", "))));
    }
}

/// Writes a file that only its owner can read, and never over another one.
fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_new_private(path, bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Problem::error(format!("there is a file {} already", path.display())).hint("choose another name")
        }
        _ => Problem::error(format!("cannot write {}", path.display())).because(error),
    })
}

fn ask_path(question: &str, default: &Path) -> anyhow::Result<PathBuf> {
    ask::needed(question, Some(default.display().to_string()))
}
