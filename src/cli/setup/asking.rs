use super::Arguments;
use super::credential::ask_credential;
use crate::cli::context::Context;
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{BOLD, say, say_problem, styled};
use crate::config::{Account, Login, Provider};
use crate::deliver::submission_server;
use crate::vocabulary::EmailAddress;

impl Arguments {
    /// Asks for the account, with what was saved or answered before as defaults.
    pub(super) fn ask(&self, context: &Context, before: Option<&Account>) -> anyhow::Result<Account> {
        let (offered, provider) = match before {
            Some(before) => (Some(before.clone()), Provider::of_account(before)),
            None => self.offered(context)?,
        };
        // What the DNS names was said to be right.
        let is_taken =
            before.is_none() && offered.is_some() && (provider.is_none() || ask::confirm("Use this server?", true)?);
        let mut account = match offered {
            Some(account) if is_taken => account,
            offered => ask_server(offered.as_ref())?,
        };
        if account.user.is_some() {
            account.credential = ask_credential(before, &account, provider.filter(|_| is_taken))?;
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
            (None, None) if provider.is_some_and(|provider| provider.login == Login::Bridge) => {
                ask::line("File of its certificate (may be left empty: the system's authorities)", None)?
            }
            (given, _) => given.clone(),
        };
        Ok(if let Some(file) = authorities { account.trusting(file) } else { account })
    }
}

fn ask_server(offered: Option<&Account>) -> anyhow::Result<Account> {
    // The address that is suggested shows the form of one.
    let question = if offered.is_some() { "Mail server" } else { "Mail server (smtp://user@host)" };
    let mut account: Account = ask::needed(question, offered.map(Account::url))?;
    if let Some(Ok(address)) = account.user.as_deref().map(str::parse::<EmailAddress>) {
        account.user = Some(ask::about_doubt(address)?.to_string());
    }
    Ok(account)
}

/// Who keeps the mail of an address.
enum Keeper {
    Known(&'static Provider),
    /// The DNS names its server.
    Named(Account),
    /// The person will name it.
    Own,
}

impl Arguments {
    /// The account that belongs to an address, as far as it is known, and whose it is.
    fn offered(&self, context: &Context) -> anyhow::Result<(Option<Account>, Option<&'static Provider>)> {
        let of_profile = context.profile()?.and_then(|signer| signer.email).map(|address| address.to_string());
        let address: Option<EmailAddress> =
            ask::line("The address that you send from (may be left empty)", of_profile)?;
        let Some(address) = address.map(ask::about_doubt).transpose()? else { return Ok((None, None)) };
        let keeper = Provider::of_address(&address).map(Keeper::Known);
        match keeper.map_or_else(|| self.ask_keeper(&address), Ok)? {
            Keeper::Known(provider) => {
                let account = provider.account(&address);
                if let Some(account) = &account {
                    say_provider(provider, account, &address);
                }
                Ok((account, Some(provider)))
            }
            Keeper::Named(account) => Ok((Some(account), None)),
            Keeper::Own => Ok((None, None)),
        }
    }

    /// Asks who keeps the mail of a domain that could be anybody's.
    fn ask_keeper(&self, address: &EmailAddress) -> anyhow::Result<Keeper> {
        let domain = address.domain();
        let by_dns = match self.proxy {
            None => format!("ask the DNS; your resolver, and who sees its questions, learn of {domain}"),
            Some(_) => "(the DNS is not asked: the question would go beside the proxy)".to_owned(),
        };
        let own = "my own server, or one that is not here";
        let names = Provider::all().iter().map(|provider| provider.name.as_str());
        let items: Vec<_> = [own, &by_dns].into_iter().chain(names).collect();
        match ask::one(&format!("Who keeps the mail of {domain}"), &items, 0)? {
            1 if self.proxy.is_none() => ask_dns(address),
            0 | 1 => Ok(Keeper::Own),
            index => Ok(Provider::all().get(index - 2).map_or(Keeper::Own, Keeper::Known)),
        }
    }
}

/// Asks the DNS for the server of an address, and the person whether it is the right one (RFC 6186, section 6).
fn ask_dns(address: &EmailAddress) -> anyhow::Result<Keeper> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let named = match runtime.block_on(submission_server(address)) {
        Ok(named) => named,
        Err(problem) => {
            say_problem(&problem);
            None
        }
    };
    let Some(account) = named else {
        say(format_args!("the DNS names no server of {}", address.domain()));
        return Ok(Keeper::Own);
    };
    say(styled(BOLD, format_args!("the DNS names {}", account.url())));
    let is_of_domain = format!(".{}", account.host).ends_with(&format!(".{}", address.ascii_domain()));
    if !is_of_domain {
        say("  it is of another domain than the address, and nothing vouches for the answer");
    }
    let is_right = ask::confirm("Is this the server of your provider?", is_of_domain)?;
    Ok(if is_right { Keeper::Named(account) } else { Keeper::Own })
}

/// Tells what will be used, and what the person has to do first.
fn say_provider(provider: &Provider, account: &Account, address: &EmailAddress) {
    say(styled(BOLD, format_args!("{}: {}", provider.name, account.url())));
    say(match provider.login {
        Login::Password => "  it takes the password of your account",
        Login::AppPassword => "  it takes a password that is made for programs, and not the one of your account",
        Login::Token => "  it takes no password, but an access token (OAuth 2.0) that a command prints",
        Login::Bridge => "  it takes letters over a program of its own that runs on this machine",
    });
    if let Some(first) = &provider.first {
        say(format_args!("  first: {first}"));
    }
    if let Some(page) = &provider.page {
        say(format_args!("  {page}"));
    }
    if let Some(command) = provider.token_command(address).filter(|_| provider.login != Login::Token) {
        say(format_args!("  or an access token (OAuth 2.0), printed by a command: {command}"));
    }
    if let Some(number) = provider.per_day {
        say(format_args!(
            "  it takes {number} envelope recipients (letters and their copies) in 24 hours; no more will go"
        ));
    }
}
