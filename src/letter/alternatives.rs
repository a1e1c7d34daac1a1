use std::collections::BTreeMap;

use ring::digest::{SHA256, digest};

use crate::campaign::Campaign;
use crate::signer::Signer;
use crate::vocabulary::Language;

/// What a campaign has to choose from for each place of a template, in one language.
#[derive(Debug, Clone)]
pub(super) struct Alternatives {
    campaign: String,
    places: Vec<(String, Vec<String>)>,
}

impl Alternatives {
    /// Those in that language alone: a sentence in another would be worse than the template's own.
    pub(super) fn of(campaign: &Campaign, language: Language) -> Self {
        let places = campaign.variants.iter().map(|(place, list)| (place.to_owned(), list.get(language).to_vec()));
        Self { campaign: campaign.id.clone(), places: places.filter(|(_, texts)| !texts.is_empty()).collect() }
    }

    /// One for each place: for the same signer of the same campaign always the same, wherever and whenever it is asked.
    pub(super) fn for_signer(&self, signer: &Signer) -> BTreeMap<&str, &str> {
        let identity = if self.places.is_empty() { String::new() } else { signer.identity() };
        let chosen = self.places.iter().filter_map(|(place, texts)| {
            let number = number(&[&self.campaign, place, &identity]);
            let index = usize::try_from(number % u64::try_from(texts.len()).ok()?).ok()?;
            Some((place.as_str(), texts.get(index)?.as_str()))
        });
        chosen.collect()
    }

    /// All of them.
    pub(super) fn wording(&self) -> String {
        format!("{:?}", self.places)
    }
}

/// A number made of these words, the same on every machine and in every version: none of them holds a line break.
fn number(words: &[&str]) -> u64 {
    let digest = digest(&SHA256, words.join("\n").as_bytes());
    digest.as_ref().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_never_changes() {
        // The first eight bytes of `printf 'printers\nopening\nalex@example.org' | sha256sum`.
        assert_eq!(number(&["printers", "opening", "alex@example.org"]), 0x0322_aa95_95c4_e00a);
    }
}
