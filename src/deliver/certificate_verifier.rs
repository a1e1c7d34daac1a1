use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::source::Problem;

/// Trusts the certificates of a file, and nothing else.
///
/// A server that shows one of them, byte for byte, is trusted for that alone: who put it there knows the server, so neither
/// its name nor its dates are looked at. Any other certificate has to be made by an authority in the file, for this name
/// and this day (RFC 5280, RFC 9525). In both cases the server has to prove that it has the key.
#[derive(Debug)]
pub(super) struct CertificateVerifier {
    certificates: Vec<CertificateDer<'static>>,
    authorities: Arc<WebPkiServerVerifier>,
}

impl CertificateVerifier {
    /// Reads the certificates in a PEM file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, holds none, or holds one that is none.
    pub(super) fn read(file: &Path, provider: Arc<CryptoProvider>) -> Result<Self, Problem> {
        let failed = |why: &dyn std::fmt::Display| {
            Problem::error(format!("{} holds no certificate to trust", file.display()))
                .because(why)
                .hint("it takes the certificate of an authority, or the server's own, in PEM form")
        };
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| failed(&error))?;
        let certificates: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|error| failed(&error))?;
        if certificates.is_empty() {
            return Err(failed(&"there is no certificate in PEM form in it"));
        }
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots.add(certificate.clone()).map_err(|error| failed(&error))?;
        }
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        Ok(Self { certificates, authorities: authorities.build().map_err(|error| failed(&error))? })
    }
}

impl ServerCertVerifier for CertificateVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.certificates.contains(end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        self.authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authorities.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authorities.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authorities.supported_verify_schemes()
    }
}
