use handlebars::Handlebars;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Figure, Measure, Report, Row, Table};
use crate::source::Problem;
use crate::vocabulary::content_security_policy;

const PAGE: &str = include_str!("page.html.hbs");
const STYLE: &str = include_str!("page.css");

/// The height of a line of a chart, in pixels.
const LINE: usize = 22;

/// How wide the longest bar is, in percent of a chart: beside it stand the words.
const BAR: f64 = 50.0;

impl Report {
    /// The report as a page that stands by itself: it loads nothing, runs nothing, and asks nobody.
    ///
    /// # Errors
    ///
    /// When the page cannot be filled in.
    pub fn html(&self, title: &str, today: Date) -> Result<String, Problem> {
        let left_out: Vec<_> = self.left_out().iter().map(|measure| measure.word()).collect();
        let totals = self.totals.iter().filter(|(_, figure)| figure.number().is_some());
        let values = json!({
            "title": title,
            "day": today.to_string(),
            "style": STYLE,
            "policy": content_security_policy(STYLE),
            "totals": totals.map(|(measure, figure)| json!({ "word": measure.word(), "figure": figure.to_string() }))
                .collect::<Vec<_>>(),
            "left_out": left_out.join(", "),
            "tables": self.tables.iter().filter(|table| !table.measures.is_empty()).map(chart).collect::<Vec<_>>(),
            "note": self.note(),
        });
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        let page = handlebars.render_template(PAGE, &values);
        page.map_err(|error| Problem::error("the page cannot be filled in").because(error))
    }
}

/// A table, and where the lines and bars of its charts are: one for each row, since a page can break between them only.
fn chart(table: &Table) -> Value {
    let row = |(number, row): (usize, &Row)| {
        let bar = |(line, (measure, figure)): (usize, (&Measure, &Figure))| {
            #[expect(clippy::cast_precision_loss, reason = "a bar is drawn with it")]
            let width = figure.number().map(|number| number as f64 * BAR / table.largest().max(1) as f64);
            json!({
                "word": measure.word(), "figure": figure.to_string(), "is_number": width.is_some(),
                "text_y": line * LINE - 6, "bar_y": line * LINE - 17, "width": format!("{:.2}", width.unwrap_or_default()),
            })
        };
        // The name is in the first line.
        let bars: Vec<_> = (2..).zip(table.measures.iter().zip(&row.figures)).map(bar).collect();
        json!({
            "id": format!("{}-{number}", table.by.word()), "name": row.name, "text_y": LINE - 6,
            "height": (row.figures.len() + 1) * LINE, "bars": bars,
        })
    };
    json!({
        "by": table.by.word(), "title": table.by.title(), "rows": table.rows.iter().enumerate().map(row).collect::<Vec<_>>(),
        "measures": table.measures.iter().map(|measure| measure.word()).collect::<Vec<_>>(),
    })
}
