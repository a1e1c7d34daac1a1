use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::source::Problem;

/// The first line that a command of the user's prints, run by their shell. What the command says to them, on the terminal and
/// on standard error, they see.
///
/// # Errors
///
/// When it fails, prints nothing or no text, or has not ended after `limit`. What it printed is in no error.
pub(super) fn first_line(command: &str, what: &str, limit: Option<Duration>) -> Result<String, Problem> {
    let failed = |why: String| {
        Problem::error(format!("the {what} command `{command}` failed"))
            .because(why)
            .hint(format!("try it in a shell: it has to print the {what} on one line"))
    };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let child = Command::new(shell).args([flag, command]).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
    let mut child = child.map_err(|error| failed(error.to_string()))?;
    let printed = printed(&mut child, limit).map_err(failed)?;
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    let text = String::from_utf8(printed).map_err(|_| failed("it printed something that is not UTF-8".to_owned()))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(failed("it printed nothing, or an empty line first".to_owned())),
    }
}

fn printed(child: &mut Child, limit: Option<Duration>) -> Result<Vec<u8>, String> {
    let Some(mut output) = child.stdout.take() else { return Ok(Vec::new()) };
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.read_to_end(&mut bytes).map(|_| bytes);
        // Nobody waits any more once the limit is over.
        let _ = done.send(read);
    });
    let read = match limit {
        None => wait.recv().map_err(|error| error.to_string())?,
        Some(limit) => wait.recv_timeout(limit).map_err(|_| {
            // It may have ended just now.
            let _ = child.kill();
            let _ = child.wait();
            format!("it had not ended after {} s", limit.as_secs_f32())
        })?,
    };
    read.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_not_waited_for_forever() {
        let problem = first_line("sleep 60", "token", Some(Duration::from_millis(50))).unwrap_err();
        assert_eq!(problem.causes, ["it had not ended after 0.05 s"]);
        assert_eq!(first_line("echo x; echo y", "token", Some(Duration::from_mins(1))).unwrap(), "x");
    }
}
