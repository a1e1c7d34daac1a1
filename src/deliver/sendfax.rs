use std::io::Write;
use std::process::{Output, Stdio};

use tokio::process::Command;

use super::Reply;
use super::on_path::is_on_path;
use crate::mail::Fax;

/// The program of `HylaFAX` that takes faxes (<https://www.hylafax.org/docs/man/sendfax.1.html>).
const SENDFAX: &str = "sendfax";

/// Whether faxes can be sent from this machine.
pub fn has_sendfax() -> bool {
    is_on_path(SENDFAX.as_ref())
}

/// Gives a fax to `sendfax`: to its first number, and to the next where that is refused. What became of it is told by
/// `HylaFAX` to the user of this machine.
///
/// # Errors
///
/// Why it took none of the numbers.
pub(super) async fn sendfax(fax: &Fax) -> Result<Reply, String> {
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().map_err(|error| error.to_string())?;
    file.write_all(&fax.pages).map_err(|error| error.to_string())?;
    let mut refused = Vec::new();
    for number in &fax.numbers {
        let mut command = Command::new(SENDFAX);
        // No cover page of its own; the number to dial; the pages.
        command.args(["-n", "-d", number]).arg(file.path()).stdin(Stdio::null()).kill_on_drop(true);
        match command.output().await {
            Ok(Output { status, stdout, .. }) if status.success() => {
                let words = first_line(&stdout).unwrap_or_else(|| "taken".to_owned());
                return Ok(Reply::said(&format!("{SENDFAX} to {number}: {words}")));
            }
            Ok(Output { status, stderr, .. }) => {
                refused.push(format!("{number}: {}", first_line(&stderr).unwrap_or_else(|| status.to_string())));
            }
            Err(error) => return Err(format!("{SENDFAX} cannot be run: {error}")),
        }
    }
    Err(format!("{SENDFAX} refused {}", refused.join("; ")))
}

fn first_line(output: &[u8]) -> Option<String> {
    let output = String::from_utf8_lossy(output);
    output.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}
