use super::{ConnectError, Failure, Outcome, Stage, Transport, sendfax};
use crate::mail::{Further, Parcel};

/// Takes a letter all its way: what goes over a server, what `sendfax` takes, and what a person takes further.
#[derive(Debug)]
pub struct Delivery<T> {
    transport: T,
}

impl<T: Transport> Delivery<T> {
    /// A delivery over that line to a server.
    pub fn new(transport: T) -> Self {
        Self { transport }
    }

    /// Makes ready for a letter; see [`Transport::open`].
    ///
    /// # Errors
    ///
    /// When it needs a server, and that cannot be reached.
    pub async fn open(&mut self, parcel: &Parcel) -> Result<(), ConnectError> {
        if parcel.mail.is_some() { self.transport.open().await } else { Ok(()) }
    }

    /// Hands one letter over; see [`Transport::deliver`]. Its copies go first, so that nothing goes without them.
    pub async fn deliver(&mut self, parcel: &Parcel, next: Option<&Parcel>) -> Outcome {
        let next = next.and_then(|next| next.mail.as_ref());
        let copies = match &parcel.mail {
            Some(mail) => self.transport.deliver(mail, next).await,
            None => Outcome::Handed { copies: None, without: Vec::new() },
        };
        match &parcel.further {
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
