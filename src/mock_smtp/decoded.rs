use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders};

use super::received::Received;

impl Received {
    /// The header fields in their order, decoded (RFC 2047).
    pub fn decoded_headers(&self) -> Vec<(String, String)> {
        let Some(message) = MessageParser::default().parse_headers(&self.content) else { return Vec::new() };
        let raw = |header: &mail_parser::Header<'_>| {
            let bytes = self.content.get(header.offset_start() as usize..header.offset_end() as usize);
            let text = String::from_utf8_lossy(bytes.unwrap_or_default());
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let decoded = |header: &mail_parser::Header<'_>| match header.value() {
            // Of others, such as a Message-ID, less would be left than what arrived.
            HeaderValue::Text(text) if header.name().eq_ignore_ascii_case("Subject") => text.to_string(),
            HeaderValue::Address(addresses) => {
                let mailbox = |address: &mail_parser::Addr<'_>| match (address.name(), address.address()) {
                    (Some(name), Some(address)) => format!("{name} <{address}>"),
                    (_, address) => address.unwrap_or_default().to_owned(),
                };
                addresses.iter().map(mailbox).collect::<Vec<_>>().join(", ")
            }
            _ => raw(header),
        };
        message.headers().iter().map(|header| (header.name().to_owned(), decoded(header))).collect()
    }

    /// The text of the mail, decoded (RFC 2045), its lines as they came.
    pub fn decoded_text(&self) -> String {
        let message = MessageParser::default().parse(&self.content);
        let text = message.as_ref().and_then(|message| message.body_text(0)).unwrap_or_default();
        text.replace("\r\n", "\n")
    }

    /// The names of the files attached to the mail.
    pub fn attachments(&self) -> Vec<String> {
        let message = MessageParser::default().parse(&self.content);
        let attachments = message.iter().flat_map(Message::attachments);
        attachments.map(|file| file.attachment_name().unwrap_or_default().to_owned()).collect()
    }
}
