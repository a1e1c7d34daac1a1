use std::collections::BTreeSet;

use super::deadline::deadline;
use super::demands::demands;
use super::front::front;
use super::incidents::incidents;
use super::{Finder, LetterBounds};
use crate::import::reading::Reading;
use crate::import::{Appeal, Find, Words};

/// Everything that is found in an appeal, in the order of its lines. Stops at `most`, and then gives at least one more.
pub(in crate::import) fn find_all(appeal: &Appeal, words: &Words, most: usize) -> Vec<Find> {
    let lines = appeal.lines.iter().enumerate();
    let readings: Vec<Reading<'_>> = lines.map(|(index, line)| Reading::of(line, index, words)).collect();
    let letters = LetterBounds::of(&readings);
    let front = front(appeal, &readings, &letters);
    let demands = demands(&readings, &letters, front.title, most);
    let deadline = deadline(&readings, &letters, &front, words);
    let taken: BTreeSet<usize> = front.taken.into_iter().chain(demands.taken).collect();
    let mut finds = front.finds;
    finds.extend(deadline);
    finds.extend(demands.finds);
    finds.extend(incidents(&readings, front.year, &taken));
    finds.extend(Finder::new(appeal, words, &readings, &letters, taken).run(most));
    finds.sort_by_key(|find| find.index);
    finds
}
