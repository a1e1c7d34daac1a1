use std::fmt;

use super::Reply;
use crate::mail::EnvelopeRecipient;

/// What became of one attempt to hand a letter over. Never *delivered*: what happens behind the server is not seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Accepted {
        /// Its words.
        reply: Reply,
        /// Required copies that the server refused, and that its sender chose to go without.
        without: Vec<Failure>,
    },
    /// A person takes it further: it goes by post, or by a fax or telephone of theirs. Its copies went.
    Handed {
        /// What the server said of the copies; nothing where none is owed by e-mail, or none went.
        copies: Option<Reply>,
        /// Required copies that the server refused, and that its sender chose to go without.
        without: Vec<Failure>,
    },
    /// Nothing went, and the same may succeed later.
    Deferred(Failure),
    /// Nothing went, and the same will fail again.
    Rejected(Failure),
    /// The line broke after the end of the letter was sent: the server may have it. A short letter leaves whole in one
    /// write, so a server that breaks off in its middle cannot be told from one that has it.
    Uncertain(Failure),
    /// It went in several transactions (RFC 5321, section 4.5.3.1.10), and only some of them are known to have come to a good
    /// end. To its sender it is as uncertain: sending it again would send it twice to some.
    Partial {
        /// For whom the server took it.
        accepted: Vec<EnvelopeRecipient>,
        /// For whom it may have it: the line broke after the end of the letter was sent.
        uncertain: Vec<EnvelopeRecipient>,
        /// For whom it does not have it.
        open: Vec<EnvelopeRecipient>,
        /// What happened.
        failure: Failure,
    },
}

/// Why a letter was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where in the session.
    pub stage: Stage,
    /// The recipient that was refused, where it was one.
    pub recipient: Option<EnvelopeRecipient>,
    /// What the server said.
    pub reply: Option<Reply>,
    /// What broke, when the server said nothing.
    pub broke: Option<String>,
}

/// A step of the session with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// `MAIL FROM`: the sender is named.
    Mail,
    /// `RCPT TO`: a recipient is named.
    Rcpt,
    /// `DATA`: the letter is announced and sent.
    Data,
    /// The final dot: the letter is handed over.
    Dot,
    /// The program that takes faxes.
    Fax,
}

impl Outcome {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Handed { .. } => "handed",
            Self::Deferred(_) => "deferred",
            Self::Rejected(_) => "rejected",
            Self::Uncertain(_) | Self::Partial { .. } => "uncertain",
        }
    }

    /// Whether nothing is left to do for the program.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Handed { .. })
    }

    /// The outcome for a letter whose copies alone are mailed.
    #[must_use]
    pub fn of_copies(self) -> Self {
        match self {
            Self::Accepted { reply, without } => Self::Handed { copies: Some(reply), without },
            outcome => outcome,
        }
    }

    /// Required copies that the server refused, and that its sender chose to go without.
    pub fn without(&self) -> &[Failure] {
        match self {
            Self::Accepted { without, .. } | Self::Handed { without, .. } => without,
            _ => &[],
        }
    }

    /// Why it was not accepted.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Accepted { .. } | Self::Handed { .. } => None,
            Self::Deferred(failure)
            | Self::Rejected(failure)
            | Self::Uncertain(failure)
            | Self::Partial { failure, .. } => Some(failure),
        }
    }

    /// The required copy that the server refused for good, and because of which nothing went.
    pub fn refused_copy(&self) -> Option<&Failure> {
        match self {
            Self::Rejected(failure) => Some(failure).filter(|failure| failure.is_refused_copy()),
            _ => None,
        }
    }
}

impl Failure {
    /// Something broke, or cannot be said, and no recipient is to blame.
    pub(super) fn broke(stage: Stage, why: impl Into<String>) -> Self {
        Self { stage, recipient: None, reply: None, broke: Some(why.into()) }
    }

    /// Whether it is about the connection and not about this letter: no reply, or 421 (RFC 5321, section 3.8). A letter
    /// that is deferred so may be tried again at once, on a new connection.
    pub fn is_of_the_line(&self) -> bool {
        self.reply.as_ref().is_none_or(|reply| reply.code == 421)
    }

    /// Whether the server refused a mailbox that is written to.
    pub fn is_of_addressee(&self) -> bool {
        self.recipient.as_ref().is_some_and(|recipient| !recipient.role.is_copy())
    }

    /// Whether the server refused a required copy for good.
    pub(super) fn is_refused_copy(&self) -> bool {
        let is_copy = self.recipient.as_ref().is_some_and(|recipient| recipient.role.is_copy());
        is_copy && self.reply.as_ref().is_some_and(|reply| !reply.is_transient())
    }

    /// Whether the server said that the transaction has as many recipients as it can have.
    pub(super) fn is_of_too_many_recipients(&self) -> bool {
        self.stage == Stage::Rcpt && self.reply.as_ref().is_some_and(Reply::says_too_many_recipients)
    }

    /// Nothing went: deferred or rejected, as the server says; deferred when it says nothing.
    pub(super) fn into_outcome(self) -> Outcome {
        match &self.reply {
            Some(reply) if !reply.is_transient() => Outcome::Rejected(self),
            _ => Outcome::Deferred(self),
        }
    }
}

/// What the server said, or what broke.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted { reply, .. } => reply.fmt(f),
            Self::Handed { copies: Some(reply), .. } => write!(f, "its copies: {reply}"),
            Self::Handed { copies: None, without } if !without.is_empty() => f.write_str("no copy of it went"),
            Self::Handed { copies: None, .. } => f.write_str("it owes no copy by e-mail"),
            Self::Deferred(failure) | Self::Rejected(failure) => failure.fmt(f),
            Self::Uncertain(failure) => write!(f, "{failure}; the server may have the letter"),
            Self::Partial { accepted, uncertain, open, failure } => {
                write!(f, "{failure}")?;
                for (recipients, what) in [(accepted, "has"), (uncertain, "may have"), (open, "does not have")] {
                    if !recipients.is_empty() {
                        let names: Vec<_> =
                            recipients.iter().map(|to| format!("{} ({})", to.address, to.role)).collect();
                        write!(f, "; the server {what} the letter for {}", names.join(", "))?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mail => "the sender",
            Self::Rcpt => "a recipient",
            Self::Data => "the letter",
            Self::Dot => "the end of the letter",
            Self::Fax => "the fax",
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.reply, &self.recipient) {
            (Some(reply), Some(EnvelopeRecipient { address, role })) => {
                write!(f, "the server refused {address} ({role}): {reply}")
            }
            (Some(reply), None) => write!(f, "the server refused {}: {reply}", self.stage),
            (None, _) => {
                let why = self.broke.as_deref().unwrap_or("the line broke");
                write!(f, "handing over {}: {why}", self.stage)
            }
        }
    }
}
