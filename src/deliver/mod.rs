//! *deliver*: a mail is handed to a server, and what became of it is told exactly.
//!
//! One trait, [`Transport`], stands between the batch and the line. [`Smtp`] speaks to a server; a dry run gives it the
//! account of a mock server and changes nothing else.
//!
//! | file | what it does |
//! |---|---|
//! | `delivery` | takes a mail all its way: over a server, by `sendfax`, or into somebody's hand |
//! | `disclosure` | tells who learns what of a signer by a letter |
//! | `smtp` | keeps one connection, makes it anew, and chooses how letters are announced |
//! | `sign_in` | begins a session: connects, greets, logs in, and asks for an access token again that has expired |
//! | `submission` | asks the DNS for the server of an address, where somebody agrees (`dns`) |
//! | `connect` | connects (`dial`) and encrypts |
//! | `proxied` | opens a connection through a SOCKS5 proxy, which learns a user of its own for each run |
//! | `tls` | makes sure that it is the server: by the system's authorities, or by a file (`certificate_verifier`); tells what is wrong (`tls_failure`) |
//! | `log_in` | logs in by a `mechanism`, whose words are an `exchange` (`scram` is one) |
//! | `session` | leads a letter through MAIL, RCPT, DATA and the final dot, and judges the answers |
//! | `transaction` | what is said of a letter before its content |
//! | `parts` | a letter with more recipients than the server takes at a time |
//! | `deferral` | tells whom a server that says *later* wants to be left alone with |
//! | `content` | the letter as it goes over the wire |
//! | `wire` | bytes in and out; sees what lettre does not tell (`wire_state`), hears what lettre can read (`reply_reader`) |

mod backoff;
mod certificate_verifier;
mod connect;
mod connect_error;
mod content;
mod deferral;
mod delivery;
mod dial;
mod disclosure;
mod dns;
mod exchange;
mod greeting;
mod log_in;
mod login_error;
mod mechanism;
mod no_server;
mod on_path;
mod open;
mod outcome;
mod pace;
mod parts;
mod proxied;
mod reply;
mod reply_reader;
mod scram;
mod sendfax;
mod session;
mod sign_in;
mod smtp;
mod submission;
mod timeouts;
mod tls;
mod tls_failure;
mod token_refusal;
mod transaction;
mod transport;
mod unannounced;
mod wire;
mod wire_state;

pub use backoff::Backoff;
pub use connect_error::ConnectError;
pub use deferral::Deferral;
pub use delivery::Delivery;
pub use disclosure::{Disclosure, Learner, TOLD_TO_NOBODY, told_in};
pub use no_server::NoServer;
pub use open::{has_opener, open_with_system};
pub use outcome::{Failure, Outcome, Stage};
pub use pace::Pace;
pub use reply::Reply;
pub use sendfax::has_sendfax;
use sendfax::sendfax;
pub use smtp::Smtp;
pub use submission::{submission_server, submission_server_by};
pub use transport::Transport;
