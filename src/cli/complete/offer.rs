use std::ffi::OsStr;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, ValueCompleter};

use super::{files, line};
use crate::campaign::{self, Campaign, OwnAddresses};
use crate::cli::context::Context;
use crate::ledger::State;
use crate::letter::{template_languages, template_names};
use crate::mock_smtp::Extension;
use crate::source::is_id;
use crate::vocabulary::{Channel, Country, Language};

/// Of more campaigns the titles are not told: each is read for it.
const TITLED: usize = 50;

/// What can be said for an argument of that name, where it is something that the program knows.
pub(super) fn values(argument: &str, is_file: bool) -> Option<ArgValueCompleter> {
    Some(match argument {
        "campaign" | "names" => ArgValueCompleter::new(or_files(campaigns, &["toml"])),
        "recipients" => known(recipients),
        "demands" => known(demands),
        "language" => known(languages),
        "template" => known(templates),
        "country" => ArgValueCompleter::new(|start: &OsStr| countries(&start.to_string_lossy())),
        "via" => known(|_| Channel::ALL.iter().map(|channel| CompletionCandidate::new(channel.name())).collect()),
        "state" => known(|_| State::ALL.iter().map(|state| CompletionCandidate::new(state.word())).collect()),
        "paper" => known(|_| ["a4", "letter"].map(CompletionCandidate::new).into()),
        "hide" => known(|_| Extension::ALL.iter().map(|one| CompletionCandidate::new(one.to_string())).collect()),
        "key" if !is_file => ArgValueCompleter::new(or_files(keys, &["pub"])),
        _ => return None,
    })
}

/// A completer of what lies before the person at work.
fn known(candidates: fn(&Context) -> Vec<CompletionCandidate>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |start: &OsStr| beginning(start, candidates))
}

/// The same, and files that end so.
fn or_files(
    candidates: fn(&Context) -> Vec<CompletionCandidate>,
    endings: &'static [&'static str],
) -> impl Fn(&OsStr) -> Vec<CompletionCandidate> {
    move |start| {
        let mut all = beginning(start, candidates);
        all.extend(files::ending_in(endings).complete(start));
        all
    }
}

fn beginning(start: &OsStr, candidates: fn(&Context) -> Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let (Some(start), Ok(context)) = (start.to_str(), Context::open()) else { return Vec::new() };
    let mut candidates = candidates(&context);
    candidates.retain(|candidate| candidate.get_value().to_str().is_some_and(|value| value.starts_with(start)));
    candidates
}

fn candidate(value: &str, meaning: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(meaning.to_owned().into()))
}

fn campaigns(context: &Context) -> Vec<CompletionCandidate> {
    let ids: Vec<_> = context.library.names("campaigns", "toml").into_iter().filter(|id| is_id(id)).collect();
    let is_titled = ids.len() <= TITLED;
    let of = |id: &String| {
        let read = || campaign::load(&context.library, id, &OwnAddresses::default()).ok();
        match is_titled.then(read).flatten() {
            Some((campaign, ..)) => candidate(id, campaign.title.nearest(Language::ENGLISH)),
            None => CompletionCandidate::new(id),
        }
    };
    ids.iter().map(of).collect()
}

/// The language that a campaign is told in: its first.
fn own_language(campaign: &Campaign) -> Language {
    campaign.languages.first().copied().unwrap_or(Language::ENGLISH)
}

fn recipients(context: &Context) -> Vec<CompletionCandidate> {
    let Some((campaign, _)) = line::campaign(context) else { return Vec::new() };
    let language = own_language(&campaign);
    campaign.recipients.iter().map(|one| candidate(&one.id, one.office.nearest(language))).collect()
}

fn demands(context: &Context) -> Vec<CompletionCandidate> {
    let Some((campaign, _)) = line::campaign(context) else { return Vec::new() };
    let language = own_language(&campaign);
    campaign.demands.iter().map(|one| candidate(&one.id, one.text.nearest(language))).collect()
}

/// The languages of the campaign; where none is named, those that there are templates in.
fn languages(context: &Context) -> Vec<CompletionCandidate> {
    let languages = match line::campaign(context) {
        Some((campaign, _)) => campaign.languages,
        None => template_languages(&context.library, Campaign::DEFAULT_TEMPLATE),
    };
    languages.into_iter().map(|language| candidate(language.code(), language.name())).collect()
}

fn templates(context: &Context) -> Vec<CompletionCandidate> {
    let library = line::campaign(context).map_or_else(|| context.library.clone(), |(_, library)| library);
    template_names(&library).into_iter().map(CompletionCandidate::new).collect()
}

/// The keys that are trusted, with whose they are.
fn keys(context: &Context) -> Vec<CompletionCandidate> {
    let trust = context.settings().map(|settings| settings.trust).unwrap_or_default();
    trust.keys().iter().map(|trusted| candidate(&trusted.key.to_string(), &trusted.name)).collect()
}

/// Countries whose code begins so, and those whose name does; a name of several words is not one word of a line.
fn countries(start: &str) -> Vec<CompletionCandidate> {
    let start = start.to_lowercase();
    let begins = |text: &str| text.to_lowercase().starts_with(&start);
    let mut candidates = Vec::new();
    for country in Country::all() {
        let name = country.name_in(Language::ENGLISH);
        if begins(country.code()) {
            candidates.push(candidate(country.code(), name));
        } else if begins(name) {
            let is_word = !name.contains(char::is_whitespace);
            candidates.push(candidate(if is_word { name } else { country.code() }, name));
        }
    }
    candidates
}
