use std::collections::BTreeSet;

/// How many words of a name an id has.
const WORDS: usize = 4;

/// An id of the first words of a name that can stand in one, else `otherwise`; a number tells apart what would be the same.
pub(super) fn id_of(name: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    const SMALL: [&str; 22] = [
        "of", "the", "and", "to", "der", "die", "das", "des", "und", "de", "du", "la", "le", "les", "et", "el", "los",
        "del", "y", "for", "all", "a",
    ];
    let plain: String = name.to_lowercase().chars().map(plain).collect();
    let words =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty() && !SMALL.contains(word));
    let id = words.take(WORDS).collect::<Vec<_>>().join("-");
    let id = if id.len() < 3 || name.chars().any(|c| c.is_alphabetic() && !plain_letter(c)) {
        otherwise.to_owned()
    } else {
        id
    };
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let free = std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(id);
    taken.insert(free.clone());
    free
}

fn plain_letter(c: char) -> bool {
    c.to_lowercase().all(|c| plain(c).is_ascii())
}

fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' | 'ć' | 'č' => 'c',
        'ñ' => 'n',
        'ß' | 'ş' | 'š' => 's',
        'ğ' => 'g',
        c => c,
    }
}

/// The id of a campaign from its title and the year of its issue.
pub(super) fn id_of_title(title: &str, year: Option<i16>) -> String {
    let id = id_of(title, "campaign", &mut BTreeSet::new());
    year.map_or(id.clone(), |year| format!("{id}-{year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_first_words() {
        let mut taken = BTreeSet::new();
        assert_eq!(id_of("Ministry of Justice of Exampleland", "x", &mut taken), "ministry-justice-exampleland");
        assert_eq!(id_of("Ministry of Justice of Exampleland", "x", &mut taken), "ministry-justice-exampleland-2");
        assert_eq!(id_of("Верховный суд", "court", &mut taken), "court");
        assert_eq!(id_of_title("Free the Printers of Exampleville!", Some(2026)), "free-printers-exampleville-2026");
    }
}
