use super::{ConnectError, Failure, Outcome, Stage, Transport};
use crate::mail::Mail;
use crate::source::Problem;

/// No line to any server: for letters that a person takes further, and that owe no copy by e-mail.
#[derive(Debug, Clone, Copy)]
pub struct NoServer;

const WHY: &str = "no mail account is set up";

impl Transport for NoServer {
    async fn open(&mut self) -> Result<(), ConnectError> {
        let problem = Problem::error(WHY).hint("run `protest-letter setup`, or name a server with --smtp");
        Err(ConnectError { problem, may_pass: false, was_said: false })
    }

    async fn deliver(&mut self, _: &Mail, _: Option<&Mail>) -> Outcome {
        Outcome::Deferred(Failure::broke(Stage::Mail, WHY))
    }

    async fn close(&mut self) {}
}
