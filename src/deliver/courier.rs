use super::{Failure, Outcome, Stage, Transport, Unopened, sendfax};
use crate::mail::{Further, Mail};

/// Takes a mail all its way: what goes over a server, what `sendfax` takes, and what a person takes further.
#[derive(Debug)]
pub struct Courier<T> {
    transport: T,
}

impl<T: Transport> Courier<T> {
    /// A courier with that line to a server.
    pub fn new(transport: T) -> Self {
        Self { transport }
    }

    /// Makes ready for a mail; see [`Transport::open`].
    ///
    /// # Errors
    ///
    /// When the mail needs a server, and that cannot be reached.
    pub async fn open(&mut self, mail: &Mail) -> Result<(), Unopened> {
        if mail.envelope.recipients.is_empty() { Ok(()) } else { self.transport.open().await }
    }

    /// Hands one mail over; see [`Transport::deliver`]. Its copies go first, so that nothing goes without them.
    pub async fn deliver(&mut self, mail: &Mail, next: Option<&Mail>) -> Outcome {
        let copies = if mail.envelope.recipients.is_empty() {
            Outcome::Handed { copies: None, without: Vec::new() }
        } else {
            let next = next.filter(|next| !next.envelope.recipients.is_empty());
            self.transport.deliver(mail, next).await
        };
        match &mail.further {
            Further::Nothing => copies,
            _ if !copies.is_success() => copies,
            Further::ByHand => copies.of_copies(),
            Further::Fax(fax) => match sendfax(fax).await {
                Ok(reply) => Outcome::Accepted { reply, without: copies.without().to_vec() },
                // A number that does not answer may ring in the wrong house: nobody tries it again by themselves.
                Err(why) => Outcome::Rejected(Failure::broke(Stage::Fax, why)),
            },
        }
    }

    /// Takes leave.
    pub async fn close(&mut self) {
        self.transport.close().await;
    }
}
