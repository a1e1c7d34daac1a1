use jiff::civil::Date;
use rusqlite::types::Type;

use super::come_back::WHAT_CAME_BACK;
use super::{Sqlite, State};
use crate::source::Problem;

/// How many letters of a campaign have the same in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The id of the recipient.
    pub recipient: String,
    /// How they go.
    pub channel: String,
    /// The code of the country where the signers live, where that is known.
    pub country: Option<String>,
    /// The day they came to their state (UTC).
    pub day: Date,
    /// Their state.
    pub state: State,
    /// How many they are.
    pub letters: usize,
    /// How many of them returned, or of how many it is not known which mailbox it was.
    pub returned: usize,
    /// Of how many a copy alone returned.
    pub copies_returned: usize,
    /// How many were answered.
    pub answered: usize,
}

impl Sqlite {
    /// How many letters of a campaign there are of each recipient, channel, country, day and state, and what came back of them:
    /// the same letters as in [`Sqlite::counts`] and [`Sqlite::came_back`].
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn figures(&self, campaign: &str) -> Result<Vec<Figures>, Problem> {
        let sql = format!(
            "SELECT recipient, channel, country, date(day * 86400, 'unixepoch'), state, count(*), \
             sum(back), sum(copy_back AND NOT back), sum(answered) \
             FROM (SELECT recipient, channel, country, at / 86400000 AS day, state, {WHAT_CAME_BACK} \
             FROM letters WHERE campaign = ?1) \
             GROUP BY recipient, channel, country, day, state"
        );
        self.rows(&sql, [campaign], |row| {
            let day: String = row.get(3)?;
            let no_day = |error| rusqlite::Error::FromSqlConversionFailure(3, Type::Text, Box::new(error));
            Ok(Figures {
                recipient: row.get(0)?,
                channel: row.get(1)?,
                country: row.get(2)?,
                day: day.parse().map_err(no_day)?,
                state: row.get(4)?,
                letters: row.get(5)?,
                returned: row.get(6)?,
                copies_returned: row.get(7)?,
                answered: row.get(8)?,
            })
        })
    }
}
