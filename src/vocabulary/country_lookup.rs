use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::country_name::{in_a_sentence, names};
use crate::source::nearest;

/// The fewest letters of a name that is told to be misspelt: nearly every shorter one is near to many.
const SHORTEST: usize = 4;

/// The most letters of one: no country has a longer name.
const LONGEST: usize = 60;

/// The countries that share a name, by their codes, and the name as it is written.
type Named = (BTreeSet<&'static str>, &'static str);

/// The names by what they are compared by.
static BY_NAME: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Named> = HashMap::new();
    let in_sentences = celes::Country::get_countries().into_iter().map(|country| {
        let code = country.alpha2;
        (code, in_a_sentence(code).unwrap_or(country.long_name))
    });
    for (code, name) in names().chain(in_sentences) {
        by_name.entry(compared(name)).or_insert_with(|| (BTreeSet::new(), name)).0.insert(code);
    }
    by_name
});

/// The codes of the countries of that name; of some names there are two.
pub(super) fn codes_of(name: &str) -> Vec<&'static str> {
    BY_NAME.get(&compared(name)).map(|(codes, _)| codes.iter().copied().collect()).unwrap_or_default()
}

/// The name that a misspelt one is most likely to be, and the code of its country.
pub(super) fn nearest_name(misspelt: &str) -> Option<(&'static str, &'static str)> {
    let misspelt = compared(misspelt);
    if !(SHORTEST..=LONGEST).contains(&misspelt.chars().count()) {
        return None;
    }
    // Of two that are as near, the answer is the same in every run.
    let known: BTreeSet<_> =
        BY_NAME.iter().filter(|(_, (codes, _))| codes.len() == 1).map(|(name, _)| &**name).collect();
    let (codes, name) = BY_NAME.get(nearest(&misspelt, known)?)?;
    Some((name, codes.first()?))
}

/// What a name is compared by: its letters in lower case without accents, and without an article before or a sign between
/// them.
fn compared(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let mut compared = String::with_capacity(name.len());
    for c in name.chars().filter(|c| c.is_alphanumeric()) {
        match c {
            'ß' => compared.push_str("ss"),
            'æ' => compared.push_str("ae"),
            'œ' => compared.push_str("oe"),
            c => compared.push(without_accent(c)),
        }
    }
    compared
}

/// A small letter without its accent. One with an accent of its own as a character is not alphanumeric, and is gone before.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ė' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ț' | 'ţ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_two_countries_share_mean_two() {
        let mut shared: Vec<_> = BY_NAME.iter().filter(|(_, (codes, _))| codes.len() > 1).collect();
        shared.sort();
        let shared: Vec<_> = shared.into_iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(shared, ["congo", "corea", "coree", "kongo", "korea", "конго", "корея"]);
    }

    #[test]
    fn no_name_is_the_code_of_another_country() {
        for (name, (codes, _)) in BY_NAME.iter() {
            let by_code = celes::Country::from_alpha2(name).or(celes::Country::from_alpha3(name));
            assert!(by_code.is_err() || by_code.is_ok_and(|country| codes.contains(country.alpha2)), "{name}");
        }
    }

    #[test]
    fn every_everyday_name_is_one_of_a_country() {
        for (code, name) in names() {
            assert!(celes::Country::from_alpha2(code).is_ok() && !compared(name).is_empty(), "{code} {name}");
        }
    }

    #[test]
    fn accents_do_not_tell_names_apart() {
        assert_eq!(compared("São Tomé & Príncipe"), "saotomeprincipe");
        assert_eq!(compared("Pe\u{301}rou"), "perou");
        assert_eq!(compared("Соединённые Штаты"), compared("СОЕДИНЕННЫЕ ШТАТЫ"));
    }
}
