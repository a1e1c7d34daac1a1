use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, OptionalExtension, params};

use super::fingerprint::Fingerprints;
use crate::source::Problem;

/// Who was seen already in a roll. It grows on the disk, in a file that nobody else sees and that is gone when it is closed,
/// since a roll may be longer than memory is large.
#[derive(Debug)]
pub struct Seen {
    connection: Connection,
    fingerprints: Fingerprints,
}

impl Seen {
    /// Nobody yet.
    ///
    /// # Errors
    ///
    /// When there is no room on the disk.
    pub fn nobody() -> Result<Self, Problem> {
        let mut secret = [0; 32];
        let no_chance = |_| Problem::error("this machine has no random numbers");
        SystemRandom::new().fill(&mut secret).map_err(no_chance)?;
        // A file without a name is private and temporary: https://www.sqlite.org/inmemorydb.html#temp_db
        let open = || {
            let connection = Connection::open("")?;
            connection.execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                 CREATE TABLE seen (who BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID; BEGIN;",
            )?;
            Ok(connection)
        };
        Ok(Self { connection: open().map_err(|error| failed(&error))?, fingerprints: Fingerprints::new(&secret) })
    }

    /// Notes somebody at a line; gives the line where they were seen first, if that is another one.
    ///
    /// # Errors
    ///
    /// When there is no room on the disk.
    pub fn before(&mut self, who: &str, line: usize) -> Result<Option<usize>, Problem> {
        let who = self.fingerprints.of(who);
        let note = || {
            let sql = "INSERT OR IGNORE INTO seen VALUES (?1, ?2)";
            if self.connection.prepare_cached(sql)?.execute(params![who, line])? > 0 {
                return Ok(None);
            }
            let mut first = self.connection.prepare_cached("SELECT line FROM seen WHERE who = ?1")?;
            first.query_row([who], |row| row.get(0)).optional()
        };
        note().map_err(|error| failed(&error))
    }
}

fn failed(error: &rusqlite::Error) -> Problem {
    Problem::error("the rows of the roll cannot be compared")
        .because(error)
        .hint("make room in the folder for temporary files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_again_was_seen_before() {
        let mut seen = Seen::nobody().unwrap();
        assert_eq!(seen.before("ann@example.org", 2), Ok(None));
        assert_eq!(seen.before("bea@example.org", 3), Ok(None));
        assert_eq!(seen.before("ann@example.org", 4), Ok(Some(2)));
        assert_eq!(seen.before("ann@example.org", 5), Ok(Some(2)));
    }
}
