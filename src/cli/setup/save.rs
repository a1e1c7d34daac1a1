use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::context::Context;
use crate::cli::terminal::screen::say;
use crate::config::{Account, CredentialSource, Password, Settings};
use crate::source::write_private;

/// Saves an account among the settings, and a password that was typed in a file of its own.
pub(super) fn save(context: &Context, account: &Account) -> anyhow::Result<()> {
    let mut settings = BTreeMap::from([("url", account.url())]);
    let kept_password = context.folders.password();
    let credential = account.credential.as_ref().map(|credential| match credential {
        CredentialSource::TokenCommand(command) => Ok(("token_command", command.clone())),
        CredentialSource::Password(Password::Command(command)) => Ok(("password_command", command.clone())),
        CredentialSource::Password(Password::File(path)) => Ok(("password_file", path.display().to_string())),
        CredentialSource::Password(Password::Environment(name)) => Ok(("password_env", name.clone())),
        CredentialSource::Password(Password::Keyring(name)) => Ok(("password_keyring", name.clone())),
        CredentialSource::Password(Password::Typed(secret)) => {
            write_private(&kept_password, secret.reveal().as_bytes())?;
            say(format_args!("saved {}", kept_password.display()));
            Ok(("password_file", kept_password.display().to_string()))
        }
    });
    settings.extend(credential.transpose().map_err(|error: std::io::Error| error)?);
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
