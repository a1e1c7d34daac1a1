use std::path::PathBuf;

use clap::Args;

use super::Unrepeated;
use crate::cli::context::Context;
use crate::cli::failure::Usage;
use crate::cli::terminal::ask;
use crate::config::{Account, Credential, CredentialSource, Password, Proxy, Secret};
use crate::source::{Problem, Problems};

/// The environment variable that a password is looked for in.
const PASSWORD_VARIABLE: &str = "PROTEST_LETTER_SMTP_PASSWORD";

/// The mail account. It is taken whole from one place, so that a password never goes to another server.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Mail account")]
pub(crate) struct AccountArguments {
    /// The server for this run: smtp://user@host:587 (with STARTTLS), or smtps://…; that of your settings when left out
    #[arg(long, value_name = "URL", env = "PROTEST_LETTER_SMTP", hide_env_values = true, value_parser = Unrepeated::<Account>::new())]
    pub smtp: Option<Account>,
    /// A command that prints the password
    #[arg(long, value_name = "COMMAND", group = "password")]
    pub password_command: Option<String>,
    /// A file with the password, which only you can read (mode 0600)
    #[arg(long, value_name = "FILE", group = "password")]
    pub password_file: Option<PathBuf>,
    /// The environment variable that holds the password; PROTEST_LETTER_SMTP_PASSWORD when left out
    #[arg(long, value_name = "NAME", group = "password")]
    pub password_env: Option<String>,
    /// A command that prints an OAuth 2.0 access token, for providers that take no passwords; it is run again when the token
    /// has expired
    #[arg(long, value_name = "COMMAND", group = "password")]
    pub token_command: Option<String>,
    /// A PEM file of certificates to trust instead of the system's: an authority's, or the server's own
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// A SOCKS5 proxy to connect through, which looks up names too: socks5h://127.0.0.1:9050 (Tor)
    #[arg(long, value_name = "URL", value_parser = Unrepeated::<Proxy>::new())]
    pub proxy: Option<Proxy>,
}

impl AccountArguments {
    /// Those of an account whose password or token comes from where the settings or the environment say.
    pub(crate) fn of(smtp: Option<Account>, ca_file: Option<PathBuf>, proxy: Option<Proxy>) -> Self {
        Self {
            smtp,
            password_command: None,
            password_file: None,
            password_env: None,
            token_command: None,
            ca_file,
            proxy,
        }
    }

    /// The account to send from; nothing where there is none in the arguments, the environment and the settings.
    ///
    /// # Errors
    ///
    /// Every mistake in the settings.
    pub(crate) fn account(&self, context: &Context) -> Result<Option<Account>, Problems> {
        let settled = context.settings()?.account;
        // Whoever goes through a proxy goes through it to every server but their own machine.
        let proxy = self.proxy.clone().or_else(|| settled.as_ref().and_then(|account| account.proxy.clone()));
        let Some(mut account) = self.smtp.clone().or(settled) else { return Ok(None) };
        let given = self.password_command.clone().map(Password::Command);
        let given = given.or_else(|| self.password_file.clone().map(Password::File));
        let given = given.or_else(|| self.password_env.clone().map(Password::Environment));
        let given = given.map(CredentialSource::Password);
        let given = given.or_else(|| self.token_command.clone().map(CredentialSource::TokenCommand));
        let in_environment = || {
            let password = Password::Environment(PASSWORD_VARIABLE.to_owned());
            std::env::var_os(PASSWORD_VARIABLE).map(|_| CredentialSource::Password(password))
        };
        account.credential = given.or(account.credential).or_else(in_environment);
        if let Some(file) = &self.ca_file {
            account = account.trusting(file.clone());
        }
        account.proxy = proxy.filter(|_| !account.is_loopback());
        Ok(Some(account))
    }
}

/// That there is no account to send from.
pub(crate) fn no_account() -> Problem {
    Problem::error("no mail account is known")
        .hint("give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none")
}

/// An account, and what opens it.
pub(crate) struct Login {
    pub account: Account,
    pub credential: Option<Credential>,
}

impl Login {
    /// Opens it, with a password that may be asked for.
    ///
    /// # Errors
    ///
    /// When the source of the password or token fails, or there is none and nobody to ask.
    pub(crate) fn open(context: &Context, account: Account) -> anyhow::Result<Self> {
        let credential = credential(context, &account)?;
        Ok(Self { account, credential })
    }
}

/// What lets the user of an account in; a password is asked for where no source is named.
///
/// # Errors
///
/// When the source fails, or there is none and nobody to ask.
pub(crate) fn credential(context: &Context, account: &Account) -> anyhow::Result<Option<Credential>> {
    let Some(user) = &account.user else { return Ok(None) };
    match &account.credential {
        Some(source) => Ok(Some(source.open()?)),
        None if context.asks => {
            let question = format!("Password of {user}");
            Ok(Some(Credential::Password(Secret::new(ask::password(&question)?))))
        }
        None => {
            let what = format!("no password of {user} at {} is known", account.host);
            let missing =
                ["--password-command COMMAND", "--password-file FILE", PASSWORD_VARIABLE, "--token-command COMMAND"];
            Err(Usage { what, missing: missing.map(str::to_owned).to_vec() }.into())
        }
    }
}
