use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Step, Ticket};
use crate::deliver::Outcome;
use crate::source::{Problem, open_private};

/// The most letters that a run can have claimed at a time.
pub(super) const SLOTS: usize = 256;

/// The length of a mark: letter, attempt, what happened, and a check sum.
const LENGTH: usize = 8 + 4 + 4 + 4;

/// What connections leave behind of each letter: that it was begun, and how it was answered. Each is one small write that
/// is not synced, so it costs a microsecond or two and survives a killed program, but not a power cut.
///
/// The file has a place for each letter that can be claimed at a time, and is as long when it is made as it will ever be: a
/// full disk cannot prevent a mark.
#[derive(Debug, Clone)]
pub struct Marks(Arc<File>);

/// What stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub letter: i64,
    pub attempt: u32,
    /// What became of it; `None`: it was begun.
    pub step: Option<Step>,
}

impl Marks {
    /// Makes a file of marks and locks it for as long as it is open: that is how others know that the run lives.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = open_private(path)?;
        file.try_lock()?;
        file.set_len(0)?;
        file.write_all_at(&[0; SLOTS * LENGTH], 0)?;
        file.sync_all()?;
        Ok(Self(Arc::new(file)))
    }

    /// Marks a letter as begun, before its first byte goes out.
    ///
    /// # Errors
    ///
    /// When that cannot be written: the letter must not go then.
    pub fn begun(&self, ticket: &Ticket) -> Result<(), Problem> {
        self.write(ticket, None).map_err(|error| Problem::error("a letter cannot be marked as begun").because(error))
    }

    /// Marks a letter as answered.
    ///
    /// # Errors
    ///
    /// When that cannot be written: the letter is in doubt if the program is killed before it is recorded.
    pub fn answered(&self, ticket: &Ticket, outcome: &Outcome) -> io::Result<()> {
        self.write(ticket, Some(Step::of(outcome)))
    }

    fn write(&self, ticket: &Ticket, step: Option<Step>) -> io::Result<()> {
        let mark = Mark { letter: ticket.letter, attempt: ticket.attempt, step };
        self.0.write_all_at(&mark.to_bytes(), (ticket.slot * LENGTH) as u64)
    }
}

impl Mark {
    fn to_bytes(self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        bytes[..8].copy_from_slice(&self.letter.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.attempt.to_le_bytes());
        bytes[12] = match self.step {
            Some(Step::Accept) => b'a',
            Some(Step::Hand) => b'h',
            Some(Step::Defer) => b'd',
            Some(Step::Reject) => b'r',
            Some(_) => b'u',
            None => b'b',
        };
        let sum = check_sum(&bytes[..16]);
        bytes[16..].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8; LENGTH]) -> Option<Self> {
        let (letter, rest) = bytes.split_first_chunk()?;
        let (attempt, rest) = rest.split_first_chunk()?;
        let step = match rest.first()? {
            b'a' => Some(Step::Accept),
            b'h' => Some(Step::Hand),
            b'd' => Some(Step::Defer),
            b'r' => Some(Step::Reject),
            b'u' => Some(Step::Doubt),
            b'b' => None,
            _ => return None,
        };
        let mark = Self { letter: i64::from_le_bytes(*letter), attempt: u32::from_le_bytes(*attempt), step };
        (mark.to_bytes() == *bytes).then_some(mark)
    }
}

/// Where the marks of a run stand.
pub(super) fn marks_path(ledger: &Path, run: i64) -> PathBuf {
    let mut path = ledger.as_os_str().to_owned();
    path.push(format!("-{run}.marks"));
    path.into()
}

/// Which start of the machine this is, where it tells: marks that were not synced are worth something until the next.
pub(super) fn boot() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(boot.trim().to_owned())
}

/// FNV-1a: enough to tell a mark from what is none.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |sum: u32, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The marks that a run left. `None` when some of them cannot be read: then nothing is known.
pub(super) fn read(file: &File) -> Option<Vec<Mark>> {
    let mut bytes = vec![0; SLOTS * LENGTH];
    file.read_exact_at(&mut bytes, 0).ok()?;
    let (slots, _) = bytes.as_chunks::<LENGTH>();
    slots.iter().filter(|slot| **slot != [0; LENGTH]).map(Mark::from_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_read_back_and_nothing_else_does() {
        let steps = [Step::Accept, Step::Hand, Step::Defer, Step::Reject, Step::Doubt].map(Some);
        for step in steps.into_iter().chain([None]) {
            let mark = Mark { letter: 1_000_000_007, attempt: 3, step };
            let bytes = mark.to_bytes();
            assert_eq!(Mark::from_bytes(&bytes), Some(mark));
            for at in 0..LENGTH {
                let mut broken = bytes;
                broken[at] ^= 1;
                assert_eq!(Mark::from_bytes(&broken), None, "{at}");
            }
        }
    }
}
