//! Turns a solidarity appeal into letters.
//!
//! An appeal says: people were arrested; write to the court, the ministry, the embassy in your own country; these are
//! the demands; send copies of all protests to these addresses. Here an appeal is a [`campaign`], the person who writes
//! is a [`signer`], and what comes of the two is a [`letter`].
//!
//! # The way of a letter
//!
//! ```text
//! load ──▶ select ──▶ fill ──▶ compose ──▶ deliver ──▶ record
//! campaign   recipients  letter   mail        transport   ledger
//! directory  demands     (text)   or sheet    (SMTP, fax,
//! signer     channel                           by hand)
//! ```
//!
//! There is one way. Dry runs and tests walk it too: they hand the transport the account of a mock server.
//!
//! # The rooms
//!
//! Each room uses what stands to its right, and nothing that stands to its left:
//!
//! ```text
//! cli → {batch, check, report} → ledger → {deliver, returns} → mail → sheet → letter → {signer, campaign}
//!     → publish → mail
//!     → import → campaign
//! ```
//!
//! | room | what is in it |
//! |---|---|
//! | [`cli`] | the command line: the only room that asks and prints |
//! | [`import`] | a published appeal becomes a campaign file, and is compared with one |
//! | [`publish`] | a campaign becomes a page or a text, with the ways to reach each recipient |
//! | [`batch`] | the one loop that sends |
//! | [`check`] | what `check` finds across files |
//! | [`report`] | figures without persons, from the ledger |
//! | [`ledger`] | the record of every letter attempted |
//! | [`returns`] | what comes back: a mailbox becomes facts about letters |
//! | [`deliver`] | transports, and what became of a letter |
//! | [`mail`] | a letter as RFC 5322 bytes with their envelope |
//! | [`sheet`] | a letter on paper: pages for post and fax |
//! | [`mod@letter`] | selection, templates, the filled-in letter, advice |
//! | [`signer`] | who signs |
//! | [`campaign`] | appeals, offices, addresses |
//!
//! Five more are leaves that any room may use: [`config`] (settings and secrets), [`mock_smtp`] (a mock SMTP server that
//! misbehaves on command), [`mod@signature`] (who vouches for a file), [`source`] (text files and what is wrong with them) and
//! [`vocabulary`] (addresses, numbers, countries, languages, days, wordings).
//!
//! # What is promised
//!
//! * **Copies are part of the letter.** If the server refuses the addressee or a required copy, nothing goes, and the
//!   outcome names the address and the server's words. Where a server takes few recipients at a time, all are asked for
//!   before anything goes, copies go first, and the outcome of what fails in between names who has the letter.
//! * **Nothing is called delivered.** A letter is accepted, deferred, rejected, or uncertain: the line broke after its end
//!   was sent, and the server may have it. One that a person takes further is handed, and done when they say so.
//! * **A letter has no holes.** A name that a template cannot know is found before anyone is asked anything; a value that
//!   is missing is an error.
//! * **A letter tells what its signer chose.** No host name, no time zone, no trace of the program; blind copies are in the
//!   envelope and never in the bytes; secrets are in no argument, message or log.

pub mod batch;
pub mod campaign;
pub mod check;
pub mod cli;
pub mod config;
pub mod deliver;
pub mod import;
pub mod ledger;
pub mod letter;
pub mod mail;
pub mod mock_smtp;
pub mod publish;
pub mod report;
pub mod returns;
pub mod sheet;
pub mod signature;
pub mod signer;
pub mod source;
pub mod vocabulary;
