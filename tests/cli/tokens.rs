//! Access tokens, from a command to the letter.

use snapbox::str;

use protest_letter::mock_smtp::{Account, Mechanism, Settings};

use crate::home::Home;
use crate::output::Output;
use crate::server::{FROM, Server};

const SEND: &str = "send printers --signer alex.toml --to court --yes";

/// A server that takes nothing but the access token `swordfish` of Alex.
fn server() -> Server {
    let account = Account { user: "alex@example.org".to_owned(), secret: "swordfish".to_owned() };
    let mechanisms = vec![Mechanism::XOAuth2, Mechanism::OAuthBearer];
    Server::with(Settings { require_auth: true, account: Some(account), mechanisms, ..Settings::default() })
}

#[test]
fn a_command_prints_it_and_prints_another_one_when_it_has_expired() {
    let server = server();
    let home = Home::with_printers().file("token", "stale\n");
    let command = "read token < token; echo $token; echo swordfish > token";
    let settings = format!("[smtp]\nurl = '{}'\ntoken_command = '{command}'\n", server.url_for_alex());
    let home = home.config("config.toml", settings);
    let run = home.run(SEND).assert().success();
    assert!(!(run.stdout() + &run.stderr()).contains("swordfish"));
    assert_eq!(server.received().len(), 1);
}

#[test]
fn one_that_is_refused_is_told_in_words_and_not_repeated() {
    let server = server();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex()).arg("--token-command=echo hush-$$");
    let run = run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
1 not begun
error: 127.0.0.1:[..] did not let alex@example.org in
caused by: the access token has expired, was withdrawn, or is somebody else's (status invalid_token); it wants one for the scope mail
caused by: 535 5.7.8 authentication credentials invalid
hint: check the user; then let the program that prints the token (`echo hush-$$`) be authorised anew for the scope mail
the same command again sends what is still owed, and nothing twice

"#]]);
    assert!(!run.stderr().replace("hush-$$", "").contains("hush"));
    assert!(server.received().is_empty());
}

#[test]
fn a_command_that_fails_is_told_before_anybody_is_called() {
    let server = server();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex()).arg("--token-command=exit 7");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: the token command `exit 7` failed
caused by: exit status: 7
hint: try it in a shell: it has to print the token on one line

"#]]);
    assert!(!server.was_called());
}

#[test]
fn a_user_is_let_in_by_one_thing() {
    let home = Home::with_printers();
    let arguments = ["--token-command=echo a", "--password-command=echo b"];
    assert!(home.run(SEND).args(arguments).assert().code(2).stderr().contains("cannot be used with"));
    let smtp = "[smtp]\nurl = 'smtp://alex@127.0.0.1:1'\ntoken = 'hush'\npassword_env = 'A'\ntoken_command = 'b'\n";
    let said = home.config("config.toml", smtp).run(SEND).assert().code(1).stderr();
    assert!(
        said.contains("a user is let in by one thing") && said.contains("an access token does not belong in"),
        "{said}"
    );
    assert!(!said.contains("hush"), "{said}");
}

#[test]
fn one_that_expires_in_the_middle_of_many_letters_holds_none_back() {
    let faults = vec!["auth#4: expired".parse().unwrap()];
    let server = Server::with(Settings { require_auth: true, faults, ..Settings::default() });
    let home = Home::with_roll().file("token", "first\n");
    let send = home.run(&format!("send printers --signers roll.csv {FROM} --yes --rate none --connections 3"));
    let send = send.args(["--letters-per-connection=1", "--smtp", &server.url_for_letters()]);
    send.arg("--token-command=read token < token; echo $token; echo run >> runs; echo second > token")
        .assert()
        .success();
    assert_eq!(server.received().len(), 6);
    assert_eq!(home.read("runs").lines().count(), 2);
}
