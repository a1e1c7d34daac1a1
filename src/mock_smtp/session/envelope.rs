//! MAIL and RCPT.

use super::transaction::Transaction;
use super::{Session, Step};
use crate::mock_smtp::envelope::{Envelope, Recipient};
use crate::mock_smtp::extension::Extension;
use crate::mock_smtp::fault::Stage;
use crate::mock_smtp::reply::Reply;
use smtp_proto::{MAIL_BODY_7BIT, MAIL_BODY_8BITMIME, MAIL_SMTPUTF8, MailFrom, RcptTo};
use std::borrow::Cow;

/// How many recipients one mail can have, accepted or not, so that memory is bounded.
const MOST_RECIPIENTS: usize = 1000;

impl Session {
    pub(super) async fn mail(&mut self, from: MailFrom<Cow<'_, str>>) -> Step {
        if self.client.is_none() {
            return self.answer(Reply::new(503, "5.5.1", "EHLO first"));
        }
        if self.transaction.is_some() {
            return self.answer(Reply::new(503, "5.5.1", "there is a MAIL already"));
        }
        if let Some(parameter) = self.parameter_not_offered(&from) {
            return self.answer(Reply::new(555, "5.5.4", format!("{parameter} is not offered")));
        }
        if let Some(refusal) = self.refusal(Stage::Mail, &[&from.address]).await? {
            return self.answer(refusal);
        }
        if self.shared.settings.most.is_some_and(|most| self.shared.notebook.mail_count() >= most) {
            return self.answer(Reply::new(421, "4.3.2", "no more mails are wanted"));
        }
        let settings = &self.shared.settings;
        if settings.require_auth && self.user.is_none() {
            return self.answer(Reply::new(530, "5.7.0", "authentication required"));
        }
        if from.size > settings.size_limit {
            return self.answer(too_large());
        }
        let is_utf8 = from.flags & MAIL_SMTPUTF8 != 0;
        if !is_utf8 && !from.address.is_ascii() {
            return self.answer(needs_utf8());
        }
        self.transaction = Some(Transaction {
            envelope: Envelope { mail_from: from.address.into_owned(), rcpt_to: Vec::new() },
            is_utf8,
            is_8bit: from.flags & MAIL_BODY_8BITMIME != 0,
        });
        self.answer(Reply::new(250, "2.1.0", "sender accepted"))
    }

    pub(super) async fn rcpt(&mut self, to: RcptTo<Cow<'_, str>>, line: &str) -> Step {
        let Some(transaction) = &self.transaction else {
            return self.answer(Reply::new(503, "5.5.1", "MAIL first"));
        };
        let is_utf8 = transaction.is_utf8;
        let envelope = &transaction.envelope;
        let is_full = envelope.accepted().count() >= self.shared.settings.recipient_limit;
        if is_full || envelope.rcpt_to.len() >= MOST_RECIPIENTS {
            return self.answer(Reply::new(452, "4.5.3", "too many recipients"));
        }
        if to.flags != 0 || to.orcpt.is_some() || to.rrvs != 0 {
            return self.answer(Reply::new(555, "5.5.4", "the parameters of RCPT are not offered"));
        }
        let address = match &*to.address {
            // smtp-proto gives the one address without a domain (RFC 5321 section 4.5.1) as an empty one.
            "" if line.to_ascii_lowercase().contains("<postmaster>") => "postmaster",
            "" => return self.answer(Reply::new(501, "5.1.3", "the recipient's address is empty")),
            address => address,
        };
        let reply = match self.refusal(Stage::Rcpt, &[address]).await? {
            Some(refusal) => self.as_offered(refusal),
            None if !is_utf8 && !address.is_ascii() => self.as_offered(needs_utf8()),
            None => self.as_offered(Reply::new(250, "2.1.5", "recipient accepted")),
        };
        if let Some(transaction) = &mut self.transaction {
            let recipient = Recipient { address: address.to_owned(), reply: reply.clone() };
            transaction.envelope.rcpt_to.push(recipient);
        }
        self.answer(reply)
    }

    /// The first parameter of MAIL that belongs to an extension which EHLO did not offer.
    fn parameter_not_offered(&self, from: &MailFrom<Cow<'_, str>>) -> Option<&'static str> {
        let body = MAIL_BODY_7BIT | MAIL_BODY_8BITMIME;
        let is_unknown = from.flags & !(body | MAIL_SMTPUTF8) != 0
            || from.trans_id.is_some()
            || from.env_id.is_some()
            || from.solicit.is_some()
            || from.mtrk.is_some()
            || (from.by, from.hold_for, from.hold_until, from.mt_priority) != (0, 0, 0, 0);
        let used = [
            (from.size > 0, Extension::Size, "SIZE"),
            (from.flags & body != 0, Extension::EightBitMime, "BODY"),
            (from.flags & MAIL_SMTPUTF8 != 0, Extension::SmtpUtf8, "SMTPUTF8"),
            (from.auth.is_some(), Extension::Auth, "AUTH"),
        ];
        used.into_iter()
            .find(|&(is_used, extension, _)| is_used && !self.offers(extension))
            .map(|(_, _, parameter)| parameter)
            .or(is_unknown.then_some("a parameter"))
    }
}

/// The refusal of a mail beyond the size limit (RFC 1870 section 6).
pub(super) fn too_large() -> Reply {
    Reply::new(552, "5.3.4", "the mail is larger than this server takes")
}

fn needs_utf8() -> Reply {
    Reply::new(553, "5.6.7", "an address outside ASCII needs SMTPUTF8")
}
