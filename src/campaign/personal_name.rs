use crate::vocabulary::Country;

/// The name of a person, taken apart as far as that is sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalName<'n> {
    /// The whole name, without "Ms", "Frau" or the like, and without initials where they are all that stands by the family name.
    pub full: &'n str,
    /// The family name.
    pub family: Option<&'n str>,
    /// Given name and patronymic, where there is a patronymic.
    pub given: Option<&'n str>,
}

/// What stands before a name and is no part of it, in small letters.
const FORMS_OF_ADDRESS: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "madam",
    "herr",
    "herrn",
    "frau",
    "madame",
    "mme",
    "mlle",
    "monsieur",
    "señor",
    "señora",
    "sr",
    "sra",
    "srta",
    "господин",
    "госпожа",
    "г-н",
    "г-жа",
];

/// What stands behind it in Kazakh.
const FORMS_BEHIND: [&str; 2] = [" ханым", " мырза"];

/// What is no given name although it stands where one does.
const RANKS: [&str; 6] = ["dr", "dra", "prof", "professor", "profesor", "profesora"];

/// Patronymics end so, in Russian, Kazakh and their neighbours, in Cyrillic and Latin letters.
const PATRONYMICS: [&str; 24] = [
    "ович", "евич", "ьич", "овна", "евна", "ична", "ұлы", "улы", "қызы", "кызы", "оглы", "оглу", "ovich", "evich",
    "ovna", "evna", "ichna", "uly", "ūly", "qyzy", "kyzy", "oglu", "ogly", "qizi",
];

/// Family names of the countries that write a name in both orders often end so.
const FAMILY_NAMES: [&str; 14] =
    ["ов", "ова", "ев", "ева", "ёв", "ёва", "ский", "ская", "ov", "ova", "ev", "eva", "sky", "skaya"];

/// Family names of these countries end so, and given names too: "Alina", "Константин".
const FAMILY_OR_GIVEN_NAMES: [&str; 4] = ["ин", "ина", "in", "ina"];

/// Where a name is written in both orders: the family name first in documents, last elsewhere.
const BOTH_ORDERS: [&str; 11] = ["AM", "AZ", "BY", "KG", "KZ", "MD", "RU", "TJ", "TM", "UA", "UZ"];

/// Where the family name comes first, or many people have none.
const NOT_LAST: [&str; 26] = [
    "BT", "CN", "ER", "ET", "HK", "HU", "ID", "IN", "IS", "JP", "KH", "KP", "KR", "LA", "LK", "MM", "MN", "MO", "MV",
    "MY", "NP", "SG", "SO", "TH", "TW", "VN",
];

impl<'n> PersonalName<'n> {
    /// The name of someone in an office of that country. `family` is the family name where it was told.
    pub fn new(name: &'n str, family: Option<&'n str>, country: Country) -> Self {
        let full = without_form_of_address(name);
        let parts = match family.filter(|family| has_words(full, family)) {
            Some(family) => Self { full, family: Some(family), given: given_beside(full, family) },
            None => Self::cut(full, full.len() < name.len(), country),
        };
        let beside = |family: &&str| full.replacen(family, "", 1).split_whitespace().all(is_initial);
        Self { full: parts.family.filter(beside).unwrap_or(full), ..parts }
    }

    fn cut(full: &'n str, is_formal: bool, country: Country) -> Self {
        let words: Vec<_> = full.split_whitespace().collect();
        // A given name comes right before its patronymic, whichever end the family name stands at.
        let (family, given) = match words[..] {
            [_, middle, last] if is_patronymic(middle) => (Some(last), full.strip_suffix(last)),
            [first, _, last] if is_patronymic(last) => (Some(first), full.strip_prefix(first)),
            [first, last] if is_patronymic(last) && !is_initial(first) => (None, Some(full)),
            _ => (family(&words, is_formal, country), None),
        };
        let given = given.map(str::trim).filter(|given| !given.split_whitespace().any(is_initial));
        Self { full, family, given }
    }
}

/// The family name among the words of a name without a patronymic, where it is sure. It is not with middle names, two family
/// names, particles, ranks, and endings like "Jr.".
fn family<'n>(words: &[&'n str], is_formal: bool, country: Country) -> Option<&'n str> {
    let names: Vec<_> = words.iter().copied().filter(|word| !is_initial(word)).collect();
    let (first, last) = match names[..] {
        [only] if is_formal || words.len() > 1 => (None, only),
        [first, last] => (Some(first), last),
        _ => return None,
    };
    let is_plain = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
            // Capitals tell a family name from the rest, which is then at either end.
            && letters.any(char::is_lowercase)
            && !RANKS.contains(&word.to_lowercase().as_str())
    };
    let sure = match first {
        _ if !is_plain(&last) => false,
        None => true,
        Some(first) => is_plain(&first) && !NOT_LAST.contains(&country.code()) && !is_turned(first, last, country),
    };
    sure.then_some(last)
}

/// Whether the family name may come first, by the endings of both words.
fn is_turned(first: &str, last: &str, country: Country) -> bool {
    let ends = |word: &str, endings: &[&str]| {
        endings.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() > 1))
    };
    // How much a word looks like a family name.
    let likeness = |word| match word {
        word if ends(word, &FAMILY_NAMES) => 2,
        word if ends(word, &FAMILY_OR_GIVEN_NAMES) => 1,
        _ => 0,
    };
    BOTH_ORDERS.contains(&country.code()) && likeness(first) > 0 && likeness(first) >= likeness(last)
}

/// What a name says beside the family name that was told, where it is a given name and a patronymic.
fn given_beside<'n>(full: &'n str, family: &str) -> Option<&'n str> {
    let rest = full.strip_prefix(family).or_else(|| full.strip_suffix(family))?;
    let rest = Some(rest.trim()).filter(|trimmed| trimmed.len() < rest.len())?;
    let words: Vec<_> = rest.split_whitespace().collect();
    matches!(words[..], [given, patronymic] if is_patronymic(patronymic) && !is_initial(given)).then_some(rest)
}

/// The name without "Ms", "Frau" or the like.
pub(super) fn without_form_of_address(name: &str) -> &str {
    let form = |word: &str| FORMS_OF_ADDRESS.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    match name.split_once(' ') {
        Some((first, rest)) if form(first) => rest.trim(),
        _ => FORMS_BEHIND.iter().find_map(|form| name.strip_suffix(form)).unwrap_or(name),
    }
}

/// Whether these words stand in a text, one behind the other and whole.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text} ").contains(&format!(" {words} "))
}

fn is_initial(word: &str) -> bool {
    let mut parts = word.strip_suffix('.').unwrap_or_default().split('.');
    word.ends_with('.') && parts.all(|part| part.chars().count() == 1)
}

fn is_patronymic(word: &str) -> bool {
    let stem = |ending: &str| word.to_lowercase().strip_suffix(ending).map(|stem| stem.chars().count());
    PATRONYMICS.iter().any(|ending| stem(ending).is_some_and(|letters| letters > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(name: &str, country: &str) -> (Option<String>, Option<String>) {
        let PersonalName { family, given, .. } = PersonalName::new(name, None, country.parse().unwrap());
        (family.map(str::to_owned), given.map(str::to_owned))
    }

    #[test]
    fn a_family_name_is_cut_where_it_is_sure() {
        for (name, country, family) in [
            ("Aigul Test", "AQ", Some("Test")),
            ("Aigul Test", "KZ", Some("Test")),
            ("Frau Test", "DE", Some("Test")),
            ("Sra. Aigul Test", "ES", Some("Test")),
            ("A. B. Test", "GB", Some("Test")),
            ("B. Test-Example", "FR", Some("Test-Example")),
            ("Айгүл Тест ханым", "KZ", Some("Тест")),
            ("Testov Kairat", "KZ", None),
            ("Kairat Testov", "KZ", Some("Testov")),
            ("Alina Testova", "KZ", Some("Testova")),
            ("Lev Testov", "RU", Some("Testov")),
            // Given names that end like family names.
            ("Testova Alina", "KZ", None),
            ("Тестов Константин", "RU", None),
            ("Alina Testina", "KZ", None),
            ("Eva Test", "DE", Some("Test")),
            ("Test Aigul", "HU", None),
            ("Test Xiaoming", "CN", None),
            ("Gabriela Test Example", "MX", None),
            ("Anna van der Test", "NL", None),
            ("María de Test", "ES", None),
            ("Omar al-Test", "EG", None),
            ("John Test Jr.", "US", None),
            ("Test Jr.", "US", None),
            ("Dr. Test", "DE", None),
            ("Dr Test", "GB", None),
            ("TEST Aigul", "FR", None),
            ("Test", "ID", None),
            ("王小明", "CN", None),
        ] {
            assert_eq!(cut(name, country).0.as_deref(), family, "{name}");
        }
    }

    #[test]
    fn a_patronymic_tells_the_names_beside_it() {
        let parts = |family: &str, given: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            (some(family), some(given))
        };
        assert_eq!(cut("Айгуль Болатовна Тест", "KZ"), parts("Тест", "Айгуль Болатовна"));
        assert_eq!(cut("Тест Айгуль Болатовна", "KZ"), parts("Тест", "Айгуль Болатовна"));
        assert_eq!(cut("Aigul Bolatovna Test", "KZ"), parts("Test", "Aigul Bolatovna"));
        assert_eq!(cut("Айгүл Болатқызы", "KZ"), parts("", "Айгүл Болатқызы"));
        assert_eq!(cut("Иван Петрович Абрамович", "RU"), parts("Абрамович", "Иван Петрович"));
        assert_eq!(cut("И. Петрович", "RU"), parts("Петрович", ""));
    }

    #[test]
    fn what_was_told_decides() {
        let name = |name, family| PersonalName::new(name, Some(family), "ES".parse().unwrap());
        assert_eq!(name("Sra. Gabriela Test Example", "Test Example").family, Some("Test Example"));
        assert_eq!(name("Sra. Gabriela Test Example", "Test Example").full, "Gabriela Test Example");
        assert_eq!(name("Тест Айгуль Болатовна", "Тест").given, Some("Айгуль Болатовна"));
        assert_eq!(name("Айгуль Тест", "Тест").given, None);
        // Two given names are no given name with a patronymic.
        assert_eq!(name("Juan Carlos Test Example", "Test Example").given, None);
        assert_eq!(name("Г. Т. Test Example", "Test Example").full, "Test Example");
        assert_eq!(name("Gabriela T. Test", "Test").full, "Gabriela T. Test");
        // Not in this name, it is that of the name in another language.
        assert_eq!(name("Айгуль Тест", "Test").family, Some("Тест"));
    }
}
