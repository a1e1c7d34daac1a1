use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::arguments::{Unrepeated, password};
use super::context::Context;
use super::draft::ask_signer;
use super::failure::Usage;
use super::terminal::ask;
use super::terminal::screen::{GOOD, say, styled};
use super::{Done, failure};
use crate::config::{Account, Password, Proxy, Secret, Settings};
use crate::deliver::{Smtp, Transport};
use crate::source::{Unfit, create_private_folder, write_private};

/// The command that is offered to print the password.
const SUGGESTED_COMMAND: &str = "pass show mail";

/// Ask for your profile and your mail account, try the account, and save both
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A PEM file of certificates to trust instead of the system's: an authority's, or the server's own
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A SOCKS5 proxy to connect through: socks5://127.0.0.1:9050
    #[arg(long, value_name = "URL", value_parser = Unrepeated::<Proxy>::new())]
    proxy: Option<Proxy>,
}

impl Arguments {
    pub(super) fn execute(&self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let context = Context::open()?;
        if !context.asks {
            let missing = vec!["a terminal: `setup` does nothing but ask".to_owned()];
            anyhow::bail!(Usage { what: "nobody is there to be asked".to_owned(), missing });
        }
        create_private_folder(&context.folders.config)?;
        profile(&context)?;
        self.account(&context)
    }

    fn account(&self, context: &Context) -> anyhow::Result<Done> {
        let path = context.folders.settings();
        if let Some(known) = context.settings()?.account {
            say(format_args!("a mail account at {known} is saved in {}", path.display()));
            if !ask::confirm("Replace it?", false)? {
                return Ok(Done::Entirely);
            }
        } else if !ask::confirm("Send from here, with a mail account of yours?", true)? {
            return Ok(Done::Entirely);
        }
        let mut answers = self.ask(None)?;
        while let Err(error) = try_out(context, &answers.account) {
            failure::report(&error);
            let items = ["answer again", "save it all the same", "leave, and save no account"];
            match ask::one("And now", &items, 0)? {
                0 => answers = self.ask(Some(&answers))?,
                1 => break,
                _ => return Ok(Done::WithErrors),
            }
        }
        self.save(context, &answers)?;
        Ok(Done::Entirely)
    }

    /// Asks for the account, with what was answered before as defaults.
    fn ask(&self, before: Option<&Url>) -> anyhow::Result<Url> {
        // The address that is suggested shows the form of one.
        let question = if before.is_some() { "Mail server" } else { "Mail server (smtp://user@host)" };
        let Url { text, mut account } = ask::needed(question, before.map(|before| before.text.clone()))?;
        if account.user.is_some() {
            account.password = ask_password(before.map(|before| &before.account))?;
        }
        if let Some(file) = &self.ca_file {
            account = account.trusting(file.clone());
        }
        account.proxy.clone_from(&self.proxy);
        Ok(Url { text, account })
    }

    fn save(&self, context: &Context, Url { text, account }: &Url) -> anyhow::Result<()> {
        let mut settings = BTreeMap::from([("url", text.clone())]);
        match &account.password {
            Some(Password::Command(command)) => drop(settings.insert("password_command", command.clone())),
            Some(Password::Typed(secret)) => {
                let path = context.folders.password();
                write_private(&path, secret.reveal().as_bytes())?;
                settings.insert("password_file", path.display().to_string());
                say(format_args!("saved {}", path.display()));
            }
            _ => {}
        }
        if let Some(file) = &self.ca_file {
            settings.insert("ca_file", std::path::absolute(file)?.display().to_string());
        }
        if let Some(proxy) = &self.proxy {
            settings.insert("proxy", proxy.to_string());
        }
        let path = context.folders.settings();
        Settings::save_account(&path, &settings)?;
        say(format_args!("saved {}", path.display()));
        // Nothing names it any more: a secret that is not needed is not kept.
        let password = context.folders.password();
        if !settings.contains_key("password_file") && password.exists() {
            std::fs::remove_file(&password)?;
            say(format_args!("removed {}, the password of the account before", password.display()));
        }
        Ok(())
    }
}

fn profile(context: &Context) -> anyhow::Result<()> {
    let path = context.folders.profile();
    let known = context.profile()?;
    if let Some(known) = &known
        && !ask::confirm(&format!("A profile of {} is saved. Change it?", known.name), false)?
    {
        return Ok(());
    }
    ask_signer(known.as_ref())?.save(&path)?;
    say(format_args!("saved {}", path.display()));
    Ok(())
}

/// Where the password comes from; one that is typed is to be kept in a file, and `None` is asked for each time.
fn ask_password(before: Option<&Account>) -> anyhow::Result<Option<Password>> {
    let items = [
        "a command prints it (a password manager)",
        "you type it now, and it is kept in a file that only you can read",
        "you type it each time",
    ];
    let (default, command) = match before.map(|account| &account.password) {
        Some(Some(Password::Command(command))) => (0, command.as_str()),
        Some(Some(_)) => (1, SUGGESTED_COMMAND),
        Some(None) => (2, SUGGESTED_COMMAND),
        None => (0, SUGGESTED_COMMAND),
    };
    match ask::one("The password", &items, default)? {
        0 => Ok(Some(Password::Command(ask::needed("Command", Some(command.to_owned()))?))),
        1 => Ok(Some(Password::Typed(Secret::new(ask::password("Password")?)))),
        _ => Ok(None),
    }
}

/// Connects and logs in, and sends nothing.
fn try_out(context: &Context, account: &Account) -> anyhow::Result<()> {
    let password = password(context, account)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut smtp = Smtp::new(account.clone(), password);
        smtp.open().await.map_err(|unopened| unopened.problem)?;
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
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        Ok(Self { text: text.to_owned(), account: text.parse()? })
    }
}
