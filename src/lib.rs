//! Turns a solidarity appeal into letters.

pub mod batch;
pub mod campaign;
pub mod check;
pub mod cli;
pub mod config;
pub mod deliver;
pub mod ledger;
pub mod letter;
pub mod mail;
pub mod mock_smtp;
pub mod signer;
pub mod source;
pub mod vocabulary;
