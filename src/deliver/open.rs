use super::on_path::is_on_path;
use crate::source::Problem;

/// Whether this machine has something that opens a link to a mail.
pub fn has_opener() -> bool {
    // What Windows opens links with is always there.
    cfg!(windows) || open::commands("mailto:").iter().any(|command| is_on_path(command.get_program()))
}

/// Opens a link or a file with what the system opens such things with, and waits until that has it.
///
/// # Errors
///
/// When nothing does.
pub fn open_with_system(target: &str) -> Result<(), Problem> {
    open::that(target).map_err(|error| {
        // What a failed program is told by repeats the whole link.
        let why =
            if error.raw_os_error().is_some() { error.to_string() } else { "what opens links here failed".to_owned() };
        let problem = Problem::error("no mail program could be opened").because(why);
        problem.hint("save the letter for your mail program instead: --eml")
    })
}
