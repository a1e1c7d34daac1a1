//! Letters for the person's own mail program: as files, or opened in it.

use std::path::Path;

use crate::campaign::CopiedAs;
use crate::cli::context::Context;
use crate::cli::paper::{refuse_existing, save};
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{WARN, count, say, styled};
use crate::deliver::open_with_system;
use crate::letter::Letter;
use crate::mail::{Composer, LONGEST_MAILTO, Stamp, mailto};
use crate::source::{Problem, create_private_folder, write_private};
use crate::vocabulary::Channel;

/// Opens letters in the person's mail program, each as a link, or as a draft in a file where it is too long for one.
///
/// # Errors
///
/// When a letter has no form that a mail can hold, a draft cannot be saved, or nothing on this machine opens it.
pub(super) fn open_letters(context: &Context, composer: &Composer, written: &[Letter]) -> anyhow::Result<()> {
    for letter in written {
        let id = &letter.form.recipient.id;
        let recipients = composer.recipients(letter, 0);
        if recipients.is_empty() {
            say(styled(WARN, format_args!("{id}: nothing of it goes by e-mail")));
            continue;
        }
        let link = mailto(letter, &recipients);
        // A link cannot carry the page.
        let on_paper = matches!(letter.form.channel(), Some(Channel::Fax | Channel::Post));
        let target = if link.len() > LONGEST_MAILTO || on_paper {
            let mail = composer.compose_unsent(letter, &Stamp::at(context.now()))?;
            let path = context.folders.drafts.join(format!("{}-{id}.eml", letter.form.campaign));
            create_private_folder(&context.folders.drafts)
                .and_then(|()| write_private(&path, &mail))
                .map_err(|error| Problem::error(format!("cannot write {}", path.display())).because(error))?;
            if !on_paper {
                let long = format!("{id}: the letter is too long for a link, which mail programs cut");
                say(styled(WARN, format_args!("{long}; a draft is opened instead")));
            }
            path.display().to_string()
        } else {
            link
        };
        ask::while_lent(|| open_with_system(&target))?;
        say(format_args!("{id}: opened in your mail program; send it from there"));
    }
    Ok(())
}

/// Saves letters as mails.
///
/// # Errors
///
/// When a letter cannot be a mail, several are to go into one file, or a file cannot be written.
pub(super) fn save_mails(
    path: &Path,
    context: &Context,
    composer: &Composer,
    written: &[Letter],
) -> anyhow::Result<()> {
    let single = is_mail_file(path);
    refuse_mail_file(path, written)?;
    // All are made before the first is saved: a letter that cannot be a mail is told before anything is there.
    let compose = |letter| composer.compose(letter, &Stamp::at(context.now()));
    let parcels = written.iter().map(compose).collect::<Result<Vec<_>, _>>()?;
    if !single {
        let failed = |error| Problem::error(format!("cannot make the folder {}", path.display())).because(error);
        create_private_folder(path).map_err(failed)?;
    }
    for (letter, parcel) in written.iter().zip(parcels) {
        let Some(mail) = parcel.mail else {
            say(styled(WARN, format_args!("{}: nothing of it goes by e-mail", letter.form.recipient.id)));
            continue;
        };
        let name = format!("{}-{}.eml", letter.form.campaign, letter.form.recipient.id);
        let file = if single { path.to_owned() } else { path.join(name) };
        save(&file, &mail.bytes)?;
        say(format_args!("saved {}", file.display()));
        say_what_a_file_cannot_do(letter);
    }
    Ok(())
}

fn is_mail_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("eml"))
}

/// Refuses a single file that these letters cannot be saved in.
///
/// # Errors
///
/// When they are several, or there is a file already.
pub(super) fn refuse_mail_file(path: &Path, written: &[Letter]) -> Result<(), Problem> {
    if !is_mail_file(path) {
        return Ok(());
    }
    if written.len() > 1 {
        let problem = Problem::error(format!("{} do not fit into one mail", count(written.len(), "letter")));
        return Err(problem.hint("name a folder, or one recipient with --to"));
    }
    refuse_existing(path)
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
