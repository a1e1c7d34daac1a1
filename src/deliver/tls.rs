use std::io::ErrorKind;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::ConnectError;
use super::certificate_verifier::CertificateVerifier;
use super::tls_failure::TlsFailure;
use crate::config::Account;
use crate::source::Problem;

/// Encrypts a connection and makes sure that it is the server's (RFC 8446, RFC 9525).
pub(super) async fn encrypt(stream: TcpStream, account: &Account) -> Result<TlsStream<TcpStream>, ConnectError> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::error(format!("the connection to {account} cannot be encrypted"))
            .because(why)
            .hint("check the server's name")
    };
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConnectError::for_good(failed(&error)))?;
    let config = match &account.certificate_authority {
        Some(file) => {
            let verifier = CertificateVerifier::read(file, provider).map_err(ConnectError::for_good)?;
            config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
        }
        None => config.with_root_certificates(system_roots()),
    };
    let config = config.with_no_client_auth();
    let name = ServerName::try_from(account.host.clone()).map_err(|error| ConnectError::for_good(failed(&error)))?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        let TlsFailure { why, hint } = TlsFailure::of(&error, account);
        let problem =
            Problem::error(format!("the connection to {account} cannot be encrypted")).because(why).hint(hint);
        // What rustls does not accept it calls invalid data; everything else is a line that broke.
        ConnectError { problem, may_pass: error.kind() != ErrorKind::InvalidData, was_said: false }
    })
}

fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    // One that cannot be read is one that is not trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}
