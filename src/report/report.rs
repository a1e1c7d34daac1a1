use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::column::{Count, protect};
use super::{Figure, Measure, Row, Table};
use crate::ledger::Figures;
use crate::vocabulary::{Country, Language};

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

/// The row of those whose own rows would show nothing.
const OTHERS: &str = "others";

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

    /// What comes after "Letters by".
    pub fn title(self) -> &'static str {
        match self {
            Self::Country => "country of signer",
            other => other.word(),
        }
    }

    /// In which row letters stand.
    fn name(self, figures: &Figures) -> String {
        match (self, &figures.country) {
            (Self::Recipient, _) => figures.recipient.clone(),
            (Self::Channel, _) => figures.channel.clone(),
            (Self::Day, _) => figures.day.to_string(),
            (Self::Country, None) => "not known".to_owned(),
            (Self::Country, Some(code)) => code
                .parse::<Country>()
                .map_or_else(|_| code.clone(), |country| country.name_in(Language::ENGLISH).to_owned()),
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
            json!({ table.by.word(): row.name, "figures": cells(&mut figures) })
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
            figures.map(move |(measure, figure)| line(table.by.word(), &row.name, *measure, *figure))
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

fn table(by: Dimension, figures: &[Figures], measures: &[Measure], exact: bool) -> Table {
    let mut groups: BTreeMap<String, Vec<&Figures>> = BTreeMap::new();
    for each in figures {
        groups.entry(by.name(each)).or_default().push(each);
    }
    let mut rows: Vec<Row> = groups.keys().map(|name| Row { name: name.clone(), figures: Vec::new() }).collect();
    // States come before facts, so that it is known how many letters of a row are shown to have gone.
    let mut went = vec![0; rows.len()];
    for measure in measures {
        let most = |at: usize| if measure.is_fact() { went[at] } else { usize::MAX };
        let counts = groups.values().enumerate();
        let counts: Vec<_> = counts.map(|(at, group)| (sum(group.iter().copied(), *measure), most(at))).collect();
        let column =
            if exact { counts.iter().map(|(count, _)| shown(count, true)).collect() } else { protect(&counts) };
        for ((row, went), figure) in rows.iter_mut().zip(&mut went).zip(column) {
            row.figures.push(figure);
            *went += figure.number().filter(|_| measure.went()).unwrap_or_default();
        }
    }
    if by.names_people() && !exact {
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
        rows.push(Row { name: OTHERS.to_owned(), figures: vec![Figure::Hidden; figures.len()] });
    }
    rows
}
