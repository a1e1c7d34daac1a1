//! Campaigns become pages and texts.

#![allow(clippy::unwrap_used)]

#[path = "publish/html.rs"]
mod html;
#[path = "publish/pages.rs"]
mod pages;
#[path = "publish/round_trip.rs"]
mod round_trip;

use jiff::civil::{Date, date};
use protest_letter::campaign::{self, Campaign, OwnAddresses};
use protest_letter::publish::{Format, publish};
use protest_letter::source::{Library, TextFile};
use protest_letter::vocabulary::Language;

const TODAY: Date = date(2026, 11, 23);

/// The five campaigns that the program brings.
const SHIPPED: [&str; 5] =
    ["astana-march-2011", "kentau-mothers-2003", "kurmanov-charges-2011", "may-day-2011", "october-repression-2010"];

/// The languages that appeals are published in.
const LANGUAGES: [&str; 6] = ["en", "de", "fr", "es", "ru", "kk"];

const FORMATS: [Format; 3] = [Format::Html, Format::Text, Format::Markdown];

fn language(code: &str) -> Language {
    code.parse().unwrap()
}

fn campaign(text: &str) -> Campaign {
    let file = TextFile::from_bytes("printers.toml", text.as_bytes()).unwrap();
    campaign::load_file(&file, "printers", &Library::new([]), &OwnAddresses::default()).unwrap().0
}

fn shipped(id: &str) -> Campaign {
    campaign::load(&Library::new([]), id, &OwnAddresses::default()).unwrap().0
}

fn published(campaign: &Campaign, code: &str, format: Format) -> String {
    let url = Some("https://example.org/appeal");
    publish(&Library::new([]), campaign, language(code), format, url, TODAY).unwrap()
}

/// A campaign in one language; `rest` are its tables.
fn in_language(code: &str, rest: &str) -> String {
    format!(
        "title = 'Release the printers'\nissued = 2026-11-01\nstatus = 'open'\ncountry = 'KZ'\n\
         languages = ['{code}']\nsubject = 'Release the printers'\nsummary = 'Three printers were arrested.'\n{rest}\n"
    )
}

const COURT: &str = "[[demands]]\nid = 'release'\ntext = 'Release all three'\n\
    [[recipients]]\nid = 'court'\nkind = 'court'\noffice = 'City Court of Exampleville'\nemail = ['court@example.org']\n";
