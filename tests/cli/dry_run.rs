//! `send --dry-run`.

use snapbox::str;

use crate::home::{Home, PRINTERS};

#[test]
fn a_dry_run_shows_every_mail_as_it_arrived() {
    let home = Home::with_printers();
    let run = home.run("send printers --signer alex.toml --dry-run");
    run.assert()
        .success()
        .stdout_eq(str![[r#"
Mail 1 of 2, as it arrived
MAIL FROM alex@example.org
RCPT TO   court@example.org
RCPT TO   lawyers@example.org
RCPT TO   campaign@example.org
From: Alex Example <alex@example.org>
To: Supreme Court <court@example.org>
Cc: lawyers@example.org, campaign@example.org
Subject: Release the three printers of Exampleville
Date: Mon, 23 Nov 2026 12:00:00 +0000
Message-ID: <[..]@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Alex Example
alex@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

...
Alex Example

Mail 2 of 2, as it arrived
MAIL FROM alex@example.org
RCPT TO   ministry@example.org
RCPT TO   archive@example.org
RCPT TO   campaign@example.org
From: Alex Example <alex@example.org>
To: Ministry of Justice <ministry@example.org>
Cc: campaign@example.org
Subject: Release the three printers of Exampleville
Date: Mon, 23 Nov 2026 12:00:00 +0000
Message-ID: <[..]@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Alex Example
alex@example.org

23 November 2026

Ministry of Justice

Release the three printers of Exampleville

Dear Minister,

...
Alex Example


"#]])
        .stderr_eq(str![[r#"
printers: 2 letters from Alex Example <alex@example.org>
  court to court@example.org (1 demand, in English)
      copy to lawyers@example.org
      copy to campaign@example.org
  ministry to ministry@example.org (1 demand, in English)
      blind copy to archive@example.org
      copy to campaign@example.org
Not by e-mail (2 letters):
  police: fax +44 20 7946 0991
  embassy: needs your country (--country, or `country` in your profile)
accepted court (250 2.0.0 accepted)
accepted ministry (250 2.0.0 accepted)
2 accepted
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
}

#[test]
fn a_blind_copy_is_in_the_envelope_and_nowhere_else() {
    let home = Home::with_printers();
    let output = home.run("send printers --signer alex.toml --to ministry --dry-run").assert().success();
    let arrived = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let (envelope, mail) = arrived.split_once("Date:").unwrap();
    assert!(envelope.contains("RCPT TO   archive@example.org"), "{envelope}");
    assert!(!mail.contains("archive@") && !mail.to_lowercase().contains("bcc:"), "{mail}");
}

#[test]
fn a_closed_campaign_runs_dry() {
    let home = Home::with_campaign(&PRINTERS.replace("\"open\"", "\"closed\""));
    home.run("send printers --signer alex.toml --dry-run").assert().success();
}

#[test]
fn a_dry_run_needs_neither_an_account_nor_a_reachable_one() {
    let home = Home::with_printers().config("config.toml", "[smtp]\nurl = 'smtp://mail.invalid'\n");
    home.run("send printers --signer alex.toml --dry-run").assert().success();
}

#[test]
fn the_shipped_campaigns_run_dry() {
    let home = Home::with_printers();
    let run = home.run("send may-day-2011 --signer alex.toml --country DE --dry-run");
    run.assert().success();
}
