use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Secret;
use super::command::first_line;
use crate::source::Problem;

/// How long a command may take that prints a token. It may ask somebody, but letters wait for it.
const LIMIT: Duration = Duration::from_mins(2);

/// An access token that a command prints (RFC 6750, section 2.1), and prints anew when it has expired. All copies of it,
/// one in each connection, show the same.
#[derive(Clone)]
pub struct Token(Arc<Shared>);

struct Shared {
    command: String,
    current: Mutex<Secret>,
    /// Held while the command runs, so that it runs once for all connections whose token was refused.
    renewal: Mutex<()>,
}

impl Token {
    /// The token that the command prints now.
    ///
    /// # Errors
    ///
    /// When the command fails, or prints no token.
    pub fn of_command(command: &str) -> Result<Self, Problem> {
        let current = Mutex::new(print(command)?);
        Ok(Self(Arc::new(Shared { command: command.to_owned(), current, renewal: Mutex::default() })))
    }

    /// The command that prints it.
    pub fn command(&self) -> &str {
        &self.0.command
    }

    /// The token that was printed last.
    pub fn current(&self) -> Secret {
        lock(&self.0.current).clone()
    }

    /// Another token than the one that was refused: the one of another connection that asked before, or else what the
    /// command prints now. `None` when that is the refused one again. It waits for the command.
    ///
    /// # Errors
    ///
    /// When the command fails, or prints no token.
    pub fn renew(&self, refused: &Secret) -> Result<Option<Secret>, Problem> {
        let _renewal = lock(&self.0.renewal);
        if self.current() == *refused {
            let printed = print(&self.0.command)?;
            *lock(&self.0.current) = printed;
        }
        Ok(Some(self.current()).filter(|current| current != refused))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

fn print(command: &str) -> Result<Secret, Problem> {
    let line = first_line(command, "token", Some(LIMIT))?;
    // RFC 6750 has fewer characters; these are what no mechanism takes for something else.
    if line.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Secret::new(line));
    }
    let problem = Problem::error(format!("what the token command `{command}` printed is no access token"));
    Err(problem.hint("try it in a shell: it has to print the token alone on its first line"))
}

/// A panic elsewhere leaves whole values behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_who_were_refused_run_the_command_once() {
        let folder = tempfile::tempdir().unwrap();
        let runs = folder.path().join("runs");
        let command = format!("echo run >> {0}; wc -l < {0} | tr -d ' '", runs.display());
        let token = Token::of_command(&command).unwrap();
        let first = token.current();
        assert_eq!((first.reveal(), &*format!("{token:?}")), ("1", "Token"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(token.clone().renew(&first).unwrap().unwrap().reveal(), "2"));
            }
        });
        assert_eq!(std::fs::read_to_string(runs).unwrap().lines().count(), 2);
    }

    #[test]
    fn the_same_token_again_is_no_other_one() {
        let token = Token::of_command("echo same").unwrap();
        assert_eq!(token.renew(&token.current()).unwrap(), None);
    }

    #[test]
    fn what_is_no_token_is_not_repeated() {
        for command in ["echo 'error: hush hush'", "printf 'hush\\001x'", "echo"] {
            let problem = Token::of_command(command).unwrap_err();
            let words = format!("{problem} {:?}", problem.causes);
            assert!(!words.replace(command, "").contains("hush") && problem.hint.is_some(), "{words}");
        }
    }
}
