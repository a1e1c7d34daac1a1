use std::collections::BTreeMap;

use super::{Appeal, Find, Owner, Part};
use crate::vocabulary::Country;

/// The most words of a country's name.
const WORDS: usize = 4;

/// The country whose authorities are written to: the one that addresses, offices and the title name most often.
pub(super) fn country_of(finds: &[Find], appeal: &Appeal) -> Option<Find> {
    let mut votes: BTreeMap<Country, (usize, Find)> = BTreeMap::new();
    for find in finds {
        match find.part {
            Part::Post if matches!(find.of, Owner::Recipient(_)) => {
                let last = find.value.lines().next_back().unwrap_or_default();
                last.rsplit(',').take(1).flat_map(named_in).for_each(|country| vote(&mut votes, country, 4, find));
            }
            Part::Title => named_in(&find.value).for_each(|country| vote(&mut votes, country, 3, find)),
            Part::Office | Part::Position | Part::Embassy => {
                named_in(&find.value).for_each(|country| vote(&mut votes, country, 2, find));
            }
            _ => {}
        }
    }
    if votes.is_empty() {
        for (index, line) in appeal.lines.iter().enumerate().take(40).filter(|(_, line)| !line.apart) {
            let find = Find {
                part: Part::Country,
                of: Owner::Campaign,
                value: String::new(),
                day: None,
                line: line.number,
                column: 1,
                doubt: None,
                context: line.text.clone(),
                index,
                covers: 0,
            };
            named_in(&line.text).for_each(|country| vote(&mut votes, country, 1, &find));
        }
    }
    let total: usize = votes.values().map(|(votes, _)| votes).sum();
    let (country, (votes, find)) =
        votes.into_iter().max_by_key(|(_, (votes, find))| (*votes, usize::MAX - find.index))?;
    let doubt = (votes * 2 <= total || votes < 3)
        .then(|| "other countries are named too, or it is named in the text alone".to_owned());
    Some(Find { part: Part::Country, of: Owner::Campaign, value: country.code().to_owned(), doubt, covers: 0, ..find })
}

fn vote(votes: &mut BTreeMap<Country, (usize, Find)>, country: Country, weight: usize, find: &Find) {
    votes.entry(country).or_insert_with(|| (0, find.clone())).0 += weight;
}

/// The countries that a text names.
pub(super) fn named_in(text: &str) -> impl Iterator<Item = Country> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’' | '.'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < 50 {
        let named = (1..=WORDS.min(words.len() - at)).rev().find_map(|count| {
            let starts = words[at].starts_with(char::is_uppercase);
            starts.then(|| named(&words[at..at + count].join(" "))).flatten().map(|country| (country, count))
        });
        match named {
            Some((country, count)) => {
                found.push(country);
                at += count;
            }
            None => at += 1,
        }
    }
    found.into_iter()
}

/// The country of that name, also where Russian declines it.
fn named(name: &str) -> Option<Country> {
    let name = name.trim_matches(['.', '\'', '’', '-']).trim_end_matches("'s").trim_end_matches("’s");
    // Short words are codes and abbreviations.
    if name.chars().count() < 3 {
        return None;
    }
    Country::named(name).or_else(|| {
        let last = name.chars().next_back().filter(|c| ('а'..='я').contains(c))?;
        let stem = &name[..name.len() - last.len_utf8()];
        ["", "ь", "я", "а"].iter().find_map(|ending| Country::named(&format!("{stem}{ending}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_in_sentences_and_declined() {
        let codes = |text: &str| named_in(text).map(Country::code).collect::<Vec<_>>();
        assert_eq!(codes("Kazakhstan: May Day marked by attacks"), ["KZ"]);
        assert_eq!(codes("Верховный Суд Республики Казахстана"), ["KZ"]);
        assert_eq!(codes("Ministerium der Republik Türkei, Costa Rica"), ["TR", "CR"]);
        assert_eq!(codes("no country at all"), Vec::<&str>::new());
    }
}
