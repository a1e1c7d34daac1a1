use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
use crate::source::{create_private_folder, write_private};
use crate::vocabulary::EmailAddress;

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
        let saved = context.settings()?.account;
        if let Some(known) = &saved {
            say(format_args!("a mail account at {known} is saved in {}", path.display()));
            if !ask::confirm("Change it?", false)? {
                return Ok(Done::Entirely);
            }
        } else if !ask::confirm("Send from here, with a mail account of yours?", true)? {
            return Ok(Done::Entirely);
        }
        let mut account = self.ask(saved.as_ref())?;
        while let Err(error) = try_out(context, &account) {
            failure::report(&error);
            let items = ["answer again", "save it all the same", "leave, and save no account"];
            match ask::one("And now", &items, 0)? {
                0 => account = self.ask(Some(&account))?,
                1 => break,
                _ => return Ok(Done::WithErrors),
            }
        }
        save(context, &account)?;
        Ok(Done::Entirely)
    }

    /// Asks for the account, with what was saved or answered before as defaults.
    fn ask(&self, before: Option<&Account>) -> anyhow::Result<Account> {
        // The address that is suggested shows the form of one.
        let question = if before.is_some() { "Mail server" } else { "Mail server (smtp://user@host)" };
        let mut account: Account = ask::needed(question, before.map(Account::url))?;
        if let Some(Ok(address)) = account.user.as_deref().map(str::parse::<EmailAddress>) {
            account.user = Some(ask::about_doubt(address)?.to_string());
        }
        if account.user.is_some() {
            account.password = ask_password(before, &account.host)?;
        }
        let proxy = before.and_then(|before| before.proxy.as_ref());
        account.proxy = match (&self.proxy, proxy) {
            (None, Some(known)) => ask::line("Proxy (may be left empty)", Some(known.to_string()))?,
            (given, _) => given.clone(),
        };
        let authorities = before.and_then(|before| before.certificate_authority.as_ref());
        let authorities = match (&self.ca_file, authorities) {
            (None, Some(known)) => {
                let question = "File of certificate authorities (may be left empty: the system's)";
                ask::line(question, Some(known.display().to_string()))?
            }
            (given, _) => given.clone(),
        };
        Ok(if let Some(file) = authorities { account.trusting(file) } else { account })
    }
}

fn save(context: &Context, account: &Account) -> anyhow::Result<()> {
    let mut settings = BTreeMap::from([("url", account.url())]);
    let kept_password = context.folders.password();
    let password = match &account.password {
        Some(Password::Command(command)) => Some(("password_command", command.clone())),
        Some(Password::File(path)) => Some(("password_file", path.display().to_string())),
        Some(Password::Environment(name)) => Some(("password_env", name.clone())),
        Some(Password::Typed(secret)) => {
            write_private(&kept_password, secret.reveal().as_bytes())?;
            say(format_args!("saved {}", kept_password.display()));
            Some(("password_file", kept_password.display().to_string()))
        }
        None => None,
    };
    settings.extend(password);
    if let Some(file) = &account.certificate_authority {
        settings.insert("ca_file", std::path::absolute(file)?.display().to_string());
    }
    if let Some(proxy) = &account.proxy {
        settings.insert("proxy", proxy.to_string());
    }
    let path = context.folders.settings();
    Settings::save_account(&path, &settings)?;
    say(format_args!("saved {}", path.display()));
    // Nothing names it any more: a secret that is not needed is not kept.
    let is_named = settings.get("password_file").is_some_and(|file| Path::new(file) == kept_password);
    if !is_named && kept_password.exists() {
        std::fs::remove_file(&kept_password)?;
        say(format_args!("removed {}, the password of the account before", kept_password.display()));
    }
    Ok(())
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

/// Where the password for that host comes from; one that is typed is to be kept in a file, and `None` is asked for each
/// time. The one before stays without being typed again.
fn ask_password(before: Option<&Account>, host: &str) -> anyhow::Result<Option<Password>> {
    let known = before.and_then(|before| before.password.as_ref());
    let (kept, command) = match known {
        Some(Password::Command(command)) => (None, command.as_str()),
        Some(Password::File(path)) => (Some(format!("as before: the file {}", path.display())), SUGGESTED_COMMAND),
        Some(Password::Environment(name)) => {
            (Some(format!("as before: the environment variable {name}")), SUGGESTED_COMMAND)
        }
        Some(Password::Typed(_)) => (Some("as before: the one that you typed".to_owned()), SUGGESTED_COMMAND),
        None => (None, SUGGESTED_COMMAND),
    };
    let ways = [
        "a command prints it (a password manager)",
        "you type it now, and it is kept in a file that only you can read",
        "you type it each time",
    ];
    let items: Vec<_> = ways.map(str::to_owned).into_iter().chain(kept.clone()).collect();
    let default = match before {
        Some(Account { password: None, .. }) => 2,
        // Another server does not get it by a slip.
        Some(before) if kept.is_some() => {
            if before.host == host {
                3
            } else {
                1
            }
        }
        _ => 0,
    };
    match ask::one("The password", &items, default)? {
        0 => Ok(Some(Password::Command(ask::needed("Command", Some(command.to_owned()))?))),
        1 => Ok(Some(Password::Typed(Secret::new(ask::password("Password")?)))),
        2 => Ok(None),
        _ => Ok(known.cloned()),
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
