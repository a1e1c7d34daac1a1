use crate::source::Problem;

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
