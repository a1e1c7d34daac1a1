//! Commands are read and given to who can do them.

use super::mask::{MASK, mask};
use super::{NAME, Session, Step};
use crate::mock_smtp::extension::Extension;
use crate::mock_smtp::fault::Stage;
use crate::mock_smtp::reply::Reply;
use crate::mock_smtp::session::ending::Ending;
use crate::mock_smtp::settings::{Mechanism, Tls};
use crate::mock_smtp::wire::Line;
use smtp_proto::{Error, Request};
use std::borrow::Cow;

impl Session {
    /// Does what a command line asks for and answers it.
    pub(super) async fn obey(&mut self, line: Line) -> Step {
        let text = String::from_utf8_lossy(&line.bytes).into_owned();
        self.command = Some(mask(&text));
        if line.is_bare {
            self.remark("a command ends in LF without CR");
        }
        if self.wire.has_input() && self.client.is_some() && !self.offers(Extension::Pipelining) {
            self.remark("commands are pipelined, which was not offered");
        }
        if line.is_too_long {
            return self.answer(Reply::new(500, "5.5.2", "line too long"));
        }
        let mut bytes = line.bytes;
        bytes.extend_from_slice(b"\r\n");
        match Request::parse(&mut bytes.iter()) {
            Ok(Request::Quit) => self.quit().await,
            Ok(_) if self.is_refusing => self.answer(Reply::new(503, "5.5.1", "there is no service here")),
            Ok(request) => self.perform(request, &text).await,
            Err(error) => {
                if error == Error::UnknownCommand && self.may_leak {
                    self.command = Some(MASK.to_owned());
                }
                self.answer(explain(&error))
            }
        }
    }

    async fn perform(&mut self, request: Request<Cow<'_, str>>, line: &str) -> Step {
        match request {
            Request::Ehlo { host } => self.ehlo(&host).await,
            Request::Helo { host } => self.helo(&host).await,
            Request::StartTls => self.starttls().await,
            Request::Auth { mechanism, initial_response } => self.auth(mechanism, &initial_response).await,
            Request::Mail { from } => self.mail(from).await,
            Request::Rcpt { to } => self.rcpt(to, line).await,
            Request::Data => self.data().await,
            Request::Rset => self.rset().await,
            Request::Noop { .. } => self.answer(Reply::new(250, "2.0.0", "fine")),
            Request::Vrfy { .. } => self.answer(Reply::new(252, "2.1.5", "cannot say, but send it")),
            Request::Help { .. } => self.answer(Reply::new(214, "2.0.0", "this is a mock server: see RFC 5321")),
            Request::Lhlo { .. }
            | Request::Bdat { .. }
            | Request::Expn { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. }
            | Request::Quit => self.answer(Reply::new(502, "5.5.1", "command not implemented")),
        }
    }

    async fn ehlo(&mut self, host: &str) -> Step {
        if let Some(refusal) = self.refusal(Stage::Ehlo, &[host]).await? {
            return self.answer(refusal);
        }
        self.transaction = None;
        self.offered = self.offer(host);
        self.client = Some(host.to_owned());
        let extensions = self.offered.iter().map(|&extension| self.describe(extension));
        let lines = std::iter::once(format!("{NAME} greets you")).chain(extensions).collect();
        self.answer(Reply::of_lines(250, lines))
    }

    async fn helo(&mut self, host: &str) -> Step {
        if let Some(refusal) = self.refusal(Stage::Helo, &[host]).await? {
            return self.answer(refusal);
        }
        self.transaction = None;
        self.offered.clear();
        self.client = Some(host.to_owned());
        self.answer(Reply::new(250, "", NAME))
    }

    async fn rset(&mut self) -> Step {
        if let Some(refusal) = self.refusal(Stage::Rset, &[]).await? {
            return self.answer(refusal);
        }
        self.transaction = None;
        self.answer(Reply::new(250, "2.0.0", "forgotten"))
    }

    async fn quit(&mut self) -> Step {
        if let Some(refusal) = self.refusal(Stage::Quit, &[]).await? {
            return self.answer(refusal);
        }
        self.answer(Reply::new(221, "2.0.0", "goodbye"))?;
        Err(Ending::Goodbye)
    }

    /// What this client is offered now.
    fn offer(&self, client: &str) -> Vec<Extension> {
        let settings = &self.shared.settings;
        Extension::ALL
            .into_iter()
            .filter(|extension| !settings.hidden.contains(extension))
            .filter(|extension| match extension {
                Extension::StartTls => {
                    settings.tls == Tls::StartTls && !self.wire.is_tls() && !self.shared.hides(Stage::StartTls, client)
                }
                Extension::Auth => !settings.mechanisms.is_empty() && !self.shared.hides(Stage::Auth, client),
                _ => true,
            })
            .collect()
    }

    fn describe(&self, extension: Extension) -> String {
        let settings = &self.shared.settings;
        match extension {
            Extension::Size => format!("SIZE {}", settings.size_limit),
            Extension::Auth => {
                let offered = settings.mechanisms.iter().copied().filter(|&mechanism| self.knows(mechanism));
                let names: Vec<_> = offered.map(Mechanism::name).collect();
                format!("AUTH {}", names.join(" "))
            }
            _ => extension.keyword().to_owned(),
        }
    }
}

/// The reply to a line that cannot be understood.
fn explain(error: &Error) -> Reply {
    match error {
        Error::UnknownCommand => Reply::new(500, "5.5.2", "command not recognised"),
        Error::InvalidSenderAddress => Reply::new(501, "5.1.7", "the sender's address is malformed"),
        Error::InvalidRecipientAddress => Reply::new(501, "5.1.3", "the recipient's address is malformed"),
        Error::SyntaxError { syntax } => Reply::new(501, "5.5.2", format!("the syntax is: {syntax}")),
        Error::InvalidParameter { param } => Reply::new(501, "5.5.4", format!("the value of {param} is invalid")),
        Error::UnsupportedParameter { .. } => Reply::new(555, "5.5.4", "a parameter is not recognised"),
        Error::NeedsMoreData { .. } | Error::ResponseTooLong | Error::InvalidResponse { .. } => {
            Reply::new(501, "5.5.2", "the syntax is wrong")
        }
    }
}
