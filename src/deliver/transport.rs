use super::Outcome;
use crate::mail::Mail;
use crate::source::Problem;

/// A way to hand mails over.
pub trait Transport {
    /// Makes ready: connects and logs in, unless that is done already.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or does not let this account in. No letter was given to it then.
    fn open(&mut self) -> impl Future<Output = Result<(), Problem>>;

    /// Hands one mail over, to all its recipients or to none.
    ///
    /// # Errors
    ///
    /// As [`Transport::open`], where the connection had to be made anew; the mail was not begun then.
    fn deliver(&mut self, mail: &Mail) -> impl Future<Output = Result<Outcome, Problem>>;

    /// Takes leave.
    fn close(&mut self) -> impl Future<Output = ()>;
}
