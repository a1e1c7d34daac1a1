//! The command-line program: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    protest_letter::cli::run()
}
