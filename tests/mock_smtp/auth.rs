//! AUTH, and that passwords are not written down.

use crate::client::{Client, remarks, server, server_with};
use protest_letter::mock_smtp::{Account, Extension, MockSmtp, Settings};

const PLAIN: &str = "AGFubmEAc3dvcmRmaXNo";
const ANNA: &str = "YW5uYQ==";
const SWORDFISH: &str = "c3dvcmRmaXNo";
const XOAUTH2: &str = "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHN3b3JkZmlzaAEB";
/// `user=anna^Aauth=Bearer stale^A^A`
const STALE: &str = "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHN0YWxlAQE=";
/// `n,a=anna,^Ahost=x^Aport=587^Aauth=Bearer swordfish^A^A`
const OAUTHBEARER: &str = "bixhPWFubmEsAWhvc3Q9eAFwb3J0PTU4NwFhdXRoPUJlYXJlciBzd29yZGZpc2gBAQ==";

async fn logged_in(server: &MockSmtp, lines: &[&str]) -> Vec<u16> {
    Client::greeted(server).await.codes(lines).await
}

async fn server_for_anna() -> MockSmtp {
    let account = Some(Account { user: "anna".to_owned(), secret: "swordfish".to_owned() });
    let settings = Settings { account, require_auth: true, ..Settings::default() };
    server_with(&[], settings).await
}

#[tokio::test]
async fn every_mechanism_logs_in() {
    let server = server_for_anna().await;
    let plain = format!("AUTH PLAIN {PLAIN}");
    let login = format!("auth login {ANNA}");
    let xoauth2 = format!("AUTH XOAUTH2 {XOAUTH2}");
    let stale = format!("AUTH XOAUTH2 {STALE}");
    let bearer = format!("AUTH OAUTHBEARER {OAUTHBEARER}");
    for (lines, codes) in [
        (vec![&*plain], vec![235]),
        (vec!["AUTH PLAIN", PLAIN], vec![334, 235]),
        (vec!["AUTH LOGIN", ANNA, SWORDFISH], vec![334, 334, 235]),
        (vec![&*login, SWORDFISH], vec![334, 235]),
        (vec![&*xoauth2], vec![235]),
        (vec!["AUTH XOAUTH2", XOAUTH2], vec![334, 235]),
        (vec![&*stale, "", &*xoauth2], vec![334, 535, 235]),
        (vec![&*bearer], vec![235]),
        (vec!["AUTH OAUTHBEARER", OAUTHBEARER], vec![334, 235]),
        (vec![&*plain, &*plain], vec![235, 503]),
        (vec!["AUTH PLAIN AGFubmEAd3Jvbmc=", &*plain], vec![535, 235]),
        (vec!["AUTH PLAIN", "*"], vec![334, 501]),
        (vec!["AUTH PLAIN ????"], vec![501]),
        (vec!["AUTH CRAM-MD5"], vec![504]),
        (vec!["AUTH PLAIN AGFubmEAd3Jvbmc=", SWORDFISH], vec![535, 500]),
    ] {
        assert_eq!(logged_in(&server, &lines).await, codes, "{lines:?}");
    }
    let transcript = serde_json::to_string(&server.transcript()).unwrap();
    for secret in [PLAIN, ANNA, SWORDFISH, XOAUTH2, "swordfish"] {
        assert!(!transcript.contains(secret), "{transcript}");
    }
    assert!(transcript.contains("AUTH PLAIN ****"));
}

#[tokio::test]
async fn a_mail_before_the_required_auth_is_refused() {
    let server = server_for_anna().await;
    let mut client = Client::greeted(&server).await;
    assert!(client.ask("MAIL FROM:<anna@example.org>").await.starts_with("530 5.7.0"));
    client.ask(&format!("AUTH PLAIN {PLAIN}")).await;
    client.mail("a@x.example").await;
    assert_eq!(server.received()[0].user.as_deref(), Some("anna"));
}

#[tokio::test]
async fn faults_know_the_user() {
    let server = server(&["auth=anna: 454 4.7.0 later", "auth: 535"]).await;
    let plain = format!("AUTH PLAIN {PLAIN}");
    assert_eq!(logged_in(&server, &[&plain, "AUTH PLAIN AGJlbgBi"]).await, [454, 535]);
}

#[tokio::test]
async fn a_token_expires_on_command() {
    let server = server(&["auth x1: expired", "auth=b: expired"]).await;
    let mut client = Client::greeted(&server).await;
    let told = client.ask(&format!("AUTH OAUTHBEARER {OAUTHBEARER}")).await;
    assert!(told.starts_with("334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuI"), "{told}");
    assert_eq!(client.codes(&["AQ==", &format!("AUTH XOAUTH2 {XOAUTH2}")]).await, [535, 235]);
    // A password cannot expire: it is refused.
    let server = self::server(&["auth: expired"]).await;
    assert_eq!(logged_in(&server, &[&format!("AUTH PLAIN {PLAIN}")]).await, [535]);
    // Who does not answer as the mechanism has it is remarked upon.
    let mut client = Client::greeted(&server).await;
    client.codes(&[&format!("AUTH XOAUTH2 {XOAUTH2}"), "AQ=="]).await;
    assert!(remarks(&server)[0].contains("did not confirm"));
}

#[tokio::test]
async fn it_can_be_hidden_in_two_ways() {
    let hidden = Settings { hidden: [Extension::Auth].into(), ..Settings::default() };
    for server in [server_with(&[], hidden).await, server(&["auth: hide"]).await] {
        let mut client = Client::open(&server).await;
        client.reply().await;
        assert!(!client.ask("EHLO x").await.contains("AUTH"));
        assert_eq!(client.codes(&["AUTH PLAIN AGEAYg=="]).await, [502]);
    }
}
