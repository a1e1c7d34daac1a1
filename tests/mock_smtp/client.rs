//! A client that says exactly what a test wants, and a server for it.

use protest_letter::mock_smtp::{Entry, MockSmtp, Settings, Tls};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

pub trait Duplex: AsyncRead + AsyncWrite + Unpin {}
impl<T: AsyncRead + AsyncWrite + Unpin> Duplex for T {}

/// A connection to the server.
pub struct Client {
    stream: Box<dyn Duplex>,
    input: Vec<u8>,
}

/// Starts a server with these faults.
pub async fn server(faults: &[&str]) -> MockSmtp {
    server_with(faults, Settings::default()).await
}

pub async fn server_with(faults: &[&str], settings: Settings) -> MockSmtp {
    let faults = faults.iter().map(|rule| rule.parse().unwrap()).collect();
    MockSmtp::start(Settings { faults, ..settings }).await.unwrap()
}

pub fn tls(tls: Tls) -> Settings {
    Settings { tls, ..Settings::default() }
}

impl Client {
    /// Connects and reads nothing yet.
    pub async fn open(server: &MockSmtp) -> Self {
        Self::over(TcpStream::connect(server.address()).await.unwrap())
    }

    pub fn over(stream: impl Duplex + 'static) -> Self {
        Self { stream: Box::new(stream), input: Vec::new() }
    }

    /// Connects, reads the banner and says EHLO.
    pub async fn greeted(server: &MockSmtp) -> Self {
        let mut client = Self::open(server).await;
        assert!(client.reply().await.starts_with("220 "));
        assert!(client.ask("EHLO client.example").await.starts_with("250"));
        client
    }

    /// Goes over to TLS, trusting the server's authority.
    pub async fn secured(self, server: &MockSmtp, host: &str) -> std::io::Result<Self> {
        let mut roots = RootCertStore::empty();
        let authority = server.certificate_authority().unwrap();
        roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, self.stream).await?;
        Ok(Self::over(stream))
    }

    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Reads one reply, all its lines joined by `\n`; empty when the server has closed the connection.
    pub async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let Some(line) = self.line().await else {
                assert_eq!(reply, "", "the connection broke within a reply");
                return reply;
            };
            reply.push_str(&line);
            if line.as_bytes().get(3) != Some(&b'-') {
                return reply;
            }
            reply.push('\n');
        }
    }

    /// Sends one line and reads the reply.
    pub async fn ask(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Sends lines one by one and returns the codes of the replies; 0 when the server has closed the connection.
    pub async fn codes(&mut self, lines: &[&str]) -> Vec<u16> {
        let mut codes = Vec::new();
        for line in lines {
            codes.push(code(&self.ask(line).await));
        }
        codes
    }

    /// Sends a small mail to this recipient and returns the reply to the final dot.
    pub async fn mail(&mut self, recipient: &str) -> String {
        let rcpt = format!("RCPT TO:<{recipient}>");
        assert_eq!(self.codes(&["MAIL FROM:<anna@example.org>", &rcpt, "DATA"]).await, [250, 250, 354]);
        self.ask(&format!("From: anna@example.org\r\nTo: {recipient}\r\n\r\nHello\r\n.")).await
    }

    async fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.input.windows(2).position(|pair| pair == b"\r\n") {
                let line = self.input.drain(..end + 2).collect();
                return Some(String::from_utf8(line).unwrap().trim_end().to_owned());
            }
            // A reset ends a connection as much as a close does.
            if matches!(self.stream.read_buf(&mut self.input).await, Ok(0) | Err(_)) {
                return None;
            }
        }
    }
}

/// The code of a reply; 0 for none.
pub fn code(reply: &str) -> u16 {
    reply.get(..3).map_or(0, |code| code.parse().unwrap())
}

/// Waits until the server has closed that many connections.
pub async fn closed(server: &MockSmtp, number: usize) {
    let is_closed = |entry: &&Entry| matches!(entry, Entry::Closed { .. });
    while server.transcript().iter().filter(is_closed).count() < number {
        tokio::task::yield_now().await;
    }
}

/// All remarks of the transcript.
pub fn remarks(server: &MockSmtp) -> Vec<String> {
    server
        .transcript()
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Remark { remark, .. } => Some(remark),
            _ => None,
        })
        .collect()
}

/// All commands of the transcript.
pub fn commands(server: &MockSmtp) -> Vec<String> {
    server
        .transcript()
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Exchange { command, .. } => Some(command),
            _ => None,
        })
        .collect()
}
