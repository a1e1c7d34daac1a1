use mail_parser::{Address, MessageParser};
use serde::Serialize;

/// What the headers of a mail say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// The addresses in From.
    pub from: Vec<String>,
    /// The addresses in To.
    pub to: Vec<String>,
    /// The addresses in Cc.
    pub cc: Vec<String>,
    /// The addresses in Bcc, which no mail should carry to its recipients; `None` without such a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bcc: Option<Vec<String>>,
    /// The subject, decoded.
    pub subject: Option<String>,
    /// The Message-ID, without angle brackets.
    pub message_id: Option<String>,
}

impl Headers {
    /// Reads the headers of a mail. Where they are no headers, nothing is found.
    pub(super) fn of(mail: &[u8]) -> Self {
        let Some(message) = MessageParser::default().parse_headers(mail) else {
            return Self::default();
        };
        let has_bcc = message.headers().iter().any(|header| header.name().eq_ignore_ascii_case("bcc"));
        Self {
            from: addresses(message.from()),
            to: addresses(message.all_to()),
            cc: addresses(message.all_cc()),
            bcc: has_bcc.then(|| addresses(message.all_bcc())),
            subject: message.subject().map(str::to_owned),
            message_id: message.message_id().map(str::to_owned),
        }
    }
}

fn addresses<'a>(fields: impl IntoIterator<Item = &'a Address<'a>>) -> Vec<String> {
    fields.into_iter().flat_map(Address::iter).filter_map(|address| address.address()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fields_are_read() {
        let mail = "From: Anna <anna@example.org>\r\nTo: a@x.example,\r\n b@x.example\r\nCc: c@x.example\r\n\
                    To: d@x.example\r\nBcc:\r\nSubject: =?utf-8?q?Pr=C3=BCfung?=\r\nMessage-ID: <1@example.org>\r\n\r\nTo: no@x.example\r\n";
        let headers = Headers::of(mail.as_bytes());
        assert_eq!(headers.from, ["anna@example.org"]);
        assert_eq!(headers.to, ["a@x.example", "b@x.example", "d@x.example"]);
        assert_eq!(headers.cc, ["c@x.example"]);
        assert_eq!(headers.bcc, Some(vec![]));
        assert_eq!(headers.subject.as_deref(), Some("Prüfung"));
        assert_eq!(headers.message_id.as_deref(), Some("1@example.org"));
    }

    #[test]
    fn what_is_no_mail_has_no_headers() {
        assert_eq!(Headers::of(b""), Headers::default());
        assert_eq!(Headers::of(b"\xff\x00\r\n"), Headers::default());
    }
}
