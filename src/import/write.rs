use std::collections::BTreeSet;
use std::fmt::Write;

use super::ids::id_of;
use super::in_directory::in_directory;
use super::{Appeal, Find, Finds, Outline, Owner, Part};
use crate::source::{Problem, TextFile, toml_string};
use crate::vocabulary::Day;

/// How much of a line may be left over, in bytes, before it is told whole.
const LEFT: usize = 60;

/// What stands in the file where no demand was found.
const NO_DEMAND: &str = "
# FILL IN: no demand was found. For each, copy these lines without the sign # and say what is asked for:
# [[demands]]
# id = \"release\"
# text = \"Release the seven printers\"";

/// What stands in the file where no recipient was found.
const NO_RECIPIENT: &str = "
# FILL IN: no recipient was found. For each, copy these lines without the sign # and fill in what the appeal has:
# [[recipients]]
# id = \"justice\"
# kind = \"ministry\"
# office = \"Ministry of Justice\"
# email = [\"justice@example.org\"]
# fax = [\"+7 7172 000000\"]";

/// Writes a campaign file: each value with the line it came from, what a person has to fill in left empty, and at the end
/// every line of the appeal that went nowhere.
///
/// # Errors
///
/// When the file would be larger than a campaign file may be.
pub fn write(appeal: &Appeal, finds: &Finds, outline: &Outline) -> Result<String, Problem> {
    let mut file = File { text: String::new(), finds };
    file.head(appeal, outline);
    file.incidents();
    file.demands();
    file.recipients(outline);
    file.copies();
    let text = file.text + &went_nowhere(appeal, finds);
    if text.len() as u64 > TextFile::LIMIT {
        let problem = Problem::error(format!("{} is too long for a campaign file", appeal.file));
        return Err(problem.hint("save the page of the appeal alone, or copy its text into a file"));
    }
    Ok(text)
}

struct File<'f> {
    text: String,
    finds: &'f Finds,
}

impl<'f> File<'f> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn all(&self, part: Part, of: Owner) -> Vec<&'f Find> {
        self.finds.list.iter().filter(|find| find.part == part && find.of == of && !find.value.is_empty()).collect()
    }

    fn first(&self, part: Part, of: Owner) -> Option<&'f Find> {
        self.all(part, of).into_iter().next()
    }

    /// A key with a text, and the line that it came from.
    fn text(&mut self, key: &str, find: &Find) {
        let origin = self.origin(find);
        let _ = writeln!(self.text, "{key} = {} {}", toml_string(&find.value), origin);
    }

    /// The comment that tells where a value was read, and what may be wrong with it.
    fn origin(&self, find: &Find) -> String {
        let same = |other: &&Find| other.part == find.part && other.of == find.of;
        let after = self.finds.list.iter().filter(same).skip_while(|other| *other != find).skip(1);
        // What has no value of its own is the rest of the one before.
        let last = after.take_while(|other| other.value.is_empty()).map(|other| other.line).max();
        let lines = match last.filter(|last| *last > find.line && find.part != Part::Title) {
            Some(last) => format!("{}-{last}", find.line),
            None => find.line.to_string(),
        };
        match &find.doubt {
            Some(doubt) => format!("# line {lines}? {}", shown(doubt)),
            None => format!("# line {lines}"),
        }
    }

    fn hole(&mut self, key: &str, what: &str) {
        let _ = writeln!(self.text, "{key} = \"\" # FILL IN: {what}");
    }

    fn day(&mut self, key: &str, day: Day, find: &Find) {
        let day = if matches!(day, Day::Date(_)) { day.to_string() } else { toml_string(&day.to_string()) };
        let origin = self.origin(find);
        let _ = writeln!(self.text, "{key} = {day} {origin}");
    }

    /// A key with a list, each value on a line with the line that it came from.
    fn list(&mut self, key: &str, finds: &[&Find]) {
        if finds.is_empty() {
            return;
        }
        self.line(&format!("{key} = ["));
        for find in finds {
            let value = if find.part == Part::Withheld { "email" } else { &find.value };
            let origin = self.origin(find);
            let _ = writeln!(self.text, "    {}, {}", toml_string(value), origin);
        }
        self.line("]");
    }

    fn head(&mut self, appeal: &Appeal, outline: &Outline) {
        let campaign = Owner::Campaign;
        self.line(&format!(
            "# Made from {}. The number behind a value is that of the line it was read from; a",
            shown(file_name(&appeal.file))
        ));
        self.line("# question mark says that it is not sure. Nothing goes out before each place that says FILL IN is filled in.");
        self.line("");
        let title = self.first(Part::Title, campaign);
        match title {
            Some(title) => self.text("title", title),
            None => self.hole("title", "what the appeal is called in a list"),
        }
        let issued = self.finds.list.iter().find(|find| find.part == Part::Issued);
        match issued.and_then(|find| Some((find, find.day?))) {
            Some((find, day)) => self.day("issued", day, find),
            None => self.hole("issued", "the day of issue: 2026-11-23, or \"2026-11\", or \"2026\""),
        }
        if let Some(publisher) = self.first(Part::Publisher, campaign) {
            self.text("issued_by", publisher);
        }
        match self.first(Part::Deadline, campaign) {
            Some(find) if find.day.is_none() => {
                self.hole("respond_by", &format!("the last day, told as {}", toml_string(&shown(&find.value))));
            }
            Some(find) => find.day.into_iter().for_each(|day| self.day("respond_by", day, find)),
            None => {}
        }
        if outline.open {
            self.line("status = \"open\"");
        } else {
            self.hole("status", "\"open\" when letters are asked for now, else \"closed\"");
        }
        match (outline.country, self.first(Part::Country, campaign)) {
            (Some(country), _) => self.line(&format!("country = {}", toml_string(country.code()))),
            (None, Some(find)) => self.text("country", find),
            (None, None) => self.hole("country", "whose authorities are written to"),
        }
        self.line(&format!("languages = [{}]", toml_string(self.finds.language.code())));
        match &outline.subject {
            Some(subject) => self.line(&format!("subject = {}", toml_string(subject))),
            None => self.hole("subject", "a plain request: Release the seven printers of Exampleville"),
        }
        match &outline.summary {
            Some(summary) => self.line(&format!("summary = {}", toml_string(summary))),
            None => self.hole("summary", "what happened, in a paragraph of your own words"),
        }
        if let Some(title) = title {
            self.line("\n[source]");
            self.text("title", title);
            if let Some(publisher) = self.first(Part::Publisher, campaign) {
                self.text("publisher", publisher);
            }
            if let Some(url) = self.first(Part::Url, campaign) {
                self.text("url", url);
            }
        }
    }

    fn incidents(&mut self) {
        for find in self.all(Part::Incident, Owner::Campaign) {
            self.line("\n[[incidents]]");
            if let Some(day) = find.day {
                self.day("date", day, find);
            }
            self.line("# Say it in a sentence as `text`, and it stands in letters; `details` does not.");
            self.text("details", find);
        }
    }

    fn demands(&mut self) {
        let (mut ids, demands) = (BTreeSet::new(), self.all(Part::Demand, Owner::Campaign));
        if demands.is_empty() {
            self.line(NO_DEMAND);
        }
        for find in demands {
            let id = id_of(&find.value, "demand", &mut ids);
            self.line("\n[[demands]]");
            self.line(&format!("id = {}", toml_string(&id)));
            self.text("text", find);
            self.line("core = true");
        }
    }

    fn recipients(&mut self, outline: &Outline) {
        let mut ids = BTreeSet::from(["embassy".to_owned()]);
        if self.finds.recipients().is_empty() {
            self.line(NO_RECIPIENT);
        }
        for number in self.finds.recipients() {
            let of = Owner::Recipient(number);
            self.line("\n[[recipients]]");
            if let Some(embassy) = self.first(Part::Embassy, of) {
                self.line(&format!("embassy = \"signer-country\" {}", self.origin(embassy)));
                continue;
            }
            let office = self.first(Part::Office, of);
            let kind = self.first(Part::Kind, of);
            let otherwise = kind.map_or("recipient", |find| &find.value);
            let id = id_of(office.map_or("", |find| &find.value), otherwise, &mut ids);
            if let Some(office) = in_directory(self.finds, of, outline) {
                self.line(&format!("# An address of this office is in the directory: a line `use = \"{office}\"` brings what stands there."));
            }
            self.line(&format!("id = {}", toml_string(&id)));
            match kind {
                Some(kind) => self.text("kind", kind),
                None => self.hole("kind", "what kind of office it is: court, ministry, company, other …"),
            }
            match office {
                Some(office) => self.text("office", office),
                None => self.hole("office", "whose address it is"),
            }
            for (key, part) in [("position", Part::Position), ("name", Part::Name), ("salutation", Part::Salutation)] {
                if let Some(find) = self.first(part, of) {
                    self.text(key, find);
                }
            }
            for (key, part) in [("email", Part::Email), ("fax", Part::Fax), ("phone", Part::Phone), ("web", Part::Web)]
            {
                self.list(key, &self.all(part, of));
            }
            if let Some(post) = self.first(Part::Post, of) {
                self.text("post", post);
            }
            self.list("withheld", &self.all(Part::Withheld, of));
            self.copies_in("[recipients.copies]", Owner::CopiesOf(number));
        }
    }

    fn copies(&mut self) {
        self.copies_in("[copies]", Owner::Copies);
    }

    fn copies_in(&mut self, table: &str, of: Owner) {
        let parts = [("email", Part::Email), ("fax", Part::Fax), ("post", Part::Post), ("withheld", Part::Withheld)];
        if parts.iter().all(|(_, part)| self.all(*part, of).is_empty()) {
            return;
        }
        self.line(&format!("\n{table}"));
        for (key, part) in parts {
            self.list(key, &self.all(part, of));
        }
    }
}

/// The name of a file without its folders: the campaign file goes from hand to hand, and they tell whose machine it was.
fn file_name(path: &str) -> &str {
    std::path::Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or("an appeal")
}

/// A text that can stand in a comment (TOML 1.0, "Comment").
fn shown(text: &str) -> String {
    super::appeal_line::tidy(text)
}

/// Every line of the appeal that went nowhere, or of which much went nowhere, as comments.
fn went_nowhere(appeal: &Appeal, finds: &Finds) -> String {
    let mut covered = vec![0; appeal.lines.len()];
    let mut why: Vec<Vec<&Find>> = vec![Vec::new(); appeal.lines.len()];
    for find in &finds.list {
        match find.part {
            Part::Nobody => why[find.index].push(find),
            _ => covered[find.index] += find.covers,
        }
    }
    let mut text = String::new();
    for (index, line) in appeal.lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
        let rest = line.text.len().saturating_sub(covered[index]);
        if why[index].is_empty() && covered[index] > 0 && rest <= LEFT {
            continue;
        }
        let numbers = match line.last_number() {
            last if last > line.number => format!("{}-{last}", line.number),
            _ => line.number.to_string(),
        };
        let _ = writeln!(text, "# {numbers}: {}", line.text);
        for find in &why[index] {
            let _ = writeln!(text, "#     {} {}: {}", find.value, find.part, find.doubt.as_deref().unwrap_or_default());
        }
    }
    if text.is_empty() { text } else { format!("\n# What went nowhere, wholly or in part, by its line:\n{text}") }
}
