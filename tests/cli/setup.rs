//! `setup`, with somebody at the terminal.

use crate::home::Home;
use crate::server::Server;
use crate::terminal::{DOWN, ENTER, Terminal};

const SETTINGS: &str = ".config/protest-letter/config.toml";

/// Somebody who has a profile, and an account at that server; the first try fails, because nobody is there.
fn try_in_vain(home: &Home) -> Terminal {
    let mut terminal = Terminal::run(home, "setup");
    terminal.until("A profile of Sam Saved is saved. Change it?").press(ENTER);
    terminal.until("Send from here, with a mail account of yours?").press(ENTER);
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
    let url = server.flag_for_alex().replace("--smtp=", "");
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
