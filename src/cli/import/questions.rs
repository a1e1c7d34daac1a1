use std::fmt::Display;
use std::str::FromStr;

use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{DIM, WARN, count, say, styled};
use crate::import::{Find, Finds, Outline, Owner, Part};
use crate::vocabulary::{Country, EmailAddress, Line, Number, Prose};

/// As much of a name or value as a question has room for, in characters.
const SHORT: usize = 30;

/// As much of a line as shows where a find stands, in characters.
const LONG: usize = 200;

/// Asks about each find in its context.
pub(super) fn go_through(finds: &mut Finds) -> anyhow::Result<()> {
    let is_asked = |find: &Find| match find.part {
        Part::Kind => false,
        Part::Nobody => !find.channels().is_empty(),
        _ => !find.value.is_empty(),
    };
    let all = finds.list.iter().filter(|find| is_asked(find));
    let (number, unsure) = (all.clone().count(), all.filter(|find| find.doubt.is_some()).count());
    if number == 0 {
        return Ok(());
    }
    let question = format!("{}, {unsure} of them not sure. Look at", count(number, "find"));
    let only_unsure = match ask::one(&question, &["each of them", "those that are not sure", "none: keep all"], 0)? {
        0 => false,
        1 => true,
        _ => return Ok(()),
    };
    let of = if only_unsure { unsure } else { number };
    let (mut index, mut asked) = (0, 0);
    while let Some(find) = finds.list.get(index) {
        if !is_asked(find) || only_unsure && find.doubt.is_none() {
            index += 1;
            continue;
        }
        asked += 1;
        say("");
        say(styled(DIM, format_args!("{asked} of {of}, line {}: {}", find.line, shortened(&find.context, LONG))));
        let next = if find.part == Part::Nobody { about_nobodys(finds, index)? } else { about(finds, index)? };
        let Some(next) = next else { return Ok(()) };
        index = next;
    }
    Ok(())
}

/// Asks about one find; gives the index of the next one, unless all the rest is kept.
fn about(finds: &mut Finds, index: usize) -> anyhow::Result<Option<usize>> {
    let find = &finds.list[index];
    if let Some(doubt) = &find.doubt {
        say(styled(WARN, format_args!("not sure: {doubt}")));
    }
    let value = on_one_line(&find.value);
    let short = shortened(&value, SHORT);
    if short != value && !find.context.contains(&value) {
        say(&value);
    }
    let whose = if find.part == Part::Office { String::new() } else { whose(finds, find.of) };
    let question = format!("{}{whose}: {short}", find.part);
    match ask::one(&question, &["keep", "change", "drop", "keep this and all the rest"], 0)? {
        0 => {}
        1 => change(&mut finds.list[index])?,
        2 => return Ok(Some(finds.drop(index))),
        _ => return Ok(None),
    }
    Ok(Some(index + 1))
}

/// Asks about an address that the appeal gives for something else than protests; gives the index of the next find, unless
/// all the rest is kept.
fn about_nobodys(finds: &mut Finds, index: usize) -> anyhow::Result<Option<usize>> {
    let find = &finds.list[index];
    let channels = find.channels();
    let why = find.doubt.as_deref().unwrap_or_default();
    say(styled(DIM, format_args!("no letter goes there: {why}")));
    let question = format!("{}: {}", find.part, shortened(&find.value, SHORT));
    let answers =
        ["nobody's, as it is taken", "a recipient's", "for copies of every letter", "keep this and all the rest"];
    let of = match ask::one(&question, &answers, 0)? {
        0 => return Ok(Some(index + 1)),
        1 => recipient(finds)?,
        2 => Owner::Copies,
        _ => return Ok(None),
    };
    let part = match channels {
        // Nobody is called for a copy.
        [part] => *part,
        _ if of == Owner::Copies => Part::Fax,
        _ => channels[ask::one("It is the number of a", channels, 0)?],
    };
    finds.list[index].take_for(part, of);
    Ok(Some(index + 1))
}

/// Asks which recipient.
fn recipient(finds: &Finds) -> anyhow::Result<Owner> {
    let numbers: Vec<usize> = finds.recipients().into_iter().collect();
    let mut names: Vec<String> = numbers.iter().map(|number| name(finds, *number)).collect();
    names.push("another one, not named yet".to_owned());
    let chosen = if numbers.is_empty() { 0 } else { ask::one("Whose is it?", &names, 0)? };
    let next = numbers.last().map_or(0, |last| last + 1);
    Ok(Owner::Recipient(numbers.get(chosen).copied().unwrap_or(next)))
}

/// Asks what a find should say instead.
fn change(find: &mut Find) -> anyhow::Result<()> {
    match find.part {
        Part::Issued | Part::Deadline => {
            let former = find.day.map_or_else(|| find.value.clone(), |day| day.to_string());
            find.day = Some(ask::needed("The day, as 2026-11-23", Some(former))?);
            find.doubt = Some("changed by hand".to_owned());
        }
        Part::Country => {
            let country: Country = ask::needed("The country", Some(find.value.clone()))?;
            find.change(country.code().to_owned());
        }
        Part::Withheld | Part::Embassy => say("there is nothing to change: keep it, or drop it"),
        Part::Email => typed::<EmailAddress>(find)?,
        Part::Fax | Part::Phone => typed::<Number>(find)?,
        Part::Post => {
            let text: Line = ask::needed("It should say, with / between lines", Some(on_one_line(&find.value)))?;
            find.change(text.split(" / ").collect::<Vec<_>>().join("\n"));
        }
        _ => typed::<Line>(find)?,
    }
    Ok(())
}

/// Asks for another value, which has to be one of such a type.
fn typed<T: FromStr<Err: Display>>(find: &mut Find) -> anyhow::Result<()> {
    let is_read = |text: &String| text.parse::<T>().map(drop).map_err(|error| error.to_string());
    let value = ask::needed_that("It should say", Some(on_one_line(&find.value)), is_read)?;
    find.change(value);
    Ok(())
}

/// Asks what no appeal tells.
pub(super) fn ask_rest(finds: &Finds, outline: &mut Outline) -> anyhow::Result<()> {
    say("");
    outline.open = outline.open || ask::confirm("Are letters asked for now?", false)?;
    let has_country = finds.list.iter().any(|find| find.part == Part::Country);
    if outline.country.is_none() && !has_country {
        outline.country = ask::line("The country whose authorities are written to (Enter: later)", None)?;
    }
    let subject: Option<Line> = ask::line("The subject line, a plain request (Enter: later)", None)?;
    outline.subject = subject.map(|subject| subject.to_string());
    let summary: Option<Prose> = ask::line("What happened, in a sentence or more of your own (Enter: later)", None)?;
    outline.summary = summary.map(|summary| summary.to_string());
    Ok(())
}

fn whose(finds: &Finds, of: Owner) -> String {
    match of {
        Owner::Campaign => String::new(),
        Owner::Recipient(number) => format!(" of {}", name(finds, number)),
        Owner::CopiesOf(number) => format!(" for copies of letters to {}", name(finds, number)),
        Owner::Copies => " for copies of every letter".to_owned(),
    }
}

/// A recipient by its number, and its office where that is known.
fn name(finds: &Finds, number: usize) -> String {
    match finds.office(number) {
        Some(office) => format!("recipient {} ({})", number + 1, shortened(office, SHORT)),
        None => format!("recipient {}", number + 1),
    }
}

fn on_one_line(value: &str) -> String {
    value.replace('\n', " / ")
}

/// As much of a text as is needed to know it again.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most).chain(['…']).collect() }
}
