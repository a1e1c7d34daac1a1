use std::path::PathBuf;

use super::Secret;
use super::command::first_line;
use super::keyring;
use crate::source::{Problem, read_private};

/// Where a password comes from. Never an argument: those can be seen by everyone on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Password {
    /// The first line that a command prints.
    Command(String),
    /// The first line of a file that only its owner can read.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// The entry of that name in the keyring of the desktop.
    Keyring(String),
    /// It was typed in.
    Typed(Secret),
}

impl Password {
    /// Gets the password.
    ///
    /// # Errors
    ///
    /// When the command fails, the file can be read by others, or there is nothing in it.
    pub fn get(&self) -> Result<Secret, Problem> {
        let (text, origin) = match self {
            Self::Typed(secret) => return Ok(secret.clone()),
            Self::Keyring(name) => return keyring::read(name),
            Self::Command(command) => return first_line(command, "password", None).map(Secret::new),
            Self::File(path) => (read_private(path, "a password")?.text, path.display().to_string()),
            Self::Environment(name) => {
                let value = std::env::var(name).map_err(|_| {
                    Problem::error(format!("the environment variable {name} holds no password"))
                        .hint(format!("set {name}, or name another source of the password"))
                })?;
                (value, format!("the environment variable {name}"))
            }
        };
        match text.lines().next() {
            Some(line) if !line.is_empty() => Ok(Secret::new(line.to_owned())),
            _ => Err(Problem::error(format!("{origin} gave no password"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gives_its_first_line() {
        let password = Password::Command("printf 'one\\ntwo\\n'".to_owned()).get().unwrap();
        assert_eq!(password.reveal(), "one");
        assert_eq!(format!("{password:?}"), "Secret");
        assert!(Password::Command("exit 3".to_owned()).get().is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "hush\n").unwrap();
        let password = Password::File(file.path().to_owned());
        assert_eq!(password.get().unwrap().reveal(), "hush");
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        let problem = password.get().unwrap_err();
        assert!(problem.to_string().contains("mode 0644"), "{problem}");
        assert!(problem.hint.unwrap().starts_with("chmod 600 "));
    }
}
