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

#[cfg(test)]
mod tests {
    use super::*;

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
