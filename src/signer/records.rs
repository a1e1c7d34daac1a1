use std::io::{self, Read};

use csv::ByteRecord;
use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::fault::{Fault, LIMIT};

/// Cuts a CSV (RFC 4180) into records, one at a time.
///
/// It is stricter than the crate `csv`: a cell that begins with a quotation mark has to end with one. Taken leniently, a
/// forgotten mark makes the next signer's row part of this signer's text. What is wrong costs the lines up to the one
/// that holds the mark, never the rest, and no record takes more than [`LIMIT`].
#[derive(Debug)]
pub(super) struct Records<R> {
    input: R,
    delimiter: u8,
    /// What has been read; what lies before `start` has been cut.
    buffer: Vec<u8>,
    start: usize,
    is_at_end: bool,
    /// The line and the byte of the input at `start`.
    line: usize,
    offset: u64,
}

/// Why a record cannot be cut.
enum Stop {
    /// More has to be read; inside the quoted cell that begins at this byte, if any.
    More(Option<usize>),
    /// Something follows the end of the quoted cell that begins at this byte.
    Quote(usize),
}

impl<R: Read> Records<R> {
    /// How much is read at once.
    const CHUNK: usize = 1 << 16;

    /// Reads what begins at this line and byte of a file.
    pub(super) fn new(input: R, delimiter: u8, line: usize, offset: u64) -> Self {
        Self { input, delimiter, buffer: Vec::new(), start: 0, is_at_end: false, line, offset }
    }

    /// The line in which the next record begins, from 1.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The byte at which the next record begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Cuts the next record; `None` at the end. Lines whose cells cannot be told apart are in the record as one cell.
    pub(super) fn read(&mut self, record: &mut ByteRecord) -> io::Result<Option<Result<(), Fault>>> {
        loop {
            if self.start == self.buffer.len() && !self.fill()? {
                return Ok(None);
            }
            let bytes = &self.buffer[self.start..];
            match cut(bytes, self.delimiter, self.is_at_end, record) {
                Ok(length) => {
                    self.advance(length);
                    return Ok(Some(Ok(())));
                }
                Err(Stop::Quote(at)) => return self.give_up(Some(at), record).map(|fault| Some(Err(fault))),
                Err(Stop::More(at)) => {
                    if bytes.len() >= LIMIT || !self.fill()? && at.is_some() {
                        return self.give_up(at, record).map(|fault| Some(Err(fault)));
                    }
                }
            }
        }
    }

    /// Passes over the lines up to the one with the quotation mark at fault, or over the one that is too long.
    fn give_up(&mut self, quote: Option<usize>, record: &mut ByteRecord) -> io::Result<Fault> {
        let bytes = &self.buffer[self.start..];
        let before = &bytes[..quote.unwrap_or(0)];
        let fault = quote.map_or(Fault::Size(self.line), |_| {
            let line_start = memrchr(b'\n', before).map_or(0, |end| end + 1);
            let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
            Fault::Quote(self.line + line_ends(before), column)
        });
        let line_end = memchr(b'\n', &bytes[before.len()..]).map_or(bytes.len(), |length| before.len() + length);
        let lost = &bytes[..line_end];
        record.clear();
        record.push_field(lost.strip_suffix(b"\r").unwrap_or(lost));
        self.advance(line_end);
        // The line may go on after what has been read.
        loop {
            if let Some(end) = memchr(b'\n', &self.buffer[self.start..]) {
                self.advance(end + 1);
                return Ok(fault);
            }
            self.advance(self.buffer.len() - self.start);
            if !self.fill()? {
                return Ok(fault);
            }
        }
    }

    fn advance(&mut self, length: usize) {
        self.line += line_ends(&self.buffer[self.start..self.start + length]);
        self.offset += length as u64;
        self.start += length;
    }

    /// Reads on; `false` at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let length = self.buffer.len();
        self.buffer.resize(length + Self::CHUNK, 0);
        let count = loop {
            match self.input.read(&mut self.buffer[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.buffer.truncate(length + count.as_ref().copied().unwrap_or(0));
        self.is_at_end = count? == 0;
        Ok(!self.is_at_end)
    }
}

/// Cuts the record that these bytes begin with, and tells its length with its line end.
fn cut(bytes: &[u8], delimiter: u8, is_at_end: bool, record: &mut ByteRecord) -> Result<usize, Stop> {
    record.clear();
    let mut start = 0;
    loop {
        let cell = &bytes[start..];
        let quote = cell.starts_with(b"\"").then_some(start);
        let length = match quote {
            None => memchr2(delimiter, b'\n', cell).unwrap_or(cell.len()),
            Some(_) => quoted_length(cell).ok_or(Stop::More(quote))?,
        };
        let (cell, rest) = cell.split_at(length);
        let line_end = match rest {
            [] | [b'\r'] if !is_at_end => return Err(Stop::More(None)),
            [byte, ..] if *byte == delimiter => None,
            [] | [b'\r'] | [b'\n', ..] => Some(rest.len().min(1)),
            [b'\r', b'\n', ..] => Some(2),
            _ => return Err(Stop::Quote(start)),
        };
        match quote {
            None if line_end.is_some() => record.push_field(cell.strip_suffix(b"\r").unwrap_or(cell)),
            None => record.push_field(cell),
            Some(_) => push_unquoted(&cell[1..length - 1], record),
        }
        match line_end {
            Some(line_end) => return Ok(start + length + line_end),
            None => start += length + 1,
        }
    }
}

/// The length of a quoted cell with both its quotation marks; `None` when the second one is not there.
fn quoted_length(cell: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr(b'"', cell.get(at..)?)? + 1;
        match cell.get(at) {
            Some(b'"') => at += 1,
            _ => return Some(at),
        }
    }
}

/// Adds what stands between quotation marks, where each mark is written twice.
fn push_unquoted(inside: &[u8], record: &mut ByteRecord) {
    if inside.contains(&b'"') {
        let mut was_mark = false;
        let keep = |&&byte: &&u8| {
            was_mark = byte == b'"' && !was_mark;
            !was_mark
        };
        record.push_field(&inside.iter().filter(keep).copied().collect::<Vec<_>>());
    } else {
        record.push_field(inside);
    }
}

/// Whether every cell is empty: a spreadsheet leaves such rows below the last one.
pub(super) fn is_blank(record: &ByteRecord) -> bool {
    record.as_slice().iter().all(|&byte| byte == 0 || byte.is_ascii_whitespace())
}

fn line_ends(bytes: &[u8]) -> usize {
    memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(buffer.len());
            self.0.read(&mut buffer[..length])
        }
    }

    /// Every record with its line, or the fault.
    fn read_all(input: &[u8], step: usize) -> Vec<(usize, Result<Vec<String>, Fault>)> {
        let mut records = Records::new(Trickle(input, step), b',', 1, 0);
        let mut record = ByteRecord::new();
        let mut all = Vec::new();
        loop {
            let line = records.line();
            let Some(found) = records.read(&mut record).unwrap() else {
                assert_eq!(records.offset(), input.len() as u64);
                return all;
            };
            let cells = || record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            all.push((line, found.map(|()| cells())));
        }
    }

    #[test]
    fn a_forgotten_quotation_mark_costs_its_own_line() {
        for (input, column) in
            [("a,\"b\nc,d\n\"e\",f", 3), ("\"a\" ,b\nc,d\n\"e\",f\n", 1), ("\u{416},\"b\"\"\r\nc,d\r\n\"e\",f\r\n", 3)]
        {
            for step in 1..8 {
                let all = read_all(input.as_bytes(), step);
                let lines: Vec<_> = all.iter().map(|(line, found)| (*line, found.is_ok())).collect();
                assert_eq!(lines, [(1, false), (2, true), (3, true)], "{input:?}");
                assert_eq!(all[0].1, Err(Fault::Quote(1, column)), "{input:?}");
            }
        }
    }

    #[test]
    fn nothing_is_held_that_is_larger_than_a_record_may_be() {
        for quote in ["\"", ""] {
            let input = format!("a,b\n{quote}{}\n\nc,d\n", "x".repeat(3 * LIMIT));
            let mut records = Records::new(input.as_bytes(), b',', 1, 0);
            let mut record = ByteRecord::new();
            let mut lines = Vec::new();
            while let Some(found) = records.read(&mut record).unwrap() {
                assert!(records.buffer.len() <= LIMIT + Records::<&[u8]>::CHUNK);
                lines.push((records.line(), found.is_ok()));
            }
            assert_eq!(lines, [(2, true), (3, false), (4, true), (5, true)]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_is_read_however_it_comes_in(
            rows in prop::collection::vec(prop::collection::vec("[a\"\r\n, Ж]{0,6}", 2..4), 0..6),
            step in 1..9_usize,
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let read = read_all(&writer.into_inner().unwrap(), step);
            prop_assert_eq!(read.into_iter().map(|(_, found)| found.unwrap()).collect::<Vec<_>>(), rows);
        }

        #[test]
        fn any_bytes_are_read_alike_however_they_come_in(input in "[a\"\r\n,]{0,40}", step in 1..9_usize) {
            prop_assert_eq!(read_all(input.as_bytes(), step), read_all(input.as_bytes(), 1000));
        }
    }
}
