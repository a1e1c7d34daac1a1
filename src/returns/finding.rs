use jiff::Timestamp;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::phrases::{self, Tells};
use super::{Action, Failure, Kind, Original, addresses, codes, delivery_status, notice};

/// What a mail was taken for, and what it tells. Nothing else of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Why it was taken for that, in a few words.
    pub reason: &'static str,
    /// What it says of mailboxes, where it is a report.
    pub failures: Vec<Failure>,
    /// The mail that it is about.
    pub original: Original,
    /// Who wrote it.
    pub from: Option<String>,
    /// When it was written, as it says.
    pub date: Option<Timestamp>,
    /// Its own Message-ID.
    pub message_id: Option<String>,
}

impl Finding {
    /// What a mail is, whose bytes may be any.
    pub fn of(bytes: &[u8]) -> Self {
        let mut finding = Self {
            kind: Kind::Other,
            reason: "nothing tells that it is about a letter",
            failures: Vec::new(),
            original: Original::default(),
            from: None,
            date: None,
            message_id: None,
        };
        let Some(message) = MessageParser::default().parse(bytes) else { return finding };
        let header = |name: &'static str| message.header_raw(name).map(str::trim);
        finding.from = header("From").and_then(addresses::first);
        finding.date = message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok());
        finding.message_id = message.message_id().map(str::to_owned);
        let parts = Parts::of(&message);
        (finding.kind, finding.reason) = finding.take(&message, parts);
        if !finding.failures.is_empty() && finding.original.message_ids.is_empty() {
            // What came back stands where no part of the report is: it is looked for line by line.
            finding.original.add_lines(&text_of(message.raw_message()));
            let own = finding.message_id.as_deref();
            finding.original.message_ids.retain(|id| Some(id.as_str()) != own);
        }
        finding
    }

    fn take(&mut self, message: &Message<'_>, parts: Parts) -> (Kind, &'static str) {
        let header = |name: &'static str| message.header_raw(name).map(str::trim);
        if let Some(report) = self.of_fields(&parts) {
            self.original = parts.original;
            self.original.add_text(notice::split(&parts.text).1);
            return report;
        }
        if parts.is_complaint {
            return (Kind::Complaint, "a complaint of a provider (RFC 5965)");
        }
        if parts.is_disposition {
            return (Kind::Receipt, "a note that it was shown or deleted (RFC 8098)");
        }
        let subject = phrases::plain(message.subject().unwrap_or_default());
        let author = Author::of(message);
        let (report, below) = if author.is_nobody() { ("", "") } else { notice::split(&parts.text) };
        if let Some(action) = author.evidence(&subject, report) {
            let failed = header("X-Failed-Recipients")
                .map(|value| addresses::places(value).map(|place| value[place].to_owned()).collect::<Vec<_>>());
            let own =
                [header("From"), header("To"), header("Delivered-To")].map(|value| value.and_then(addresses::first));
            let own: Vec<String> = own.into_iter().flatten().collect();
            self.failures = notice::read(report, &failed.unwrap_or_default(), &own, action);
            self.original = parts.original;
            self.original.add_text(below);
            self.original.add_ids(header("X-Original-Message-ID"));
            self.original.add_ids(header("In-Reply-To"));
            self.original.add_references(message.references());
            if let (true, [only]) = (self.failures.is_empty(), &self.original.to[..]) {
                self.failures = notice::read(report, std::slice::from_ref(only), &own, action);
            }
            return match action {
                Action::Failed => (Kind::Returned, "a mail server says in words that it did not arrive"),
                _ => (Kind::Delayed, "a mail server says in words that it is still tried"),
            };
        }
        self.original.add_ids(header("In-Reply-To"));
        self.original.add_references(message.references());
        if let Some(why) = automatic(message, &subject) {
            return (Kind::AutoReply, why);
        }
        if self.original.message_ids.is_empty() {
            return (Kind::Other, self.reason);
        }
        (Kind::Answer, "it answers another mail (RFC 5322, section 3.6.4)")
    }

    /// What the fields of a delivery report say.
    fn of_fields(&mut self, parts: &Parts) -> Option<(Kind, &'static str)> {
        let failures: Vec<_> = parts.fields.iter().flat_map(|fields| delivery_status::read(fields)).collect();
        let is = |action| failures.iter().any(|failure| failure.action == action);
        let (action, taken) = if is(Action::Failed) {
            (Action::Failed, (Kind::Returned, "a delivery report (RFC 3464)"))
        } else if is(Action::Delayed) {
            (Action::Delayed, (Kind::Delayed, "a delivery report (RFC 3464): it is still tried"))
        } else if is(Action::Delivered) {
            (Action::Delivered, (Kind::Receipt, "a delivery report (RFC 3464): it went on"))
        } else {
            return None;
        };
        self.failures = failures.into_iter().filter(|failure| failure.action == action).collect();
        Some(taken)
    }
}

/// What tells that a mail server wrote a mail.
#[derive(Clone, Copy)]
struct Author {
    /// It calls itself one.
    is_server: bool,
    /// Nobody is to answer (RFC 5321, section 4.5.5).
    is_bounce: bool,
    /// It names who did not get a mail.
    is_named: bool,
}

impl Author {
    fn of(message: &Message<'_>) -> Self {
        let header = |name: &'static str| message.header_raw(name).unwrap_or_default().trim().to_lowercase();
        let (from, path) = (header("From"), header("Return-Path"));
        let has_no_address = !from.is_empty() && addresses::first(&from).is_none();
        Self {
            is_server: phrases::holds(&from, Tells::Server) || has_no_address,
            is_bounce: path == "<>" || phrases::holds(&path, Tells::Server),
            is_named: message.header_raw("X-Failed-Recipients").is_some(),
        }
    }

    fn is_nobody(self) -> bool {
        !(self.is_server || self.is_bounce || self.is_named)
    }

    /// What a mail without the fields of a report says all the same.
    fn evidence(self, subject: &str, report: &str) -> Option<Action> {
        if self.is_nobody() {
            return None;
        }
        let Self { is_server, is_bounce, is_named } = self;
        let text = phrases::plain(report);
        if (is_server || is_bounce)
            && (phrases::holds(&text, Tells::Delayed) || phrases::begins(subject, Tells::DelayedSubject))
        {
            return Some(Action::Delayed);
        }
        let failed = phrases::holds(&text, Tells::Failed);
        let of_subject = phrases::begins(subject, Tells::FailedSubject);
        let has_code = codes::find(report) != (None, None) || phrases::why(&text).is_some();
        let points = [(is_server, 2), (is_bounce, 1), (is_named, 3), (failed, 2), (of_subject, 2), (has_code, 1)];
        let points: i32 = points.iter().filter(|(is, _)| *is).map(|(_, points)| points).sum();
        // A server writes of other things too.
        let says = failed || is_named || of_subject && (has_code || is_server) || is_server && has_code;
        (says && points >= 3).then_some(Action::Failed)
    }
}

/// Why a mail is one that a program wrote for somebody.
fn automatic(message: &Message<'_>, subject: &str) -> Option<&'static str> {
    let header = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_lowercase());
    if header("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no")) {
        return Some("it says that a program wrote it (RFC 3834)");
    }
    let is_list = header("List-Id").is_some() || header("List-Unsubscribe").is_some();
    let precedence = header("Precedence").unwrap_or_default();
    let is_bulk = matches!(precedence.as_str(), "auto_reply" | "auto-reply") || precedence == "bulk" && !is_list;
    let others = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autogenerated", "X-Vacation", "X-Mail-Autoreply"];
    if is_bulk || others.into_iter().any(|name| header(name).is_some_and(|value| value != "no")) {
        return Some("its header says that a program answers");
    }
    phrases::begins(subject, Tells::Away).then_some("its subject says that a program answers")
}

/// What a mail is made of; what is inside a mail that it carries is not its own.
#[derive(Default)]
struct Parts {
    text: String,
    /// The fields of delivery reports.
    fields: Vec<String>,
    is_complaint: bool,
    is_disposition: bool,
    original: Original,
}

impl Parts {
    fn of(message: &Message<'_>) -> Self {
        let mut parts = Self::default();
        let mut html = String::new();
        for part in &message.parts {
            let kind =
                part.content_type().map(|kind| (kind.ctype().to_lowercase(), kind.subtype().unwrap_or_default()));
            let subtype = kind.as_ref().map(|(_, subtype)| subtype.to_lowercase()).unwrap_or_default();
            let is_message = kind.is_some_and(|(kind, _)| kind == "message");
            match (&part.body, subtype.as_str()) {
                (PartType::Message(original), _) => parts.original.add_message(original),
                (PartType::Multipart(_), _) => {}
                (_, "delivery-status" | "global-delivery-status") => parts.fields.push(text_of(part.contents())),
                (_, "feedback-report") => parts.is_complaint = true,
                (_, "disposition-notification" | "global-disposition-notification") => parts.is_disposition = true,
                (_, "rfc822-headers" | "global-headers") => parts.original.add_text(&text_of(part.contents())),
                (_, _) if is_message => parts.original.add_text(&text_of(part.contents())),
                (PartType::Html(text), _) => html.push_str(&mail_parser::decoders::html::html_to_text(text)),
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

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
