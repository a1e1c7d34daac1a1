use crate::cli::terminal::ask;
use crate::cli::terminal::screen::say_problem;
use crate::config::{Account, CredentialSource, Login, Password, Provider, Secret, has_keyring, keep_in_keyring};
use crate::source::Problem;
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
        Some(CredentialSource::Password(Password::Keyring(name))) => {
            kept = Some(format!("as before: the entry {name} in your keyring"));
        }
        Some(CredentialSource::Password(Password::Typed(_))) => {
            kept = Some("as before: the one that you typed".to_owned());
        }
        Some(CredentialSource::TokenCommand(known)) => token_command = known,
        None => {}
    }
    let mut ways = vec![
        (Way::Command, "a command prints it (a password manager)".to_owned()),
        (Way::File, "you type it now, and it is kept in a file that only you can read".to_owned()),
        (Way::Question, "you type it each time".to_owned()),
        (Way::Token, "instead of it, a command prints an access token (OAuth 2.0)".to_owned()),
    ];
    if has_keyring() {
        ways.insert(1, (Way::Keyring, "you type it now, and it is kept in the keyring of your desktop".to_owned()));
    }
    let is_kept = kept.is_some();
    ways.extend(kept.map(|kept| (Way::AsBefore, kept)));
    let usual = match before {
        Some(Account { credential: None, .. }) => Way::Question,
        Some(Account { credential: Some(CredentialSource::TokenCommand(_)), .. }) => Way::Token,
        // Another server does not get it by a slip.
        Some(before) if is_kept => {
            if before.host == account.host {
                Way::AsBefore
            } else {
                Way::File
            }
        }
        None if provider.is_some_and(|provider| provider.login == Login::Token) => Way::Token,
        _ => Way::Command,
    };
    let default = ways.iter().position(|(way, _)| *way == usual).unwrap_or_default();
    let items: Vec<_> = ways.iter().map(|(_, words)| words).collect();
    let password = |password| Ok(Some(CredentialSource::Password(password)));
    match ways[ask::one("The password", &items, default)?].0 {
        Way::Command => password(Password::Command(ask::needed("Command", Some(command.to_owned()))?)),
        Way::Keyring => match keep(account, &Secret::new(ask::password("Password")?)) {
            Ok(kept) => password(kept),
            Err(problem) => {
                say_problem(&problem);
                ask_credential(before, account, provider)
            }
        },
        Way::File => password(Password::Typed(Secret::new(ask::password("Password")?))),
        Way::Question => Ok(None),
        Way::Token => Ok(Some(CredentialSource::TokenCommand(ask::needed("Command", Some(token_command.to_owned()))?))),
        Way::AsBefore => Ok(known.cloned()),
    }
}

/// A way in which a password can come.
#[derive(PartialEq, Eq)]
enum Way {
    Command,
    Keyring,
    File,
    Question,
    Token,
    AsBefore,
}

/// Keeps a password in the keyring, by who logs in with it.
fn keep(account: &Account, password: &Secret) -> Result<Password, Problem> {
    let name = match account.user.as_deref().unwrap_or_default() {
        address if address.contains('@') => address.to_owned(),
        user => format!("{user}@{}", account.host),
    };
    keep_in_keyring(&name, password)?;
    Ok(Password::Keyring(name))
}
