use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter, ServerInfo};

use super::{Failure, Outcome, Stage};
use crate::mail::{EnvelopeRecipient, Mail};
use crate::vocabulary::EmailAddress;

/// The most commands in one write, so that neither side has to read before it can write on (RFC 2920, section 3.1).
const MOST_AT_ONCE: usize = 100;

/// What is said of a mail before its content: MAIL, a RCPT for each recipient, and DATA.
pub(super) struct Transaction<'m> {
    commands: Vec<Command<'m>>,
    /// How many of them are said before the first answer is read.
    at_once: usize,
}

/// One of these commands.
pub(super) struct Command<'m> {
    /// As it goes over the wire.
    pub words: String,
    /// What it asks for.
    pub stage: Stage,
    /// The recipient that it names.
    pub recipient: Option<&'m EnvelopeRecipient>,
}

/// When the answers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// After every command.
    Lockstep,
    /// After the last recipient, and DATA is said when all are granted.
    AskingFirst,
    /// After DATA.
    AtOnce,
}

impl<'m> Transaction<'m> {
    /// The commands for this mail to these of its recipients, with the extensions that it needs.
    ///
    /// # Errors
    ///
    /// When this server cannot be told of this mail; nothing was said then.
    pub(super) fn of(
        mail: &'m Mail,
        recipients: impl ExactSizeIterator<Item = &'m EnvelopeRecipient>,
        server: &ServerInfo,
        manner: Manner,
    ) -> Result<Self, Outcome> {
        let mut transaction = Self::asking(mail, recipients, server, manner)?;
        let commands = &mut transaction.commands;
        commands.push(Command { words: Data.to_string(), stage: Stage::Data, recipient: None });
        if manner == Manner::AtOnce {
            transaction.at_once = commands.len().min(MOST_AT_ONCE);
        }
        Ok(transaction)
    }

    /// As [`Self::of`], without DATA: the server is asked, and gets nothing.
    pub(super) fn asking(
        mail: &'m Mail,
        recipients: impl ExactSizeIterator<Item = &'m EnvelopeRecipient>,
        server: &ServerInfo,
        manner: Manner,
    ) -> Result<Self, Outcome> {
        let mut commands = Vec::with_capacity(recipients.len() + 2);
        let words = mail_from(mail, server)?.to_string();
        commands.push(Command { words, stage: Stage::Mail, recipient: None });
        for recipient in recipients {
            let words = Rcpt::new(address(&recipient.address, Some(recipient))?, Vec::new()).to_string();
            commands.push(Command { words, stage: Stage::Rcpt, recipient: Some(recipient) });
        }
        let at_once = if manner == Manner::Lockstep { 1 } else { commands.len() };
        Ok(Self { commands, at_once: at_once.min(MOST_AT_ONCE) })
    }

    /// The commands, in groups that are said at once.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Command<'m>]> {
        self.commands.chunks(self.at_once)
    }

    /// How many recipients it names.
    pub(super) fn recipients(&self) -> usize {
        self.commands.iter().filter(|command| command.recipient.is_some()).count()
    }

    /// The words of the first group.
    pub(super) fn opening(&self) -> String {
        self.groups().next().map(words).unwrap_or_default()
    }
}

/// A group as it goes over the wire.
pub(super) fn words(group: &[Command<'_>]) -> String {
    group.iter().map(|command| command.words.as_str()).collect()
}

/// `MAIL FROM` with the extensions that this mail needs (RFC 6531 for addresses that are not ASCII).
fn mail_from(mail: &Mail, server: &ServerInfo) -> Result<MailFrom, Outcome> {
    let sender = &mail.envelope.mail_from;
    let mut parameters = Vec::new();
    let addresses = mail.envelope.recipients.iter().map(|recipient| &recipient.address).chain([sender]);
    if let Some(unusual) = addresses.into_iter().find(|address| !address.local_part().is_ascii()) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            // No recipient is named: the mail would hold that address even if it did not go there.
            let why = format!("{unusual} is not ASCII, and the server takes no such addresses (SMTPUTF8)");
            return Err(Outcome::Rejected(Failure::broke(Stage::Mail, why)));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !mail.bytes.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(MailFrom::new(Some(address(sender, None)?), parameters))
}

/// An address as the envelope holds it: a domain in any script in its ASCII form (RFC 5890).
fn address(address: &EmailAddress, recipient: Option<&EnvelopeRecipient>) -> Result<lettre::Address, Outcome> {
    lettre::Address::new(address.local_part(), address.ascii_domain()).map_err(|error| {
        let stage = if recipient.is_some() { Stage::Rcpt } else { Stage::Mail };
        Outcome::Rejected(Failure { recipient: recipient.cloned(), ..Failure::broke(stage, error.to_string()) })
    })
}
