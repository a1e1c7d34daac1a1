use super::appeal_line::tidy;
use super::{Appeal, AppealLine, Metadata};
use crate::vocabulary::Day;

/// A page that is being read.
#[derive(Debug, Default)]
pub(super) struct Page {
    lines: Vec<AppealLine>,
    metadata: Metadata,
    /// The line of the file that is before the first of the page.
    base: usize,
    line: usize,
    text: String,
    /// The line of the first word of the text.
    start: usize,
    links: Vec<String>,
    heading: bool,
    item: bool,
    /// How many elements are open that stand beside the text.
    apart: usize,
    /// How many `div` elements are open within one that stands beside the text, with it.
    apart_divs: usize,
    /// How many elements are open whose text is not seen.
    hidden: usize,
    in_title: bool,
    /// Data about the page that is being read, which is no text of it.
    data: Option<String>,
    /// Where the link that is open leads, and where its text begins.
    link: Option<(String, usize)>,
}

/// Elements that begin a line and end one.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "blockquote",
    "address",
    "dl",
    "dt",
    "dd",
    "pre",
    "figure",
    "hr",
];

/// Those that have space above and below.
const SPACED: [&str; 15] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "section", "article", "dl", "hr"];

/// Elements that stand beside the text (HTML Standard, section 4.3).
const APART: [&str; 3] = ["nav", "footer", "aside"];

/// What a `div` is called that does, on pages without these elements.
const CALLED: [&str; 2] = ["footer", "comments"];

impl Page {
    pub(super) fn new(first_line: usize) -> Self {
        Self { base: first_line.saturating_sub(1), line: first_line, ..Self::default() }
    }

    pub(super) fn go_to(&mut self, line: usize) {
        self.line = self.base.saturating_add(line.max(1));
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(data) = &mut self.data {
            data.push_str(text);
        } else if self.in_title {
            let (title, _) = self.metadata.title.get_or_insert_with(|| (String::new(), self.line));
            title.push_str(text);
        } else if self.hidden == 0 {
            if self.text.trim().is_empty() {
                // The line is that of the end of this text.
                let after = text.trim_start().matches('\n').count();
                self.start = self.line.saturating_sub(after);
                self.text.clear();
            }
            self.text.push_str(text);
        }
    }

    pub(super) fn tag(&mut self, name: &str, opens: bool, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "title" => self.in_title = opens && self.metadata.title.is_none(),
            "script" => {
                count(&mut self.hidden, opens);
                let is_data = attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
                self.end_data();
                self.data = (opens && is_data).then(String::new);
            }
            "style" | "template" | "textarea" | "select" | "iframe" | "svg" => {
                count(&mut self.hidden, opens);
            }
            "meta" if opens => self.meta(attribute),
            "link" if opens && attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                let url = attribute("href").filter(|url| url.starts_with("http"));
                self.metadata.url = url.map(|url| (tidy(&url), self.line)).or_else(|| self.metadata.url.take());
            }
            "a" if opens => self.link = attribute("href").map(|href| (href, self.text.len())),
            "a" => self.end_link(),
            "br" => self.end_line(false),
            "td" | "th" if opens && !self.text.trim().is_empty() => self.text.push_str(" | "),
            "time" if opens && self.metadata.published.is_none() => {
                let written = attribute("datetime").map(|written| tidy(&written));
                self.metadata.published = written.and_then(|written| Some((day(&written)?, written, self.line)));
            }
            name if APART.contains(&name) => {
                self.end_line(true);
                count(&mut self.apart, opens);
            }
            name if BLOCKS.contains(&name) => {
                self.end_line(SPACED.contains(&name));
                if name == "div" && (self.apart_divs > 0 || opens && is_called_apart(attribute)) {
                    count(&mut self.apart_divs, opens);
                }
                self.heading = opens && name.len() == 2 && name.starts_with('h') && name != "hr";
                self.item = opens && (name == "li" || self.item);
            }
            _ => {}
        }
    }

    /// Takes the day of publication from data in JSON (schema.org, "datePublished").
    fn end_data(&mut self) {
        let data = self.data.take().unwrap_or_default();
        let value = data.split_once("\"datePublished\"").and_then(|(_, rest)| rest.split('"').nth(1));
        if let Some((day, value)) = value.and_then(|value| Some((day(value)?, tidy(value)))) {
            self.metadata.published = Some((day, value, self.line));
        }
    }

    fn meta(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let Some(content) = attribute("content").map(|content| tidy(&content)).filter(|text| !text.is_empty()) else {
            return;
        };
        let name = attribute("property")
            .or_else(|| attribute("name"))
            .or_else(|| attribute("itemprop"))
            .unwrap_or_default()
            .to_ascii_lowercase();
        let value = Some((content.clone(), self.line));
        match &*name {
            "og:title" => self.metadata.title = value,
            "og:site_name" | "author" | "dc.publisher" if self.metadata.publisher.is_none() => {
                self.metadata.publisher = value;
            }
            "og:url" if content.starts_with("http") => self.metadata.url = value,
            "article:published_time"
            | "date"
            | "dc.date"
            | "dcterms.created"
            | "pubdate"
            | "datepublished"
            | "dc.date.issued"
            | "dcterms.issued"
            | "citation_date"
            | "article:published" => {
                if let Some(day) = day(&content) {
                    self.metadata.published = Some((day, content, self.line));
                }
            }
            _ => {}
        }
    }

    /// Shows an address that the text of a link does not show.
    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else { return };
        if self.hidden > 0 || self.in_title {
            return;
        }
        let shown = self.text.get(start..).unwrap_or_default().to_owned();
        let scheme = href.split(':').next().unwrap_or_default().to_ascii_lowercase();
        match &*scheme {
            "mailto" => {
                for (before, address) in mailto(&href["mailto:".len()..]) {
                    if !shown.to_lowercase().contains(&address.to_lowercase()) {
                        self.text(&format!(" {before}<{address}>"));
                    }
                }
            }
            "tel" => {
                let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                let number = decoded(&href["tel:".len()..]);
                if !number.is_empty() && !digits(&shown).contains(digits(&number).trim_start_matches('0')) {
                    let shown_some = digits(&shown).len() >= 5;
                    if !shown_some {
                        self.text(&format!(" tel: {number}"));
                    }
                }
            }
            _ if href.contains("/cdn-cgi/l/email-protection") && !shown.contains("protected") => {
                self.text(" [email protected]");
            }
            "http" | "https" => self.links.push(tidy(&href)),
            _ => {}
        }
    }

    fn end_line(&mut self, gap: bool) {
        let text = tidy(&self.text);
        self.text.clear();
        self.link = self.link.take().map(|(href, _)| (href, 0));
        let links = std::mem::take(&mut self.links);
        if !text.is_empty() && self.lines.len() <= Appeal::LINES {
            let (heading, item, apart) = (self.heading, self.item, self.apart + self.apart_divs > 0);
            let number = self.start;
            self.lines.push(AppealLine { number, text, heading, item, apart, links, joints: Vec::new() });
            self.item = false;
        }
        if gap && self.lines.last().is_some_and(|line| !line.is_blank()) {
            self.lines.push(AppealLine { number: self.line, ..AppealLine::default() });
        }
    }

    pub(super) fn finish(mut self) -> (Vec<AppealLine>, Metadata) {
        self.end_line(false);
        let title = self.metadata.title.take().map(|(title, line)| (tidy(&title), line));
        self.metadata.title = title.filter(|(title, _)| !title.is_empty());
        (self.lines, self.metadata)
    }
}

fn is_called_apart(attribute: &dyn Fn(&str) -> Option<String>) -> bool {
    let names = [attribute("id"), attribute("class")];
    names.iter().flatten().flat_map(|names| names.split_whitespace()).any(|name| CALLED.contains(&name))
}

fn count(open: &mut usize, opens: bool) {
    *open = if opens { *open + 1 } else { open.saturating_sub(1) };
}

/// The day at the head of a point in time (RFC 3339), if there is one.
fn day(text: &str) -> Option<Day> {
    text.get(..10)?.parse().ok()
}

/// The addresses of a mailto link (RFC 6068), each with the word that says what it is for.
fn mailto(rest: &str) -> Vec<(&'static str, String)> {
    let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
    let list = |text: &str| {
        decoded(text).split([',', ';']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect::<Vec<_>>()
    };
    let mut addresses: Vec<_> = list(to).into_iter().map(|address| ("", address)).collect();
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match &*key.trim_start_matches("amp;").to_ascii_lowercase() {
            "cc" | "bcc" => addresses.extend(list(value).into_iter().map(|address| ("cc ", address))),
            "to" => addresses.extend(list(value).into_iter().map(|address| ("", address))),
            _ => {}
        }
    }
    addresses
}

fn decoded(text: &str) -> String {
    tidy(&percent_encoding::percent_decode_str(text).decode_utf8_lossy())
}
