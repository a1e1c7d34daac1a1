use mail_parser::{Encoding, Message, MessageParser};

use super::appeal_line::tidy;
use super::{AppealLine, Metadata, html, plain};
use crate::vocabulary::Day;

/// Reads the text of a mail (RFC 5322, RFC 2045), or its page where it has no text.
pub(super) fn read(bytes: &[u8]) -> Option<(Vec<AppealLine>, Metadata)> {
    let message = MessageParser::default().parse(bytes)?;
    let page = message.html_body.first().and_then(|id| message.part(*id)).filter(|part| part.is_text_html());
    let text = message.text_body.first().and_then(|id| message.part(*id)).filter(|part| !part.is_text_html());
    let part = text.or(page)?;
    let content = part.text_contents()?;
    let first = line_of(bytes, part.raw_body_offset() as usize);
    let (mut lines, page) = if part.is_text_html() {
        html::read(content, 1)
    } else {
        (plain::read(content, 1, false), Metadata::default())
    };
    let raw = bytes.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize).unwrap_or_default();
    let map = line_map(raw, part.encoding, first);
    let number = |line: usize| map.get(line - 1).or(map.last()).copied().unwrap_or(first);
    for line in &mut lines {
        line.number = number(line.number.max(1));
        line.joints.iter_mut().for_each(|(_, joined)| *joined = number((*joined).max(1)));
    }
    Some((lines, metadata(&message, bytes, page)))
}

fn metadata(message: &Message<'_>, bytes: &[u8], page: Metadata) -> Metadata {
    let line = |name: &str| {
        let header = message.headers().iter().find(|header| header.name().eq_ignore_ascii_case(name));
        header.map_or(1, |header| line_of(bytes, header.offset_field() as usize))
    };
    let mut senders = Vec::new();
    let lists = [message.from(), message.sender(), message.reply_to(), message.to()];
    for address in lists.into_iter().flatten().flat_map(|list| list.iter()) {
        senders.extend(address.address().map(str::to_lowercase));
    }
    let from = message.from().and_then(|from| from.first());
    let publisher = from.and_then(|from| from.name().or(from.address())).map(tidy);
    let published = message.date().and_then(|date| {
        let day: Day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day).parse().ok()?;
        Some((day, day.to_string(), line("date")))
    });
    Metadata {
        title: message.subject().map(|subject| (without_prefixes(&tidy(subject)), line("subject"))),
        publisher: publisher.map(|publisher| (publisher, line("from"))),
        published,
        url: page.url,
        senders,
    }
}

/// A subject without what programs put before it when they answer or forward.
fn without_prefixes(subject: &str) -> String {
    let mut subject = subject;
    while let Some((before, after)) = subject.split_once(':') {
        let is_prefix = ["re", "fw", "fwd", "wg", "aw", "tr", "rv", "fwd"]
            .iter()
            .any(|prefix| before.trim().eq_ignore_ascii_case(prefix));
        if !is_prefix {
            break;
        }
        subject = after.trim_start();
    }
    subject.to_owned()
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() + 1
}

/// For each line of the decoded text, the line of the file: quoted-printable breaks lines that are whole when decoded (RFC
/// 2045, section 6.7), and of base64 nothing can be told but where it begins.
fn line_map(raw: &[u8], encoding: Encoding, first: usize) -> Vec<usize> {
    let mut map = vec![first];
    if encoding == Encoding::Base64 {
        return map;
    }
    for (number, line) in (first + 1..).zip(raw.split(|byte| *byte == b'\n')) {
        let soft = encoding == Encoding::QuotedPrintable && line.trim_ascii_end().ends_with(b"=");
        if !soft {
            map.push(number);
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_file() {
        let mail =
            b"From: Network <news@example.org>\r\nSubject: Fwd: Free them\r\nDate: Tue, 16 Jul 2024 10:00:00 +0200\r\n\
            Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Schreiben Sie =\r\nan:\r\ngericht@example.org f=FCr alle\r\n";
        let (lines, metadata) = read(mail).unwrap();
        let lines: Vec<_> = lines.iter().map(|line| (line.number, line.text.as_str())).collect();
        assert_eq!(lines[..2], [(7, "Schreiben Sie an:"), (9, "gericht@example.org für alle")]);
        assert_eq!(metadata.title.unwrap(), ("Free them".to_owned(), 2));
        assert_eq!(metadata.published.unwrap().1, "2024-07-16");
        assert_eq!(metadata.senders, ["news@example.org"]);
    }
}
