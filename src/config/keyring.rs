//! The keyring of the desktop: on Linux the Secret Service, on macOS the keychain, on Windows the credential manager. Only in
//! a program that was built with the feature `keyring`.

use super::Secret;
use crate::source::Problem;

/// What entries are filed under, beside their name.
const SERVICE: &str = "protest-letter";

/// Whether this program was built so that it can use the keyring.
pub fn has_keyring() -> bool {
    cfg!(feature = "keyring")
}

#[cfg(feature = "keyring")]
mod built_in {
    use keyring::{Entry, Error};

    use super::{Problem, SERVICE, Secret};

    fn failed(what: &str, name: &str, error: &Error) -> Problem {
        let problem = Problem::error(format!("the keyring {what} {name}"));
        // An error may hold the secret itself.
        let (why, hint) = match error {
            Error::NoEntry => ("there is no such entry", "save it with `protest-letter setup`"),
            Error::NoStorageAccess(_) | Error::PlatformFailure(_) => (
                "it cannot be reached, or stays locked",
                "unlock it; without a desktop use password_command or password_file",
            ),
            Error::BadEncoding(_) => ("what it holds is not UTF-8", "save it anew with `protest-letter setup`"),
            Error::Ambiguous(_) => ("it has several entries of that name", "remove all but one"),
            _ => ("it does not take such an entry", "use password_command or password_file"),
        };
        problem.because(why).hint(hint)
    }

    /// The password in the keyring's entry of that name.
    pub(in crate::config) fn read(name: &str) -> Result<Secret, Problem> {
        let password = Entry::new(SERVICE, name).and_then(|entry| entry.get_password());
        password.map(Secret::new).map_err(|error| failed("gives no password of", name, &error))
    }

    /// Keeps a password in the keyring's entry of that name, in the place of the one that was there.
    ///
    /// # Errors
    ///
    /// When the keyring cannot be reached, or stays locked.
    pub fn keep_in_keyring(name: &str, password: &Secret) -> Result<(), Problem> {
        let kept = Entry::new(SERVICE, name).and_then(|entry| entry.set_password(password.reveal()));
        kept.map_err(|error| failed("does not keep the password of", name, &error))
    }
}

#[cfg(not(feature = "keyring"))]
mod built_in {
    use super::{Problem, SERVICE, Secret};

    fn missing(name: &str) -> Problem {
        let problem =
            Problem::error(format!("the password of {name} is in the keyring, which this program cannot open"));
        problem
            .because("it was built without the feature `keyring`")
            .hint(format!("on Linux, use password_command = \"secret-tool lookup service {SERVICE} username {name}\""))
    }

    /// That there is no keyring.
    pub(in crate::config) fn read(name: &str) -> Result<Secret, Problem> {
        Err(missing(name))
    }

    /// That there is no keyring.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn keep_in_keyring(name: &str, _: &Secret) -> Result<(), Problem> {
        Err(missing(name))
    }
}

pub use built_in::keep_in_keyring;
pub(super) use built_in::read;

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "keyring"))]
    #[test]
    fn without_the_feature_another_way_is_told() {
        let problem = read("alex@example.org").unwrap_err();
        let hint = problem.hint.unwrap();
        assert!(hint.contains("secret-tool lookup service protest-letter username alex@example.org"), "{hint}");
        assert!(!has_keyring());
    }

    #[cfg(feature = "keyring")]
    #[test]
    fn a_password_is_kept_and_given() {
        use std::any::Any;
        use std::collections::HashMap;
        use std::sync::{Arc, Mutex};

        use keyring::credential::{Credential, CredentialApi, CredentialBuilderApi};

        /// A keyring in memory: what is kept, by the service and the name.
        #[derive(Clone, Default)]
        struct Keyring(Arc<Mutex<HashMap<String, Vec<u8>>>>);
        struct Entry(Keyring, String);

        impl CredentialBuilderApi for Keyring {
            fn build(&self, _: Option<&str>, service: &str, user: &str) -> keyring::Result<Box<Credential>> {
                Ok(Box::new(Entry(self.clone(), format!("{service} {user}"))))
            }
            fn as_any(&self) -> &dyn Any {
                self
            }
        }
        impl CredentialApi for Entry {
            fn set_secret(&self, secret: &[u8]) -> keyring::Result<()> {
                self.0.0.lock().unwrap().insert(self.1.clone(), secret.to_vec());
                Ok(())
            }
            fn get_secret(&self) -> keyring::Result<Vec<u8>> {
                self.0.0.lock().unwrap().get(&self.1).cloned().ok_or(keyring::Error::NoEntry)
            }
            fn delete_credential(&self) -> keyring::Result<()> {
                Ok(())
            }
            fn as_any(&self) -> &dyn Any {
                self
            }
        }

        let store = Keyring::default();
        keyring::set_default_credential_builder(Box::new(store.clone()));
        assert!(read("alex@example.org").unwrap_err().causes[0].contains("no such entry"));
        keep_in_keyring("alex@example.org", &Secret::new("swordfish".to_owned())).unwrap();
        assert_eq!(read("alex@example.org").unwrap().reveal(), "swordfish");
        assert!(store.0.lock().unwrap().contains_key("protest-letter alex@example.org"));
        store.0.lock().unwrap().insert("protest-letter broken".to_owned(), b"hush\xFF".to_vec());
        let problem = read("broken").unwrap_err();
        assert!(problem.causes[0].contains("not UTF-8") && !format!("{problem:?}").contains("hush"));
        assert!(has_keyring());
    }
}
