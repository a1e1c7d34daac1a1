//! *deliver*: a mail is handed to a server, and what became of it is told exactly.
//!
//! One trait, [`Transport`], stands between the batch and the line. [`Smtp`] speaks to a server; a dry run gives it the
//! account of a mock server and changes nothing else.
//!
//! | file | what it does |
//! |---|---|
//! | `courier` | takes a mail all its way: over a server, by `sendfax`, or into somebody's hand |
//! | `smtp` | keeps one connection, makes it anew, and chooses how letters are announced |
//! | `door` | connects and encrypts |
//! | `conversation` | leads a letter through MAIL, RCPT, DATA and the final dot, and judges the answers |
//! | `announcement` | what is said of a letter before its content |
//! | `content` | the letter as it goes over the wire |
//! | `wire` | bytes in and out; sees what lettre does not tell (`signs`), hears what lettre can read (`heard`) |

mod announcement;
mod backoff;
mod content;
mod conversation;
mod courier;
mod door;
mod heard;
mod no_server;
mod open;
mod outcome;
mod pace;
mod patience;
mod reply;
mod sendfax;
mod signs;
mod smtp;
mod tls;
mod transport;
mod unopened;
mod wire;

pub use backoff::Backoff;
pub use courier::Courier;
pub use no_server::NoServer;
pub use open::open_with_system;
pub use outcome::{Failure, Outcome, Stage};
pub use pace::Pace;
pub use reply::Reply;
pub use sendfax::has_sendfax;
use sendfax::sendfax;
pub use smtp::Smtp;
pub use transport::Transport;
pub use unopened::Unopened;
