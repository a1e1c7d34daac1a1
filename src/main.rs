//! The command-line program: parse, run, exit code.

use std::process::ExitCode;

/// Letters are made of many small strings: this allocator makes a batch a tenth faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    protest_letter::cli::run()
}
