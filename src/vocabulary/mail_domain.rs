//! The domains of common mail providers, and what was meant by one that is nearly theirs.

use std::collections::HashSet;
use std::sync::LazyLock;

use strsim::damerau_levenshtein;

/// The domains, one a line.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("mail_domains.txt").lines().collect());

/// Endings that do not exist, and what they are meant to be.
const MISSPELT: [(&str, &[&str]); 3] = [
    ("com", &["con", "cmo", "ocm", "comm", "coom", "ccom", "cpm", "vom", "xom", "cim", "dom"]),
    ("org", &["ogr", "rog", "orgg", "orf", "otg"]),
    ("net", &["nte", "ent", "nett", "neet", "ney", "nrt"]),
];

/// The shortest name that is compared: of shorter ones, too many are near each other.
const SHORTEST: usize = 5;

/// The shortest name in which two slips are seen as such.
const LONG: usize = 8;

/// The domain that was likely meant by one in ASCII; `None` where it is a known one, or near none.
pub(super) fn likely_meant(domain: &str) -> Option<String> {
    let domain = domain.to_ascii_lowercase();
    if KNOWN.contains(&*domain) {
        return None;
    }
    let (rest, ending) = domain.rsplit_once('.')?;
    let right = MISSPELT.iter().find(|(_, misspelt)| misspelt.contains(&ending));
    let mended = right.map(|(right, _)| format!("{rest}.{right}"));
    if let Some(mended) = mended.as_ref().filter(|mended| KNOWN.contains(&***mended)) {
        return Some(mended.clone());
    }
    let nearest = nearest(mended.as_deref().unwrap_or(&domain)).map(str::to_owned);
    nearest.or(mended)
}

/// The known domain with as few slips as a person makes in one: in its name, or else in its ending.
fn nearest(domain: &str) -> Option<&'static str> {
    let (name, ending) = domain.split_once('.')?;
    let slips = |known: &'static str| {
        let (known_name, known_ending) = known.split_once('.')?;
        let length = known_name.len();
        let most = if length >= LONG { 2 } else { 1 };
        if known_name == name {
            // Countries have endings of two letters, which are near each other.
            let is_slip = known_ending.len() == 3 && damerau_levenshtein(ending, known_ending) == 1;
            return is_slip.then_some((1, known));
        }
        if known_ending != ending || length < SHORTEST || name.len().abs_diff(length) > most {
            return None;
        }
        Some((damerau_levenshtein(name, known_name), known)).filter(|(slips, _)| *slips <= most)
    };
    KNOWN.iter().filter_map(|known| slips(known)).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_a_name_and_in_an_ending_are_seen() {
        for (typed, meant) in [
            ("gmial.com", "gmail.com"),
            ("GMAL.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmial.con", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.cm", "gmail.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmal.co.uk", "hotmail.co.uk"),
            ("yaho.com", "yahoo.com"),
            ("outlok.de", "outlook.de"),
            ("protnmial.com", "protonmail.com"),
            ("riseup.nte", "riseup.net"),
            ("our-union.ogr", "our-union.org"),
            ("yadnex.ru", "yandex.ru"),
        ] {
            assert_eq!(likely_meant(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_domain_that_is_known_or_near_none_is_not_questioned() {
        let others = "example.org example.com our.example mail.example.org tree.fr wap.pl gm.com yahoo.dk outlook.sk \
                      hotmail.dk yandex.kg proton.com gmx.es uni-leipzig.de xn--e1afmkfd.xn--p1ai court.kz mail.gov.kz";
        for domain in others.split_whitespace().chain(KNOWN.iter().copied()) {
            assert_eq!(likely_meant(domain), None, "{domain}");
        }
    }

    #[test]
    fn the_list_holds_domains_in_order() {
        let lines: Vec<_> = include_str!("mail_domains.txt").lines().collect();
        assert!(lines.is_sorted() && lines.len() == KNOWN.len());
        assert!(lines.iter().all(|line| line.contains('.') && line.chars().all(|c| !c.is_uppercase() && c != ' ')));
    }
}
