//! Logging in: by the best mechanism, and with access tokens that expire.

use std::fs;
use std::path::PathBuf;

use protest_letter::config::{Account, Credential, Token};
use protest_letter::deliver::{Smtp, Transport};
use protest_letter::mock_smtp::{self, Extension, Mechanism, MockSmtp, Settings};
use tempfile::TempDir;

use crate::common::{
    PATIENCE, account, commands, deliver, hand_over, mail, password, scripted, server_with, smtp, words,
};

pub fn anna(mechanisms: Vec<Mechanism>) -> Settings {
    let account = Some(mock_smtp::Account { user: "anna".to_owned(), secret: "swordfish".to_owned() });
    Settings { account, mechanisms, require_auth: true, ..Settings::default() }
}

pub fn as_anna(server: &MockSmtp) -> Account {
    Account { user: Some("anna".to_owned()), ..account(server.address()) }
}

/// The AUTH commands that were heard.
fn logins(server: &MockSmtp) -> Vec<String> {
    commands(server).into_iter().filter(|command| command.starts_with("AUTH")).collect()
}

#[tokio::test]
async fn users_log_in() {
    for (mechanisms, chosen) in [
        (vec![Mechanism::Plain], "AUTH PLAIN ****"),
        (vec![Mechanism::Login], "AUTH LOGIN"),
        (vec![Mechanism::XOAuth2, Mechanism::Login, Mechanism::Plain], "AUTH PLAIN ****"),
        (Mechanism::ALL.to_vec(), "AUTH SCRAM-SHA-256 ****"),
    ] {
        let server = server_with(&[], anna(mechanisms)).await;
        assert!(deliver(as_anna(&server), &mail()).await.unwrap().is_success());
        assert_eq!(server.received()[0].user.as_deref(), Some("anna"));
        assert_eq!(logins(&server), [chosen]);
        let transcript = format!("{:?}", server.transcript());
        assert!(!transcript.contains("swordfish") && !transcript.contains("c3dvcmRmaXNo"), "{transcript}");
    }
}

#[tokio::test]
async fn who_is_not_let_in_is_told_why() {
    let plain = || anna(vec![Mechanism::Plain]);
    let hidden = || Settings { hidden: [Extension::Auth].into(), ..plain() };
    let only_tokens = || anna(vec![Mechanism::XOAuth2]);
    for (faults, settings, said) in [
        (&["auth: 535 5.7.8 wrong"][..], plain(), "535 5.7.8 wrong"),
        (&["auth: 454 4.7.0 later"], plain(), "454 4.7.0 later"),
        (&["auth: drop"], plain(), "closed the connection"),
        (&[], hidden(), "offers no login (AUTH)"),
        (&[], only_tokens(), "offers XOAUTH2; a password goes by SCRAM-SHA-256, PLAIN, LOGIN"),
    ] {
        let server = server_with(faults, settings).await;
        let problem = deliver(as_anna(&server), &mail()).await.unwrap_err();
        let words = words(&problem);
        assert!(words.contains(said) && words.contains("did not let anna in"), "{words}");
        assert!(!format!("{problem:?}").contains("swordfish"));
        assert!(server.received().is_empty());
    }
    let server = server_with(&[], plain()).await;
    let mut wrong = Smtp::new(as_anna(&server), Some(password("hush"))).with_patience(PATIENCE);
    assert!(words(&wrong.open().await.unwrap_err().problem).contains("535"));
    // A server that wants a login says so, to everybody who does not try.
    let outcome = deliver(account(server.address()), &mail()).await.unwrap();
    assert_eq!(outcome.word(), "rejected");
}

#[tokio::test]
async fn a_login_lasts_as_long_as_the_connection() {
    let server = server_with(&["mail#2: 421"], anna(vec![Mechanism::Plain])).await;
    let mut smtp = smtp(as_anna(&server));
    for word in ["accepted", "deferred", "accepted", "accepted"] {
        assert_eq!(hand_over(&mut smtp, &mail()).await.unwrap().word(), word);
    }
    assert_eq!(commands(&server).iter().filter(|command| command.starts_with("AUTH")).count(), 2);
}

/// A command that prints `swordfish` from its nth run on, and another token before.
struct TokenCommand {
    command: String,
    runs: PathBuf,
    _folder: TempDir,
}

impl TokenCommand {
    fn right_from(run: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runs = folder.path().join("runs");
        let command = format!(
            "echo >> {0}; n=$(wc -l < {0}); if [ $n -ge {run} ]; then echo swordfish; else echo stale$n; fi",
            runs.display()
        );
        Self { command, runs, _folder: folder }
    }

    fn token(&self) -> Credential {
        Credential::Token(Token::of_command(&self.command).unwrap())
    }

    fn runs(&self) -> usize {
        fs::read_to_string(&self.runs).unwrap().lines().count()
    }
}

fn with(server: &MockSmtp, credential: Credential) -> Smtp {
    Smtp::new(as_anna(server), Some(credential)).with_patience(PATIENCE)
}

#[tokio::test]
async fn tokens_log_in() {
    for (mechanisms, chosen) in [
        (vec![Mechanism::XOAuth2], "AUTH XOAUTH2 ****"),
        (vec![Mechanism::OAuthBearer], "AUTH OAUTHBEARER ****"),
        (Mechanism::ALL.to_vec(), "AUTH OAUTHBEARER ****"),
    ] {
        let server = server_with(&[], anna(mechanisms)).await;
        let command = TokenCommand::right_from(1);
        assert!(hand_over(&mut with(&server, command.token()), &mail()).await.unwrap().is_success());
        assert_eq!((logins(&server), command.runs()), (vec![chosen.to_owned()], 1));
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_asked_for_once_more() {
    for mechanism in [Mechanism::XOAuth2, Mechanism::OAuthBearer] {
        let server = server_with(&[], anna(vec![mechanism])).await;
        let command = TokenCommand::right_from(2);
        assert!(hand_over(&mut with(&server, command.token()), &mail()).await.unwrap().is_success());
        assert_eq!((logins(&server).len(), command.runs()), (2, 2));
        // The client answers what it is told of the token, as the mechanism has it.
        let transcript = format!("{:?}", server.transcript());
        assert!(!transcript.contains("did not confirm") && !transcript.contains("stale"), "{transcript}");
    }
}

#[tokio::test]
async fn one_that_expires_between_two_letters_holds_none_back() {
    let mut settings = anna(vec![Mechanism::XOAuth2]);
    settings.account = None;
    let server = server_with(&["auth#3: expired"], settings).await;
    let command = TokenCommand::right_from(2);
    let mut smtp = with(&server, command.token()).with_letters_per_connection(1);
    for _ in 0..4 {
        assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    }
    assert_eq!((server.received().len(), logins(&server).len(), command.runs()), (4, 5, 2));
}

#[tokio::test]
async fn many_connections_share_a_token() {
    let server = server_with(&[], anna(vec![Mechanism::OAuthBearer])).await;
    let command = TokenCommand::right_from(2);
    let token = command.token();
    let mut connections: Vec<_> = (0..4).map(|_| with(&server, token.clone())).collect();
    let [a, b, c, d] = &mut connections[..] else { panic!() };
    let opened = tokio::join!(a.open(), b.open(), c.open(), d.open());
    assert!(opened.0.is_ok() && opened.1.is_ok() && opened.2.is_ok() && opened.3.is_ok());
    assert_eq!(command.runs(), 2);
}

#[tokio::test]
async fn why_a_token_is_refused_is_told_in_words() {
    for (mechanism, said) in [
        (Mechanism::XOAuth2, "has expired, or was made for something else (status 400)"),
        (Mechanism::OAuthBearer, "has expired, was withdrawn, or is somebody else's (status invalid_token)"),
    ] {
        let server = server_with(&[], anna(vec![mechanism])).await;
        let command = TokenCommand::right_from(9);
        let error = with(&server, command.token()).open().await.unwrap_err();
        let words = words(&error.problem);
        assert!(
            words.contains(said) && words.contains("535 5.7.8") && words.contains("did not let anna in"),
            "{words}"
        );
        assert!(words.contains("for the scope ") && words.contains("authorised anew"), "{words}");
        assert!(!error.may_pass && !words.contains("stale1") && !words.contains("stale2"), "{words}");
        assert_eq!((logins(&server).len(), command.runs()), (2, 2));
    }
}

#[tokio::test]
async fn the_same_token_again_is_not_tried_again() {
    let server = server_with(&["auth: 535 5.7.3 Authentication unsuccessful"], anna(vec![Mechanism::XOAuth2])).await;
    let command = TokenCommand::right_from(1);
    let error = with(&server, command.token()).open().await.unwrap_err();
    assert!(words(&error.problem).contains("printed the same token again"), "{error:?}");
    assert_eq!((logins(&server).len(), command.runs()), (1, 2));
}

#[tokio::test]
async fn a_server_that_is_busy_is_no_reason_for_another_token() {
    let server = server_with(&["auth: 454 4.7.0 later"], anna(vec![Mechanism::XOAuth2])).await;
    let command = TokenCommand::right_from(1);
    assert!(with(&server, command.token()).open().await.unwrap_err().may_pass);
    assert_eq!(command.runs(), 1);
}

#[tokio::test]
async fn a_token_command_that_fails_later_is_told() {
    let server = server_with(&[], anna(vec![Mechanism::XOAuth2])).await;
    let folder = tempfile::tempdir().unwrap();
    let once = folder.path().join("once");
    let command = format!("[ -e {0} ] && exit 7; touch {0}; echo stale", once.display());
    let token = Credential::Token(Token::of_command(&command).unwrap());
    let error = with(&server, token).open().await.unwrap_err();
    assert!(words(&error.problem).contains("exit status: 7") && error.may_pass, "{error:?}");
}

#[tokio::test]
async fn a_long_token_waits_until_it_is_asked_for() {
    let long = "x".repeat(3000);
    let account = Some(mock_smtp::Account { user: "anna".to_owned(), secret: long.clone() });
    for mechanism in [Mechanism::XOAuth2, Mechanism::OAuthBearer] {
        let settings = Settings { account: account.clone(), ..anna(vec![mechanism]) };
        let server = server_with(&[], settings).await;
        let token = Credential::Token(Token::of_command(&format!("echo {long}")).unwrap());
        with(&server, token).open().await.unwrap();
        assert_eq!(logins(&server), [format!("AUTH {}", mechanism.name())]);
    }
    // Longer than any answer may be, it is not said at all.
    let server = server_with(&[], anna(vec![Mechanism::XOAuth2])).await;
    let token = Credential::Token(Token::of_command("head -c 12000 /dev/zero | tr '\\0' x").unwrap());
    let error = with(&server, token).open().await.unwrap_err();
    assert!(words(&error.problem).contains("longer than SMTP takes") && logins(&server).is_empty(), "{error:?}");
}

#[tokio::test]
async fn a_password_that_the_server_cannot_prove_goes_as_it_is() {
    let settings = || anna(vec![Mechanism::ScramSha256, Mechanism::Plain]);
    let server = server_with(&["auth x1: 535 5.7.8 no such mechanism for anna"], settings()).await;
    let mut smtp = smtp(as_anna(&server)).with_letters_per_connection(1);
    for _ in 0..2 {
        assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    }
    assert_eq!(logins(&server), ["AUTH SCRAM-SHA-256 ****", "AUTH PLAIN ****", "AUTH PLAIN ****"]);

    // Where it is offered alone, or the server is busy, nothing else is tried.
    for (fault, mechanisms) in [
        ("auth: 535", vec![Mechanism::ScramSha256]),
        ("auth: 454", settings().mechanisms),
        ("auth: drop", settings().mechanisms),
    ] {
        let server = server_with(&[fault], anna(mechanisms)).await;
        deliver(as_anna(&server), &mail()).await.unwrap_err();
        assert_eq!(logins(&server), ["AUTH SCRAM-SHA-256 ****"], "{fault}");
    }
}

#[tokio::test]
async fn a_password_that_needs_tables_goes_as_it_is() {
    let account = Some(mock_smtp::Account { user: "anna".to_owned(), secret: "пароль".to_owned() });
    let server = server_with(&[], Settings { account, ..anna(Mechanism::ALL.to_vec()) }).await;
    with(&server, password("пароль")).open().await.unwrap();
    assert_eq!(logins(&server), ["AUTH PLAIN ****"]);
}

#[tokio::test]
async fn a_server_that_lets_in_without_a_proof_is_not_believed() {
    let answers = ["220 hello\r\n", "250-hello\r\n250 AUTH SCRAM-SHA-256 PLAIN\r\n", "235 welcome\r\n"];
    let address = scripted(answers.map(|answer| answer.as_bytes().to_vec()).to_vec()).await;
    let account = Account { user: Some("anna".to_owned()), ..account(address) };
    let problem = deliver(account, &mail()).await.unwrap_err();
    assert!(words(&problem).contains("did not prove that it knows the password"), "{problem:?}");
}

#[tokio::test]
async fn a_token_does_not_go_where_passwords_go() {
    let server = server_with(&[], anna(vec![Mechanism::Plain, Mechanism::Login])).await;
    let command = TokenCommand::right_from(1);
    let error = with(&server, command.token()).open().await.unwrap_err();
    let words = words(&error.problem);
    assert!(words.contains("offers PLAIN, LOGIN; an access token goes by OAUTHBEARER, XOAUTH2"), "{words}");
    assert!(logins(&server).is_empty() && !error.may_pass);
}

#[tokio::test]
async fn a_server_that_does_not_stop_asking_is_left() {
    let mut answers = vec!["220 hello\r\n", "250-hello\r\n250 AUTH LOGIN XOAUTH2\r\n"];
    answers.extend(["334 VXNlcm5hbWU6\r\n"; 20]);
    for credential in [password("swordfish"), TokenCommand::right_from(1).token()] {
        let answers = answers.iter().map(|answer| answer.as_bytes().to_vec()).collect();
        let account = Account { user: Some("anna".to_owned()), ..account(scripted(answers).await) };
        let mut smtp = Smtp::new(account, Some(credential)).with_patience(PATIENCE);
        assert!(!smtp.open().await.unwrap_err().may_pass);
    }
}
