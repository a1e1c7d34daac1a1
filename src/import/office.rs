use super::country::named_in;
use super::finder::Head;
use super::reading::kind_in;
use super::{Cue, Hit, Part, Words};
use crate::campaign::Kind;
use crate::vocabulary::Country;

/// How far into its lines an office names its position and its person.
const FIRST: usize = 3;

/// A line of an office with the cues in it.
struct Piece {
    head: Head,
    hits: Vec<Hit>,
}

/// What the lines of an office say: office, kind, position, person and postal address.
pub(super) fn describe(heads: &[Head], words: &Words) -> Vec<(Part, Head)> {
    let mut pieces = pieces(heads, words);
    let mut found = Vec::new();
    let person = pieces.iter().take(FIRST).position(|piece| piece.is_person(words));
    let mut person = person.map(|at| pieces.remove(at));
    let in_front: Vec<usize> = (0..pieces.len().min(FIRST)).filter(|at| pieces[*at].names_office()).collect();
    let (office, position) = match in_front[..] {
        [first, second, ..]
            if second == first + 1
                && (pieces[second].begins_with(Cue::Office)
                    || pieces[first].kind().is_none() && pieces[second].kind().is_some()) =>
        {
            (Some(second), Some(first))
        }
        [first, ..] => (Some(first), None),
        [] => (pieces.iter().position(|piece| !piece.head.post && !piece.is_place()), None),
    };
    // "President Orhun Example" says both.
    let titled = person.as_ref().filter(|_| office.is_none()).and_then(Piece::split_title);
    if let Some((title, name)) = titled {
        pieces.insert(0, title);
        person = Some(name);
    }
    let office = office.or_else(|| pieces.first().filter(|piece| piece.names_office()).map(|_| 0));
    // A heading in capitals above an office says what the person is there.
    let position = position.or_else(|| office.filter(|at| *at > 0 && pieces[0].is_in_capitals()).map(|_| 0));
    if let Some(at) = position {
        found.push((Part::Position, pieces[at].head.clone()));
    }
    if let Some(at) = office {
        let kind = pieces[at].kind().or_else(|| position.and_then(|at| pieces[at].kind()));
        let kind = kind.or_else(|| pieces.iter().find_map(Piece::kind)).unwrap_or(Kind::Other);
        found.push((Part::Office, pieces[at].without_title()));
        found.push((Part::Kind, Head { text: kind.name().to_owned(), ..pieces[at].head.clone() }));
    }
    if let Some(person) = person {
        found.push((Part::Name, person.head));
    }
    let rest = pieces.iter().enumerate().filter(|(at, _)| Some(*at) != office && Some(*at) != position);
    let rest: Vec<&Piece> = rest.map(|(_, piece)| piece).collect();
    let is_address =
        rest.len() >= 2 || rest.iter().any(|piece| piece.head.post || piece.is_place() || piece.ends_with_country());
    if is_address && let Some(first) = rest.first() {
        let text = rest.iter().map(|piece| piece.head.text.as_str()).collect::<Vec<_>>().join("\n");
        found.push((Part::Post, Head { text, ..first.head.clone() }));
        // Each further line is accounted for by an empty one.
        for piece in &rest[1..] {
            found.push((Part::Post, Head { text: String::new(), ..piece.head.clone() }));
        }
    }
    found
}

/// The lines, and where an office stands on one line, its parts.
fn pieces(heads: &[Head], words: &Words) -> Vec<Piece> {
    let piece = |head: Head| Piece { hits: words.hits(&head.text), head };
    let mut pieces = Vec::new();
    for (number, head) in heads.iter().enumerate() {
        let whole = piece(head.clone());
        if number > 0 || whole.head.post || whole.is_person(words) {
            pieces.push(whole);
            continue;
        }
        let alone = heads.iter().filter(|head| !head.post).count() == 1;
        let parts = parts(&whole, alone, words).into_iter().filter(|(from, to)| from < to);
        pieces.extend(parts.map(|(from, to)| piece(head.part(from, to))).filter(|piece| !piece.head.text.is_empty()));
    }
    pieces.retain(|piece| piece.head.text.chars().any(char::is_alphanumeric));
    pieces
}

/// Where the first line of an office is split: at a dash, before a person, and at commas where all stands on one line.
fn parts(piece: &Piece, alone: bool, words: &Words) -> Vec<(usize, usize)> {
    let text = &piece.head.text;
    let mut ends = Vec::new();
    for dash in [" – ", " — ", " - ", ": ", " | ", "; "] {
        ends.extend(text.match_indices(dash).map(|(at, dash)| (at, at + dash.len())));
    }
    if alone || text.matches(", ").count() == 1 {
        let commas = text.match_indices(", ").map(|(at, comma)| (at, at + comma.len()));
        ends.extend(commas.filter(|(_, next)| !piece.is_clause(*next)));
    }
    let office = piece.hits.iter().find(|hit| matches!(hit.cue, Cue::Kind(_)));
    if let Some(office) = office {
        let is_title = |hit: &&Hit| {
            let is_office =
                piece.hits.iter().any(|other| other.range == hit.range && matches!(other.cue, Cue::Kind(_)));
            let name = text[hit.range.end..].trim_start_matches(['.', ' ']);
            // "of Justice" is no title.
            let before = text[..hit.range.start].trim_end().rsplit(' ').next().unwrap_or_default();
            let is_joined = before.chars().all(char::is_lowercase)
                && before.chars().count() <= 3
                && text[hit.range.clone()].starts_with(char::is_uppercase);
            hit.cue == Cue::Honorific
                && hit.range.start > office.range.end
                && !is_office
                && !is_joined
                && is_name(name, 1, words)
        };
        ends.extend(piece.hits.iter().filter(is_title).map(|hit| (hit.range.start, hit.range.start)));
    }
    ends.sort_unstable();
    let mut parts = Vec::new();
    let mut from = 0;
    for (end, next) in ends {
        if end >= from {
            parts.push((from, end));
            from = next;
        }
    }
    parts.push((from, text.len()));
    parts
}

/// Whether a text is so many words or more, each with a capital, as names are.
fn is_name(text: &str, least: usize, words: &Words) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_particle = |part: &str| words.hits(part).iter().any(|hit| hit.cue == Cue::Particle);
    let is_part = |part: &&str| {
        let part = part.trim_matches(['"', '“', '”', '«', '»', '(', ')', ',']);
        part.starts_with(char::is_uppercase)
            && part.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
            || is_particle(part)
    };
    (least..=6).contains(&parts.len()) && parts.iter().all(is_part) && text.starts_with(char::is_uppercase)
}

impl Piece {
    fn kind(&self) -> Option<Kind> {
        kind_in(&self.hits, 0..self.head.text.len())
    }

    fn begins_with(&self, cue: Cue) -> bool {
        self.hits.iter().any(|hit| hit.cue == cue && hit.range.start == 0)
    }

    /// Its head, without what is said before the name of an office: "M. le", "An den".
    fn without_title(&self) -> Head {
        let is_office =
            |hit: &Hit| self.hits.iter().any(|other| other.range == hit.range && matches!(other.cue, Cue::Kind(_)));
        let mut from = 0;
        let starts = |from: usize| {
            let at = from + self.head.text[from..].find(char::is_alphanumeric).unwrap_or(0);
            let is_title = |hit: &&Hit| matches!(hit.cue, Cue::Honorific | Cue::Article | Cue::Lead);
            let title = self.hits.iter().filter(|hit| hit.range.start == at && !is_office(hit)).filter(is_title);
            title.map(|hit| hit.range.end).max()
        };
        while let Some(end) = starts(from).filter(|end| *end < self.head.text.len()) {
            from = end;
        }
        let rest = self.head.part(from, self.head.text.len());
        let is_office = self.hits.iter().any(|hit| {
            matches!(hit.cue, Cue::Kind(_) | Cue::Office) && hit.range.start == rest.start - self.head.start
        });
        if from > 0 && is_office { rest } else { self.head.clone() }
    }

    /// Whether from there on a clause tells more of the office, in small letters, and no place or person stands there.
    fn is_clause(&self, from: usize) -> bool {
        let rest = &self.head.text[from..];
        let end = rest.find(", ").unwrap_or(rest.len());
        let names = self.hits.iter().any(|hit| {
            hit.range.start == from && matches!(hit.cue, Cue::Honorific | Cue::Street | Cue::Office | Cue::Kind(_))
        });
        rest.starts_with(char::is_lowercase) && !names && !rest[..end].contains(|c: char| c.is_ascii_digit())
    }

    /// The office that stands before the name of a person, and the name.
    fn split_title(&self) -> Option<(Self, Self)> {
        let title = self.hits.iter().filter(|hit| matches!(hit.cue, Cue::Kind(_)) && hit.range.start == 0);
        let end = title.map(|hit| hit.range.end).max()?;
        let part = |from: usize, to: usize| {
            let hits = self.hits.iter().filter(|hit| (from..to).contains(&hit.range.start));
            let moved = |hit: &Hit| Hit { cue: hit.cue, range: hit.range.start - from..hit.range.end - from };
            Self { head: self.head.part(from, to), hits: hits.map(moved).collect() }
        };
        let name = part(end, self.head.text.len());
        (!name.head.text.is_empty()).then(|| (part(0, end), name))
    }

    fn is_in_capitals(&self) -> bool {
        let mut letters = self.head.text.chars().filter(|c| c.is_alphabetic());
        !self.head.post && self.head.text.chars().count() >= 5 && letters.all(char::is_uppercase)
    }

    fn names_office(&self) -> bool {
        !self.head.post && (self.kind().is_some() || self.begins_with(Cue::Office))
    }

    /// Whether it has what places have: a street, a number, a box.
    fn is_place(&self) -> bool {
        let is_street = self.hits.iter().any(|hit| hit.cue == Cue::Street);
        is_street || self.head.text.chars().any(|c| c.is_ascii_digit())
    }

    fn ends_with_country(&self) -> bool {
        self.head.text.rsplit(',').next().is_some_and(|last| Country::named(last).is_some())
    }

    fn is_person(&self, words: &Words) -> bool {
        if self.head.post || self.head.text.chars().any(|c| c.is_ascii_digit()) {
            return false;
        }
        let title = self
            .hits
            .iter()
            .filter(|hit| hit.cue == Cue::Honorific && hit.range.start == 0)
            .max_by_key(|hit| hit.range.end);
        let office_after =
            |end: usize| self.hits.iter().any(|hit| matches!(hit.cue, Cue::Kind(_)) && hit.range.start >= end);
        if let Some(title) = title {
            let name = self.head.text[title.range.end..].trim_start_matches(['.', ' ']);
            // "President of the Republic" and "Президенту Республики …" are offices.
            let is_office = self.hits.iter().any(|hit| hit.range.start == 0 && matches!(hit.cue, Cue::Kind(_)));
            let names_country = is_office && named_in(name).next().is_some();
            return is_name(name, 1, words) && !office_after(title.range.end) && !names_country;
        }
        let is_place = self.is_place() || Country::named(&self.head.text).is_some();
        self.kind().is_none() && !is_place && !self.begins_with(Cue::Office) && is_name(&self.head.text, 2, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Vec<(Part, String)> {
        let heads: Vec<_> = lines.iter().enumerate().map(|(at, line)| Head::new(line, at, 0)).collect();
        let found = describe(&heads, &Words::of(&lines.join("\n")));
        let found = found.into_iter().filter(|(_, head)| !head.text.is_empty());
        found.map(|(part, head)| (part, head.text)).collect()
    }

    fn owned(found: &[(Part, &str)]) -> Vec<(Part, String)> {
        found.iter().map(|(part, text)| (*part, (*text).to_owned())).collect()
    }

    #[test]
    fn an_office_is_told_from_its_person_and_its_place() {
        let lines =
            ["President", "Office of the President of the Republic", "1 Example Street", "Exampleville, Exampleland"];
        let expected = [
            (Part::Position, "President"),
            (Part::Office, "Office of the President of the Republic"),
            (Part::Kind, "head-of-state"),
            (Part::Post, "1 Example Street\nExampleville, Exampleland"),
        ];
        assert_eq!(found(&lines), owned(&expected));
        let expected =
            [(Part::Office, "Head of the City Police"), (Part::Kind, "police"), (Part::Name, "Colonel Example Kairat")];
        assert_eq!(found(&["Head of the City Police Colonel Example Kairat."]), owned(&expected));
        let expected = [
            (Part::Office, "Head of the Supreme Court"),
            (Part::Kind, "court"),
            (Part::Name, "Alma Bulatovna Example"),
        ];
        assert_eq!(found(&["Head of the Supreme Court – Alma Bulatovna Example"]), owned(&expected));
        let expected =
            [(Part::Office, "Minister of Justice"), (Part::Kind, "ministry"), (Part::Name, "Ms. Ana Example")];
        assert_eq!(found(&["Ms. Ana Example", "Minister of Justice"]), owned(&expected));
    }
}
