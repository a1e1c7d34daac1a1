use super::{Figure, Measure, Report, Table};

/// The widest line.
const WIDEST: usize = 100;

impl Report {
    /// The report for a terminal of that many columns: each figure with a bar that fits.
    pub fn text(&self, columns: usize) -> String {
        let mut text = format!("{}\n", self.campaign);
        let largest = self.totals.iter().filter_map(|(_, figure)| figure.number()).max().unwrap_or_default();
        let lines = Lines::new(self.totals.iter().copied(), columns);
        for (measure, figure) in self.totals.iter().filter(|(_, figure)| figure.number().is_some()) {
            text += &lines.line(*measure, *figure, largest);
        }
        text.extend(self.tables.iter().map(|each| table(each, columns)));
        let left_out = self.left_out();
        if !left_out.is_empty() {
            let words = left_out.iter().map(|measure| measure.word()).collect::<Vec<_>>().join(", ");
            text += &folded(&format!("Fewer than 5 letters or people: {words}."), columns);
        }
        text + &folded(self.note(), columns)
    }

    /// What is to be known of what is not shown.
    pub(super) fn note(&self) -> &'static str {
        if self.exact {
            "Small figures are shown, which may tell of single people. Do not publish them."
        } else {
            "\"Fewer than 5\" may be none. What is not shown is of few people, or would tell a small figure."
        }
    }
}

/// A table with its heading; nothing where no figure may be shown.
fn table(table: &Table, columns: usize) -> String {
    if table.measures.is_empty() {
        return String::new();
    }
    let mut text = format!("\nLetters by {}\n", table.by.title());
    let figures = table.rows.iter().flat_map(|row| table.measures.iter().copied().zip(row.figures.iter().copied()));
    let lines = Lines::new(figures, columns);
    for row in &table.rows {
        text.extend(["  ", &row.name, "\n"]);
        // None is worth no line.
        let figures = table.measures.iter().zip(&row.figures).filter(|(_, figure)| **figure != Figure::Of(0));
        text.extend(figures.map(|(measure, figure)| lines.line(*measure, *figure, table.largest())));
    }
    text
}

/// Lines of a table that stand below one another.
struct Lines {
    words: usize,
    figures: usize,
    bar: usize,
}

impl Lines {
    fn new(figures: impl Iterator<Item = (Measure, Figure)>, columns: usize) -> Self {
        let mut lines = Self { words: 0, figures: 0, bar: 0 };
        for (measure, figure) in figures {
            lines.words = lines.words.max(measure.word().len());
            lines.figures = lines.figures.max(figure.to_string().len());
        }
        lines.bar = columns.min(WIDEST).saturating_sub(4 + lines.words + 1 + lines.figures + 1);
        lines
    }

    fn line(&self, measure: Measure, figure: Figure, largest: usize) -> String {
        let Self { words, figures, bar } = *self;
        // What is there has a bar, however short.
        let length = figure.number().map_or(0, |number| (number * bar).div_ceil(largest.max(1)));
        let line = format!("    {:<words$} {figure:>figures$} {}", measure.word(), "█".repeat(length));
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
