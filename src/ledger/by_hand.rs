use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::run::said;
use super::{Key, Sqlite, State, Step};
use crate::letter::Letter;
use crate::source::Problem;
use crate::vocabulary::{Channel, Country};

impl Sqlite {
    /// Enters letters that a person has taken in hand ([`Step::Hand`]), or that went so ([`Step::Do`]). Those whose state
    /// does not allow it are left alone. Gives how many were entered.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn enter<'a>(
        &mut self,
        letters: impl IntoIterator<Item = &'a Letter>,
        step: Step,
        now: Timestamp,
    ) -> Result<usize, Problem> {
        self.enter_all(letters, step, now).map_err(|error| self.problem(&error))
    }

    fn enter_all<'a>(
        &mut self,
        letters: impl IntoIterator<Item = &'a Letter>,
        step: Step,
        now: Timestamp,
    ) -> rusqlite::Result<usize> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut entered = 0;
        for Letter { form, signer, .. } in letters {
            let key = Key::of(form, signer);
            let fingerprint = self.fingerprints.of(&key.line());
            let known = transaction
                .query_row("SELECT state FROM letters WHERE key = ?1", [fingerprint], |row| row.get(0))
                .optional()?;
            // What is not known is owed.
            let Some(state) = known.unwrap_or(State::Owed).after(step) else { continue };
            // It belongs to no run, and no server was told of anybody.
            let sql = "INSERT INTO letters \
                       (key, campaign, recipient, signer, channel, state, run, attempt, mailboxes, signed, at, country) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, ?7, ?8, ?9) \
                       ON CONFLICT (key) DO UPDATE SET channel = ?5, state = ?6, at = ?8, country = ?9";
            let channel = form.channel().unwrap_or(Channel::Post).name();
            let signed = said(&self.fingerprints, signer);
            let country = signer.country.map(Country::code);
            let Key { campaign, recipient, signer } = key;
            let now = now.as_millisecond();
            entered += transaction.execute(
                sql,
                params![fingerprint, campaign, recipient, signer, channel, state, signed, now, country],
            )?;
        }
        transaction.commit()?;
        Ok(entered)
    }
}
