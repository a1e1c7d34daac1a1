use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::account_arguments;
use super::desk::Desk;
use super::draft::ask_signer;
use super::failure::Usage;
use super::screen::{GOOD, say, styled};
use super::unrepeated::Unrepeated;
use super::{Done, ask, failure};
use crate::config::{Account, Password, Proxy, Secret};
use crate::deliver::{Smtp, Transport};
use crate::source::{Unfit, create_private_folder, to_toml, write_private};

/// Ask for your profile and your mail account, try the account, and save both
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A PEM file of certificate authorities to trust instead of the system's
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A SOCKS5 proxy to connect through: socks5://127.0.0.1:9050
    #[arg(long, value_name = "URL", value_parser = Unrepeated::<Proxy>::new())]
    proxy: Option<Proxy>,
}

impl Arguments {
    pub(super) fn execute(&self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let desk = Desk::open()?;
        if !desk.asks {
            let missing = vec!["a terminal: `setup` does nothing but ask".to_owned()];
            anyhow::bail!(Usage { what: "nobody is there to be asked".to_owned(), missing });
        }
        create_private_folder(&desk.folders.config)?;
        profile(&desk)?;
        self.account(&desk)?;
        Ok(Done::Entirely)
    }

    fn account(&self, desk: &Desk) -> anyhow::Result<()> {
        let path = desk.folders.settings();
        if let Some(known) = desk.settings()?.account {
            say(format_args!("a mail account at {known} is saved in {}", path.display()));
            if !ask::confirm("Replace that file?", false)? {
                return Ok(());
            }
        } else if !ask::confirm("Send from here, with a mail account of yours?", true)? {
            return Ok(());
        }
        let url: Option<Url> = ask::line("Mail server (smtp://user@host)", None, true)?;
        let Some(Url { text, mut account }) = url else { return Ok(()) };
        let mut settings = BTreeMap::from([("url", text)]);
        let mut typed = None;
        if account.user.is_some() {
            account.password = ask_password()?;
            match &account.password {
                Some(Password::Command(command)) => drop(settings.insert("password_command", command.clone())),
                Some(Password::Typed(secret)) => typed = Some(secret.clone()),
                _ => {}
            }
        }
        if let Some(file) = &self.ca_file {
            settings.insert("ca_file", std::path::absolute(file)?.display().to_string());
            account.certificate_authority = Some(file.clone());
        }
        if let Some(proxy) = &self.proxy {
            settings.insert("proxy", proxy.to_string());
            account.proxy = Some(proxy.clone());
        }
        if let Err(error) = try_out(desk, &account) {
            failure::report(&error);
            if !ask::confirm("Save it all the same?", false)? {
                return Ok(());
            }
        }
        if let Some(secret) = typed {
            let path = desk.folders.config.join("smtp-password");
            write_private(&path, secret.reveal().as_bytes())?;
            settings.insert("password_file", path.display().to_string());
            say(format_args!("saved {}", path.display()));
        }
        write_private(&path, to_toml(&BTreeMap::from([("smtp", settings)])).as_bytes())?;
        say(format_args!("saved {}", path.display()));
        Ok(())
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

/// Where the password comes from; one that is typed is to be kept in a file, and `None` is asked for each time.
fn ask_password() -> anyhow::Result<Option<Password>> {
    let items = ["a command prints it (a password manager)", "a file that only you can read", "you type it each time"];
    match ask::one("The password", &items, 0)? {
        0 => Ok(ask::line("Command", Some("pass show mail".to_owned()), true)?.map(Password::Command)),
        1 => Ok(Some(Password::Typed(Secret::new(ask::password("Password")?)))),
        _ => Ok(None),
    }
}

/// Connects and logs in, and sends nothing.
fn try_out(desk: &Desk, account: &Account) -> anyhow::Result<()> {
    let password = account_arguments::password(desk, account)?;
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
