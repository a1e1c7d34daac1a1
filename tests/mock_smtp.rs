//! The mock SMTP server over real sockets on loopback.

#![allow(clippy::unwrap_used)]

#[path = "mock_smtp/client.rs"]
mod client;

#[path = "mock_smtp/auth.rs"]
mod auth;
#[path = "mock_smtp/faults.rs"]
mod faults;
#[path = "mock_smtp/keeping.rs"]
mod keeping;
#[path = "mock_smtp/protocol.rs"]
mod protocol;
#[path = "mock_smtp/robustness.rs"]
mod robustness;
#[path = "mock_smtp/tls.rs"]
mod tls;
