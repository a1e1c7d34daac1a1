//! A mail with more recipients than a server takes in a transaction goes in parts: the same mail in several transactions
//! (RFC 5321, section 4.5.3.1.10).
//!
//! All of it or nothing, as far as that can be. The server is asked for every part first, so that a refused recipient is
//! found while nothing has gone. Then the parts go, copies before addressees: nobody who is written to has a letter whose
//! copies did not go. What is not accepted after that is tried again; where that does not help, the outcome says who has the
//! letter and who has not.

use super::unannounced::Unannounced;
use super::{Failure, Outcome, Reply, Smtp, Stage, Transport};
use crate::mail::{EnvelopeRecipient, Mail};

/// How often a part is tried again after others went, in all.
const TRIES: u32 = 3;

type Recipients<'m> = [&'m EnvelopeRecipient];

impl Smtp {
    /// Whether a mail goes in one transaction, as far as is known.
    pub(super) fn is_one_part(&self, mail: &Mail) -> bool {
        self.recipient_limit.is_none_or(|limit| mail.envelope.recipients.len() <= limit)
    }

    /// Hands a mail over in as many transactions as its recipients need.
    pub(super) async fn deliver_in_parts(&mut self, mail: &Mail) -> Outcome {
        let mut recipients: Vec<_> = mail.envelope.recipients.iter().collect();
        recipients.sort_by_key(|recipient| !recipient.role.is_copy());
        let mut without = loop {
            match self.ask_for_all(mail, &recipients).await {
                Ok(without) => break without,
                Err(Unannounced::Outcome(outcome)) => return outcome,
                Err(Unannounced::TooManyRecipients { limit }) => self.recipient_limit = Some(limit),
            }
        };
        recipients.retain(|recipient| !is_among(&without, recipient));
        let (mut went, mut left, mut tries) = (Went::default(), &recipients[..], 0);
        while let Some(part) = self.parts(left).next() {
            let outcome = match self.hand_over_part(mail, part).await {
                Ok(outcome) | Err(Unannounced::Outcome(outcome)) => outcome,
                Err(Unannounced::TooManyRecipients { limit }) => {
                    self.recipient_limit = Some(limit);
                    continue;
                }
            };
            if outcome.is_success() {
                without.extend_from_slice(outcome.without());
                left = &left[part.len()..];
                went.add(part, outcome);
            } else if matches!(outcome, Outcome::Deferred(_)) && !went.to.is_empty() && tries < TRIES {
                tries += 1;
            } else {
                return went.and_then(outcome, part, &left[part.len()..], &without);
            }
        }
        match went.reply {
            Some(reply) => Outcome::Accepted { reply, without },
            None => Outcome::Handed { copies: None, without },
        }
    }

    /// The parts that these recipients need, the smallest one first.
    fn parts<'r, 'm>(&self, recipients: &'r Recipients<'m>) -> impl Iterator<Item = &'r Recipients<'m>> + use<'r, 'm> {
        recipients.rchunks(self.recipient_limit.unwrap_or(usize::MAX)).rev()
    }

    /// Asks for every part, and lets the server forget it again. Gives the copies that it refused and that the letter
    /// goes without.
    async fn ask_for_all(&mut self, mail: &Mail, recipients: &Recipients<'_>) -> Result<Vec<Failure>, Unannounced> {
        let mut without = Vec::new();
        for part in self.parts(recipients) {
            self.connect_for_part().await?;
            match self.ask_for(mail, part.iter().copied()).await {
                Ok(refused) | Err(Unannounced::Outcome(Outcome::Handed { without: refused, .. })) => {
                    without.extend(refused);
                }
                Err(other) => return Err(other),
            }
        }
        Ok(without)
    }

    async fn hand_over_part(&mut self, mail: &Mail, part: &Recipients<'_>) -> Result<Outcome, Unannounced> {
        self.connect_for_part().await?;
        self.hand_over(mail, part.iter().copied(), None).await
    }

    /// Goes on with the connection, or with a new one where the old one broke or had its share.
    async fn connect_for_part(&mut self) -> Result<(), Outcome> {
        self.open().await.map_err(|error| {
            let words = [vec![error.problem.to_string()], error.problem.causes].concat().join(": ");
            Outcome::Deferred(Failure::broke(Stage::Mail, words))
        })
    }
}

/// The parts that went.
#[derive(Default)]
struct Went {
    to: Vec<EnvelopeRecipient>,
    /// What the server said of the last one.
    reply: Option<Reply>,
}

impl Went {
    fn add(&mut self, part: &Recipients<'_>, outcome: Outcome) {
        if let Outcome::Accepted { reply, without } = outcome {
            self.to.extend(part.iter().filter(|recipient| !is_among(&without, recipient)).copied().cloned());
            self.reply = Some(reply);
        }
    }

    /// The outcome when this came of the next part, and the rest does not go.
    fn and_then(self, outcome: Outcome, part: &Recipients<'_>, rest: &Recipients<'_>, without: &[Failure]) -> Outcome {
        let cloned = |recipients: &Recipients<'_>| -> Vec<_> { recipients.iter().copied().cloned().collect() };
        let refused = without.iter().filter_map(|failure| failure.recipient.clone());
        match outcome {
            Outcome::Uncertain(failure) if !(self.to.is_empty() && rest.is_empty()) => {
                let open = cloned(rest).into_iter().chain(refused).collect();
                Outcome::Partial { accepted: self.to, uncertain: cloned(part), open, failure }
            }
            Outcome::Deferred(failure) | Outcome::Rejected(failure) if !self.to.is_empty() => {
                let open = cloned(&[part, rest].concat()).into_iter().chain(refused).collect();
                Outcome::Partial { accepted: self.to, uncertain: Vec::new(), open, failure }
            }
            outcome => outcome,
        }
    }
}

fn is_among(refused: &[Failure], recipient: &EnvelopeRecipient) -> bool {
    refused.iter().any(|failure| failure.recipient.as_ref() == Some(recipient))
}
