use jiff::Timestamp;
use jiff::tz::Offset;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::fingerprint::{Fingerprint, Fingerprints};
use super::{Filter, Row, Sqlite};
use crate::mail::{Role, Stamp};
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// What came back of a letter: a fact beside its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A report says that it did not arrive at one mailbox.
    Returned {
        /// The number of the letter in the ledger.
        letter: i64,
        /// The mailbox.
        address: String,
        /// Whether it is written to or gets a copy; nothing where that is not known.
        role: Option<Role>,
        /// The enhanced status code or the reply code.
        code: Option<String>,
        /// Whether it would not arrive the next time either.
        permanent: bool,
        /// When the report was written.
        at: Timestamp,
    },
    /// Somebody wrote back.
    Answered {
        /// The number of the letter in the ledger.
        letter: i64,
        /// When.
        at: Timestamp,
    },
}

/// That a mailbox returned letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// How many.
    pub letters: usize,
    /// The code of the last report.
    pub code: Option<String>,
}

/// What came back of the letters to one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CameBack {
    /// The id of the campaign.
    pub campaign: String,
    /// The id of the recipient.
    pub recipient: String,
    /// Letters that returned, or of which it is not known which mailbox it was.
    pub returned: usize,
    /// Letters of which a copy alone returned.
    pub copies_returned: usize,
    /// The code that most of the letters tell that returned.
    pub code: Option<String>,
    /// The code that most of the copies tell that returned alone.
    pub copies_code: Option<String>,
    /// Letters that were answered.
    pub answered: usize,
}

/// What came back of a letter, each as 0 or 1; a letter is back too where it is not known which mailbox it was.
pub(super) const WHAT_CAME_BACK: &str = "\
    EXISTS (SELECT * FROM returns WHERE letter = id AND role IS NOT 'copy') AS back, \
    EXISTS (SELECT * FROM returns WHERE letter = id AND role = 'copy') AS copy_back, \
    EXISTS (SELECT * FROM answers WHERE letter = id) AS answered";

impl Sqlite {
    /// The letter that a Message-ID names, which is never guessed; nothing where no such letter can have gone as a mail.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn letter_of(&self, message_id: &str) -> Result<Option<Row>, Problem> {
        let Some(key) = Stamp::name_in(message_id).and_then(Fingerprint::read) else { return Ok(None) };
        let sql = "SELECT id FROM letters WHERE key = ?1 AND attempt > 0 AND mailboxes > 0 \
                   AND state IN ('accepted', 'handed', 'done', 'uncertain')";
        let id = self.connection.query_row(sql, [key], |row| row.get(0)).optional();
        let Some(id) = id.map_err(|error| self.problem(&error))? else { return Ok(None) };
        let mut found = None;
        self.each(&Filter { id: Some(id), ..Filter::default() }, |row| {
            found = Some(row);
            Ok::<_, Problem>(())
        })?;
        Ok(found)
    }

    /// Records what came back, in one step. What is known already stays; of two reports the later one holds, of two answers
    /// the earlier. Gives how many facts are new.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn record_facts(&mut self, facts: &[Fact]) -> Result<usize, Problem> {
        self.try_record(facts).map_err(|error| self.problem(&error))
    }

    fn try_record(&mut self, facts: &[Fact]) -> rusqlite::Result<usize> {
        let fingerprints = self.fingerprints.clone();
        let transaction = self.transaction()?;
        let mut recorded = 0;
        for fact in facts {
            recorded += match fact {
                Fact::Returned { letter, address, role, code, permanent, at } => transaction.execute(
                    "INSERT INTO returns VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE \
                     SET role = excluded.role, code = excluded.code, permanent = excluded.permanent, at = excluded.at \
                     WHERE excluded.at > at",
                    params![letter, of(&fingerprints, address), role.map(word), code, permanent, at.as_millisecond()],
                )?,
                Fact::Answered { letter, at } => transaction.execute(
                    "INSERT INTO answers VALUES (?1, ?2) ON CONFLICT DO UPDATE SET day = excluded.day \
                     WHERE excluded.day < day",
                    params![letter, Offset::UTC.to_datetime(*at).date().to_string()],
                )?,
            };
        }
        transaction.commit()?;
        Ok(recorded)
    }

    /// Whether letters to a mailbox returned for good, or copies: those that went there, and no others of which a report says so.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn returned(&self, address: &EmailAddress) -> Result<Option<Returned>, Problem> {
        let sql = "SELECT count(*) OVER (), code FROM returns WHERE address = ?1 AND permanent AND role IS NOT NULL \
                   ORDER BY at DESC LIMIT 1";
        let returned = self.connection.query_row(sql, [of(&self.fingerprints, address.as_str())], |row| {
            Ok(Returned { letters: row.get(0)?, code: row.get(1)? })
        });
        returned.optional().map_err(|error| self.problem(&error))
    }

    /// Whether any mailbox returned letters.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn has_returns(&self) -> Result<bool, Problem> {
        let sql = "SELECT EXISTS (SELECT * FROM returns WHERE permanent AND role IS NOT NULL)";
        let any = self.connection.query_row(sql, [], |row| row.get(0));
        any.map_err(|error| self.problem(&error))
    }

    /// Of all letters that returned the last one: when, its campaign and its recipient.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn last_returned(&self) -> Result<Option<(Timestamp, String, String)>, Problem> {
        let sql = "SELECT returns.at, campaign, recipient FROM returns JOIN letters ON letter = id \
                   ORDER BY returns.at DESC LIMIT 1";
        let mut last = self.rows(sql, [], |row| {
            Ok((Timestamp::from_millisecond(row.get(0)?).unwrap_or_default(), row.get(1)?, row.get(2)?))
        })?;
        Ok(last.pop())
    }

    /// What came back, for each campaign and recipient of which something did.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn came_back(&self, filter: &Filter) -> Result<Vec<CameBack>, Problem> {
        let (condition, values) = filter.sql();
        let most_told = |which: &str| {
            format!(
                "(SELECT code FROM facts AS these WHERE these.campaign = facts.campaign \
                 AND these.recipient = facts.recipient AND {which} AND code IS NOT NULL \
                 GROUP BY code ORDER BY count(*) DESC, code LIMIT 1)"
            )
        };
        let (of_letters, of_copies) = (most_told("back"), most_told("copy_back AND NOT back"));
        let sql = format!(
            "WITH facts AS (SELECT letters.*, \
             {WHAT_CAME_BACK}, \
             (SELECT code FROM returns WHERE letter = id ORDER BY role IS 'copy', at DESC LIMIT 1) AS code \
             FROM letters WHERE {condition}) \
             SELECT campaign, recipient, sum(back), sum(copy_back AND NOT back), sum(answered), \
             {of_letters}, {of_copies} \
             FROM facts WHERE back OR copy_back OR answered \
             GROUP BY campaign, recipient ORDER BY campaign, recipient"
        );
        self.rows(&sql, params_from_iter(values), |row| {
            Ok(CameBack {
                campaign: row.get(0)?,
                recipient: row.get(1)?,
                returned: row.get(2)?,
                copies_returned: row.get(3)?,
                answered: row.get(4)?,
                code: row.get(5)?,
                copies_code: row.get(6)?,
            })
        })
    }
}

/// The fingerprint of a mailbox: case tells none apart; see [`EmailAddress::is_same_mailbox`].
fn of(fingerprints: &Fingerprints, address: &str) -> Fingerprint {
    let address = address
        .parse::<EmailAddress>()
        .map_or_else(|_| address.to_owned(), |address| format!("{}@{}", address.local_part(), address.ascii_domain()));
    fingerprints.of(&format!("mailbox\n{}", address.to_lowercase()))
}

fn word(role: Role) -> &'static str {
    if role.is_copy() { "copy" } else { "addressee" }
}
