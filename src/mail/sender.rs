use std::borrow::Cow;

use crate::config::Relay;
use crate::letter::Letter;
use crate::source::Problem;
use crate::vocabulary::EmailAddress;

/// Whose mail a letter is.
#[derive(Debug)]
pub struct Sender<'a> {
    /// The name in `From`.
    pub name: Cow<'a, str>,
    /// The address in `From`, which is the envelope's too.
    pub address: &'a EmailAddress,
    /// Where answers go when it is another address.
    pub reply_to: Option<&'a EmailAddress>,
}

impl<'a> Sender<'a> {
    /// The signer, or a relay for them.
    ///
    /// # Errors
    ///
    /// When there is no relay, and the signer has no e-mail address.
    pub fn of(letter: &'a Letter, relay: Option<&'a Relay>) -> Result<Self, Problem> {
        let signer = &letter.signer;
        let signers_own = |relay: &&Relay| !signer.email.as_ref().is_some_and(|own| own.is_same_mailbox(&relay.from));
        match (relay.filter(signers_own), &signer.email) {
            (Some(relay), reply_to) => Ok(Self {
                name: format!("{} via {}", signer.name, relay.organisation()).into(),
                address: &relay.from,
                reply_to: reply_to.as_ref(),
            }),
            (None, Some(own)) => Ok(Self { name: Cow::Borrowed(&signer.name), address: own, reply_to: None }),
            (None, None) => {
                let problem =
                    Problem::error(format!("no e-mail address of {} is known: a mail needs one", signer.name));
                Err(problem.hint("add `email` to the profile, or give --email"))
            }
        }
    }
}
