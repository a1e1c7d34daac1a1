use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MimeHeaders, PartType};

use super::Original;

/// What a mail is made of; what is inside a mail that it carries is not its own.
#[derive(Default)]
pub(super) struct Parts<'a> {
    /// What it says to people.
    pub(super) text: String,
    /// The fields of delivery reports (RFC 3464).
    pub(super) fields: Vec<String>,
    /// The fields of a note that a mail was shown or deleted (RFC 8098).
    pub(super) disposition: Option<String>,
    /// Whether it is a complaint (RFC 5965).
    pub(super) is_complaint: bool,
    /// The mails that it carries.
    pub(super) carried: Vec<&'a Message<'a>>,
    /// The mail that it is about, as these parts tell it.
    pub(super) original: Original,
}

impl<'a> Parts<'a> {
    pub(super) fn of(message: &'a Message<'a>) -> Self {
        let mut parts = Self::default();
        let mut html = String::new();
        for part in &message.parts {
            let kind =
                part.content_type().map(|kind| (kind.ctype().to_lowercase(), kind.subtype().unwrap_or_default()));
            let subtype = kind.as_ref().map(|(_, subtype)| subtype.to_lowercase()).unwrap_or_default();
            let is_message = kind.is_some_and(|(kind, _)| kind == "message");
            match (&part.body, subtype.as_str()) {
                (PartType::Message(carried), _) => {
                    parts.original.add_message(carried);
                    parts.carried.push(carried);
                }
                (PartType::Multipart(_), _) => {}
                (_, "delivery-status" | "global-delivery-status") => parts.fields.push(text_of(part.contents())),
                (_, "feedback-report") => parts.is_complaint = true,
                (_, "disposition-notification" | "global-disposition-notification") => {
                    parts.disposition = Some(text_of(part.contents()));
                }
                (_, "rfc822-headers" | "global-headers") => parts.original.add_text(&text_of(part.contents())),
                (_, _) if is_message => parts.original.add_text(&text_of(part.contents())),
                (PartType::Html(text), _) => html.push_str(&html_to_text(text)),
                (PartType::Text(text), _) => {
                    parts.text.push_str(text);
                    parts.text.push('\n');
                }
                _ => {}
            }
        }
        if parts.text.trim().is_empty() {
            parts.text = html;
        }
        parts
    }
}

pub(super) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
