use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Table;

use super::Settings;
use crate::source::{Problem, to_toml, write_private};

/// The keys of `[smtp]` that tell of the account; the others tell who it sends for.
const ACCOUNT: [&str; 12] = [
    "url",
    "host",
    "port",
    "tls",
    "user",
    "password_command",
    "password_file",
    "password_env",
    "password_keyring",
    "token_command",
    "ca_file",
    "proxy",
];

impl Settings {
    /// Saves an account, by its keys in `[smtp]`, in the place of the one that was there. All else that is settled stays, with
    /// its comments where the account stands under a header `[smtp]`; so does the file as it was, as `config.toml.old`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn save_account(path: &Path, account: &BTreeMap<&str, String>) -> Result<(), Problem> {
        let failed =
            |why: &dyn std::fmt::Display| Problem::error(format!("cannot save {}", path.display())).because(why);
        let (mut text, mut settings) = (String::new(), Table::new());
        if path.exists() {
            text = fs::read_to_string(path).map_err(|error| failed(&error))?;
            settings = text.parse().map_err(|error| failed(&error))?;
            write_private(&path.with_extension("toml.old"), text.as_bytes()).map_err(|error| failed(&error))?;
        }
        let smtp = settings.entry("smtp").or_insert_with(|| Table::new().into());
        if let Some(smtp) = smtp.as_table_mut() {
            smtp.retain(|key, _| !ACCOUNT.contains(&key));
            smtp.extend(account.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())));
        }
        let edited = with_account(&text, account);
        let text = if edited.parse() == Ok(settings.clone()) { edited } else { to_toml(&settings) };
        write_private(path, text.as_bytes()).map_err(|error| failed(&error))
    }
}

/// The text of settings with these keys of an account under its header `[smtp]`, in the place of those that were there. It
/// knows nothing but lines: where TOML is written in another way, what comes out reads as something else.
fn with_account(text: &str, account: &BTreeMap<&str, String>) -> String {
    let keys = to_toml(account);
    let (mut edited, mut is_inside, mut is_there) = (String::new(), false, false);
    for line in text.lines() {
        let is_header = line.trim_start().starts_with('[');
        if is_header {
            is_inside = line.split('#').next().is_some_and(|header| header.trim() == "[smtp]");
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if !is_inside || !ACCOUNT.contains(&key) {
            edited += line;
            edited.push('\n');
        }
        if is_header && is_inside {
            is_there = true;
            edited += &keys;
        }
    }
    if !is_there {
        edited += if edited.is_empty() { "[smtp]\n" } else { "\n[smtp]\n" };
        edited += &keys;
    }
    edited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_account_takes_nothing_else_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let before = "[smtp]\nhost = 'old.example.org'\nuser = 'alex' # me\nfrom = 'letters@our.example'\n\n\
                      [fax]\ngateway = '{number}@fax.example.net'\n";
        fs::write(&path, before).unwrap();
        Settings::save_account(&path, &BTreeMap::from([("url", "smtps://mail.example.org".to_owned())])).unwrap();
        let settings = Settings::load(&path).unwrap();
        assert_eq!(settings.account.unwrap().host, "mail.example.org");
        assert!(settings.relay.is_some() && settings.fax.is_some());
        assert_eq!(fs::read_to_string(folder.path().join("config.toml.old")).unwrap(), before);
    }

    /// The settings after an account without a password was saved.
    fn saved(before: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, before).unwrap();
        Settings::save_account(&path, &BTreeMap::from([("url", "smtps://mail.example.org".to_owned())])).unwrap();
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn comments_stay_where_they_are() {
        let before = "# mine\n[fax] # by night\ncommand = 'sendfax'\n\n[smtp] # the union's\n# changed in May\n\
                      host = 'old.example.org'\nuser = 'alex'\n# who sends\nfrom = 'letters@our.example'\n";
        let after = "# mine\n[fax] # by night\ncommand = 'sendfax'\n\n[smtp] # the union's\n\
                     url = \"smtps://mail.example.org\"\n\
                     # changed in May\n# who sends\nfrom = 'letters@our.example'\n";
        assert_eq!(saved(before), after);
        assert_eq!(saved("# mine\n"), "# mine\n\n[smtp]\nurl = \"smtps://mail.example.org\"\n");
        assert_eq!(saved(""), "[smtp]\nurl = \"smtps://mail.example.org\"\n");
    }

    #[test]
    fn what_is_written_in_another_way_is_replaced_all_the_same() {
        for before in [
            "smtp.url = 'smtp://a@old.example.org'\nsmtp.from = 'letters@our.example'\n",
            "smtp = { url = 'smtp://a@old.example.org', from = 'letters@our.example' }\n",
            "[smtp]\nfrom = 'letters@our.example'\n\"url\" = 'smtp://a@old.example.org'\n",
            "[smtp]\nfrom = 'letters@our.example'\npassword_command = '''\nurl = x\n'''\nhost = 'old.example.org'\n",
        ] {
            let after: Table = saved(before).parse().unwrap();
            let wanted = "smtp = { url = 'smtps://mail.example.org', from = 'letters@our.example' }".parse().unwrap();
            assert_eq!(after, wanted, "{before}");
        }
    }
}
