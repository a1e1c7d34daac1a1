use super::{Block, Finder, Section};
use crate::import::reading::Reading;
use crate::import::token::{Token, TokenKind};
use crate::import::{Cue, Find, Owner, Part};
use crate::vocabulary::EmailAddress;

impl Finder<'_> {
    /// What the tokens of a line are for whoever they belong to, in their order.
    pub(super) fn channels(&self, reading: &Reading<'_>, tokens: &[Token]) -> Vec<Find> {
        let mut finds = Vec::new();
        let goes_on = reading.is_bare()
            && !self.block.gap
            && self.block.channels.last().is_some_and(|find| find.part == Part::Fax);
        for token in tokens {
            let column = self.columns.get(reading.line.text[..token.range.start].matches('|').count());
            let parts = match token.kind {
                TokenKind::Email => &[Part::Email][..],
                TokenKind::Hidden => &[Part::Withheld],
                TokenKind::Fax => &[Part::Fax],
                TokenKind::Number if self.only_faxes || self.faxes || goes_on || column == Some(&Cue::Fax) => {
                    &[Part::Fax]
                }
                TokenKind::Phone | TokenKind::Number => &[Part::Phone],
                TokenKind::FaxAndPhone => &[Part::Fax, Part::Phone],
                TokenKind::Web => &[Part::Web],
            };
            for part in parts {
                let mut find = Self::of_token(reading, token, *part);
                match part {
                    Part::Email if token.value.parse::<EmailAddress>().is_err() => {
                        find.part = Part::Nobody;
                        find.doubt = Some("no mail can go to it".to_owned());
                    }
                    Part::Web => {
                        let says_form =
                            reading.hits.iter().any(|hit| hit.cue == Cue::Web && hit.range.end <= token.range.start);
                        if !says_form || !token.value.starts_with("http") {
                            find.doubt = Some("it may be no form that can be filled in".to_owned());
                        }
                        if !token.value.starts_with("http") {
                            find.part = Part::Nobody;
                            find.doubt = Some("it is no whole web address".to_owned());
                        }
                    }
                    _ => {}
                }
                finds.push(find);
            }
        }
        finds
    }

    /// Adds addresses to the recipient that is being read. Without an office each mailbox is a recipient of its own: one
    /// letter would go to the first alone.
    pub(super) fn add_channels(&mut self, channels: Vec<Find>) {
        // Those who publish an appeal may well ask for a copy.
        let in_copies = matches!(self.section, Section::Copies { .. });
        let has_name = |find: &Find| {
            find.part == Part::Email
                && self.publisher.has_name(&find.value)
                && !self.block.heads.iter().any(|head| self.publisher.has_name(&head.text))
        };
        let is_publishers_line = !in_copies && channels.iter().any(has_name);
        if is_publishers_line && self.block.channels.is_empty() {
            self.block = Block::default();
        }
        for find in channels {
            let is_mailbox = matches!(find.part, Part::Email | Part::Withheld);
            let had_one = self.block.channels.iter().any(|other| matches!(other.part, Part::Email | Part::Withheld));
            if self.block.heads.is_empty() && is_mailbox && had_one {
                self.flush();
            }
            let why = if self.is_senders(&find) {
                Some("it is the address of whoever sent the mail")
            } else if is_publishers_line {
                Some("it stands beside a mailbox with the name of whoever publishes the appeal")
            } else if find.part == Part::Email
                && !in_copies
                && !self.block_names_office()
                && self.is_publishers(&find.value)
            {
                Some("it seems to be a mailbox of whoever publishes the appeal")
            } else {
                None
            };
            if let Some(why) = why {
                let doubt = Some(why.to_owned());
                self.finds.push(Find { part: Part::Nobody, doubt, covers: 0, ..find });
                continue;
            }
            let same = |other: &Find| {
                other.part == find.part && other.value.eq_ignore_ascii_case(&find.value) && find.part != Part::Withheld
            };
            if find.part == Part::Nobody {
                self.finds.push(Find { covers: 0, ..find });
            } else if !self.block.channels.iter().any(same) {
                self.block.channels.push(find);
            }
        }
    }

    /// Whether a domain is one of those who get copies, or of whom nobody writes to, and of no recipient so far.
    fn is_told(&self, domain: &str) -> bool {
        let of = |find: &&Find| find.part == Part::Email || find.part == Part::Nobody;
        let has =
            |find: &Find| find.value.rsplit_once('@').is_some_and(|(_, other)| other.eq_ignore_ascii_case(domain));
        let (ours, theirs): (Vec<&Find>, Vec<&Find>) = self
            .finds
            .iter()
            .filter(of)
            .filter(|find| has(find))
            .partition(|find| !matches!(find.of, Owner::Recipient(_)));
        !ours.is_empty() && theirs.is_empty()
    }

    /// Whether a mailbox is that of whoever sent the mail.
    fn is_senders(&self, find: &Find) -> bool {
        find.part == Part::Email && self.appeal.metadata.senders.contains(&find.value.to_lowercase())
    }

    /// Whether a mailbox seems to be one of whoever publishes the appeal: by its name, or by its domain.
    pub(super) fn is_publishers(&self, address: &str) -> bool {
        let (local, domain) = address.split_once('@').unwrap_or_default();
        let has = |text: &str, cue: Cue| self.words.hits(text).iter().any(|hit| hit.cue == cue);
        has(local, Cue::Webmaster) && !has(domain, Cue::Government)
            || self.publisher.has_domain(address)
            || self.is_told(domain)
    }
}
