use std::collections::BTreeMap;

use super::Figure;

/// How many letters, by the recipients they are to.
#[derive(Debug, Clone, Default)]
pub(super) struct Count<'a>(BTreeMap<&'a str, usize>);

impl<'a> Count<'a> {
    pub(super) fn add(&mut self, recipient: &'a str, letters: usize) {
        *self.0.entry(recipient).or_default() += letters;
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|(recipient, letters)| self.add(recipient, *letters));
    }

    pub(super) fn letters(&self) -> usize {
        self.0.values().sum()
    }

    /// By how many people they are at least: of one signer a recipient has no more than one.
    fn people(&self) -> usize {
        self.0.values().copied().max().unwrap_or_default()
    }

    /// Whether it is not to be known.
    fn is_small(&self) -> bool {
        self.people() < Figure::SMALL
    }

    /// How it is shown by itself.
    pub(super) fn figure(&self) -> Figure {
        match self.letters() {
            letters if !self.is_small() => Figure::Of(letters),
            letters if letters < Figure::SMALL => Figure::Few,
            _ => Figure::Hidden,
        }
    }
}

/// The figures of a column whose sum is shown, each with the most that may be shown of it, so that nobody can compute those that
/// are small.
pub(super) fn protect(counts: &[(Count<'_>, usize)]) -> Vec<Figure> {
    // None is a figure of nobody: it is told where it is the only small one, and hides among the others where it is not.
    let small = counts.iter().filter(|(count, _)| count.is_small()).map(|(count, _)| count.letters()).sum::<usize>();
    let show = |(count, most): &(Count<'_>, usize)| match count.figure() {
        Figure::Few if small == 0 => Figure::Of(0),
        Figure::Of(letters) if letters > *most => Figure::Hidden,
        figure => figure,
    };
    let mut figures: Vec<Figure> = counts.iter().map(show).collect();
    while !is_safe(counts, &figures) {
        let shown = (0..figures.len()).filter(|at| figures[*at].number().is_some_and(|number| number > 0));
        let Some(next) = shown.min_by_key(|at| counts[*at].0.letters()) else {
            // All are hidden, and what is said of them still tells what they are.
            return vec![Figure::Hidden; figures.len()];
        };
        figures[next] = Figure::Hidden;
    }
    figures
}

/// Whether what is hidden can be shared out in more than one way, as far as those know who know the sum, and is together no small
/// figure.
fn is_safe(counts: &[(Count<'_>, usize)], figures: &[Figure]) -> bool {
    let mut hidden = (Count::default(), 0);
    let (mut least, mut most) = (0, Some(0));
    for ((count, _), figure) in counts.iter().zip(figures).filter(|(_, figure)| figure.number().is_none()) {
        hidden.0.add_all(count);
        hidden.1 += 1;
        // What is hidden otherwise is no figure that would be called small.
        least += if *figure == Figure::Hidden { Figure::SMALL } else { 0 };
        most = most.filter(|_| *figure == Figure::Few).map(|most| most + Figure::SMALL - 1);
    }
    // None alone would not be hidden.
    least += usize::from(figures.contains(&Figure::Few));
    let (hidden, number) = hidden;
    let letters = hidden.letters();
    number == 0 || number > 1 && !hidden.is_small() && letters > least && most.is_none_or(|most| letters < most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Figure::{Few, Hidden, Of};

    fn shown(letters: &[usize]) -> Vec<Figure> {
        let count = |letters: &usize| (Count(BTreeMap::from([("court", *letters)])), usize::MAX);
        protect(&letters.iter().map(count).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_missing_to_the_sum_is_hidden_with_another_figure() {
        assert_eq!(shown(&[97, 3]), [Hidden, Few]);
        assert_eq!(shown(&[97, 20, 3]), [Of(97), Hidden, Few]);
        assert_eq!(shown(&[97, 3, 3]), [Of(97), Few, Few]);
        // Together they would be a small figure, or each of them the most it can be.
        assert_eq!(shown(&[97, 2, 1]), [Hidden, Few, Few]);
        assert_eq!(shown(&[97, 4, 4]), [Hidden, Few, Few]);
        // The least that they can be.
        assert_eq!(shown(&[97, 5, 1, 0]), [Hidden, Hidden, Few, Few]);
        assert_eq!(shown(&[97, 5, 2, 0]), [Of(97), Hidden, Few, Few]);
        assert_eq!(shown(&[97, 5, 0]), [Of(97), Of(5), Of(0)]);
        assert_eq!(shown(&[97, 5]), [Of(97), Of(5)]);
        assert_eq!(shown(&[4, 4, 4]), [Hidden, Hidden, Hidden]);
        assert_eq!(shown(&[5]), [Of(5)]);
    }

    #[test]
    fn many_letters_of_few_people_are_hidden() {
        let count = |letters: &[(&'static str, usize)]| (Count(letters.iter().copied().collect()), usize::MAX);
        let counts = [count(&[("court", 4), ("ministry", 4)]), count(&[("court", 50)]), count(&[("court", 70)])];
        assert_eq!(protect(&counts), [Hidden, Hidden, Of(70)]);
    }

    /// Whether a figure may be that number, as far as its words tell.
    fn may_be(figure: Figure, number: usize, only_hidden: bool) -> bool {
        match figure {
            Of(shown) => shown == number,
            Few => number < 5,
            Hidden => only_hidden || number >= 5,
        }
    }

    /// Every way to share out a sum so that it fits what is shown.
    fn ways(figures: &[Figure], sum: usize) -> Vec<Vec<usize>> {
        let only_hidden = figures.iter().all(|figure| *figure == Hidden);
        let mut ways = vec![Vec::new()];
        for figure in figures {
            let with = |way: &Vec<usize>| {
                let (way, left) = (way.clone(), sum - way.iter().sum::<usize>());
                let numbers = (0..=left).filter(|number| may_be(*figure, *number, only_hidden));
                numbers.map(move |number| [way.clone(), vec![number]].concat()).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(with).collect();
        }
        // Where all that are few are none, they would be shown.
        let of_few = |way: &Vec<usize>| {
            figures.iter().zip(way).filter(|(figure, _)| **figure == Few).map(|(_, number)| *number).sum::<usize>()
        };
        ways.retain(|way| way.iter().sum::<usize>() == sum && (!figures.contains(&Few) || of_few(way) > 0));
        ways
    }

    proptest::proptest! {
        #[test]
        fn no_small_figure_can_be_computed(letters in proptest::collection::vec(0..12usize, 1..5)) {
            let sum = letters.iter().sum::<usize>();
            if sum < 5 {
                return Ok(());
            }
            let figures = shown(&letters);
            let ways = ways(&figures, sum);
            proptest::prop_assert!(ways.contains(&letters), "{figures:?}");
            for (at, number) in letters.iter().enumerate() {
                let is_known = ways.iter().all(|way| way[at] == *number);
                proptest::prop_assert!(*number == 0 || *number >= 5 || !is_known, "{letters:?} {figures:?}");
            }
            // Nor any sum of those that are hidden.
            let shown = figures.iter().filter_map(|figure| figure.number()).sum::<usize>();
            proptest::prop_assert!(shown == sum || sum - shown >= 5, "{letters:?} {figures:?}");
        }
    }
}
