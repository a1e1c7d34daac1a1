//! STARTTLS and the handshake of implicit TLS.

use super::{Ending, Session, Step};
use crate::mock_smtp::extension::Extension;
use crate::mock_smtp::fault::{Action, Stage};
use crate::mock_smtp::reply::Reply;
use rustls::ServerConfig;
use std::sync::Arc;

impl Session {
    pub(super) async fn starttls(&mut self) -> Step {
        if !self.offers(Extension::StartTls) {
            return self.answer(Reply::new(503, "5.5.1", "STARTTLS is not offered now"));
        }
        let client = self.client.clone().unwrap_or_default();
        let action = self.fault(Stage::StartTls, &[&client]).await?;
        if let Some(Action::Reply(refusal)) = action {
            return self.answer(refusal);
        }
        let config = self.certificate(action.as_ref())?;
        // What came in clear after STARTTLS may be someone else's (RFC 3207 section 6).
        if self.wire.has_input() {
            self.wire.discard_input();
            self.remark("what was sent in clear after STARTTLS is discarded");
        }
        self.answer(Reply::new(220, "2.0.0", "go ahead"))?;
        self.wire.flush().await?;
        self.forget();
        self.secure(config).await
    }

    pub(super) async fn secure_at_once(&mut self) -> Step {
        let action = self.fault(Stage::StartTls, &[]).await?;
        if let Some(Action::Reply(_)) = action {
            return Err(Ending::Drop);
        }
        let config = self.certificate(action.as_ref())?;
        self.secure(config).await
    }

    async fn secure(&mut self, config: Arc<ServerConfig>) -> Step {
        match self.wire.secure(config).await {
            Ok(()) => Ok(()),
            Err(error) => {
                self.remark(format!("the TLS handshake failed: {error}"));
                Err(Ending::Left)
            }
        }
    }

    fn certificate(&self, action: Option<&Action>) -> Step<Arc<ServerConfig>> {
        // Without certificates STARTTLS is not offered, so nobody comes here.
        let certificates = self.shared.certificates.as_ref().ok_or(Ending::Drop)?;
        Ok(Arc::clone(match action {
            Some(Action::BadCert) => &certificates.of_unknown_authority,
            Some(Action::WrongHost) => &certificates.of_other_host,
            Some(Action::Expired) => &certificates.expired,
            Some(Action::SelfSigned) => &certificates.self_signed,
            _ => &certificates.good,
        }))
    }
}
