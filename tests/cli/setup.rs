//! `setup`, with somebody at the terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::home::Home;
use crate::output::Output;
use crate::server::Server;
use crate::terminal::{BACKSPACE, DOWN, ENTER, Terminal};

const SETTINGS: &str = ".config/protest-letter/config.toml";

/// Somebody who has a profile, and an account at that server; the first try fails, because nobody is there.
fn try_in_vain(home: &Home) -> Terminal {
    let mut terminal = Terminal::run(home, "setup");
    terminal.until("A profile of Sam Saved is saved. Change it?").press(ENTER);
    terminal.until("Send from here, with a mail account of yours?").press(ENTER);
    terminal.until("The address that you send from").press(ENTER);
    terminal.until("Mail server").press("smtp://alex%40example.org@127.0.0.1:1").press(ENTER);
    terminal.until("The password").press(ENTER);
    terminal.until("Command [pass show mail]: ").press("echo swordfish").press(ENTER);
    terminal.until("cannot connect to 127.0.0.1:1").until("And now");
    terminal
}

fn home() -> Home {
    Home::new().config("signer.toml", "name = 'Sam Saved'\n")
}

#[test]
fn an_account_that_fails_is_answered_again_from_the_answers_before() {
    let (home, server) = (home(), Server::with_login());
    let mut terminal = try_in_vain(&home);
    let url = server.url_for_alex();
    terminal.press(ENTER).until("[smtp://alex%40example.org@127.0.0.1:1]: ").press(&url).press(ENTER);
    terminal.until("The password").press(ENTER).until("Command [echo swordfish]: ").press(ENTER);
    terminal.until("lets you in").until("saved ");
    assert!(terminal.end().0.success());
    let settings = home.read(SETTINGS);
    assert!(settings.contains(&url) && settings.contains("echo swordfish"), "{settings}");
}

#[test]
fn an_account_that_fails_may_be_saved_all_the_same() {
    let home = home();
    let (status, _) = try_in_vain(&home).press(DOWN).press(ENTER).end();
    assert!(status.success() && home.read(SETTINGS).contains("127.0.0.1:1"));
}

#[test]
fn to_leave_without_an_account_is_no_success() {
    let home = home();
    let (status, _) = try_in_vain(&home).press(DOWN).press(DOWN).press(ENTER).end();
    assert!(status.code() == Some(1) && !home.path(SETTINGS).exists());
}

#[test]
fn a_password_that_no_account_needs_any_more_is_not_kept() {
    let password = ".config/protest-letter/smtp-password";
    let home = home().file(password, "swordfish");
    let (status, written) = try_in_vain(&home).press(DOWN).press(ENTER).end();
    // A terminal gets a long sentence in lines.
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(status.success() && written.contains("smtp-password, the password of the account before"), "{written}");
    assert!(!home.path(password).exists());
}

/// The profile as it is asked for, up to the question for the country.
fn asked_for_the_country(home: &Home) -> Terminal {
    let mut terminal = Terminal::run(home, "setup");
    terminal.until("A profile of Sam Saved is saved. Change it?").press("y");
    for question in ["Your name", "Your e-mail address", "What you are", "Your organisation", "Where you write from"] {
        terminal.until(question).press(ENTER);
    }
    terminal.until("The country you live in");
    terminal
}

#[test]
fn a_country_is_answered_by_its_name_and_saved_by_its_code() {
    let home = home();
    let mut terminal = asked_for_the_country(&home);
    terminal.press("Kasachstan").press(ENTER).until("Send from here").press("n").end();
    assert!(home.read(".config/protest-letter/signer.toml").contains("country = \"KZ\""));
    let mut terminal = asked_for_the_country(&home);
    terminal.until("Kazakhstan").interrupt().end();
}

#[test]
fn of_a_misspelt_country_the_nearest_is_offered() {
    let home = home();
    let mut terminal = asked_for_the_country(&home);
    terminal.press("Kasachstn").press(ENTER).until("did you mean `Kasachstan` (KZ)?").interrupt().end();
}

/// Somebody with a profile, and an account of Alex at that server whose password is in a file.
fn home_with_account(server: &Server) -> (Home, String) {
    let home = home().file("hush", "swordfish\n");
    fs::set_permissions(home.path("hush"), fs::Permissions::from_mode(0o600)).unwrap();
    let url = server.url_for_alex();
    let settings = format!(
        "# mine\n[smtp]\nfrom = 'letters@our.example' # who sends\nurl = '{url}'\npassword_file = '{}'\n\n\
         [fax]\ngateway = '{{number}}@fax.example.net'\n",
        home.path("hush").display()
    );
    (home.config("config.toml", settings), url)
}

#[test]
fn what_is_saved_is_offered_and_all_else_stays() {
    let server = Server::with_login();
    let (home, url) = home_with_account(&server);
    let mut terminal = Terminal::run(&home, "setup");
    terminal.until("Change it?").press(ENTER).until("Change it?").press("y");
    terminal.until(&format!("Mail server [{url}]: ")).press(ENTER);
    terminal.until("The password").until("as before: the file ").press(ENTER);
    let (status, written) = terminal.until("lets you in").end();
    assert!(status.success() && !written.contains("swordfish"), "{written}");
    assert_eq!(
        home.read(SETTINGS),
        format!(
            "# mine\n[smtp]\npassword_file = \"{}\"\nurl = \"{url}\"\nfrom = 'letters@our.example' # who sends\n\n\
             [fax]\ngateway = '{{number}}@fax.example.net'\n",
            home.path("hush").display()
        )
    );
    assert_eq!(home.read("hush"), "swordfish\n");
}

#[test]
fn another_server_does_not_get_the_password_by_a_slip() {
    let (home, _) = home_with_account(&Server::with_login());
    let mut terminal = Terminal::run(&home, "setup");
    terminal.until("Change it?").press(ENTER).until("Change it?").press("y");
    terminal.until("Mail server").press("smtp://alex@localhost:1").press(ENTER);
    // It is to be typed, and is not the one that is in the file.
    let (status, written) = terminal.until("The password").press(ENTER).until("Password").interrupt().end();
    assert_eq!(status.code(), Some(130), "{written}");
}

#[test]
fn a_proxy_and_authorities_that_are_saved_can_be_changed_and_left_out() {
    let smtp = "[smtp]\nurl = 'smtps://127.0.0.1:1'\nproxy = 'socks5://127.0.0.1:9'\nca_file = '/ca.pem'\n";
    let home = home().config("config.toml", smtp);
    let mut terminal = Terminal::run(&home, "setup");
    terminal.until("Change it?").press(ENTER).until("Change it?").press("y");
    terminal.until("Mail server [smtps://127.0.0.1:1]: ").press(ENTER);
    terminal.until("Proxy").until("socks5h://127.0.0.1:9").press("1").press(ENTER);
    terminal.until("authorities").until("/ca.pem").press(&BACKSPACE.repeat(7)).press(ENTER);
    let (status, _) = terminal.until("And now").press(DOWN).press(ENTER).end();
    let settings = home.read(SETTINGS);
    assert!(status.success() && settings.contains("proxy = \"socks5h://127.0.0.1:91\""), "{settings}");
    assert!(!settings.contains("ca_file"), "{settings}");
}

#[test]
fn a_refused_answer_stays_to_be_mended_under_one_reason() {
    let home = home();
    let mut terminal = Terminal::run(&home, "setup");
    terminal.until("Change it?").press(ENTER).until("Send from here").press(ENTER);
    terminal.until("The address that you send from").press(ENTER);
    terminal.until("Mail server").press("smtp//alex@localhost:1").press(ENTER);
    // It is longer than the terminal is wide, and broken where the program knows of it.
    let told =
        "error: this is no address of a mail server: write it as\r\nsmtp://user@mail.example.org:587 or smtps://…";
    terminal.until(told).until("smtp//alex@localhost:1").press(ENTER);
    let written = terminal.until(told).until("smtp//alex@localhost:1").interrupt().end().1;
    // The first reason went when the second one came.
    assert_eq!(written.matches("\u{1b}[2A").count(), 2, "{written:?}");
}

#[test]
fn an_address_that_may_be_misspelt_is_asked_about() {
    let home = Home::new();
    let mut terminal = Terminal::run(&home, "setup");
    terminal.until("Your name").press("Sam").press(ENTER);
    terminal.until("Your e-mail address").press("sam@gmial").press(ENTER).until("is no e-mail address");
    terminal.until("sam@gmial").press(".com").press(ENTER).until("Did you mean sam@gmail.com?").press("n");
    for question in ["What you are", "Your organisation", "Where you write from", "The country"] {
        terminal.until(question).press(ENTER);
    }
    terminal.until("Send from here").press(ENTER);
    terminal.until("The address that you send from").until("sam@gmial.com").press(ENTER);
    terminal.until("Did you mean sam@gmail.com?").press(ENTER).until("Use this server?").press("n");
    terminal.until("Mail server").press("smtp://sam%40hotmial.com@localhost:1");
    terminal.press(ENTER).until("Did you mean sam@hotmail.com?").press(ENTER);
    terminal
        .until("The password")
        .press(DOWN)
        .press(DOWN)
        .press(ENTER)
        .until("Password of sam@hotmail.com")
        .interrupt();
    terminal.end();
    assert!(home.read(".config/protest-letter/signer.toml").contains("sam@gmial.com"));
}

/// The address that somebody with that profile sends from, who has no account yet. Nobody is behind the proxy.
fn asked_for_the_address(home: &Home) -> Terminal {
    let mut terminal = Terminal::run(home, "setup --proxy=socks5://127.0.0.1:1");
    terminal.until("Change it?").press(ENTER).until("Send from here").press(ENTER);
    terminal.until("The address that you send from");
    terminal
}

#[test]
fn a_provider_is_known_by_the_address() {
    let home = Home::new().config("signer.toml", "name = 'Sam Saved'\nemail = 'sam@gmail.com'\n");
    let mut terminal = asked_for_the_address(&home);
    terminal.until("sam@gmail.com").press(ENTER).until("Gmail: smtps://sam%40gmail.com@smtp.gmail.com");
    terminal
        .until("made for programs")
        .until("first: turn on 2-step")
        .until("https://myaccount.google.com/apppasswords");
    terminal.until("oama access").until("500 envelope recipients").until("Use this server?").press(ENTER);
    terminal.until("The password").press(ENTER).until("Command").press("echo hush").press(ENTER);
    terminal.until("the proxy socks5h://127.0.0.1:1 cannot be reached").until("And now").press(DOWN).press(ENTER);
    assert!(terminal.end().0.success());
    let settings = home.read(SETTINGS);
    assert!(settings.contains("url = \"smtps://sam%40gmail.com@smtp.gmail.com\""), "{settings}");
    assert!(settings.contains("password_command = \"echo hush\"") && settings.contains("127.0.0.1:1"), "{settings}");
}

#[test]
fn a_provider_that_takes_no_password_is_offered_a_token_command() {
    let home = home();
    let mut terminal = asked_for_the_address(&home);
    terminal.press("sam@hotmail.com").press(ENTER).until("Outlook.com: ").until("it takes no password").press(ENTER);
    terminal
        .until("The password")
        .press(ENTER)
        .until("[oama access sam@hotmail.com]: ")
        .press("echo hush")
        .press(ENTER);
    terminal.until("And now").press(DOWN).press(ENTER);
    assert!(terminal.end().0.success());
    assert!(home.read(SETTINGS).contains("token_command = \"echo hush\""));
}

#[test]
fn of_another_domain_it_is_asked_who_keeps_its_mail() {
    let home = home();
    let mut terminal = asked_for_the_address(&home);
    terminal.press("sam@example.org").press(ENTER).until("Who keeps the mail of example.org");
    terminal.until("the DNS is not asked: the question would go beside the proxy");
    terminal.press(DOWN).press(DOWN).press(DOWN).press(ENTER);
    terminal.until("smtp.gmail.com").until("2000 envelope recipients").until("Use this server?").press(ENTER);
    terminal.until("The password").interrupt().end();
    let mut terminal = asked_for_the_address(&home);
    terminal.press("sam@example.org").press(ENTER).until("Who keeps the mail of example.org").press(ENTER);
    terminal.until("Mail server (smtp://user@host)").interrupt().end();
}

#[test]
fn the_saved_account_is_tried_again() {
    let server = Server::with_login();
    let (home, url) = home_with_account(&server);
    let run = home.run("setup --check").assert().success();
    assert!(run.stderr().contains("lets you in (not encrypted, on this machine)"), "{}", run.stderr());
    assert!(server.received().is_empty() && server.heard("QUIT"));
    // Another server does not get its password.
    let other = home.run("setup --check smtp://alex@127.0.0.1:1").assert().code(2);
    assert!(other.stderr().contains("no password of alex at 127.0.0.1 is known"), "{}", other.stderr());
    let given = home.run("setup --check").arg(&url).env("PROTEST_LETTER_SMTP_PASSWORD", "hush").assert().code(1);
    assert!(given.stderr().contains("did not let alex@example.org in"), "{}", given.stderr());
    assert!(!given.stderr().contains("hush"));
}

#[test]
fn without_an_account_nothing_is_tried() {
    assert!(home().run("setup --check").assert().code(1).stderr().contains("no mail account is known"));
}
