use super::settings::Tls;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use std::io;
use std::sync::Arc;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The certificates of a server, made anew at every start: a good one, and four for the faults.
pub(super) struct Certificates {
    /// The authority that clients are to trust, as PEM.
    pub authority: String,
    /// For this machine, signed by that authority.
    pub good: Arc<ServerConfig>,
    /// For this machine, signed by an authority that nobody knows.
    pub of_unknown_authority: Arc<ServerConfig>,
    /// For another host, signed by the trusted authority.
    pub of_other_host: Arc<ServerConfig>,
    /// For this machine, signed by the trusted authority, and no longer valid.
    pub expired: Arc<ServerConfig>,
    /// For another host, of no authority: it signed itself, as `openssl req -x509` makes one.
    pub self_signed: Arc<ServerConfig>,
    /// The certificate of `good`, as PEM.
    pub good_certificate: String,
    /// The certificate of `self_signed`, as PEM.
    pub self_signed_certificate: String,
}

const OTHER_HOST: &str = "other-host.example.org";
/// The year whose beginning ends what is valid.
const LAST_YEAR: i32 = 2100;
const THIS_MACHINE: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

impl Certificates {
    /// Makes them, where TLS is wanted at all.
    pub fn for_tls(tls: Tls) -> io::Result<Option<Self>> {
        match tls {
            Tls::None => Ok(None),
            Tls::StartTls | Tls::Implicit => Self::make().map(Some).map_err(io::Error::other),
        }
    }

    fn make() -> Result<Self, Error> {
        let (authority, issuer) = new_authority("protest-letter mock authority")?;
        let (_, unknown) = new_authority("unknown authority")?;
        let (good_certificate, good) = new_config(&THIS_MACHINE, LAST_YEAR, &issuer)?;
        let (_, of_unknown_authority) = new_config(&THIS_MACHINE, LAST_YEAR, &unknown)?;
        let (_, of_other_host) = new_config(&[OTHER_HOST], LAST_YEAR, &issuer)?;
        let (_, expired) = new_config(&THIS_MACHINE, 2001, &issuer)?;
        let (self_signed_certificate, self_signed) = new_self_signed()?;
        Ok(Self {
            authority,
            good,
            of_unknown_authority,
            of_other_host,
            expired,
            self_signed,
            good_certificate,
            self_signed_certificate,
        })
    }
}

fn new_authority(name: &str) -> Result<(String, Issuer<'static, KeyPair>), rcgen::Error> {
    let mut params = new_params(&[], name)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let pem = params.self_signed(&key)?.pem();
    Ok((pem, Issuer::new(params, key)))
}

/// A certificate as PEM, and the configuration of a server that shows it.
type Shown = (String, Arc<ServerConfig>);

fn new_config(hosts: &[&str], until: i32, issuer: &Issuer<'static, KeyPair>) -> Result<Shown, Error> {
    let mut params = new_params(hosts, "protest-letter mock server")?;
    params.not_after = date_time_ymd(until, 1, 1);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    shown(&params.signed_by(&key, issuer)?, &key)
}

fn new_self_signed() -> Result<Shown, Error> {
    let mut params = new_params(&[OTHER_HOST], "protest-letter mock server")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    shown(&params.self_signed(&key)?, &key)
}

fn shown(certificate: &Certificate, key: &KeyPair) -> Result<Shown, Error> {
    // The provider is named here because a process-wide default may be missing or another one.
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))?;
    Ok((certificate.pem(), Arc::new(config)))
}

/// Valid for a century, so that no test depends on the date.
fn new_params(hosts: &[&str], name: &str) -> Result<CertificateParams, rcgen::Error> {
    let hosts: Vec<String> = hosts.iter().map(|&host| host.to_owned()).collect();
    let mut params = CertificateParams::new(hosts)?;
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(LAST_YEAR, 1, 1);
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}
