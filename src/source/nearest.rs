/// The known word that a mistyped one is most likely to be.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let length = word.chars().count();
    let near = known.into_iter().filter_map(|known| {
        let (length, other) = (length, known.chars().count());
        let most = length.min(other) / 3 + 1;
        // Most words are told apart by their length, which costs less than their distance.
        let distance = (length.abs_diff(other) <= most).then(|| strsim::damerau_levenshtein(word, known))?;
        (distance <= most).then_some((distance, known))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// The hint for a word that is none of those known: what was likely meant, and what there is.
pub fn one_of<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<_> = known.into_iter().collect();
    let meant = nearest(word, known.iter().copied()).map(|meant| format!("did you mean `{meant}`? "));
    format!("{}there are: {}", meant.unwrap_or_default(), known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_likely_meant_comes_before_what_there_is() {
        assert_eq!(one_of("cuort", ["court", "police"]), "did you mean `court`? there are: court, police");
        assert_eq!(one_of("embassy", ["court", "police"]), "there are: court, police");
    }

    #[test]
    fn a_word_is_near_when_a_third_of_it_is_mistyped() {
        let near = |word| nearest(word, ["title", "statement", "Казахстан"]);
        assert_eq!(near("titel"), Some("title"));
        assert_eq!(near("statment"), Some("statement"));
        assert_eq!(near("Казакстан"), Some("Казахстан"));
        for other in ["", "t", "statistics", "Кентау"] {
            assert_eq!(near(other), None, "{other}");
        }
    }
}
