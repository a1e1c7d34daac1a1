use mail_parser::{Message, MimeHeaders};

use super::phrases::{self, Tells};
use super::{Action, addresses, codes, notice};

/// What tells that a mail server wrote a mail.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign by itself")]
pub(super) struct Author {
    /// It calls itself one.
    is_server: bool,
    /// Its address does so too, or it has none.
    has_server_address: bool,
    /// Nobody is to answer (RFC 5321, section 4.5.5).
    is_bounce: bool,
    /// It names who did not get a mail.
    is_named: bool,
    /// Its form is that of a delivery report (RFC 6522), whatever is left of it.
    is_report: bool,
}

impl Author {
    pub(super) fn of(message: &Message<'_>) -> Self {
        let header = |name: &'static str| message.header_raw(name).unwrap_or_default().trim().to_lowercase();
        let (from, path) = (header("From"), header("Return-Path"));
        let address = addresses::first(&from);
        let has_no_address = !from.is_empty() && address.is_none();
        Self {
            is_server: phrases::holds(&from, Tells::Server) || has_no_address,
            has_server_address: has_no_address
                || address.is_some_and(|address| phrases::holds(&address, Tells::Server)),
            is_bounce: path == "<>" || phrases::holds(&path, Tells::Server),
            is_named: message.header_raw("X-Failed-Recipients").is_some(),
            is_report: message
                .content_type()
                .and_then(|kind| kind.attribute("report-type"))
                .is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status")),
        }
    }

    /// Whether nothing tells that a server wrote it.
    pub(super) fn is_nobody(self) -> bool {
        !(self.is_server || self.is_bounce || self.is_named)
    }

    /// What a mail without the fields of a report says all the same. `brings_back` is whether it has another mail in it.
    pub(super) fn evidence(self, subject: &str, report: &str, brings_back: bool) -> Option<Action> {
        if self.is_nobody() {
            return None;
        }
        let Self { is_server, is_bounce, is_named, .. } = self;
        let text = phrases::plain(report);
        if (is_server || is_bounce)
            && (phrases::holds(&text, Tells::Delayed) || phrases::begins(subject, Tells::DelayedSubject))
        {
            return Some(Action::Delayed);
        }
        let failed = phrases::holds(&text, Tells::Failed) || notice::lists_mailboxes(report);
        let of_subject = phrases::begins(subject, Tells::FailedSubject);
        let (status, reply) = codes::find(report);
        let has_code = status.is_some() || reply.is_some() || phrases::why(&text).is_some();
        // A shop wants no answers either, and says what was rejected.
        let is_of_a_mail = brings_back || status.is_some() || notice::begins_with_mailbox(report);
        let failed = failed && (is_server || is_named || of_subject || is_of_a_mail);
        let points = [(is_server, 2), (is_bounce, 1), (is_named, 3), (failed, 2), (of_subject, 2), (has_code, 1)];
        let points: i32 = points.iter().filter(|(is, _)| *is).map(|(_, points)| points).sum();
        // A server writes of other things too.
        let says = failed || is_named || of_subject && (has_code || is_server) || is_server && has_code;
        (says && points >= 3).then_some(Action::Failed)
    }

    /// Whether what a mail says is about a mail that was sent, and not about its reader's mailbox: servers write of that too, and
    /// so do those who want to know its password. `tells` is whether it names who did not get a mail, or brings one back.
    pub(super) fn writes_of_a_mail(self, subject: &str, report: &str, tells: bool) -> bool {
        let says_so =
            || phrases::begins(subject, Tells::FailedSubject) && phrases::holds(&phrases::plain(report), Tells::Failed);
        tells || self.is_bounce || self.is_named || self.is_report || self.has_server_address && says_so()
    }
}
