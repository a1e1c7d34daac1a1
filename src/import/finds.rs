use std::collections::BTreeSet;

use super::columns::set_columns;
use super::country::country_of;
use super::finder::find_all;
use super::{Appeal, Find, Owner, Part, Words};
use crate::source::{Place, Problem};
use crate::vocabulary::Language;

/// The most that is found in one appeal: what has more is none.
const MOST: usize = 5_000;

/// Everything that was found in an appeal, in the order of its lines.
#[derive(Debug, Clone)]
pub struct Finds {
    /// The language of the appeal.
    pub language: Language,
    /// What was found.
    pub list: Vec<Find>,
}

impl Finds {
    /// The numbers of the recipients, in the order of the appeal.
    pub fn recipients(&self) -> BTreeSet<usize> {
        let number = |find: &Find| if let Owner::Recipient(number) = find.of { Some(number) } else { None };
        self.list.iter().filter_map(number).collect()
    }

    /// Drops a find, with what belongs to it in the lines after. An address stays as one that is nobody's, so that it is
    /// still told. Gives the index of the find that comes next.
    pub fn drop(&mut self, index: usize) -> usize {
        let Find { part, of, .. } = self.list[index];
        let same = (index + 1..self.list.len()).filter(|at| self.list[*at].part == part && self.list[*at].of == of);
        let rest: Vec<usize> = same.take_while(|at| self.list[*at].value.is_empty()).collect();
        for at in rest.into_iter().rev() {
            self.list.remove(at);
        }
        if matches!(part, Part::Email | Part::Fax | Part::Phone | Part::Web | Part::Withheld | Part::Nobody) {
            let find = &mut self.list[index];
            find.take_for(Part::Nobody, Owner::Campaign);
            (find.covers, find.doubt) = (0, Some("dropped by hand".to_owned()));
            index + 1
        } else {
            self.list.remove(index);
            index
        }
    }

    /// The office of a recipient, as it is named in the appeal.
    pub fn office(&self, number: usize) -> Option<&str> {
        let is_office =
            |find: &&Find| find.part == Part::Office && find.of == Owner::Recipient(number) && !find.value.is_empty();
        self.list.iter().find(is_office).map(|find| find.value.as_str())
    }
}

/// Finds what an appeal says for a campaign.
///
/// # Errors
///
/// When there is so much in it that it is no appeal.
pub fn find(appeal: &Appeal) -> Result<Finds, Problem> {
    let mut sample = String::new();
    for line in &appeal.lines {
        sample.push_str(&line.text);
        sample.push('\n');
        if sample.len() > 40_000 {
            break;
        }
    }
    let words = Words::of(&sample);
    let mut list = find_all(appeal, &words, MOST);
    if list.len() > MOST {
        let problem = Problem::error(format!("there are more than {MOST} addresses and other finds in this file"));
        return Err(problem.at(Place::file(&appeal.file)).hint("is this an appeal? Save the page of the appeal alone"));
    }
    list.extend(country_of(&list, appeal));
    list.sort_by_key(|find| find.index);
    set_columns(&mut list, &appeal.raw);
    Ok(Finds { language: words.language, list })
}
