use super::facts::Facts;
use super::same_number::same_number;
use super::token::{Token, TokenKind};
use super::{Appeal, Words};
use crate::campaign::{Addresses, Campaign, Copies, Directory};
use crate::source::{Library, Place, Problem, TextFile, nearest};
use crate::vocabulary::{Channel, Number};

/// Compares a campaign file with the appeal it was made from.
///
/// An address or number that the file has and the appeal does not is an error, with what comes nearest to it in the appeal:
/// it is a slip, or somebody has changed the file. One that comes from the directory is a warning, which has been looked at
/// on its own. What the appeal has and the file lacks is a warning.
pub fn compare(file: &TextFile, campaign: &Campaign, library: &Library, appeal: &Appeal) -> Vec<Problem> {
    let text: Vec<&str> = appeal.lines.iter().map(|line| line.text.as_str()).collect();
    let words = Words::of(&text.join("\n"));
    let comparison = Comparison { file, campaign, library, appeal, facts: Facts::of(appeal, &words) };
    let mut problems = Vec::new();
    for recipient in &campaign.recipients {
        comparison.addresses(&recipient.addresses, recipient.directory_entry.as_deref(), &mut problems);
        comparison.copies(&recipient.copies, recipient.directory_entry.as_deref(), &mut problems);
    }
    comparison.copies(&campaign.copies, None, &mut problems);
    comparison.lacking(&words, &mut problems);
    problems
}

struct Comparison<'c> {
    file: &'c TextFile,
    campaign: &'c Campaign,
    library: &'c Library,
    appeal: &'c Appeal,
    facts: Facts,
}

impl Comparison<'_> {
    fn addresses(&self, addresses: &Addresses, office: Option<&str>, problems: &mut Vec<Problem>) {
        addresses.email.iter().for_each(|email| self.email(email.as_str(), office, problems));
        addresses.fax.iter().chain(&addresses.phone).for_each(|number| self.number(number, office, problems));
        addresses.web.iter().for_each(|web| self.text(web, office, problems));
        for (_, post) in addresses.post.iter().flat_map(|post| post.languages().map(move |code| (code, post))).take(1) {
            self.post(post.nearest(self.campaign.languages[0]), office, problems);
        }
    }

    fn copies(&self, copies: &Copies, office: Option<&str>, problems: &mut Vec<Problem>) {
        copies.email.iter().for_each(|email| self.email(email.as_str(), office, problems));
        copies.fax.iter().for_each(|number| self.number(number, office, problems));
        copies.post.iter().for_each(|post| self.post(post.nearest(self.campaign.languages[0]), office, problems));
    }

    fn email(&self, email: &str, office: Option<&str>, problems: &mut Vec<Problem>) {
        let known = self
            .facts
            .emails()
            .any(|token| token.value.eq_ignore_ascii_case(email) || token.value.to_lowercase() == email.to_lowercase());
        if !known {
            let printed: Vec<&str> = self.facts.emails().map(|token| token.value.as_str()).collect();
            let near = nearest(email, printed.iter().copied());
            problems.push(self.more(email, office, near.and_then(|near| self.line_of(near))));
        }
    }

    fn number(&self, number: &Number, office: Option<&str>, problems: &mut Vec<Problem>) {
        let country = self.campaign.country;
        if !self.facts.numbers().any(|written| same_number(number.written(), written, country)) {
            let near = self.facts.nearest_number(number.written());
            problems.push(self.more(number.written(), office, near.and_then(|near| self.line_of(near))));
        }
    }

    fn text(&self, value: &str, office: Option<&str>, problems: &mut Vec<Problem>) {
        if !self.facts.has_text(value) {
            problems.push(self.more(value, office, None));
        }
    }

    fn post(&self, post: &str, office: Option<&str>, problems: &mut Vec<Problem>) {
        post.lines().for_each(|line| self.text(line, office, problems));
    }

    /// What the file has and the appeal does not.
    fn more(&self, value: &str, office: Option<&str>, near: Option<(usize, String)>) -> Problem {
        let place = place_in(self.file, value);
        let directory = office.filter(|_| place.is_none());
        let what = format!("`{value}` does not stand in {}", self.appeal.file);
        let mut problem = match directory {
            Some(_) => Problem::warning(format!("{what}; it comes from the directory")),
            None => Problem::error(what),
        };
        let in_directory = || {
            let (name, _) = directory?.split_once('/')?;
            place_in(&Directory::find(self.library, name).ok()?, value)
        };
        problem = problem.at(place.or_else(in_directory).unwrap_or_else(|| Place::file(&self.file.name)));
        if let Some((line, text)) = near {
            problem = problem.because(format!("{}:{line} has: {text}", self.appeal.file));
        }
        let hidden = self.facts.hidden.len();
        let hint = match directory {
            Some(_) => "look at where the directory has it from".to_owned(),
            None if hidden > 0 && value.contains('@') => {
                format!("the appeal hides {hidden} addresses: where this one is from has to be seen from elsewhere")
            }
            None => "mend it, or find out who has changed the file, and why".to_owned(),
        };
        problem.hint(hint)
    }

    /// What the appeal has and the file lacks.
    fn lacking(&self, words: &Words, problems: &mut Vec<Problem>) {
        let all = self.campaign.recipients.iter().map(|r| &r.addresses);
        let copies: Vec<&Copies> =
            self.campaign.recipients.iter().map(|r| &r.copies).chain([&self.campaign.copies]).collect();
        let emails: Vec<String> = all
            .clone()
            .flat_map(|a| &a.email)
            .chain(copies.iter().flat_map(|c| &c.email))
            .map(|e| e.as_str().to_lowercase())
            .collect();
        let numbers: Vec<&str> = all
            .flat_map(|a| a.fax.iter().chain(&a.phone))
            .chain(copies.iter().flat_map(|c| &c.fax))
            .map(Number::written)
            .collect();
        let mut told: Vec<&str> = Vec::new();
        for (token, line) in &self.facts.tokens {
            let is_there = match token.kind {
                TokenKind::Email => emails.contains(&token.value.to_lowercase()),
                TokenKind::Hidden | TokenKind::Web => true,
                _ => self
                    .facts
                    .spellings(token)
                    .any(|written| numbers.iter().any(|number| same_number(number, written, self.campaign.country))),
            };
            if !is_there && !told.contains(&&*token.value) {
                told.push(&token.value);
                problems.push(self.less(&token.value, *line));
            }
        }
        let hidden = self.facts.hidden.len();
        let withheld = |list: &[Channel]| list.iter().filter(|channel| **channel == Channel::Email).count();
        let named: usize = self.campaign.recipients.iter().map(|r| withheld(&r.withheld)).sum::<usize>()
            + copies.iter().map(|c| withheld(&c.withheld)).sum::<usize>();
        if named < hidden {
            let line = self.facts.hidden.first().copied().unwrap_or(1);
            let what =
                format!("the appeal hides {hidden} e-mail addresses, and the file names {named} of them in `withheld`");
            problems.push(Problem::warning(what).at(Place::line(&self.appeal.file, line)));
        }
        for (written, line) in self.facts.dates_not_in(&self.file.text, words) {
            problems.push(self.less(&written, line));
        }
    }

    fn less(&self, value: &str, line: usize) -> Problem {
        let problem = Problem::warning(format!("`{value}` does not stand in {}", self.file.name));
        problem.at(Place::line(&self.appeal.file, line))
    }

    fn line_of(&self, value: &str) -> Option<(usize, String)> {
        let (_, line) = self.facts.tokens.iter().find(|(token, _): &&(Token, usize)| token.value == value)?;
        let text = self.appeal.lines.iter().find(|other| (other.number..=other.last_number()).contains(line))?;
        let shown: String = text.text.chars().take(200).collect();
        Some((*line, shown))
    }
}

/// Where a value stands in a file.
fn place_in(file: &TextFile, value: &str) -> Option<Place> {
    Some(file.place(file.text.find(value)?))
}
