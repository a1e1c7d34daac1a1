//! Where passwords come from, and where they never appear.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;
use crate::server::Server;

const SEND: &str = "send printers --signer alex.toml --to court --yes";

#[test]
fn a_command_prints_it() {
    let server = Server::with_login();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex());
    run.arg("--password-command=echo swordfish").assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_command_that_fails_is_told() {
    let server = Server::with_login();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex());
    run.arg("--password-command=exit 7").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: the password command `exit 7` failed
caused by: exit status: 7
hint: try it in a shell: it has to print the password on one line

"#]]);
    assert!(!server.was_called());
}

#[cfg(unix)]
#[test]
fn a_file_that_only_its_owner_can_read_holds_it() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let server = Server::with_login();
    let home = Home::with_printers().file("secret", "swordfish\n");
    let send = || home.run(SEND).arg(server.flag_for_alex()).arg("--password-file=secret").assert();
    set_permissions(home.path("secret"), Permissions::from_mode(0o644)).unwrap();
    send().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: secret holds a password and can be read by others (mode 0644)
hint: chmod 600 secret

"#]]);
    assert!(!server.was_called());
    set_permissions(home.path("secret"), Permissions::from_mode(0o600)).unwrap();
    send().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn an_environment_variable_holds_it() {
    let server = Server::with_login();
    let home = Home::with_printers();
    let send = |from: &str| home.run(SEND).arg(server.flag_for_alex()).arg(from);
    send("--email=alex@example.org").env("PROTEST_LETTER_SMTP_PASSWORD", "swordfish").assert().success();
    send("--email=other@example.org").env("MINE", "swordfish").arg("--password-env=MINE").assert().success();
    assert_eq!(server.received().len(), 2);
}

#[test]
fn without_it_and_without_a_terminal_the_sources_are_listed() {
    let server = Server::with_login();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex());
    run.assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: no password of alex@example.org at 127.0.0.1 is known
  --password-command COMMAND
  --password-file FILE
  PROTEST_LETTER_SMTP_PASSWORD
  --token-command COMMAND

"#]]);
    assert!(!server.was_called());
}

#[test]
fn a_wrong_one_is_told_and_not_repeated() {
    let server = Server::with_login();
    let home = Home::with_printers();
    let run = home.run(SEND).arg(server.flag_for_alex());
    run.env("PROTEST_LETTER_SMTP_PASSWORD", "hush-hush").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
1 not begun
error: 127.0.0.1:[..] did not let alex@example.org in
caused by: 535 5.7.8 authentication credentials invalid
hint: check the user and the password; many providers want one made for programs
the same command again sends what is still owed, and nothing twice

"#]]);
    assert!(server.received().is_empty());
}

#[test]
fn one_in_the_address_is_refused_and_not_repeated() {
    let home = Home::with_printers();
    let url = "smtp://alex:hush-hush@127.0.0.1:1";
    let runs = [home.run(SEND).arg("--smtp").arg(url), home.run(SEND).env("PROTEST_LETTER_SMTP", url)];
    for run in runs {
        run.assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: --smtp: the address of the mail server holds a password, which others on this machine can read: take it out, and name a password command, file or environment variable

"#]]);
    }
}

#[test]
fn one_in_an_address_that_cannot_be_read_is_not_repeated() {
    let home = Home::with_printers();
    for url in ["smtp//alex:hush-hush@host", "alex:hush-hush", "smtp://alex:hush-hush@[", "ftp://alex:hush-hush@host"] {
        assert!(!home.run(SEND).arg("--smtp").arg(url).assert().code(1).stderr().contains("hush"), "{url}");
    }
}

#[test]
fn an_account_or_proxy_that_is_empty_is_said_to_be_empty() {
    let home = Home::with_printers();
    home.run(SEND).arg("--smtp=").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: --smtp: it is empty: write it as smtp://user@mail.example.org:587 or smtps://…

"#]]);
    home.run(SEND).arg("--proxy=").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: --proxy: it is empty: write it as socks5h://127.0.0.1:9050

"#]]);
}

#[test]
fn one_of_a_proxy_is_refused_and_not_repeated() {
    let home = Home::with_printers();
    for command in [SEND, "setup"] {
        let run = home.run(command).arg("--proxy=socks5://alex:hush-hush@127.0.0.1:1");
        run.assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: --proxy: the address of the proxy holds a password, which others on this machine can read: take it out, and put it into the environment as PROTEST_LETTER_PROXY_PASSWORD

"#]]);
    }
}

#[test]
fn one_in_the_settings_is_refused_and_not_repeated() {
    let settings = "[smtp]\nurl = 'smtp://alex@127.0.0.1:1'\npassword = 'hush-hush'\n";
    let home = Home::with_printers().config("config.toml", settings);
    home.run(SEND).assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: [HOME]/.config/protest-letter/config.toml:3:12: a password does not belong in this file
hint: use password_command, password_file (mode 0600) or password_env

"#]]);
    let home = Home::with_printers().config("config.toml", "[smtp]\nurl = 'smtp://alex:hush-hush@127.0.0.1:1'\n");
    home.run(SEND).assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: [HOME]/.config/protest-letter/config.toml:2:7: the address of the mail server holds a password, which others on this machine can read
hint: take it out, and name a password command, file or environment variable

"#]]);
}

#[cfg(not(feature = "keyring"))]
#[test]
fn one_in_the_keyring_that_cannot_be_opened_is_told_with_another_way() {
    let settings = "[smtp]\nurl = 'smtp://alex%40example.org@127.0.0.1:1'\npassword_keyring = 'alex@example.org'\n";
    let home = Home::with_printers().config("config.toml", settings);
    home.run(SEND).assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
...
error: the password of alex@example.org is in the keyring, which this program cannot open
caused by: it was built without the feature `keyring`
hint: on Linux, use password_command = "secret-tool lookup service protest-letter username alex@example.org"

"#]]);
}
