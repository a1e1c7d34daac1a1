use std::collections::HashSet;
use std::fs;
use std::io;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::fingerprint::{Fingerprint, Fingerprints, hide_accounts};
use super::marks::{SLOTS, boot, marks_path};
use super::unusable::problem;
use super::{Key, Known, Ledger, Marks, Returned, Sqlite, State, Step, Ticket, Wanted};
use crate::deliver::Outcome;
use crate::letter::{Form, Letter};
use crate::signer::Signer;
use crate::source::Problem;
use crate::vocabulary::{Channel, Country, EmailAddress};

/// One run of the program, which claims letters in a ledger. It is known to live while the file of its marks is locked.
#[derive(Debug)]
pub struct Run {
    ledger: Sqlite,
    id: i64,
    marks: Marks,
    /// The places for marks that no letter has.
    free: Vec<usize>,
    /// Whether no letter was known when the run began.
    blank: bool,
    /// The most envelope recipients in 24 hours, of all runs with this account.
    per_day: Option<u64>,
    /// Whether letters are claimed that are uncertain since an earlier run.
    resend_uncertain: bool,
    /// The forms whose wording is remembered.
    remembered: HashSet<String>,
}

impl Sqlite {
    /// What is known of a letter; nothing when it was never attempted.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub fn look_up(&self, key: &Key, signer: &Signer) -> Result<Option<Known>, Problem> {
        self.look_up_in(key, signer, None)
    }

    fn look_up_in(&self, key: &Key, signer: &Signer, run: Option<i64>) -> Result<Option<Known>, Problem> {
        let known = || {
            let mut select = self.connection.prepare_cached("SELECT state, signed, run FROM letters WHERE key = ?1")?;
            let key = self.fingerprints.of(&key.line());
            let known = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?));
            select.query_row([key], known).optional()
        };
        let known = known().map_err(|error| self.problem(&error))?;
        Ok(known.map(|(state, signed, claimed_by)| Known {
            state,
            by_this_run: run == Some(claimed_by),
            changed: signed != said(&self.fingerprints, signer).as_bytes(),
        }))
    }

    /// Begins a run that sends with that account.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn begin(mut self, account: &str, resend_uncertain: bool, now: Timestamp) -> Result<Run, Problem> {
        let (id, marks) = self.begin_run(account, now).map_err(|error| self.problem(&error))?;
        let marks = marks.map_err(|error| {
            let path = marks_path(&self.path, id);
            Problem::error(format!("the file {} cannot be made", path.display())).because(error)
        })?;
        let free = (0..SLOTS).rev().collect();
        let blank = self.connection.query_row("SELECT NOT EXISTS (SELECT * FROM letters)", [], |row| row.get(0));
        let blank = blank.map_err(|error| self.problem(&error))?;
        Ok(Run { ledger: self, id, marks, free, blank, per_day: None, resend_uncertain, remembered: HashSet::new() })
    }

    /// Nobody takes the run for dead before it has locked its marks: they look in a transaction too.
    fn begin_run(&mut self, account: &str, now: Timestamp) -> rusqlite::Result<(i64, io::Result<Marks>)> {
        let (path, fingerprints) = (self.path.clone(), self.fingerprints.clone());
        let transaction = self.transaction()?;
        hide_accounts(&transaction, &fingerprints)?;
        let account = fingerprints.of(account).to_string();
        let sql = "INSERT INTO runs (account, boot, began) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![account, boot(), now.as_millisecond()])?;
        let id = transaction.last_insert_rowid();
        let marks = Marks::create(&marks_path(&path, id));
        if marks.is_ok() {
            transaction.commit()?;
        }
        Ok((id, marks))
    }
}

impl Run {
    /// Claims no letter with which more envelope recipients than that would be written to in 24 hours.
    #[must_use]
    pub fn with_daily_limit(self, per_day: Option<u64>) -> Self {
        Self { per_day, ..self }
    }

    /// Ends the run.
    ///
    /// A letter that is still claimed could not be recorded; its marks stay, and tell of it when the ledger is opened again.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn finish(self, now: Timestamp) -> Result<(), Problem> {
        let sql = "UPDATE runs SET ended = ?2 WHERE id = ?1 AND NOT EXISTS \
                   (SELECT * FROM letters WHERE run = ?1 AND state = 'claimed')";
        let ended = self.ledger.connection.execute(sql, params![self.id, now.as_millisecond()]);
        if ended.map_err(|error| self.ledger.problem(&error))? > 0 {
            // What is left of it would be found and taken away when the ledger is opened again.
            let _ = fs::remove_file(marks_path(&self.ledger.path, self.id));
        }
        Ok(())
    }
}

impl Ledger for Run {
    fn look_up(&self, key: &Key, signer: &Signer) -> Result<Option<Known>, Problem> {
        self.ledger.look_up_in(key, signer, Some(self.id))
    }

    fn is_blank(&self) -> bool {
        self.blank
    }

    fn turn(
        &mut self,
        answers: &[(Ticket, Option<Outcome>)],
        wanted: &[Wanted<'_>],
        now: Timestamp,
    ) -> Result<Vec<Option<Ticket>>, Problem> {
        if wanted.len() > self.free.len() {
            return Err(Problem::error(format!("no more than {SLOTS} letters can be under way")));
        }
        let Self { ledger: Sqlite { path, connection, fingerprints }, .. } = self;
        let mut turn = || {
            let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let writer = Writer { transaction: &transaction, fingerprints, run: self.id, now: now.as_millisecond() };
            for (ticket, outcome) in answers {
                writer.record(ticket, outcome.as_ref())?;
            }
            let mut free = self.free.iter().rev();
            let mut tickets = Vec::with_capacity(wanted.len());
            let mut left = self.per_day.map(|most| writer.left_of(most)).transpose()?;
            for wanted in wanted {
                if self.remembered.insert(wanted.letter.form.name.clone()) {
                    writer.remember(&wanted.letter.form)?;
                }
                if left.is_some_and(|left| left < wanted.mailboxes as u64) {
                    break;
                }
                let key = fingerprints.of(&wanted.key.line());
                let claimed = writer.claim(wanted, key, self.resend_uncertain)?;
                if let (Some(left), Some(_)) = (&mut left, &claimed) {
                    *left -= wanted.mailboxes as u64;
                }
                // The places that are taken are the last ones of `free`: a letter that is not claimed passes over none.
                let slot = claimed.and_then(|_| free.next());
                let ticket = |((letter, attempt), &slot)| Ticket { letter, attempt, slot, key };
                tickets.push(claimed.zip(slot).map(ticket));
            }
            transaction.commit()?;
            Ok(tickets)
        };
        let tickets = turn().map_err(|error: rusqlite::Error| problem(path, &error))?;
        let taken = tickets.iter().flatten().count();
        self.free.truncate(self.free.len() - taken);
        self.free.extend(answers.iter().map(|(ticket, _)| ticket.slot));
        Ok(tickets)
    }

    fn marks(&self) -> Marks {
        self.marks.clone()
    }

    fn wording_changed(&self, form: &Form) -> Result<bool, Problem> {
        let Sqlite { connection, fingerprints, .. } = &self.ledger;
        let sql = "SELECT wording <> ?2 FROM wordings WHERE form = ?1";
        let wording = [fingerprints.of(&form.name), fingerprints.of(&form.wording())];
        let changed = connection.query_row(sql, wording, |row| row.get(0)).optional();
        Ok(changed.map_err(|error| self.ledger.problem(&error))?.unwrap_or(false))
    }

    fn has_returns(&self) -> Result<bool, Problem> {
        self.ledger.has_returns()
    }

    fn returned(&self, address: &EmailAddress) -> Result<Option<Returned>, Problem> {
        self.ledger.returned(address)
    }
}

/// What a signer says, in a form that is kept.
pub(super) fn said(fingerprints: &Fingerprints, signer: &Signer) -> Fingerprint {
    // A signer is made of texts, which JSON can always hold.
    fingerprints.of(&serde_json::to_string(signer).unwrap_or_default())
}

/// Writes within one transaction.
struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    fingerprints: &'a Fingerprints,
    run: i64,
    now: i64,
}

impl Writer<'_> {
    /// Records what became of a letter; `None`: it was not begun.
    fn record(&self, ticket: &Ticket, outcome: Option<&Outcome>) -> rusqlite::Result<()> {
        let step = outcome.map_or(Step::Release, Step::of);
        // It is claimed by this run, or somebody has taken the ledger away from under it.
        let Some(state) = State::Claimed.after(step) else { return Ok(()) };
        let sql = "UPDATE letters SET state = ?1, at = ?2, words = ?3 \
                   WHERE id = ?4 AND run = ?5 AND attempt = ?6 AND state = 'claimed'";
        let words = outcome.map(ToString::to_string);
        let mut update = self.transaction.prepare_cached(sql)?;
        update.execute(params![state, self.now, words, ticket.letter, self.run, ticket.attempt]).map(drop)
    }

    /// Claims a letter if it is owed: gives its number, and how often it was claimed.
    fn claim(
        &self,
        wanted: &Wanted<'_>,
        fingerprint: Fingerprint,
        again: bool,
    ) -> rusqlite::Result<Option<(i64, u32)>> {
        let Wanted { key, letter: Letter { form, signer, .. }, mailboxes } = wanted;
        let channel = form.channel().unwrap_or(Channel::Post).name();
        let signed = said(self.fingerprints, signer);
        let country = signer.country.map(Country::code);
        let sql = "SELECT id, attempt, state, run FROM letters WHERE key = ?1";
        let known = self.transaction.prepare_cached(sql)?.query_row([fingerprint], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?, row.get::<_, State>(2)?, row.get::<_, i64>(3)?))
        });
        let Some((id, attempt, state, run)) = known.optional()? else {
            let sql = "INSERT INTO letters (key, campaign, recipient, signer, channel, state, run, attempt, mailboxes, signed, at, country) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?9, ?10, ?11)";
            let mut insert = self.transaction.prepare_cached(sql)?;
            let Key { campaign, recipient, signer } = key;
            let state = State::Claimed;
            insert.execute(params![
                fingerprint,
                campaign,
                recipient,
                signer,
                channel,
                state,
                self.run,
                mailboxes,
                signed,
                self.now,
                country
            ])?;
            return Ok(Some((self.transaction.last_insert_rowid(), 1)));
        };
        // What became uncertain in this run is not sent again in it.
        let step = if again && state == State::Uncertain && run != self.run { Step::ClaimAgain } else { Step::Claim };
        let Some(state) = state.after(step) else { return Ok(None) };
        let sql = "UPDATE letters SET state = ?1, run = ?2, attempt = ?3, signer = ?4, mailboxes = ?5, signed = ?6, \
                   at = ?7, channel = ?8, words = NULL, country = ?9 WHERE id = ?10";
        let mut update = self.transaction.prepare_cached(sql)?;
        update.execute(params![
            state,
            self.run,
            attempt + 1,
            key.signer,
            mailboxes,
            signed,
            self.now,
            channel,
            country,
            id
        ])?;
        Ok(Some((id, attempt + 1)))
    }

    /// How many envelope recipients may still be written to today: those of letters that a server took, has or may have with
    /// this account are taken off.
    fn left_of(&self, most: u64) -> rusqlite::Result<u64> {
        let sql = "SELECT coalesce(sum(mailboxes), 0) FROM letters \
                   WHERE at >= ?1 AND state IN ('accepted', 'handed', 'done', 'uncertain', 'claimed') \
                   AND run IN (SELECT id FROM runs WHERE account = (SELECT account FROM runs WHERE id = ?2))";
        let a_day_ago = self.now - 24 * 60 * 60 * 1000;
        let written: u64 =
            self.transaction.prepare_cached(sql)?.query_row(params![a_day_ago, self.run], |row| row.get(0))?;
        Ok(most.saturating_sub(written))
    }

    fn remember(&self, form: &Form) -> rusqlite::Result<()> {
        let wording = [self.fingerprints.of(&form.name), self.fingerprints.of(&form.wording())];
        self.transaction.execute("INSERT OR REPLACE INTO wordings VALUES (?1, ?2)", wording).map(drop)
    }
}
