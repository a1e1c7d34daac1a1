use mail_parser::{HeaderValue, Message, MessageParser};

use super::addresses;

/// What a report or an answer tells of the mail that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// Message-IDs that may be its own, without angle brackets; the likeliest first.
    pub message_ids: Vec<String>,
    /// The mailboxes in `To`.
    pub to: Vec<String>,
    /// The mailboxes in `Cc`.
    pub cc: Vec<String>,
}

impl Original {
    /// Adds what a mail says in its header.
    pub(super) fn add_message(&mut self, message: &Message<'_>) {
        self.add_ids(message.header_raw("Message-ID"));
        self.to.extend(addresses_in(message.header_raw("To")));
        self.cc.extend(addresses_in(message.header_raw("Cc")));
    }

    /// Adds what a text says, which begins with the header of the mail or has it somewhere.
    pub(super) fn add_text(&mut self, text: &str) {
        if let Some(message) = MessageParser::default().parse(text.trim_start().as_bytes()) {
            self.add_message(&message);
        }
        self.add_lines(text);
    }

    /// Adds the Message-IDs in the lines of a text, which may be quoted.
    pub(super) fn add_lines(&mut self, text: &str) {
        let lines: Vec<_> = text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t', '|'])).collect();
        for (at, line) in lines.iter().enumerate() {
            if line.get(..11).is_some_and(|name| name.eq_ignore_ascii_case("message-id:")) {
                // A long one stands on the next line.
                let more = lines.get(at + 1).copied().unwrap_or_default();
                self.add_ids(Some(&line[11..]).filter(|id| id.contains('@')).or(Some(more)));
            }
        }
    }

    /// Adds Message-IDs of a header field.
    pub(super) fn add_ids(&mut self, value: Option<&str>) {
        let ids = value.unwrap_or_default().split(['<', '>', ' ', '\t', '\r', '\n', ',']);
        for id in ids.filter(|id| id.contains('@')) {
            if !self.message_ids.iter().any(|other| other == id) {
                self.message_ids.push(id.to_owned());
            }
        }
    }

    /// Adds Message-IDs of `References`, of which the last is answered first (RFC 5322, section 3.6.4).
    pub(super) fn add_references(&mut self, value: &HeaderValue<'_>) {
        for id in value.as_text_list().unwrap_or_default().iter().rev() {
            self.add_ids(Some(id));
        }
    }
}

fn addresses_in(value: Option<&str>) -> Vec<String> {
    let value = value.unwrap_or_default();
    addresses::places(value).map(|place| value[place].to_owned()).collect()
}
