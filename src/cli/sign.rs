use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Done;
use super::context::Context;
use super::failure::Usage;
use super::terminal::ask;
use super::terminal::screen::{print, say};
use crate::config::{Folders, Password, Secret};
use crate::signature::{SignatureError, SigningKey};
use crate::source::{
    Place, Problem, TextFile, create_private_folder, read_bytes, read_private, signature_path, write_new_private,
};

/// The environment variable that the password of the key is looked for in.
const PASSWORD_VARIABLE: &str = "PROTEST_LETTER_KEY_PASSWORD";

/// Sign campaign files and directories with minisign
///
/// The signature of FILE is FILE.minisig. Whoever trusts the key sees by it that nobody changed the file. It tells the day
/// and the name of the file.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The files to sign
    #[arg(value_name = "FILE", required_unless_present = "new_key", conflicts_with = "new_key")]
    files: Vec<PathBuf>,
    /// Make a key pair: the secret key, locked with a password, and beside it the public key that others verify with (.pub)
    #[arg(long)]
    new_key: bool,
    /// The secret key; `minisign.key` in your configuration folder when left out, else that of the `minisign` program
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// A command that prints the password of the key; you are asked for it when no source is named
    #[arg(long, value_name = "COMMAND", group = "password", help_heading = "Password of the key")]
    password_command: Option<String>,
    /// A file with the password, which only you can read (mode 0600)
    #[arg(long, value_name = "FILE", group = "password", help_heading = "Password of the key")]
    password_file: Option<PathBuf>,
    /// The environment variable that holds the password; PROTEST_LETTER_KEY_PASSWORD when left out
    #[arg(long, value_name = "NAME", group = "password", help_heading = "Password of the key")]
    password_env: Option<String>,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let context = Context::open()?;
        if self.new_key {
            return self.make_key(&context);
        }
        // All are read before the password is asked for, and signed before one signature is written.
        let files = self.files.iter().map(|path| Ok((path, whole(path)?))).collect::<Result<Vec<_>, Problem>>()?;
        let key = self.open_key(&context)?;
        let sign = |(path, bytes): &(&PathBuf, Vec<u8>)| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let signature = key.sign(&name, bytes, context.today());
            Ok((signature_path(path), signature.map_err(|error| failed("sign", path, &error))?))
        };
        let signatures = files.iter().map(sign).collect::<Result<Vec<_>, Problem>>()?;
        for (path, signature) in signatures {
            fs::write(&path, signature).map_err(|error| failed("write", &path, &error))?;
            print(path.display())?;
        }
        say(format_args!(
            "signed with the key {}",
            key.public_key().map_err(|error| Problem::error(error.to_string()))?
        ));
        Ok(Done::Entirely)
    }

    fn open_key(&self, context: &Context) -> anyhow::Result<SigningKey> {
        let path = self.key_path(context)?;
        let TextFile { name, text, .. } = read_private(&path, "a secret key")?;
        let at_key = |error: &SignatureError| Problem::error(error.to_string()).at(Place::file(&name));
        let is_locked = SigningKey::is_locked(&text)
            .map_err(|error| at_key(&error).hint("name the file with the secret key; --new-key makes one"))?;
        let password = if is_locked { Some(self.password(context, || ask_password(&path))?) } else { None };
        let key = SigningKey::open(&text, password.as_ref().map(Secret::reveal));
        key.map_err(|error| at_key(&error).hint("try again with the password that the key was made with").into())
    }

    /// The key that was named, or the first that is there.
    fn key_path(&self, context: &Context) -> Result<PathBuf, Problem> {
        if let Some(path) = &self.key {
            return Ok(path.clone());
        }
        let own = context.folders.signing_key();
        let places = [Some(own.clone()), Folders::key_of_minisign()];
        places.into_iter().flatten().find(|path| path.exists()).ok_or_else(|| {
            let problem =
                Problem::error("you have no key to sign with").because(format!("there is no {}", own.display()));
            problem.hint("make one: protest-letter sign --new-key; or name yours with --key FILE")
        })
    }

    fn make_key(&self, context: &Context) -> anyhow::Result<Done> {
        let path = self.key.clone().unwrap_or_else(|| context.folders.signing_key());
        let public = path.with_extension("pub");
        if path == public {
            let problem = Problem::error(format!("{} is to hold the public key", path.display()));
            anyhow::bail!(problem.hint("name the secret one otherwise: --key minisign.key"));
        }
        for path in [&path, &public] {
            if path.exists() {
                let problem = Problem::error(format!("{} is there already", path.display()));
                anyhow::bail!(
                    problem.hint("nobody can verify with a lost key: keep it, or name another file with --key")
                );
            }
        }
        let password = self.password(context, ask_new_password)?;
        let made = SigningKey::generate(password.reveal()).map_err(|error| failed("make", &path, &error))?;
        let (secret, key) = made;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        create_private_folder(folder)
            .and_then(|()| write_new_private(&path, secret.as_bytes()))
            .map_err(|error| failed("write", &path, &error))?;
        let text = format!("untrusted comment: minisign public key {}\n{key}\n", key.id());
        fs::write(&public, text).map_err(|error| failed("write", &public, &error))?;
        say(format_args!("saved {}: keep it, and its password, to yourself", path.display()));
        say(format_args!(
            "saved {}: give the key in it to those who are to trust it, who put into config.toml:",
            public.display()
        ));
        print(format_args!("[[trust]]\nname = \"…\"\nkey = \"{key}\""))?;
        Ok(Done::Entirely)
    }

    /// The password from its source, or by asking.
    fn password(&self, context: &Context, ask: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<Secret> {
        let given = self.password_command.clone().map(Password::Command);
        let given = given.or_else(|| self.password_file.clone().map(Password::File));
        let given = given.or_else(|| self.password_env.clone().map(Password::Environment));
        let in_environment =
            || std::env::var_os(PASSWORD_VARIABLE).map(|_| Password::Environment(PASSWORD_VARIABLE.to_owned()));
        match given.or_else(in_environment) {
            Some(password) => Ok(password.get()?),
            None if context.asks => Ok(Secret::new(ask()?)),
            None => {
                let what = "the password of the key is not known, and nobody is there to be asked".to_owned();
                let missing = ["--password-command COMMAND", "--password-file FILE", PASSWORD_VARIABLE];
                Err(Usage { what, missing: missing.map(str::to_owned).to_vec() }.into())
            }
        }
    }
}

fn ask_password(path: &Path) -> anyhow::Result<String> {
    ask::password(&format!("Password of {}", path.display()))
}

fn ask_new_password() -> anyhow::Result<String> {
    loop {
        let password = ask::password("A password for the new key")?;
        if password == ask::password("The same once more")? {
            return Ok(password);
        }
        say("these are two passwords");
    }
}

/// The bytes of a file that the program can read too.
fn whole(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = read_bytes(path)?;
    TextFile::from_bytes(path.display().to_string(), &bytes).map(|_| bytes)
}

fn failed(what: &str, path: &Path, why: &dyn std::fmt::Display) -> Problem {
    Problem::error(format!("cannot {what} {}", path.display())).because(why)
}
