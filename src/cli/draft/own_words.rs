//! What signers say of their own, asked once for each language of their letters.

use super::answers::Answers;
use crate::cli::arguments::SignerArguments;
use crate::cli::context::Context;
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::say;
use crate::signer::{Localized, Signer};
use crate::vocabulary::{Language, Line, Prose};

/// Asks for the role where it is known and may be another word in another language, and for the sentences; keeps the draft
/// after each answer. What the flags give is not asked.
pub(super) fn ask(
    given: &SignerArguments,
    languages: &[Language],
    answers: &mut Answers,
    context: &Context,
) -> anyhow::Result<()> {
    let Some(signer) = answers.signer.clone() else { return Ok(()) };
    if let Some(role) = &signer.role {
        let is_asked = |language: Language| {
            let is_told = role.languages().any(|known| known == language) || given.has_role_in(language);
            !is_told && (languages.len() > 1 || role.get(language).is_none())
        };
        let ask = |language: Language, known: Option<Line>| {
            let question = format!("What you are, in {} (may be left empty)", language.name());
            ask::line(&question, known.map(|role| role.to_string()))
        };
        in_each(Some(role), languages, is_asked, ask, |role| keep(answers, context, |signer| signer.role = role))?;
    }
    let ask = |language: Language, known: Option<Prose>| {
        let of = if languages.len() > 1 { format!(" in {}", language.name()) } else { String::new() };
        statement(&format!("Your own sentences{of}"), known)
    };
    let is_asked = |language| !given.has_statement_in(language);
    in_each(signer.statement.as_ref(), languages, is_asked, ask, |statement| {
        keep(answers, context, |signer| signer.statement = statement)
    })
}

/// Asks in each of the languages that are asked in, and gives all that is known after each answer to `keep`.
fn in_each<T: Clone + PartialEq>(
    known: Option<&Localized<T>>,
    languages: &[Language],
    is_asked: impl Fn(Language) -> bool,
    ask: impl Fn(Language, Option<T>) -> anyhow::Result<Option<T>>,
    mut keep: impl FnMut(Option<Localized<T>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let former = |language: &Language| (*language, known.and_then(|known| known.get(*language)).cloned());
    let mut texts: Vec<_> = languages.iter().map(former).collect();
    for index in 0..texts.len() {
        let (language, text) = texts[index].clone();
        if is_asked(language) {
            texts[index].1 = ask(language, text)?;
            keep(Localized::answered(known, &texts))?;
        }
    }
    Ok(())
}

fn keep(answers: &mut Answers, context: &Context, change: impl FnOnce(&mut Signer)) -> anyhow::Result<()> {
    answers.signer.as_mut().map(change);
    Ok(answers.keep(context)?)
}

fn statement(question: &str, known: Option<Prose>) -> anyhow::Result<Option<Prose>> {
    let mut items = vec!["write a line".to_owned(), "open your editor".to_owned(), "none".to_owned()];
    if let Some(known) = &known {
        items.insert(0, format!("keep “{}”", known.replace('\n', " ")));
    }
    let kept = items.len() > 3;
    match ask::one(question, &items, 0)? + usize::from(!kept) {
        0 => Ok(known),
        1 => ask::line(question, known.filter(|text| !text.contains('\n')).map(|text| text.to_string())),
        2 => edited(known),
        _ => Ok(None),
    }
}

/// The sentences as they come back from the editor; what cannot stand in a letter is edited again.
fn edited(statement: Option<Prose>) -> anyhow::Result<Option<Prose>> {
    let mut text = statement.as_ref().map(ToString::to_string).unwrap_or_default();
    loop {
        let Some(edited) = ask::edit(&text)? else { return Ok(statement) };
        if edited.trim().is_empty() {
            return Ok(None);
        }
        match edited.parse() {
            Ok(prose) => return Ok(Some(prose)),
            Err(error) => say(format_args!("this cannot stand in a letter: {error}")),
        }
        text = edited;
    }
}
