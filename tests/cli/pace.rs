//! `send`, to a server that wants letters later or fewer at a time.

use crate::home::Home;
use crate::output::Output;
use crate::server::Server;

#[test]
fn letters_that_are_tried_again_are_no_more_than_were_wanted() {
    let (home, server) = (Home::with_roll(), Server::start(&["mail x2: 450 4.7.1 later"]));
    // What was put off goes in the next run, and nothing else.
    server.send_for_all(&home, "--yes --to court --limit 2").assert().code(3);
    let again = server.send_for_all(&home, "--yes --to court --limit 2").assert().success();
    again.says("\n2 accepted, 1 not begun\n");
}

#[test]
fn a_server_that_has_too_much_ends_the_run_with_the_way_to_wait() {
    let (home, server) = (Home::with_roll(), Server::start(&["mail: 450 4.7.1 Error: too much mail from 127.0.0.1"]));
    let sent = server.send_for_all(&home, "--yes --to court").assert().code(3);
    sent.says("450 4.7.1 Error: too much mail from 127.0.0.1; waiting 1 s before the next letter\n")
        .says("\n2 deferred, 1 not begun\nerror: the server asks to come back later\n")
        .says("\nhint: --for 2h waits and tries again\n");
}

#[test]
fn letters_that_wait_longer_than_there_is_time_are_told() {
    let (home, server) = (Home::with_roll(), Server::start(&["rcpt=court@*: 450 4.7.1 greylisted"]));
    let sent = server.send_for_all(&home, "--yes --for 1s").assert().code(3);
    sent.says("\n3 accepted, 3 deferred\n")
        .says("\na server asks to come back later with 3 letters: --for ends before the next attempt");
}

#[test]
fn a_server_that_lets_nobody_in_for_now_is_an_error() {
    let (home, server) = (Home::with_roll(), Server::start(&["banner: 421 4.3.2 busy"]));
    let sent = server.send_for_all(&home, "--yes --to court").assert().code(1);
    sent.says(" does not take letters now\ncaused by: 421 4.3.2 busy\nhint: --for 2h");
}

#[test]
fn a_day_that_is_too_small_for_a_letter_is_told() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    let refused = server.send_for_all(&home, "--yes --to court --max-per-day 2").assert().code(1);
    refused.says("a letter and its copies are 3 envelope recipients");
    assert!(!server.heard("MAIL"));
}

#[test]
fn a_provider_limits_what_goes_in_a_day() {
    // Nobody is behind the proxy, and nothing goes beside it.
    let send = |url: &str, settings: &str, arguments: &str| {
        let settings = format!(
            "[smtp]\nurl = '{url}'\npassword_command = 'echo hush'\nproxy = 'socks5://127.0.0.1:1'\n{settings}"
        );
        let home = Home::with_printers().config("config.toml", settings);
        home.run(&format!("send printers --signer alex.toml --to court --yes {arguments}")).assert().code(1).stderr()
    };
    let workspace = "smtps://alex%40example.org@smtp.gmail.com";
    for (url, settings, arguments, said) in [
        (
            workspace,
            "",
            "",
            "no more than 2000 envelope recipients (letters and their copies) in 24 hours: Google Workspace",
        ),
        (workspace, "max_per_day = 700\n", "", "no more than 700 envelope recipients"),
        (workspace, "max_per_day = 700\n", "--max-per-day 9", "no more than 9 envelope recipients"),
    ] {
        let stderr = send(url, settings, arguments);
        assert!(stderr.contains(said), "{stderr}");
    }
    assert!(!send("smtps://alex%40example.org@mail.example.org", "", "").contains("no more than"));
}
