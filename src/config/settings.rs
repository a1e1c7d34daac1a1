use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Account, CredentialSource, FaxGateway, Password, Relay};
use crate::signature::{Trust, TrustedKey};
use crate::source::{Fields, Problem, Problems, Report, TextFile, Value};
use crate::vocabulary::Line;

/// What the user has settled for every run: `config.toml` in their configuration folder.
///
/// ```toml
/// require_signature = true               # send what is signed by a key below, and nothing else
///
/// [[trust]]
/// name = "Network"                       # whose key this is
/// key = "RW…"                            # the public key of minisign
///
/// [smtp]
/// url = "smtp://alex@mail.example.org"   # or smtps://…, or host, port, tls and user as keys of their own
/// password_command = "pass show mail"    # or password_file, password_env, password_keyring, token_command
/// proxy = "socks5h://127.0.0.1:9050"
/// max_per_day = 500                      # envelope recipients; what the provider says when left out
/// from = "letters@our.example"           # to send for others: From is this address, Reply-To the signer's
/// organisation = "Our Network"           # and whose address it is
///
/// [fax]
/// gateway = "{number}@fax.example.net"   # a provider that sends mails on as fax
/// ```
#[derive(Debug, Default)]
pub struct Settings {
    /// The account that letters are sent from.
    pub account: Option<Account>,
    /// The address that sends for others.
    pub relay: Option<Relay>,
    /// Who sends mails on as fax.
    pub fax: Option<FaxGateway>,
    /// Whose signatures are believed.
    pub trust: Trust,
    /// Whether letters of a campaign that none of them signed are not sent.
    pub require_signature: bool,
}

impl Settings {
    /// Reads the settings; nothing is settled when there is no file.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let file = TextFile::read(path)?;
        let report = Report::default();
        let settings = Fields::of_file(&file, &report, |fields| {
            let smtp = fields.value("smtp").and_then(Value::table);
            let read = smtp.and_then(|smtp| smtp.read(|smtp| Some((account(smtp), Relay::read(smtp)))));
            let (account, relay) = read.unwrap_or_default();
            let fax = fields.value("fax").and_then(Value::table).and_then(|fax| fax.read(FaxGateway::read));
            let trust = Trust::new(fields.tables("trust", trusted_key));
            let require_signature = fields.get("require_signature").unwrap_or_default();
            Some(Self { account, relay, fax, trust, require_signature })
        });
        report.finish(settings).map(|(settings, _)| settings)
    }
}

fn trusted_key(fields: &Fields<'_>) -> Option<TrustedKey> {
    let name: Option<Line> = fields.require("name");
    let key = fields.require("key");
    Some(TrustedKey { name: name?.to_string(), key: key? })
}

fn account(fields: &Fields<'_>) -> Option<Account> {
    let account = match fields.value("url") {
        Some(url) => url.parse::<Account>(),
        None => account_from_keys(fields),
    };
    let passwords = [
        fields.get("password_command").map(Password::Command),
        fields.get("password_file").map(|path: String| Password::File(PathBuf::from(path))),
        fields.get("password_env").map(Password::Environment),
        fields.get("password_keyring").map(Password::Keyring),
    ];
    let token = fields.get("token_command").map(CredentialSource::TokenCommand);
    let mut sources = passwords.into_iter().flatten().map(CredentialSource::Password).chain(token);
    let credential = sources.next();
    if sources.next().is_some() {
        let problem = Problem::error("a user is let in by one thing: a password from one place, or an access token");
        fields.report(
            problem
                .hint("keep one of password_command, password_file, password_env, password_keyring and token_command"),
        );
    }
    for (key, what, instead) in [
        ("password", "a password", "password_command, password_file (mode 0600) or password_env"),
        ("token", "an access token", "token_command"),
    ] {
        if let Some(value) = fields.value(key) {
            let problem = Problem::error(format!("{what} does not belong in this file"));
            value.report(problem.hint(format!("use {instead}")));
        }
    }
    let proxy = fields.get("proxy");
    let authority = fields.get("ca_file").map(|path: String| PathBuf::from(path));
    let per_day = fields.get("max_per_day");
    let account = Account { credential, proxy, per_day, ..account? };
    Some(match authority {
        Some(file) => account.trusting(file),
        None => account,
    })
}

/// `host`, `port`, `tls` and `user`, put together as a URL, so that the same rules hold for both forms.
fn account_from_keys(fields: &Fields<'_>) -> Option<Account> {
    let host = fields.value("host");
    let [port, tls, user] = ["port", "tls", "user"].map(|key| {
        let value = fields.value(key)?.number_or_string()?;
        Some(utf8_percent_encode(&value, NON_ALPHANUMERIC).to_string())
    });
    let Some(host) = host else {
        let problem = Problem::error("`url` is missing");
        fields.report(problem.hint("url = \"smtp://user@mail.example.org\", or `host`, `port`, `tls` and `user`"));
        return None;
    };
    let scheme = if tls.as_deref() == Some("implicit") { "smtps" } else { "smtp" };
    let user = user.map(|user| user + "@").unwrap_or_default();
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let tls = tls.map(|tls| format!("?tls={tls}")).unwrap_or_default();
    host.accept(format!("{scheme}://{user}{}{port}{tls}", host.string()?).parse())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Tls;

    fn load(text: &str) -> Result<Settings, Problems> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Settings::load(&path)
    }

    #[test]
    fn an_account_is_a_url_or_plain_keys() {
        let by_url = load("[smtp]\nurl = 'smtps://a%40b@mail.example.org:1465'\npassword_env = 'P'\n").unwrap();
        let by_keys = "host = 'mail.example.org'\nport = 1465\ntls = 'implicit'\nuser = 'a@b'\npassword_env = 'P'";
        let by_keys = load(&format!("[smtp]\n{by_keys}\n")).unwrap();
        assert_eq!(by_url.account, by_keys.account);
        assert_eq!(by_keys.account.unwrap().tls, Tls::Implicit);
    }

    #[test]
    fn a_password_in_the_file_is_refused() {
        let problems = load("[smtp]\nurl = 'smtp://mail.example.org'\npassword = 'hush'\n").unwrap_err().to_string();
        assert!(problems.contains(":3:12: a password does not belong") && !problems.contains("hush"), "{problems}");
    }
}
