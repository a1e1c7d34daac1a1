use super::{ConnectError, Outcome};
use crate::mail::Mail;

/// A way to hand mails over, one after the other.
pub trait Transport {
    /// Makes ready: connects and logs in, unless that is done already. A connection that lay idle is tried first, and
    /// one that has carried its share of letters is closed; in both cases a new one takes its place.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or does not let this account in. No letter was given to it then.
    fn open(&mut self) -> impl Future<Output = Result<(), ConnectError>>;

    /// Hands one mail over, to all its recipients or to none; where that cannot be, [`Outcome::Partial`] says to whom.
    ///
    /// It does not begin by connecting: where no connection is open, the mail is deferred. A mail that goes in several
    /// transactions may go on over a new one.
    ///
    /// `next` is the mail that will be handed over after this one, where it is known already. It may be announced to
    /// the server together with the end of this one; the call that hands it over goes on from there. Whatever becomes
    /// of this mail, nothing of the next one's content goes before that call, and a connection on which another mail
    /// was announced is given up rather than used for the wrong one (that one is then deferred).
    fn deliver(&mut self, mail: &Mail, next: Option<&Mail>) -> impl Future<Output = Outcome>;

    /// Takes leave.
    fn close(&mut self) -> impl Future<Output = ()>;
}
