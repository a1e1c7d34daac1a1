use std::io;

use tokio_rustls::rustls::{CertificateError, Error};

use super::reply::clean;
use crate::config::{Account, Tls};

/// Why a connection cannot be encrypted, and the next step.
pub(super) struct TlsFailure {
    pub why: String,
    pub hint: String,
}

impl TlsFailure {
    /// What an error of the handshake means.
    pub(super) fn of(error: &io::Error, account: &Account) -> Self {
        // It may quote the certificate, which anybody can have written.
        let said = clean(&error.to_string());
        let tls_error = error.get_ref().and_then(|error| error.downcast_ref::<Error>());
        let (why, hint) = match tls_error {
            Some(Error::InvalidCertificate(why)) => of_certificate(why, &said, account),
            Some(Error::InvalidMessage(_)) if account.tls == Tls::Implicit => (
                format!("the server does not begin with encryption on port {} ({said})", account.port),
                "use smtp:// (STARTTLS): ?tls=implicit is for port 465, ?tls=starttls for 587".to_owned(),
            ),
            _ => (
                said,
                "check the server's name and port; ?tls=implicit is for port 465, ?tls=starttls for 587".to_owned(),
            ),
        };
        Self { why, hint }
    }
}

fn of_certificate(error: &CertificateError, said: &str, account: &Account) -> (String, String) {
    let host = &account.host;
    let nothing = |hint: &str| format!("nothing was sent; {hint}");
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
            format!("the certificate of the server has expired ({said})"),
            nothing("check the date of this machine; if it is right, ask the provider"),
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
            format!("the certificate of the server is not valid yet ({said})"),
            nothing("check the date and time of this machine"),
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            format!("the certificate of the server is for another name than {host} ({said})"),
            nothing("check the server's name; if it is right, somebody may be in the line"),
        ),
        _ => {
            let hint = match &account.certificate_authority {
                None => "if the server has an authority of its own, or none, get that authority's certificate or the \
                         server's from whoever runs it, and name the file with --ca-file"
                    .to_owned(),
                Some(file) => format!(
                    "if it is the right server, get its certificate or its authority's from whoever runs it, and put it \
                     into {} (PEM)",
                    file.display()
                ),
            };
            let why = match error {
                CertificateError::UnknownIssuer => {
                    format!("the certificate of the server is of no authority that is trusted here ({said})")
                }
                _ => said.to_owned(),
            };
            (why, nothing(&hint))
        }
    }
}
