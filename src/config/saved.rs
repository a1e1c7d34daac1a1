use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Table;

use super::Settings;
use crate::source::{Problem, to_toml, write_private};

/// The keys of `[smtp]` that tell of the account; the others tell who it sends for.
const ACCOUNT: [&str; 10] =
    ["url", "host", "port", "tls", "user", "password_command", "password_file", "password_env", "ca_file", "proxy"];

impl Settings {
    /// Saves an account, by its keys in `[smtp]`, in the place of the one that was there. All else that is settled stays; so
    /// does the file as it was, with its comments, as `config.toml.old`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn save_account(path: &Path, account: &BTreeMap<&str, String>) -> Result<(), Problem> {
        let failed =
            |why: &dyn std::fmt::Display| Problem::error(format!("cannot save {}", path.display())).because(why);
        let mut settings = Table::new();
        if path.exists() {
            let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
            settings = text.parse().map_err(|error| failed(&error))?;
            write_private(&path.with_extension("toml.old"), text.as_bytes()).map_err(|error| failed(&error))?;
        }
        let smtp = settings.entry("smtp").or_insert_with(|| Table::new().into());
        if let Some(smtp) = smtp.as_table_mut() {
            smtp.retain(|key, _| !ACCOUNT.contains(&key));
            smtp.extend(account.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())));
        }
        write_private(path, to_toml(&settings).as_bytes()).map_err(|error| failed(&error))
    }
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
}
