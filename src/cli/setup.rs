mod asking;
mod credential;
mod save;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use self::save::save;
use super::arguments::{AccountArguments, Unrepeated, credential, no_account};
use super::context::Context;
use super::dispatch::DailyLimit;
use super::draft::ask_signer;
use super::failure::Usage;
use super::terminal::ask;
use super::terminal::screen::{GOOD, say, styled};
use super::{Done, failure};
use crate::config::{Account, Proxy, Tls};
use crate::deliver::{Smtp, Transport};
use crate::source::create_private_folder;

/// How long a server may take that is tried: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ask for your profile and mail account, try it, and save both
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ask nothing: try the saved account again, or this one, and send nothing
    #[arg(long, value_name = "ACCOUNT", num_args = 0..=1, value_parser = Unrepeated::<Account>::new())]
    #[expect(clippy::option_option, reason = "given or not, and with an account or not")]
    check: Option<Option<Account>>,
    /// A PEM file of certificates to trust instead of the system's: an authority's, or the server's own
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A SOCKS5 proxy to connect through, which looks up names too: socks5h://127.0.0.1:9050 (Tor)
    #[arg(long, value_name = "URL", value_parser = Unrepeated::<Proxy>::new())]
    proxy: Option<Proxy>,
}

impl Arguments {
    pub(super) fn execute(&self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let context = Context::open()?;
        if let Some(account) = &self.check {
            return self.check(&context, account.clone());
        }
        if !context.asks {
            let missing = vec!["a terminal: `setup` does nothing but ask".to_owned()];
            anyhow::bail!(Usage { what: "nobody is there to be asked".to_owned(), missing });
        }
        create_private_folder(&context.folders.config)?;
        profile(&context)?;
        self.account(&context)
    }

    /// Tries an account: the one that letters would go from, or another one.
    fn check(&self, context: &Context, account: Option<Account>) -> anyhow::Result<Done> {
        let arguments = AccountArguments::of(account, self.ca_file.clone(), self.proxy.clone());
        let account = arguments.account(context)?.ok_or_else(no_account)?;
        try_out(context, &account)?;
        if let Some(limit) = DailyLimit::of(None, Some(&account)) {
            say(limit);
        }
        Ok(Done::Entirely)
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
        let mut account = self.ask(context, saved.as_ref())?;
        while let Err(error) = try_out(context, &account) {
            failure::report(&error);
            let items = ["answer again", "save it all the same", "leave, and save no account"];
            match ask::one("And now", &items, 0)? {
                0 => account = self.ask(context, Some(&account))?,
                1 => break,
                _ => return Ok(Done::WithErrors),
            }
        }
        save(context, &account)?;
        Ok(Done::Entirely)
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

/// Connects and logs in, and sends nothing.
fn try_out(context: &Context, account: &Account) -> anyhow::Result<()> {
    let credential = credential(context, account)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut smtp = Smtp::new(account.clone(), credential).with_patience(PATIENCE);
        smtp.open().await.map_err(|unopened| unopened.problem)?;
        smtp.close().await;
        anyhow::Ok(())
    })?;
    let how = match account.tls {
        Tls::Implicit => "encrypted from the first byte",
        Tls::StartTls => "encrypted after STARTTLS",
        Tls::None => "not encrypted, on this machine",
    };
    let proxy = account.proxy.as_ref().map(|proxy| format!(", through {proxy}")).unwrap_or_default();
    say(styled(GOOD, format_args!("{account} lets you in ({how}{proxy})")));
    Ok(())
}
