use std::ops::Range;

/// A line on its way to a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The space above it, which falls away at the top of a page.
    pub before: f32,
    pub height: f32,
    /// Whether a page may begin with it.
    pub may_begin: bool,
}

/// The most lines at an end of a paragraph that stay together on a page (widows and orphans).
const TOGETHER: usize = 2;

/// Whether a page may begin with a line within a paragraph of so many lines.
pub(super) fn may_break(line: usize, lines: usize) -> bool {
    line >= TOGETHER && lines - line >= TOGETHER
}

/// Fills pages with lines: what goes on the first, which has so much room, and on those after it.
///
/// A page ends before the last line that may begin another; where there is none, it ends where it is full.
pub(super) fn pages(lines: &[Line], first: f32, next: f32) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut at, mut used, mut room) = (0, 0, 0.0, first);
    let mut last_good = None;
    while let Some(line) = lines.get(at) {
        let before = if at == start { 0.0 } else { line.before };
        if at > start && line.may_begin {
            last_good = Some(at);
        }
        if at > start && used + before + line.height > room {
            let end = last_good.take().unwrap_or(at);
            pages.push(start..end);
            (start, at, used, room) = (end, end, 0.0, next);
        } else {
            used += before + line.height;
            at += 1;
        }
    }
    if start < lines.len() {
        pages.push(start..lines.len());
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(may_begin: bool) -> Line {
        Line { before: 0.0, height: 1.0, may_begin }
    }

    #[test]
    fn a_page_ends_where_another_may_begin() {
        let lines = [true, true, true, false, false].map(line);
        assert_eq!(pages(&lines, 4.0, 4.0), [0..2, 2..5]);
        assert_eq!(pages(&lines, 5.0, 4.0).len(), 1);
    }

    #[test]
    fn what_cannot_stay_together_is_broken_all_the_same() {
        let lines = [false; 7].map(line);
        assert_eq!(pages(&lines, 2.0, 3.0), [0..2, 2..5, 5..7]);
        // Not even one line fits: each has a page, and nothing is lost.
        assert_eq!(pages(&lines[..2], 0.5, 0.5), [0..1, 1..2]);
        assert!(pages(&[], 1.0, 1.0).is_empty());
    }

    #[test]
    fn two_lines_stay_at_either_end_of_a_paragraph() {
        let begins = |lines| (0..lines).filter(|line| may_break(*line, lines)).collect::<Vec<_>>();
        assert_eq!(begins(5), [2, 3]);
        assert!(begins(3).is_empty());
    }

    #[test]
    fn space_falls_away_at_the_top_of_a_page() {
        let lines = [line(true), Line { before: 5.0, ..line(true) }, line(true)];
        assert_eq!(pages(&lines, 1.0, 2.0), [0..1, 1..3]);
    }
}
