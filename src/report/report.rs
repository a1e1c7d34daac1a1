use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::column::{Count, protect};
use super::parts::{Parts, protect_parts};
use super::{Figure, Measure, Name, Row, Table};
use crate::ledger::Figures;

/// What letters are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The recipient they are to.
    Recipient,
    /// How they go.
    Channel,
    /// Where the signer lives.
    Country,
    /// The day they came to their state.
    Day,
}

/// The figures of a campaign, as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The id of the campaign.
    pub campaign: String,
    /// Whether small figures are shown too.
    pub exact: bool,
    /// What is counted of the whole campaign.
    pub totals: Vec<(Measure, Figure)>,
    /// The tables.
    pub tables: Vec<Table>,
}

impl Dimension {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Recipient, Self::Channel, Self::Country, Self::Day];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Channel => "channel",
            Self::Country => "country",
            Self::Day => "day",
        }
    }

    /// In which row letters stand.
    fn name(self, figures: &Figures) -> Name {
        match self {
            Self::Recipient => Name::Of(figures.recipient.clone()),
            Self::Channel => Name::Of(figures.channel.clone()),
            Self::Day => Name::Of(figures.day.to_string()),
            Self::Country => figures.country.clone().map_or(Name::NotKnown, Name::Of),
        }
    }

    /// Whether a row in which nothing is shown tells that somebody is in it.
    fn names_people(self) -> bool {
        matches!(self, Self::Country | Self::Day)
    }
}

impl Report {
    /// The report of a campaign. Where it is not `exact`, no small figure is in it, and none can be computed.
    pub fn of(campaign: &str, figures: &[Figures], exact: bool) -> Self {
        let total = |measure: Measure| (measure, sum(figures.iter(), measure));
        let counts = Measure::ALL.map(total);
        let totals = counts.iter().map(|(measure, count)| (*measure, shown(count, exact)));
        let mut totals: Vec<_> = totals.filter(|(_, figure)| *figure != Figure::Of(0)).collect();
        hide_facts(&mut totals, exact);
        let columns: Vec<_> =
            totals.iter().filter(|(_, figure)| figure.number().is_some()).map(|(measure, _)| *measure).collect();
        let tables = Dimension::ALL.map(|by| table(by, figures, &columns, exact));
        Self { campaign: campaign.to_owned(), exact, totals, tables: tables.into() }
    }

    /// What is counted and not shown at all.
    pub fn left_out(&self) -> Vec<Measure> {
        self.totals.iter().filter(|(_, figure)| figure.number().is_none()).map(|(measure, _)| *measure).collect()
    }

    /// The report for programs.
    pub fn json(&self) -> Value {
        let cells = |cells: &mut dyn Iterator<Item = (Measure, Figure)>| -> Map<String, Value> {
            cells.map(|(measure, figure)| (measure.word().to_owned(), json!(figure))).collect()
        };
        let row = |table: &Table, row: &Row| {
            let mut figures = table.measures.iter().copied().zip(row.figures.iter().copied());
            json!({ table.by.word(): row.name.in_english(table.by), "figures": cells(&mut figures) })
        };
        let table = |table: &Table| {
            let rows: Vec<_> = table.rows.iter().map(|each| row(table, each)).collect();
            json!({ "by": table.by.word(), "rows": rows })
        };
        json!({
            "campaign": self.campaign,
            "exact": self.exact,
            "all": cells(&mut self.totals.iter().copied()),
            "tables": self.tables.iter().map(table).collect::<Vec<_>>(),
        })
    }

    /// Each figure by itself: by what, which row, what is counted, and the figure.
    pub fn lines(&self) -> impl Iterator<Item = [String; 4]> {
        let line = |by: &str, name: &str, measure: Measure, figure: Figure| {
            [by.to_owned(), name.to_owned(), measure.word().to_owned(), figure.to_string()]
        };
        let totals = self.totals.iter().map(move |(measure, figure)| line("all", "", *measure, *figure));
        let rows = self.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
        totals.chain(rows.flat_map(move |(table, row)| {
            let figures = table.measures.iter().zip(&row.figures);
            figures
                .map(move |(measure, figure)| line(table.by.word(), &row.name.in_english(table.by), *measure, *figure))
        }))
    }
}

fn sum<'f>(figures: impl Iterator<Item = &'f Figures>, measure: Measure) -> Count<'f> {
    let mut count = Count::default();
    figures.for_each(|each| count.add(&each.recipient, measure.count(each)));
    count
}

fn shown(count: &Count<'_>, exact: bool) -> Figure {
    if exact { Figure::Of(count.letters()) } else { count.figure() }
}

/// Hides what came back of more letters than are shown to have gone: it would tell of those that are not shown.
fn hide_facts(figures: &mut [(Measure, Figure)], exact: bool) {
    let went = figures.iter().filter(|(measure, _)| measure.went()).filter_map(|(_, figure)| figure.number()).sum();
    for (measure, figure) in figures {
        if measure.is_fact() && !exact && figure.number().is_some_and(|number| number > went) {
            *figure = Figure::Hidden;
        }
    }
}

/// The figures of each measure, for groups of letters that are together all of them. A column is shown as `protect` has it, which is
/// given each count with the most that may be shown of it.
fn columns<'f>(
    groups: &[Vec<&'f Figures>],
    measures: &[Measure],
    protect: impl Fn(usize, &[(Count<'f>, usize)]) -> Vec<Figure>,
) -> Vec<Vec<Figure>> {
    // States come before facts, so that it is known how many letters of a group are shown to have gone.
    let mut went = vec![0; groups.len()];
    let column = |(number, measure): (usize, &Measure)| {
        let most = |at: usize| if measure.is_fact() { went[at] } else { usize::MAX };
        let count = |(at, group): (usize, &Vec<&'f Figures>)| (sum(group.iter().copied(), *measure), most(at));
        let figures = protect(number, &groups.iter().enumerate().map(count).collect::<Vec<_>>());
        for (went, figure) in went.iter_mut().zip(&figures) {
            *went += figure.number().filter(|_| measure.went()).unwrap_or_default();
        }
        figures
    };
    measures.iter().enumerate().map(column).collect()
}

fn exact(counts: &[(Count<'_>, usize)]) -> Vec<Figure> {
    counts.iter().map(|(count, _)| shown(count, true)).collect()
}

fn table(by: Dimension, figures: &[Figures], measures: &[Measure], is_exact: bool) -> Table {
    let mut groups: BTreeMap<Name, Vec<&Figures>> = BTreeMap::new();
    for each in figures {
        groups.entry(by.name(each)).or_default().push(each);
    }
    let (names, groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
    let columns = match by {
        _ if is_exact => columns(&groups, measures, |_, counts| exact(counts)),
        Dimension::Country | Dimension::Day => columns(&groups, measures, |_, counts| protect(counts)),
        Dimension::Recipient | Dimension::Channel => {
            let known = Parts::of(figures);
            let mut of_parts: BTreeMap<Option<usize>, Vec<&Figures>> = BTreeMap::new();
            for each in figures {
                of_parts.entry(known.part(each)).or_default().push(each);
            }
            let (numbers, of_parts): (Vec<_>, Vec<_>) = of_parts.into_iter().unzip();
            let sums = columns(&of_parts, measures, |_, counts| protect(counts));
            let parts: Vec<_> = groups.iter().map(|group| group.first().and_then(|each| known.part(each))).collect();
            columns(&groups, measures, |number, counts| {
                let sums = numbers.iter().copied().zip(sums[number].iter().copied()).collect();
                protect_parts(counts, &parts, &sums)
            })
        }
    };
    let row = |(at, name)| Row { name, figures: columns.iter().map(|column| column[at]).collect() };
    let mut rows = names.into_iter().enumerate().map(row).collect();
    if by.names_people() && !is_exact {
        rows = gathered(rows);
    }
    Table { by, measures: measures.to_vec(), rows }
}

/// Puts rows that show nothing into one, which tells of nobody that there is somebody there.
fn gathered(rows: Vec<Row>) -> Vec<Row> {
    let (mut rows, others): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| row.figures.iter().any(|figure| figure.number().is_some_and(|number| number > 0)));
    if let Some(Row { figures, .. }) = others.into_iter().next() {
        rows.push(Row { name: Name::Others, figures: vec![Figure::Hidden; figures.len()] });
    }
    rows
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::State;

    prop_compose! {
        fn some()(
            recipient in prop::sample::select(vec!["court", "ministry"]),
            channel in prop::sample::select(vec!["email", "post"]),
            country in prop::sample::select(vec![None, Some("DE"), Some("AT"), Some("IS")]),
            day in 1..4i8,
            state in prop::sample::select(vec![State::Accepted, State::Handed, State::Rejected]),
            letters in prop_oneof![1..4usize, 1..40usize],
            back in 0..100usize,
        ) -> Figures {
            let returned = if state == State::Rejected { 0 } else { letters * back / 100 };
            let (recipient, channel) = (recipient.to_owned(), channel.to_owned());
            let (country, day) = (country.map(str::to_owned), date(2026, 11, day));
            Figures { recipient, channel, country, day, state, letters, returned, copies_returned: 0, answered: 0 }
        }
    }

    proptest! {
        #[test]
        fn no_small_figure_is_shown_or_missing_to_a_sum(figures in prop::collection::vec(some(), 1..20)) {
            let report = Report::of("x", &figures, false);
            let exact = Report::of("x", &figures, true);
            let is_small = |number: usize| (1..5).contains(&number);
            for (measure, total) in &report.totals {
                prop_assert!(!total.number().is_some_and(is_small));
                for table in &report.tables {
                    let Some(at) = table.measures.iter().position(|other| other == measure) else { continue };
                    let column = || table.rows.iter().map(|row| row.figures[at]);
                    prop_assert!(!column().filter_map(Figure::number).any(is_small), "{:?}", table);
                    let missing = total.number().unwrap() - column().filter_map(Figure::number).sum::<usize>();
                    prop_assert!(!is_small(missing), "{:?}", table);
                    let hidden = column().filter(|figure| figure.number().is_none()).count();
                    // Those in one row are of several, or it is not known that they are not.
                    prop_assert!(hidden != 1 || table.rows.iter().any(|row| row.name == Name::Others), "{:?}", table);
                }
                let whole = exact.totals.iter().find(|(other, _)| other == measure).map(|(_, figure)| *figure);
                prop_assert!(total.number().is_none() || whole == Some(*total));
            }
            // What is shown is right.
            for (table, exact) in report.tables.iter().zip(&exact.tables) {
                for row in table.rows.iter().filter(|row| row.name != Name::Others) {
                    let same = exact.rows.iter().find(|other| other.name == row.name).unwrap();
                    for (measure, figure) in table.measures.iter().zip(&row.figures) {
                        let at = exact.measures.iter().position(|other| other == measure).unwrap();
                        prop_assert!(figure.number().is_none() || same.figures[at] == *figure);
                    }
                    let number = |row: &Row, table: &Table, is: fn(Measure) -> bool| -> usize {
                        let cells = table.measures.iter().zip(&row.figures).filter(|(measure, _)| is(**measure));
                        cells.filter_map(|(_, figure)| figure.number()).sum()
                    };
                    prop_assert!(number(row, table, Measure::is_fact) <= number(row, table, Measure::went));
                }
            }
        }
    }
}
