//! Mails handed over to the mock server and to worse ones, over real sockets on loopback.

#![allow(clippy::unwrap_used)]

#[path = "delivery/common.rs"]
mod common;

#[path = "delivery/addresses.rs"]
mod addresses;
#[path = "delivery/breaks.rs"]
mod breaks;
#[path = "delivery/connect.rs"]
mod connect;
#[path = "delivery/log_in.rs"]
mod log_in;
#[path = "delivery/nonsense.rs"]
mod nonsense;
#[path = "delivery/obstacles.rs"]
mod obstacles;
#[path = "delivery/parts.rs"]
mod parts;
#[path = "delivery/pipelining.rs"]
mod pipelining;
#[path = "delivery/proxies.rs"]
mod proxies;
#[path = "delivery/refusals.rs"]
mod refusals;
#[path = "delivery/submission.rs"]
mod submission;
