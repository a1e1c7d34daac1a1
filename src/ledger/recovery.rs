//! What runs have left that did not come to their end: killed, or cut off from power.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::marks::{self, Mark, boot, marks_path};
use super::unusable::Unusable;
use super::{State, Step};

/// The files of runs that are settled. They stay locked until that is on the disk.
pub(super) struct Settled(Vec<(PathBuf, Option<File>)>);

impl Settled {
    /// Takes the files away.
    pub(super) fn forget(self) {
        for (path, _locked) in self.0 {
            // One that stays is told apart by its run, which has ended.
            let _ = fs::remove_file(path);
        }
    }
}

/// Settles the letters that dead runs have claimed: from their marks, or, where those are worth nothing, as uncertain.
pub(super) fn settle_dead_runs(
    transaction: &Transaction<'_>,
    ledger: &Path,
    now: Timestamp,
) -> Result<Settled, Unusable> {
    let last: i64 = transaction.query_row("SELECT coalesce(max(id), 0) FROM runs", [], |row| row.get(0))?;
    for marks in marks_of_later_runs(ledger, last) {
        // A run that could not begin has left a file without marks.
        if File::open(&marks).ok().and_then(|file| marks::read(&file)).is_some_and(|marks| !marks.is_empty()) {
            return Err(Unusable::Behind { marks });
        }
    }
    let mut unfinished = transaction.prepare("SELECT id, boot FROM runs WHERE ended IS NULL")?;
    let unfinished = unfinished.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let unfinished: Vec<(i64, Option<String>)> = unfinished.collect::<Result<_, _>>()?;
    let mut settled = Vec::new();
    for (run, booted) in unfinished {
        let path = marks_path(ledger, run);
        let file = match File::open(&path) {
            Ok(file) => match file.try_lock() {
                Ok(()) => Some(file),
                Err(TryLockError::WouldBlock) => continue,
                Err(TryLockError::Error(_)) => None,
            },
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            // Somebody else's, perhaps: nothing is known of it.
            Err(_) => continue,
        };
        let marks = file.as_ref().and_then(marks::read);
        if !knows_all(transaction, marks.as_deref().unwrap_or_default())? {
            return Err(Unusable::Behind { marks: path });
        }
        let same_boot = booted.is_some() && booted == boot();
        let marks = marks.filter(|_| same_boot);
        settle(transaction, run, marks.as_deref(), now)?;
        settled.push((path, file));
    }
    Ok(Settled(settled))
}

/// The files of marks of runs that the ledger does not know.
fn marks_of_later_runs(ledger: &Path, last: i64) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (ledger.parent(), ledger.file_name()) else { return Vec::new() };
    let beginning = format!("{}-", name.to_string_lossy());
    let run_of = |path: &Path| -> Option<i64> {
        path.file_name()?.to_str()?.strip_prefix(&beginning)?.strip_suffix(".marks")?.parse().ok()
    };
    // An empty name is the folder that is worked in.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    files.filter(|path| run_of(path).is_some_and(|run| run > last)).collect()
}

/// Whether the ledger knows every letter that was begun. Its claim was on the disk before that.
fn knows_all(transaction: &Transaction<'_>, marks: &[Mark]) -> rusqlite::Result<bool> {
    let mut claimed = transaction.prepare("SELECT EXISTS (SELECT * FROM letters WHERE id = ?1 AND attempt >= ?2)")?;
    for mark in marks {
        if !claimed.query_row(params![mark.letter, mark.attempt], |row| row.get::<_, bool>(0))? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Settles one run; without marks each of its letters may have gone.
fn settle(transaction: &Transaction<'_>, run: i64, marks: Option<&[Mark]>, now: Timestamp) -> rusqlite::Result<()> {
    let marks: Option<HashMap<_, _>> =
        marks.map(|marks| marks.iter().map(|mark| ((mark.letter, mark.attempt), mark.step)).collect());
    let mut claimed = transaction.prepare("SELECT id, attempt FROM letters WHERE run = ?1 AND state = 'claimed'")?;
    let claimed = claimed.query_map([run], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    for (letter, attempt) in claimed {
        let (step, words) = match marks.as_ref().map(|marks| marks.get(&(letter, attempt))) {
            None => (Step::Doubt, Some("the machine stopped while it was in hand")),
            Some(None) => (Step::Release, None),
            Some(Some(None)) => (Step::Doubt, Some("the program was stopped while it was handed over")),
            Some(Some(Some(step))) => (*step, Some("recorded after the program was stopped")),
        };
        let Some(state) = State::Claimed.after(step) else { continue };
        let sql = "UPDATE letters SET state = ?1, words = ?2, at = ?3 WHERE id = ?4";
        transaction.execute(sql, params![state, words, now.as_millisecond(), letter])?;
    }
    transaction.execute("UPDATE runs SET ended = ?2 WHERE id = ?1", params![run, now.as_millisecond()]).map(drop)
}
