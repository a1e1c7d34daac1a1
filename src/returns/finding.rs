use jiff::Timestamp;
use mail_parser::{Message, MessageParser};

use super::author::Author;
use super::parts::{Parts, text_of};
use super::phrases::{self, Tells};
use super::{Action, Failure, Kind, Original, addresses, charset, delivery_status, notice};

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
        let bytes = charset::readable(bytes);
        let Some(message) = MessageParser::default().parse(&bytes[..]) else { return finding };
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

    fn take(&mut self, message: &Message<'_>, mut parts: Parts<'_>) -> (Kind, &'static str) {
        let author = Author::of(message);
        self.original = std::mem::take(&mut parts.original);
        if let Some(report) = self.of_fields(&parts.fields) {
            self.original.add_text(notice::split(&parts.text).1);
            return report;
        }
        if parts.is_complaint {
            return (Kind::Complaint, "a complaint of a provider (RFC 5965)");
        }
        if let Some(fields) = &parts.disposition {
            self.original.add_lines(fields);
            return self.of_disposition(message, fields, &parts.text);
        }
        if let ([carried], false) = (&parts.carried[..], author.is_nobody()) {
            // A gateway may have wrapped the report of another server.
            let inner = Parts::of(carried);
            if let Some(report) = self.of_fields(&inner.fields) {
                self.original = inner.original;
                return report;
            }
        }
        let subject = phrases::plain(message.subject().unwrap_or_default());
        let report = if author.is_nobody() { None } else { self.of_words(message, author, &subject, &parts.text) };
        if report.is_none() {
            // A mail that it carries is not answered.
            self.original = Original::default();
        }
        self.original.add_ids(message.header_raw("In-Reply-To"));
        self.original.add_references(message.references());
        if let Some(report) = report {
            return report;
        }
        if let Some(why) = automatic(message, &subject) {
            return (Kind::AutoReply, why);
        }
        if self.original.message_ids.is_empty() {
            return (Kind::Other, self.reason);
        }
        (Kind::Answer, "it answers another mail (RFC 5322, section 3.6.4)")
    }

    /// What the fields of a delivery report say.
    fn of_fields(&mut self, fields: &[String]) -> Option<(Kind, &'static str)> {
        let failures: Vec<_> = fields.iter().flat_map(|fields| delivery_status::read(fields)).collect();
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

    /// What the words of a mail say that a server wrote.
    fn of_words(
        &mut self,
        message: &Message<'_>,
        author: Author,
        subject: &str,
        text: &str,
    ) -> Option<(Kind, &'static str)> {
        let header = |name: &'static str| message.header_raw(name).map(str::trim);
        let (report, below) = notice::split(text);
        let mut original = self.original.clone();
        original.add_text(below);
        // The second is of certified mail in Italy.
        for name in ["X-Original-Message-ID", "X-Riferimento-Message-ID"] {
            original.add_ids(header(name));
        }
        let brings_back = !original.message_ids.is_empty() || !original.to.is_empty();
        let action = author.evidence(subject, report, brings_back)?;
        let own = ["From", "To", "Delivered-To"].map(|name| header(name).and_then(addresses::first));
        let own: Vec<String> = own.into_iter().flatten().collect();
        let failed = addresses::all(header("X-Failed-Recipients").unwrap_or_default());
        let mut failures = notice::read(report, &failed, &own, action);
        let is_own = |mailbox: &String| own.iter().any(|own| own.eq_ignore_ascii_case(mailbox));
        if let (true, [only]) = (failures.is_empty(), &original.to[..])
            && !is_own(only)
        {
            failures = notice::read(report, std::slice::from_ref(only), &own, action);
        }
        let names = failures.iter().flat_map(|failure| &failure.recipients).any(|mailbox| !is_own(mailbox));
        if !author.writes_of_a_mail(subject, report, names || brings_back) {
            return None;
        }
        (self.failures, self.original) = (failures, original);
        Some(match action {
            Action::Failed => (Kind::Returned, "a mail server says in words that it did not arrive"),
            _ => (Kind::Delayed, "a mail server says in words that it is still tried"),
        })
    }

    /// What a note says that a mail was shown or deleted: programs that refuse mails for somebody write one too (RFC 5429).
    fn of_disposition(&mut self, message: &Message<'_>, fields: &str, text: &str) -> (Kind, &'static str) {
        let (said, plain) = (phrases::plain(fields), phrases::plain(text));
        let is_program = message.header_raw("Auto-Submitted").is_some() && said.contains("automatic-action");
        let is_refused = phrases::holds(&plain, Tells::Failed) || phrases::why(&plain).is_some();
        if !(is_program && said.contains("deleted") && is_refused) {
            return (Kind::Receipt, "a note that it was shown or deleted (RFC 8098)");
        }
        let failed = fields.lines().filter_map(|line| line.split_once(':'));
        let failed = failed.filter(|(name, _)| name.eq_ignore_ascii_case("Final-Recipient"));
        let failed: Vec<_> = failed.flat_map(|(_, value)| addresses::all(value)).collect();
        self.failures = notice::read(notice::split(text).0, &failed, &[], Action::Failed);
        (Kind::Returned, "a program refused it for somebody (RFC 5429)")
    }
}

/// Why a mail is one that a program wrote for somebody.
fn automatic(message: &Message<'_>, subject: &str) -> Option<&'static str> {
    let header = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_lowercase());
    if header("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no")) {
        return Some("it says that a program wrote it (RFC 3834)");
    }
    let is_list = ["List-Id", "List-Unsubscribe", "List-Post", "Mailing-List", "X-Mailing-List"];
    let is_list = is_list.into_iter().any(|name| header(name).is_some())
        || header("Sender").is_some_and(|sender| sender.starts_with("owner-"));
    let precedence = header("Precedence").unwrap_or_default();
    let is_bulk = matches!(precedence.as_str(), "auto_reply" | "auto-reply") || precedence == "bulk" && !is_list;
    let others = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autogenerated", "X-Vacation", "X-Mail-Autoreply"];
    if is_bulk || others.into_iter().any(|name| header(name).is_some_and(|value| value != "no")) {
        return Some("its header says that a program answers");
    }
    phrases::begins(subject, Tells::Away).then_some("its subject says that a program answers")
}
