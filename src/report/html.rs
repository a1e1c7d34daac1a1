use handlebars::Handlebars;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Figure, Report, Row, Table, Wording};
use crate::source::Problem;
use crate::vocabulary::content_security_policy;

const PAGE: &str = include_str!("page.html.hbs");
const STYLE: &str = include_str!("page.css");

/// The height of a line of a chart, in pixels.
const LINE: usize = 22;

/// How wide a letter of a chart is at most, as a rule, in pixels.
const LETTER: usize = 9;

/// How wide the longest bar is, in percent of a chart: beside it stand the words.
const BAR: f64 = 45.0;

impl Report {
    /// The report as a page that stands by itself: it loads nothing, runs nothing, and asks nobody.
    ///
    /// # Errors
    ///
    /// When the page cannot be filled in.
    pub fn html(&self, title: &str, wording: &Wording, today: Date) -> Result<String, Problem> {
        let totals = self.totals.iter().filter(|(_, figure)| figure.number().is_some());
        let total = |(measure, figure): &(_, Figure)| json!({ "word": wording.measure(*measure), "figure": wording.figure(*figure) });
        let tables = self.tables.iter().filter(|table| !table.measures.is_empty());
        let values = json!({
            "words": wording.words.all,
            "language": wording.words.language.code(),
            "direction": if wording.words.language.is_right_to_left() { "rtl" } else { "ltr" },
            "title": title,
            "day": today.to_string(),
            "style": STYLE,
            "policy": content_security_policy(STYLE),
            "totals": totals.map(total).collect::<Vec<_>>(),
            "left_out": wording.left_out(self),
            "tables": tables.map(|table| chart(table, wording)).collect::<Vec<_>>(),
            "note": wording.note(self),
        });
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        let page = handlebars.render_template(PAGE, &values);
        page.map_err(|error| Problem::error("the page cannot be filled in").because(error))
    }
}

/// A table, and where the lines and bars of its charts are: one for each row, since a page can break between them only.
fn chart(table: &Table, wording: &Wording) -> Value {
    let words: Vec<_> = table.measures.iter().map(|measure| wording.measure(*measure)).collect();
    let bars_at = words.iter().map(|word| word.chars().count() * LETTER).max().unwrap_or_default() + LETTER;
    let bar = |(line, (word, figure)): (usize, (&&str, &Figure))| {
        #[expect(clippy::cast_precision_loss, reason = "a bar is drawn with it")]
        let width = figure.number().map(|number| number as f64 * BAR / table.largest().max(1) as f64);
        json!({
            "word": word, "figure": wording.figure(*figure), "is_number": width.is_some(),
            "text_y": line * LINE - 6, "bar_y": line * LINE - 17, "width": format!("{:.2}", width.unwrap_or_default()),
        })
    };
    let row = |(number, (name, Row { figures, .. })): (usize, (String, &Row))| {
        // None is worth no line: the table has it.
        let there = words.iter().zip(figures).filter(|(_, figure)| **figure != Figure::Of(0));
        let bars: Vec<_> = (1..).zip(there).map(bar).collect();
        json!({
            "id": format!("{}-{number}", table.by.word()), "name": name, "height": bars.len() * LINE, "bars": bars,
            "figures": figures.iter().map(|figure| wording.figure(*figure)).collect::<Vec<_>>(),
        })
    };
    json!({
        "id": table.by.word(), "by": wording.get(table.by.word()), "title": wording.title(table.by),
        "bars_at": bars_at, "figures_at": bars_at + 6, "measures": words,
        "rows": wording.rows(table).into_iter().enumerate().map(row).collect::<Vec<_>>(),
    })
}
