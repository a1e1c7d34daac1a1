use crate::cli::terminal::ask;
use crate::config::{Account, CredentialSource, Login, Password, Provider, Secret};
use crate::vocabulary::EmailAddress;

/// The command that is offered to print the password.
const SUGGESTED_COMMAND: &str = "pass show mail";

/// The command that is offered to print an access token.
const SUGGESTED_TOKEN_COMMAND: &str = "oama access alex@example.org";

/// Where that for that host comes from which lets the user in; a password that is typed is to be kept in a file, and `None`
/// is asked for each time. The one before stays without being typed again.
pub(super) fn ask_credential(
    before: Option<&Account>,
    account: &Account,
    provider: Option<&Provider>,
) -> anyhow::Result<Option<CredentialSource>> {
    let known = before.and_then(|before| before.credential.as_ref());
    let address = account.user.as_ref().and_then(|user| user.parse::<EmailAddress>().ok());
    let of_provider = provider.zip(address).and_then(|(provider, address)| provider.token_command(&address));
    let suggested = of_provider.as_deref().unwrap_or(SUGGESTED_TOKEN_COMMAND);
    let (mut kept, mut command, mut token_command) = (None, SUGGESTED_COMMAND, suggested);
    match known {
        Some(CredentialSource::Password(Password::Command(known))) => command = known,
        Some(CredentialSource::Password(Password::File(path))) => {
            kept = Some(format!("as before: the file {}", path.display()));
        }
        Some(CredentialSource::Password(Password::Environment(name))) => {
            kept = Some(format!("as before: the environment variable {name}"));
        }
        Some(CredentialSource::Password(Password::Typed(_))) => {
            kept = Some("as before: the one that you typed".to_owned());
        }
        Some(CredentialSource::TokenCommand(known)) => token_command = known,
        None => {}
    }
    let ways = [
        "a command prints it (a password manager)",
        "you type it now, and it is kept in a file that only you can read",
        "you type it each time",
        "instead of it, a command prints an access token (OAuth 2.0)",
    ];
    let items: Vec<_> = ways.map(str::to_owned).into_iter().chain(kept.clone()).collect();
    let default = match before {
        Some(Account { credential: None, .. }) => 2,
        Some(Account { credential: Some(CredentialSource::TokenCommand(_)), .. }) => 3,
        // Another server does not get it by a slip.
        Some(before) if kept.is_some() => {
            if before.host == account.host {
                4
            } else {
                1
            }
        }
        None if provider.is_some_and(|provider| provider.login == Login::Token) => 3,
        _ => 0,
    };
    let password = |password| Ok(Some(CredentialSource::Password(password)));
    match ask::one("The password", &items, default)? {
        0 => password(Password::Command(ask::needed("Command", Some(command.to_owned()))?)),
        1 => password(Password::Typed(Secret::new(ask::password("Password")?))),
        2 => Ok(None),
        3 => Ok(Some(CredentialSource::TokenCommand(ask::needed("Command", Some(token_command.to_owned()))?))),
        _ => Ok(known.cloned()),
    }
}
