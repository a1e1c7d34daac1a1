//! The way in: encryption and logging in.

use std::sync::Arc;

use protest_letter::config::{Account, Tls};
use protest_letter::deliver::Transport;
use protest_letter::mock_smtp::{self, Entry, Mechanism, MockSmtp, Settings};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::common::{
    account, commands, deliver, encrypted, hand_over, mail, scripted, server, server_with, smtp, words,
};
use crate::log_in::{anna, as_anna};

fn tls(tls: mock_smtp::Tls) -> Settings {
    Settings { tls, ..Settings::default() }
}

async fn starttls(faults: &[&str]) -> (MockSmtp, Account, TempDir) {
    let server = server_with(faults, tls(mock_smtp::Tls::StartTls)).await;
    let folder = tempfile::tempdir().unwrap();
    let account = encrypted(&server, Tls::StartTls, &folder);
    (server, account, folder)
}

#[tokio::test]
async fn letters_go_encrypted() {
    let (server, account, _folder) = starttls(&[]).await;
    for host in ["127.0.0.1", "localhost"] {
        let account = Account { host: host.to_owned(), ..account.clone() };
        assert!(deliver(account, &mail()).await.unwrap().is_success());
    }
    let said = ["|", "EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]", "MAIL FROM:<alex@example.org>"];
    assert_eq!(commands(&server)[..5], said);
    assert_eq!(server.mail(2).await.unwrap().content, mail().bytes);

    let server = server_with(&[], tls(mock_smtp::Tls::Implicit)).await;
    let folder = tempfile::tempdir().unwrap();
    assert!(deliver(encrypted(&server, Tls::Implicit, &folder), &mail()).await.unwrap().is_success());
}

#[tokio::test]
async fn nothing_goes_to_a_server_that_cannot_be_trusted() {
    for (fault, said) in [
        ("starttls: hide", "does not offer encryption"),
        ("starttls: 454 4.7.0 later", "454 4.7.0 later"),
        ("starttls: 554 no", "554 no"),
        ("starttls: badcert", "cannot be encrypted"),
        ("starttls: wronghost", "cannot be encrypted"),
        ("starttls: drop", "closed the connection"),
    ] {
        let (server, account, _folder) = starttls(&[fault]).await;
        let problem = deliver(account, &mail()).await.unwrap_err();
        assert!(words(&problem).contains(said) && problem.hint.is_some(), "{fault}: {problem:?}");
        let commands = commands(&server);
        assert!(!commands.iter().any(|command| command.starts_with("MAIL")), "{fault}: {commands:?}");
    }
    for fault in ["starttls: badcert", "starttls: wronghost", "starttls: drop"] {
        let server = server_with(&[fault], tls(mock_smtp::Tls::Implicit)).await;
        let folder = tempfile::tempdir().unwrap();
        deliver(encrypted(&server, Tls::Implicit, &folder), &mail()).await.unwrap_err();
        assert!(server.received().is_empty());
    }
}

#[tokio::test]
async fn the_authority_has_to_be_the_servers() {
    let (_server, account, folder) = starttls(&[]).await;
    // Without the file the system's authorities are asked, and none of them made this certificate.
    let strange = Account { certificate_authority: None, ..account.clone() };
    assert!(deliver(strange, &mail()).await.unwrap_err().to_string().contains("cannot be encrypted"));
    let file = folder.path().join("ca.pem");
    for content in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&file, content).unwrap();
        let problem = deliver(account.clone(), &mail()).await.unwrap_err();
        assert!(problem.to_string().ends_with("ca.pem holds no certificate to trust"), "{problem:?}");
    }
    std::fs::remove_file(&file).unwrap();
    deliver(account, &mail()).await.unwrap_err();
}

#[tokio::test]
async fn a_certificate_in_the_file_that_is_the_servers_own_is_trusted() {
    for implicit in [false, true] {
        let (tls, in_mock) = if implicit {
            (Tls::Implicit, mock_smtp::Tls::Implicit)
        } else {
            (Tls::StartTls, mock_smtp::Tls::StartTls)
        };
        let self_signed = server_with(&["starttls: selfsigned"], self::tls(in_mock)).await;
        let of_authority = server_with(&[], self::tls(in_mock)).await;
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (self_signed.self_signed_certificate(), of_authority.self_signed_certificate());
        for (server, certificates, is_trusted) in [
            (&self_signed, vec![own], true),
            (&self_signed, vec![other], false),
            (&self_signed, vec![self_signed.certificate_authority()], false),
            (&self_signed, vec![self_signed.certificate_authority(), other, own], true),
            (&of_authority, vec![of_authority.certificate()], true),
            (&of_authority, vec![self_signed.certificate()], false),
            (&of_authority, vec![own, other], false),
        ] {
            let account = encrypted(server, tls, &folder);
            let certificates: String = certificates.into_iter().flatten().collect();
            std::fs::write(account.certificate_authority.as_ref().unwrap(), certificates).unwrap();
            match deliver(account, &mail()).await {
                Ok(outcome) => assert!(is_trusted && outcome.is_success(), "{outcome:?}"),
                Err(problem) => {
                    assert!(!is_trusted && words(&problem).contains("certificate"), "{problem:?}");
                    assert!(problem.hint.unwrap().contains("ca.pem"));
                }
            }
        }
        // Without the file it is nobody's.
        let account = Account { certificate_authority: None, ..encrypted(&self_signed, tls, &folder) };
        let problem = deliver(account, &mail()).await.unwrap_err();
        assert!(problem.hint.unwrap().contains("--ca-file"));
        assert_eq!((self_signed.received().len(), of_authority.received().len()), (2, 1));
    }
}

/// Shows a certificate whose key it does not have.
#[derive(Debug)]
struct Thief(Arc<CertifiedKey>);

impl ResolvesServerCert for Thief {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

#[tokio::test]
async fn a_certificate_is_worth_nothing_without_its_key() {
    let owner = server_with(&[], tls(mock_smtp::Tls::Implicit)).await;
    let folder = tempfile::tempdir().unwrap();
    for pem in [owner.certificate().unwrap(), owner.self_signed_certificate().unwrap()] {
        for version in rustls::ALL_VERSIONS {
            let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
            let key = rcgen::KeyPair::generate().unwrap().serialize_der();
            let key = any_supported_type(&PrivateKeyDer::Pkcs8(key.into())).unwrap();
            let thief = Thief(Arc::new(CertifiedKey::new(vec![certificate], key)));
            let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_protocol_versions(&[version])
                .unwrap()
                .with_no_client_auth()
                .with_cert_resolver(Arc::new(thief));
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let account =
                Account { port: listener.local_addr().unwrap().port(), ..encrypted(&owner, Tls::Implicit, &folder) };
            std::fs::write(account.certificate_authority.as_ref().unwrap(), pem).unwrap();
            let shaken = tokio::spawn(async move {
                let (stream, _) = listener.accept().await.unwrap();
                TlsAcceptor::from(Arc::new(config)).accept(stream).await.is_ok()
            });
            let problem = deliver(account, &mail()).await.unwrap_err();
            assert!(words(&problem).contains("BadSignature"), "{version:?}: {problem:?}");
            assert!(!shaken.await.unwrap(), "{version:?}");
        }
    }
}

#[tokio::test]
async fn what_comes_before_the_encryption_is_not_believed() {
    let answers = [&b"220 hello\r\n"[..], b"250-hello\r\n250 StartTLS\r\n", b"220 go\r\n250 I am the server\r\n"];
    let address = scripted(answers.map(<[u8]>::to_vec).to_vec()).await;
    let problem = deliver(Account { tls: Tls::StartTls, ..account(address) }, &mail()).await.unwrap_err();
    assert!(words(&problem).contains("before the connection was encrypted"), "{problem:?}");
}

#[tokio::test]
async fn a_wrong_port_is_told() {
    let (server, account, _folder) = starttls(&[]).await;
    let implicit = Account { tls: Tls::Implicit, ..account };
    let problem = deliver(implicit, &mail()).await.unwrap_err();
    assert!(words(&problem).contains("?tls=implicit is for port 465"), "{problem:?}");
    let closed = server.address();
    server.stop().await.unwrap();
    let problem = deliver(crate::common::account(closed), &mail()).await.unwrap_err();
    assert!(problem.to_string().starts_with("cannot connect to 127.0.0.1:"), "{problem:?}");
}

#[tokio::test]
async fn every_reply_of_a_busy_server_is_told() {
    for faults in [
        &["connect: 421 4.3.2 busy"][..],
        &["banner: 554 5.3.2 busy"],
        &["ehlo: 421 4.3.2 busy"],
        &["ehlo: 550 5.3.2 busy", "helo: 550 5.3.2 busy"],
    ] {
        let (starttls, account_there, _folder) = starttls(faults).await;
        let plain = server(faults).await;
        for account in [account_there, account(plain.address())] {
            let problem = deliver(account, &mail()).await.unwrap_err();
            assert!(words(&problem).contains("3.2 busy"), "{faults:?}: {problem:?}");
        }
        assert!(starttls.received().is_empty() && plain.received().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_esmtp_is_greeted_with_helo() {
    for fault in ["ehlo: 500 what", "ehlo: 502 5.5.1 not implemented", "ehlo: 504 no", "ehlo: 550 no"] {
        let server = server(&[fault]).await;
        let mut smtp = smtp(account(server.address())).with_letters_per_connection(1);
        for _ in 0..2 {
            assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success(), "{fault}");
        }
        smtp.close().await;
        // It is asked once whether it knows EHLO, and offers nothing.
        let letter = ["MAIL FROM:<alex@example.org>", "RCPT TO:<court@example.org>"];
        let first = ["|", "EHLO [127.0.0.1]", "QUIT", "|", "HELO [127.0.0.1]", letter[0], letter[1]];
        let commands = commands(&server);
        assert_eq!(commands[..7], first, "{fault}");
        let second = commands.iter().rposition(|command| command == "|").unwrap();
        assert_eq!(commands[second..second + 4], ["|", "HELO [127.0.0.1]", letter[0], letter[1]], "{fault}");
        assert_eq!(server.mail(2).await.unwrap().content, mail().bytes);
        assert!(!server.transcript().iter().any(|entry| matches!(entry, Entry::Remark { .. })));
    }
}

#[tokio::test]
async fn a_server_that_leaves_after_ehlo_is_greeted_with_helo_on_a_new_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let mut heard = Vec::new();
        for answer in ["500 what\r\n", "250 hello\r\n"] {
            let mut stream = BufReader::new(listener.accept().await.unwrap().0);
            stream.write_all(b"220 hello\r\n").await.unwrap();
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            heard.push(line);
        }
        heard
    });
    smtp(account(address)).open().await.unwrap();
    assert_eq!(server.await.unwrap(), ["EHLO [127.0.0.1]\r\n", "HELO [127.0.0.1]\r\n"]);
}

#[tokio::test]
async fn without_esmtp_nothing_is_encrypted_and_nobody_logs_in() {
    let fault = "ehlo: 502 5.5.1 not implemented";
    let (server, account, _folder) = starttls(&[fault]).await;
    let problem = deliver(account, &mail()).await.unwrap_err();
    assert!(problem.to_string().contains("does not take EHLO, without which a connection cannot be encrypted"));
    assert!(words(&problem).contains("502 5.5.1 not implemented") && problem.hint.is_some(), "{problem:?}");
    assert!(!commands(&server).iter().any(|command| command.starts_with("HELO")));

    let server = server_with(&[fault], anna(vec![Mechanism::Plain])).await;
    let problem = deliver(as_anna(&server), &mail()).await.unwrap_err();
    assert!(problem.to_string().ends_with("does not take EHLO, without which nobody can log in"), "{problem:?}");
    assert!(words(&problem).contains("502 5.5.1 not implemented") && problem.hint.is_some(), "{problem:?}");
    assert!(!commands(&server).iter().any(|command| command.starts_with("HELO")));

    // Encrypted from the first byte, it needs no extension.
    let server = server_with(&[fault], tls(mock_smtp::Tls::Implicit)).await;
    let folder = tempfile::tempdir().unwrap();
    assert!(deliver(encrypted(&server, Tls::Implicit, &folder), &mail()).await.unwrap().is_success());
}

#[tokio::test]
async fn a_banner_that_refuses_is_not_asked_again() {
    let server = server(&["banner: 554 5.3.2 no"]).await;
    deliver(account(server.address()), &mail()).await.unwrap_err();
    assert_eq!(commands(&server).iter().filter(|command| *command == "|").count(), 1);
}

#[tokio::test]
async fn what_may_pass_is_told_from_what_will_not() {
    for (fault, may_pass) in [
        ("connect: drop", true),
        ("banner: 421 4.3.2 busy", true),
        ("banner: 554 5.3.2 no", false),
        ("ehlo: 421", true),
        ("ehlo: reset", true),
        ("ehlo: 550", false),
        ("starttls: 454 4.7.0 later", true),
        ("starttls: drop", true),
        ("starttls: 554 no", false),
        ("starttls: hide", false),
        ("starttls: badcert", false),
        ("starttls: wronghost", false),
        ("auth: 454 4.7.0 later", true),
        ("auth: 421", true),
        ("auth: drop", true),
        ("auth: 535 5.7.8 wrong", false),
        ("auth: hide", false),
    ] {
        let (_server, account, _folder) = starttls(&[fault]).await;
        let account = Account { user: Some("anna".to_owned()), ..account };
        assert_eq!(smtp(account).open().await.unwrap_err().may_pass, may_pass, "{fault}");
    }
    for fault in ["banner: drop", "banner: 421", "auth: 454", "auth: reset"] {
        let server = server(&[fault]).await;
        assert!(smtp(as_anna(&server)).open().await.unwrap_err().may_pass, "{fault}");
    }
    for (banner, may_pass) in [("HTTP/1.1 400 Bad Request\r\n", false), ("", true), ("220-hel", true)] {
        let address = scripted(vec![banner.into()]).await;
        assert_eq!(smtp(account(address)).open().await.unwrap_err().may_pass, may_pass, "{banner}");
    }
    let closed = server(&[]).await;
    closed.stop().await.unwrap();
    assert!(smtp(account(closed.address())).open().await.unwrap_err().may_pass);
}
