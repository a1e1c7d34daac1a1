//! `ledger`.

use snapbox::str;

use crate::home::Home;
use crate::output::Output;
use crate::server::Server;

#[test]
fn the_ledger_tells_what_became_of_letters() {
    let (home, server) =
        (Home::with_roll(), Server::start(&["rcpt=court@*#1: 550 5.1.1 gone", "dot#2: drop-after-store"]));
    server.send_for_all(&home, "--yes --connections 1").assert().code(3);
    home.run("ledger")
        .assert()
        .success()
        .stdout_eq(str![[r#"
printers
  court: 1 accepted, 1 rejected, 1 uncertain
  ministry: 3 accepted

"#]])
        .stderr_eq("");
    home.run("ledger printers --state rejected,uncertain").assert().success().stdout_eq(str![[r#"
1 rejected printers court (email) ann@example.org (2026-11-23 12:00 UTC): the server refused court@example.org (addressee): 550 5.1.1 gone
3 uncertain printers court (email) cid@example.org (2026-11-23 12:00 UTC): handing over the end of the letter: the server closed the connection; the server may have the letter

"#]]);
    assert_eq!(home.run("ledger --csv").assert().success().stdout().lines().count(), 7);
    let [uncertain] = &home.run("ledger --json --state uncertain").assert().success().json_lines()[..] else {
        panic!("not one letter")
    };
    home.run(&format!("ledger resolve {} accepted", uncertain["id"])).assert().success();
    home.run("ledger retry printers").assert().success().stderr_eq(str![[r#"
1 letter owed again

"#]]);
    server.send_for_all(&home, "--yes").assert().success();
    home.run("ledger").assert().success().stdout_eq(str![[r#"
printers
  court: 3 accepted
  ministry: 3 accepted

"#]]);
    home.run("ledger purge --before 2026-11-24 --yes").assert().success().stderr_eq(str![[r#"
forgotten: who signed 6 letters; none of them goes twice

"#]]);
    home.run("ledger --state accepted").assert().success().stdout_eq(str![[r#"
1 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC, 2 attempts)
2 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)
3 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC)
4 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)
5 accepted printers court (email) (forgotten) (2026-11-23 12:00 UTC)
6 accepted printers ministry (email) (forgotten) (2026-11-23 12:00 UTC)

"#]]);
    server.send_for_all(&home, "--yes").assert().success();
    assert_eq!(server.received().len(), 6, "purged, and not sent again");
}

#[test]
fn a_ledger_that_is_not_there_is_told() {
    Home::with_printers().run("ledger").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: there is no ledger [HOME]/.local/state/protest-letter/ledger.db yet
hint: it is made when letters are sent; --ledger names another one

"#]]);
}
