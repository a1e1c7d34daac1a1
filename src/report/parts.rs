use std::collections::BTreeMap;

use super::Figure;
use super::column::{Count, protect};
use crate::ledger::Figures;

/// The parts that a campaign falls into: recipients, and the channels by which letters go to them and to nobody outside the part.
///
/// Which recipient is reached by which channel stands in the appeal. So the sum of a part is told by the recipients in it as
/// well as by its channels, and the tables of both have to hide what is missing to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parts<'f> {
    recipients: BTreeMap<&'f str, usize>,
    channels: BTreeMap<&'f str, usize>,
}

impl<'f> Parts<'f> {
    pub(super) fn of(figures: &'f [Figures]) -> Self {
        let mut parts = Self::default();
        for (number, each) in figures.iter().enumerate() {
            let known = [parts.recipients.get(&*each.recipient), parts.channels.get(&*each.channel)]
                .map(Option::<&usize>::copied);
            // What was two parts is one.
            let all = parts.recipients.values_mut().chain(parts.channels.values_mut());
            all.filter(|part| known.contains(&Some(**part))).for_each(|part| *part = number);
            parts.recipients.insert(&each.recipient, number);
            parts.channels.insert(&each.channel, number);
        }
        parts
    }

    /// The part of these letters.
    pub(super) fn part(&self, figures: &Figures) -> Option<usize> {
        self.recipients.get(&*figures.recipient).copied()
    }
}

/// The figures of a column like [`protect`], where also the sum of each part is known that is shown in `sums`. `parts` has the part
/// of each row.
pub(super) fn protect_parts(
    counts: &[(Count<'_>, usize)],
    parts: &[Option<usize>],
    sums: &BTreeMap<Option<usize>, Figure>,
) -> Vec<Figure> {
    let mut counts = counts.to_vec();
    // Parts whose sums are not known stand together.
    let mut columns: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (part, sum) in sums {
        let rows: Vec<usize> = (0..parts.len()).filter(|at| parts[*at] == *part).collect();
        if sum.number().is_some() {
            columns.insert(*part, rows);
            continue;
        }
        // Each of them keeps a row that is not shown, or its sum would be known.
        let there = rows.iter().filter(|at| counts[**at].0.letters() > 0);
        if let Some(smallest) = there.min_by_key(|at| counts[**at].0.letters()) {
            counts[*smallest].1 = 0;
        }
        columns.entry(None).or_default().extend(rows);
    }
    let mut figures = vec![Figure::Hidden; counts.len()];
    for rows in columns.into_values() {
        let column: Vec<_> = rows.iter().map(|at| counts[*at].clone()).collect();
        for (at, figure) in rows.into_iter().zip(protect(&column)) {
            figures[at] = figure;
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::{Dimension, Measure, Report, Table};
    use super::*;
    use crate::ledger::State;

    fn letters(recipient: &str, channel: &str, letters: usize) -> Figures {
        let (recipient, channel) = (recipient.to_owned(), channel.to_owned());
        let (returned, copies_returned, answered) = (0, 0, 0);
        let (country, day, state) = (None, date(2026, 11, 1), State::Accepted);
        Figures { recipient, channel, country, day, state, letters, returned, copies_returned, answered }
    }

    fn table(report: &Report, by: Dimension) -> &Table {
        report.tables.iter().find(|table| table.by == by).unwrap()
    }

    fn shown(report: &Report, by: Dimension) -> Vec<(String, Figure)> {
        table(report, by).rows.iter().map(|row| (row.name.in_english(by), row.figures[0])).collect()
    }

    #[test]
    fn the_figure_of_a_channel_does_not_tell_that_of_an_office() {
        // With the 10 to the akimat shown, the 13 by post would tell those to the prison.
        let figures = [
            letters("akimat", "post", 10),
            letters("court", "email", 100),
            letters("ministry", "email", 8),
            letters("prison", "post", 3),
        ];
        let report = Report::of("x", &figures, false);
        let (of, few, hidden) = (Figure::Of, Figure::Few, Figure::Hidden);
        let rows = shown(&report, Dimension::Recipient);
        let expected = [("akimat", hidden), ("court", of(100)), ("ministry", of(8)), ("prison", few)];
        assert_eq!(rows, expected.map(|(name, figure)| (name.to_owned(), figure)));
        let rows = shown(&report, Dimension::Channel);
        assert_eq!(rows, [("email", of(108)), ("post", of(13))].map(|(name, figure)| (name.to_owned(), figure)));
    }

    /// Whether the sum of some unknown numbers can be computed from other such sums: whether it adds nothing to their rank.
    fn is_known(sums: &[Vec<f64>], wanted: &[f64]) -> bool {
        let rank = |mut rows: Vec<Vec<f64>>| {
            let mut rank = 0;
            for column in 0..wanted.len() {
                let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else { continue };
                rows.swap(rank, pivot);
                let (above, below) = rows.split_at_mut(rank + 1);
                for row in below {
                    let factor = row[column] / above[rank][column];
                    row.iter_mut().zip(&above[rank]).for_each(|(cell, other)| *cell -= factor * other);
                }
                rank += 1;
            }
            rank
        };
        rank(sums.to_vec()) == rank([sums, &[wanted.to_vec()]].concat())
    }

    proptest! {
        #[test]
        fn no_small_figure_can_be_computed_from_two_tables(
            cells in prop::collection::btree_map((0..5usize, 0..4usize), prop_oneof![1..7usize, 1..40usize], 1..9),
        ) {
            let offices = ["a", "b", "c", "d", "e"];
            let channels = ["email", "fax", "phone", "post"];
            let cell = |((office, channel), number): (&(usize, usize), &usize)| {
                letters(offices[*office], channels[*channel], *number)
            };
            let figures: Vec<_> = cells.iter().map(cell).collect();
            let report = Report::of("x", &figures, false);
            let is_shown = report.totals.iter().any(|(_, figure)| figure.number().is_some());
            if !is_shown {
                return Ok(());
            }
            prop_assert_eq!(report.totals[0].0, Measure::Of(State::Accepted));
            let of = |is: &dyn Fn(&Figures) -> bool| figures.iter().map(|each| f64::from(is(each))).collect::<Vec<_>>();
            let row = |by: Dimension, name: &str| match by {
                Dimension::Recipient => of(&|each| each.recipient == name),
                _ => of(&|each| each.channel == name),
            };
            let both = [Dimension::Recipient, Dimension::Channel].map(|by| (by, shown(&report, by)));
            let rows = || both.iter().flat_map(|(by, rows)| rows.iter().map(move |(name, figure)| (*by, name, *figure)));
            let mut sums: Vec<_> =
                rows().filter(|(.., figure)| figure.number().is_some()).map(|(by, name, _)| row(by, name)).collect();
            sums.push(of(&|_| true));
            for (by, name, figure) in rows().filter(|(.., figure)| figure.number().is_none()) {
                let wanted = row(by, name);
                let number: usize = figures.iter().zip(&wanted).filter(|(_, is)| **is > 0.0).map(|(each, _)| each.letters).sum();
                prop_assert!(number >= 5 || !is_known(&sums, &wanted), "{:?} {} {:?} {:?}", by, name, figure, both);
            }
        }
    }
}
