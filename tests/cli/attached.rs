//! Letters on paper, and the mails that they are attached to.

use mail_parser::{Message, MessageParser, MimeHeaders};

pub fn parsed(content: &[u8]) -> Message<'_> {
    MessageParser::default().parse(content).unwrap()
}

/// The one file attached to a mail: its name and its bytes.
pub fn attached<'m>(message: &'m Message<'_>) -> (&'m str, &'m [u8]) {
    let mut attachments = message.attachments();
    let one = attachments.next().unwrap();
    assert!(attachments.next().is_none());
    (one.attachment_name().unwrap(), one.contents())
}

pub fn pages(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).unwrap().get_pages().len()
}
