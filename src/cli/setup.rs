use std::fmt::Write as _;

use clap::Args;

use super::account_arguments;
use super::desk::{Desk, can_ask};
use super::draft::ask_signer;
use super::failure::Usage;
use super::screen::{GOOD, say, styled};
use super::{Done, ask};
use crate::config::{Account, Password};
use crate::deliver::{Smtp, Transport};
use crate::source::{create_private_folder, to_toml, write_private};

/// Ask for your profile and your mail account, try the account, and save both
#[derive(Debug, Args)]
pub(super) struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "as every subcommand's")]
    pub(super) fn execute(&self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        if !can_ask() {
            let missing = vec!["a terminal: `setup` does nothing but ask".to_owned()];
            anyhow::bail!(Usage { what: "nobody is there to be asked".to_owned(), missing });
        }
        let desk = Desk::open()?;
        create_private_folder(&desk.folders.config)?;
        profile(&desk)?;
        account(&desk)?;
        Ok(Done::Entirely)
    }
}

fn profile(desk: &Desk) -> anyhow::Result<()> {
    let path = desk.folders.profile();
    let known = desk.profile()?;
    if let Some(known) = &known
        && !ask::confirm(&format!("A profile of {} is saved. Change it?", known.name), false)?
    {
        return Ok(());
    }
    ask_signer(known.as_ref())?.save(&path)?;
    say(format_args!("saved {}", path.display()));
    Ok(())
}

fn account(desk: &Desk) -> anyhow::Result<()> {
    let path = desk.folders.settings();
    let question = match desk.settings()?.account {
        Some(known) => format!("A mail account at {known} is saved. Replace it, and all of {}?", path.display()),
        None => "Send from here, with a mail account of yours? (No: print, or use your mail program)".to_owned(),
    };
    if !ask::confirm(&question, !path.exists())? {
        return Ok(());
    }
    let url: Option<Url> = ask::line("Mail server (smtp://user@mail.example.org or smtps://…)", None, true)?;
    let Some(Url { text, mut account }) = url else { return Ok(()) };
    let mut settings = format!("[smtp]\n{}", to_toml(&std::collections::BTreeMap::from([("url", &text)])));
    if account.user.is_some()
        && let Some((key, value, password)) = ask_password(desk)?
    {
        let _ = write!(settings, "{}", to_toml(&std::collections::BTreeMap::from([(key, value)])));
        account.password = Some(password);
    }
    try_out(&account)?;
    write_private(&path, settings.as_bytes())?;
    say(format_args!("saved {}", path.display()));
    Ok(())
}

/// Where the password comes from: the key and value for the settings, and the source itself.
fn ask_password(desk: &Desk) -> anyhow::Result<Option<(&'static str, String, Password)>> {
    let items = ["a command prints it (a password manager)", "a file that only you can read", "you type it each time"];
    match ask::one("The password", &items, 0)? {
        0 => {
            let command: Option<String> = ask::line("Command", Some("pass show mail".to_owned()), true)?;
            Ok(command.map(|command| ("password_command", command.clone(), Password::Command(command))))
        }
        1 => {
            let path = desk.folders.config.join("smtp-password");
            write_private(&path, ask::password("Password")?.as_bytes())?;
            say(format_args!("saved {}", path.display()));
            Ok(Some(("password_file", path.display().to_string(), Password::File(path))))
        }
        _ => Ok(None),
    }
}

/// Connects and logs in, and sends nothing.
fn try_out(account: &Account) -> anyhow::Result<()> {
    let password = account_arguments::password(account)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut smtp = Smtp::new(account.clone(), password);
        smtp.open().await?;
        smtp.close().await;
        anyhow::Ok(())
    })?;
    say(styled(GOOD, format_args!("{account} lets you in")));
    Ok(())
}

/// An account with the text it was read from.
struct Url {
    text: String,
    account: Account,
}

impl std::str::FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Self { text: text.to_owned(), account: text.parse()? })
    }
}
