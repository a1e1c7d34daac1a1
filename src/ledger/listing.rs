use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{Params, params, params_from_iter};
use serde::Serialize;

use super::fingerprint::hide_accounts;
use super::{Sqlite, State, Step};
use crate::source::Problem;
use crate::vocabulary::Channel;

/// Which letters of a ledger are meant; all of them where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of a campaign.
    pub campaign: Option<String>,
    /// Those in one of these states; in any when there is none.
    pub states: Vec<State>,
    /// Those to one of these recipients, by their ids; to any when there is none.
    pub recipients: Vec<String>,
    /// Those that go by that channel.
    pub channel: Option<Channel>,
    /// The one of that number.
    pub id: Option<i64>,
}

/// What a ledger knows of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number in the ledger.
    pub id: i64,
    /// The id of the campaign.
    pub campaign: String,
    /// The id of the recipient.
    pub recipient: String,
    /// The signer's address, or their name where they have none; nothing after it was purged.
    pub signer: Option<String>,
    /// How it goes.
    pub channel: String,
    /// What became of it.
    pub state: State,
    /// How often it was attempted.
    pub attempts: u32,
    /// When it came to its state.
    pub at: Timestamp,
    /// What the server said; nothing after it was purged.
    pub words: Option<String>,
    /// The code with which it returned, or nothing but that it did: `-`.
    pub returned: Option<String>,
    /// The same of a copy of it.
    pub copy_returned: Option<String>,
    /// The day of the first answer.
    pub answered: Option<String>,
}

impl Filter {
    /// The condition, and the values in it.
    pub(super) fn sql(&self) -> (String, Vec<Box<dyn ToSql>>) {
        let mut conditions = vec!["TRUE".to_owned()];
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        if let Some(campaign) = &self.campaign {
            conditions.push("campaign = ?".to_owned());
            values.push(Box::new(campaign.clone()));
        }
        if let Some(id) = self.id {
            conditions.push("id = ?".to_owned());
            values.push(Box::new(id));
        }
        if let Some(channel) = self.channel {
            conditions.push("channel = ?".to_owned());
            values.push(Box::new(channel.name()));
        }
        if !self.recipients.is_empty() {
            conditions.push(format!("recipient IN ({})", vec!["?"; self.recipients.len()].join(", ")));
            values.extend(self.recipients.iter().map(|id| Box::new(id.clone()) as Box<dyn ToSql>));
        }
        if !self.states.is_empty() {
            conditions.push(format!("state IN ({})", vec!["?"; self.states.len()].join(", ")));
            values.extend(self.states.iter().map(|state| Box::new(*state) as Box<dyn ToSql>));
        }
        (conditions.join(" AND "), values)
    }
}

impl Sqlite {
    /// How many letters are in which state, for each campaign and recipient.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn counts(&self, filter: &Filter) -> Result<Vec<(String, String, State, usize)>, Problem> {
        let (condition, values) = filter.sql();
        let sql = format!(
            "SELECT campaign, recipient, state, count(*) FROM letters WHERE {condition} \
             GROUP BY campaign, recipient, state ORDER BY campaign, recipient, state"
        );
        self.rows(&sql, params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
    }

    /// Gives each letter to `each`, in the order of their numbers, until it fails.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read, or `each` fails.
    pub fn each<E: From<Problem>>(&self, filter: &Filter, mut each: impl FnMut(Row) -> Result<(), E>) -> Result<(), E> {
        let (condition, values) = filter.sql();
        let sql = format!(
            "SELECT id, campaign, recipient, signer, channel, state, attempt, letters.at, words, {RETURNED}, \
             {COPY_RETURNED}, (SELECT day FROM answers WHERE letter = id) FROM letters WHERE {condition} ORDER BY id"
        );
        let failed = |error: rusqlite::Error| self.problem(&error);
        let mut select = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = select.query(params_from_iter(values)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(read(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// Makes letters owed again that are deferred, rejected or uncertain; gives their number.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn retry(&mut self, filter: &Filter, now: Timestamp) -> Result<usize, Problem> {
        self.take_step(filter, Step::Retry, now)
    }

    /// Settles a letter that is uncertain: whether a server took it. Gives whether it was uncertain.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn resolve(&mut self, id: i64, accepted: bool, now: Timestamp) -> Result<bool, Problem> {
        let step = if accepted { Step::ResolveAccepted } else { Step::ResolveRejected };
        Ok(self.take_step(&Filter { id: Some(id), ..Filter::default() }, step, now)? > 0)
    }

    /// Notes that letters went which a person had in hand; gives their number.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn done(&mut self, filter: &Filter, now: Timestamp) -> Result<usize, Problem> {
        self.take_step(filter, Step::Do, now)
    }

    fn take_step(&mut self, filter: &Filter, step: Step, now: Timestamp) -> Result<usize, Problem> {
        let stepped = State::ALL.into_iter().filter_map(|from| Some((from, from.after(step)?)));
        let stepped = stepped.filter(|(from, _)| filter.states.is_empty() || filter.states.contains(from));
        let mut number = 0;
        for (from, to) in stepped {
            let (condition, mut values) = Filter { states: vec![from], ..filter.clone() }.sql();
            let sql = format!("UPDATE letters SET state = ?, at = ? WHERE {condition}");
            values.splice(0..0, [Box::new(to) as Box<dyn ToSql>, Box::new(now.as_millisecond())]);
            number += self.change(&sql, params_from_iter(values))?;
        }
        Ok(number)
    }

    /// How many letters [`Sqlite::purge`] would forget the people of.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn purgeable(&self, before: Timestamp) -> Result<usize, Problem> {
        let sql = format!("SELECT count(*) FROM letters WHERE {PURGEABLE}");
        let number = self.connection.query_row(&sql, [before.as_millisecond()], |row| row.get(0));
        number.map_err(|error| self.problem(&error))
    }

    /// Forgets who signed letters that came to their state before then, and what servers said of them. What prevents
    /// sending them twice is kept.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written, or another program keeps its journal from being written anew.
    pub fn purge(&mut self, before: Timestamp) -> Result<usize, Problem> {
        // Who answers when tells of a person; that a mailbox returns, which is known by its fingerprint, is of use to others.
        let answers =
            "DELETE FROM answers WHERE letter IN (SELECT id FROM letters WHERE at < ?1 AND state <> 'claimed')";
        self.change(answers, params![before.as_millisecond()])?;
        let sql = format!("UPDATE letters SET signer = NULL, words = NULL, country = NULL WHERE {PURGEABLE}");
        let number = self.change(&sql, params![before.as_millisecond()])?;
        hide_accounts(&self.connection, &self.fingerprints).map_err(|error| self.problem(&error))?;
        // What was written over is still in the file, and in the journal beside it, until they are written anew.
        let anew = || {
            self.connection.execute_batch("VACUUM")?;
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        };
        let is_in_use: bool = anew().map_err(|error| self.problem(&error))?;
        if is_in_use {
            let what = format!("what was forgotten may still stand in the journal of {}", self.path.display());
            let problem = Problem::error(what).because("another program has the ledger in hand");
            return Err(problem.hint("wait until it has ended, and purge again"));
        }
        Ok(number)
    }

    fn change(&self, sql: &str, values: impl Params) -> Result<usize, Problem> {
        self.connection.execute(sql, values).map_err(|error| self.problem(&error))
    }
}

/// A letter that is in hand is left alone.
const PURGEABLE: &str =
    "at < ?1 AND state <> 'claimed' AND (signer IS NOT NULL OR words IS NOT NULL OR country IS NOT NULL)";

const RETURNED: &str =
    "(SELECT coalesce(code, '-') FROM returns WHERE letter = id AND role IS NOT 'copy' ORDER BY at DESC LIMIT 1)";

const COPY_RETURNED: &str =
    "(SELECT coalesce(code, '-') FROM returns WHERE letter = id AND role IS 'copy' ORDER BY at DESC LIMIT 1)";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        campaign: row.get(1)?,
        recipient: row.get(2)?,
        signer: row.get(3)?,
        channel: row.get(4)?,
        state: row.get(5)?,
        attempts: row.get(6)?,
        at: Timestamp::from_millisecond(row.get(7)?).unwrap_or_default(),
        words: row.get(8)?,
        returned: row.get(9)?,
        copy_returned: row.get(10)?,
        answered: row.get(11)?,
    })
}
