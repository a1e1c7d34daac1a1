//! What `send` does not send, and says why. No server is called.

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::server::Server;

/// Tries to send; nobody may be called.
fn refused(home: &Home, arguments: &str, status: i32) -> snapbox::cmd::OutputAssert {
    let server = Server::start(&[]);
    let refusal = home.run(&format!("send {arguments}")).arg(server.flag()).assert().code(status);
    assert!(!server.was_called(), "somebody was called");
    refusal.stdout_eq("")
}

/// A home with the campaign of a later or earlier time.
fn home_with(from: &str, to: &str) -> Home {
    assert!(PRINTERS.contains(from));
    Home::with_campaign(&PRINTERS.replace(from, to))
}

#[test]
fn a_closed_campaign() {
    let home = home_with("\"open\"", "\"closed\"");
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
error: printers is not sent: the campaign is closed
hint: it can still be shown, drafted, printed, and tried with --dry-run

"#]]);
}

#[test]
fn a_stopped_campaign_with_its_reason() {
    let home = home_with("\"open\"", "\"stopped\"\nreason = 'They were released'");
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
error: printers is not sent: the campaign is stopped: They were released
hint: it can still be shown, drafted, printed, and tried with --dry-run

"#]]);
}

#[test]
fn a_superseded_campaign() {
    let newer = PRINTERS.replace("issued ", "supersedes = 'printers'\nissued ");
    let home = Home::with_printers().file("campaigns/printers-again.toml", newer);
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
error: printers is not sent: it was superseded by printers-again
hint: it can still be shown, drafted, printed, and tried with --dry-run

"#]]);
}

#[test]
fn an_overdue_campaign_from_the_day_after_its_last() {
    let home = home_with("2026-12-15", "2026-11-22");
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
error: printers is not sent: letters were asked for until 2026-11-22
hint: it can still be shown, drafted, printed, and tried with --dry-run

"#]]);
    let home = home_with("2026-12-15", "2026-11-23");
    let server = Server::start(&[]);
    server.send_from(&home, "--yes").assert().success();
}

#[test]
fn a_draft_that_is_to_be_sent_is_refused_alike() {
    let (home, server) = (home_with("\"open\"", "\"closed\""), Server::start(&[]));
    home.run("draft printers --signer alex.toml --send --yes").arg(server.flag()).assert().code(1);
    assert!(!server.was_called());
}

#[test]
fn letters_that_nobody_confirms() {
    refused(&Home::with_printers(), "printers --signer alex.toml", 2).stderr_eq(str![[r#"
printers: 2 letters from Alex Example <alex@example.org>
...
error: nobody is there to be asked: Send 2 letters over 127.0.0.1:[..]?
  --yes

"#]]);
}

#[test]
fn letters_that_nobody_signs() {
    refused(&Home::with_printers(), "printers --yes", 2).stderr_eq(str![[r#"
error: it is not known who signs, and no profile is saved
  --signer FILE, or --name NAME and --email ADDRESS, or --signers ROLL

"#]]);
}

#[test]
fn letters_of_a_signer_without_address() {
    refused(&Home::with_printers(), "printers --yes --name Alex", 1).stderr_eq(str![[r#"
advice: it has no sentence of your own: individual letters are read, form letters are counted
error: no e-mail address of Alex is known
hint: add `email` to the profile, or give --email

"#]]);
}

#[test]
fn a_recipient_who_has_no_mailbox() {
    refused(&Home::with_printers(), "printers --signer alex.toml --to police --yes", 1).stderr_eq(str![[r#"
error: police cannot be reached by e-mail: fax +44 20 7946 0991
hint: print that letter: protest-letter draft printers --to police --print

"#]]);
}

#[test]
fn a_campaign_that_reaches_nobody_by_email() {
    let home = Home::with_campaign(
        &PRINTERS
            .replace("email     = [", "fax = [")
            .replace("court@example.org", "+44 20 7946 0992")
            .replace("ministry@example.org", "+44 20 7946 0993"),
    );
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
printers: 0 letters from 1 signer
...
error: nobody can be reached by e-mail
hint: they can be reached otherwise (--via fax); or print the letters: protest-letter draft printers --print

"#]]);
}

#[test]
fn a_letter_whose_required_copy_is_withheld() {
    let home = home_with("[copies]\n", "[copies]\nwithheld = ['email']\n");
    refused(&home, "printers --signer alex.toml --yes", 1).stderr_eq(str![[r#"
...
      a copy by email is required, and its address is withheld
...
      a copy by email is required, and its address is withheld
...
error: 2 letters would go without a required copy
caused by: the published appeal hides the address of the copy
hint: add it to addresses.toml, or choose to go without: --without-withheld-copies

"#]]);
    let server = Server::start(&[]);
    let run = server.send_from(&home, "--yes --without-withheld-copies");
    run.assert().success();
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_withheld_copy_that_the_user_knows_is_made() {
    let known = "[[addresses]]\ncampaign = 'printers'\ncopies = { email = ['hidden@example.org'] }\n";
    let home = home_with("[copies]\n", "[copies]\nwithheld = ['email']\n").config("addresses.toml", known);
    let server = Server::start(&[]);
    server.send_from(&home, "--to court --yes").assert().success();
    assert!(server.heard("RCPT TO:<hidden@example.org>"));
}

#[test]
fn a_letter_from_one_domain_with_an_account_of_another() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --yes --smtp smtp://alex%40example.net@127.0.0.1:1");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: a letter from alex@example.org is not sent with an account at example.net
caused by: receivers check that mail from example.org comes from there, and would refuse it
hint: give the account that belongs to the address, or send for others: --from letters@your.domain

"#]]);
}

#[test]
fn letters_without_an_account() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --yes");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: no mail account is known
hint: give --smtp smtp://user@host, or save your account with `protest-letter setup`; --dry-run needs none

"#]]);
}

#[test]
fn a_letter_in_the_clear_to_another_machine() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --smtp smtp://mail.example.org?tls=none");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: --smtp: a letter does not go to mail.example.org unencrypted: only this very machine is reached with tls=none

"#]]);
}
