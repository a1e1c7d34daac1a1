use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::ConnectError;
use super::reply::clean;
use crate::config::Account;
use crate::source::Problem;

/// Encrypts a connection and makes sure that it is the server's (RFC 8446, RFC 9525).
pub(super) async fn encrypt(stream: TcpStream, account: &Account) -> Result<TlsStream<TcpStream>, ConnectError> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::error(format!("the connection to {account} cannot be encrypted"))
            // It may quote the certificate, which anybody can have written.
            .because(clean(&why.to_string()))
            .hint("check the server's name and port; ?tls=implicit is for port 465, ?tls=starttls for 587")
    };
    let roots = match &account.certificate_authority {
        Some(file) => roots_in(file).map_err(ConnectError::for_good)?,
        None => system_roots(),
    };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConnectError::for_good(failed(&error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(account.host.clone()).map_err(|error| ConnectError::for_good(failed(&error)))?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        let mut problem = failed(&error);
        if error.to_string().contains("certificate") {
            problem =
                problem.hint("nothing was sent; if the server has an authority of its own, trust it with --ca-file");
        }
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

fn roots_in(file: &Path) -> Result<RootCertStore, Problem> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::error(format!("{} holds no certificate authority", file.display())).because(why)
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| failed(&error))? {
        let certificate = certificate.map_err(|error| failed(&error))?;
        roots.add(certificate).map_err(|error| failed(&error))?;
    }
    if roots.is_empty() {
        return Err(failed(&"there is no certificate in PEM form in it"));
    }
    Ok(roots)
}
