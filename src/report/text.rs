use super::{Figure, Report, Table, Wording};

/// The widest line.
const WIDEST: usize = 100;

impl Report {
    /// The report for a terminal of that many columns: each figure with a bar that fits, unless there are to be none.
    pub fn text(&self, wording: &Wording, columns: usize, bars: bool) -> String {
        let mut text = format!("{}\n", self.campaign);
        let totals = self.totals.iter().filter(|(_, figure)| figure.number().is_some());
        let totals: Vec<_> = totals.map(|(measure, figure)| (wording.measure(*measure), *figure)).collect();
        let largest = totals.iter().filter_map(|(_, figure)| figure.number()).max().unwrap_or_default();
        let lines = Lines::new(&totals, wording, if bars { columns } else { 0 });
        text.extend(totals.iter().map(|(word, figure)| lines.line(word, *figure, largest)));
        text.extend(self.tables.iter().map(|each| table(each, wording, columns, bars)));
        let left_out = wording.left_out(self);
        if !left_out.is_empty() {
            text += &folded(&left_out, columns);
        }
        text + &folded(wording.note(self), columns)
    }
}

/// A table with its heading; nothing where no figure may be shown.
fn table(table: &Table, wording: &Wording, columns: usize, bars: bool) -> String {
    if table.measures.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", wording.title(table.by));
    let rows = wording.rows(table).into_iter().map(|(name, row)| {
        let words = table.measures.iter().map(|measure| wording.measure(*measure));
        (name, words.zip(row.figures.iter().copied()).collect::<Vec<_>>())
    });
    let rows: Vec<_> = rows.collect();
    let figures: Vec<_> = rows.iter().flat_map(|(_, figures)| figures.iter().copied()).collect();
    let lines = Lines::new(&figures, wording, if bars { columns } else { 0 });
    for (name, figures) in rows {
        text.extend(["  ", &name, "\n"]);
        // None is worth no line.
        let figures = figures.iter().filter(|(_, figure)| *figure != Figure::Of(0));
        text.extend(figures.map(|(word, figure)| lines.line(word, *figure, table.largest())));
    }
    text
}

/// Lines of a table that stand below one another.
struct Lines<'w> {
    wording: &'w Wording,
    words: usize,
    figures: usize,
    bar: usize,
}

impl<'w> Lines<'w> {
    fn new(figures: &[(&str, Figure)], wording: &'w Wording, columns: usize) -> Self {
        let length = |text: &str| text.chars().count();
        let words = figures.iter().map(|(word, _)| length(word)).max().unwrap_or_default();
        let longest = figures.iter().map(|(_, figure)| length(&wording.figure(*figure))).max().unwrap_or_default();
        let bar = columns.min(WIDEST).saturating_sub(4 + words + 1 + longest + 1);
        Self { wording, words, figures: longest, bar }
    }

    fn line(&self, word: &str, figure: Figure, largest: usize) -> String {
        let Self { wording, words, figures, bar } = *self;
        // What is there has a bar, however short.
        let length = figure.number().map_or(0, |number| (number * bar).div_ceil(largest.max(1)));
        let line = format!("    {word:<words$} {:>figures$} {}", wording.figure(figure), "█".repeat(length));
        format!("{}\n", line.trim_end())
    }
}

/// A paragraph whose lines end between words.
fn folded(text: &str, columns: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns.min(WIDEST) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    format!("\n{}\n", lines.join("\n"))
}
