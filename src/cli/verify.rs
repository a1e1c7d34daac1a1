use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Done;
use super::context::Context;
use super::terminal::screen::{print, print_words, say, say_problem};
use super::view::provenance;
use crate::signature::{PublicKey, Trust, TrustedKey};
use crate::source::{Library, Problem, TextFile, is_id};

/// Verify who signed campaign files and directories, and when
///
/// The exit status is 1 unless all of them are signed by a key that you trust, and are as they were then.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Campaigns by id, or files by path
    #[arg(value_name = "CAMPAIGN|FILE", required = true)]
    names: Vec<String>,
    /// Trust this key and no other: the key itself (RW…), or a file that holds it
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    /// Forget by whom these campaigns were signed before: their key was changed, or they are no longer signed
    #[arg(long, conflicts_with_all = ["key", "json"])]
    forget: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        let context = Context::open()?;
        if self.forget {
            return self.forget(&context);
        }
        let library = match &self.key {
            Some(key) => {
                let key = public_key(key)?;
                context.library.clone().trusting(Trust::new(vec![TrustedKey { name: key.to_string(), key }]))
            }
            None => context.library.clone(),
        };
        let (mut verified, mut done) = (Vec::new(), Done::Entirely);
        for name in &self.names {
            match find(&library, name) {
                Ok(TextFile { name, provenance, .. }) => {
                    if !provenance.is_vouched_for() {
                        done = Done::WithErrors;
                    }
                    verified.push((name, provenance));
                }
                Err(problem) => {
                    say_problem(&problem);
                    done = Done::WithErrors;
                }
            }
        }
        if self.json {
            let files: Vec<_> =
                verified.iter().map(|(file, signature)| json!({ "file": file, "signature": signature })).collect();
            print(serde_json::to_string_pretty(&files)?)?;
            return Ok(done);
        }
        for (file, signature) in &verified {
            print_words(format_args!("{file}: {}", provenance(signature)))?;
        }
        Ok(done)
    }

    fn forget(&self, context: &Context) -> anyhow::Result<Done> {
        let mut known = context.known_signatures()?;
        let mut done = Done::Entirely;
        for name in &self.names {
            let id = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
            if known.forget(id)? {
                say(format_args!("forgotten: {id} may be signed by another key, or not at all"));
            } else {
                say_problem(&Problem::error(format!("it was not known that anybody signed `{id}`")));
                done = Done::WithErrors;
            }
        }
        Ok(done)
    }
}

fn find(library: &Library, name: &str) -> Result<TextFile, Problem> {
    if is_id(name) {
        return crate::campaign::find(library, name).map(|(file, ..)| file);
    }
    library.read(Path::new(name))
}

/// A key that was given itself, or in a file.
fn public_key(text: &str) -> Result<PublicKey, Problem> {
    if let Ok(key) = text.parse() {
        return Ok(key);
    }
    let path = PathBuf::from(text);
    let no_key = |what: &dyn std::fmt::Display| {
        let problem = Problem::error(format!("`{what}` is no public key of minisign"));
        problem.hint("give the line of minisign.pub that begins with RW, or the name of that file")
    };
    if !path.exists() {
        return Err(no_key(&text));
    }
    TextFile::read(&path)?.text.parse().map_err(|_| no_key(&path.display()))
}
