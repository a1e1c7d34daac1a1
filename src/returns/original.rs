use mail_parser::{HeaderValue, Message, MessageParser};

use super::addresses;

const NAME: &str = "message-id:";

/// How many Message-IDs are kept: a conversation is shorter, and each of them is looked up.
const MOST_IDS: usize = 100;

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
        self.add_id(message.header_raw("Message-ID").unwrap_or_default());
        self.to.extend(addresses::all(message.header_raw("To").unwrap_or_default()));
        self.cc.extend(addresses::all(message.header_raw("Cc").unwrap_or_default()));
    }

    /// Adds what a text says, which begins with the header of the mail or has it somewhere.
    pub(super) fn add_text(&mut self, text: &str) {
        if let Some(message) = MessageParser::default().parse(text.trim_start().as_bytes()) {
            self.add_message(&message);
        }
        self.add_lines(text);
    }

    /// Adds the Message-IDs in a text, wherever they stand: it may be quoted, or its lines may be one.
    pub(super) fn add_lines(&mut self, text: &str) {
        let plain = text.to_ascii_lowercase();
        for (at, name) in plain.match_indices(NAME) {
            self.add_id(&text[at + name.len()..]);
        }
    }

    /// Adds the Message-ID that a text begins with, after space: a long one stands on a line of its own.
    fn add_id(&mut self, text: &str) {
        let mut words = text.split(['<', '>', ' ', '\t', '\r', '\n', ',', '|']);
        self.add_ids(words.find(|word| !word.is_empty()));
    }

    /// Adds Message-IDs of a header field.
    pub(super) fn add_ids(&mut self, value: Option<&str>) {
        let ids = value.unwrap_or_default().split(['<', '>', ' ', '\t', '\r', '\n', ',']);
        for id in ids.filter(|id| id.contains('@')) {
            if self.message_ids.len() == MOST_IDS {
                return;
            }
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
