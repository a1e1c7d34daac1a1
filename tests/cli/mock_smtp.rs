//! `mock-smtp` as a fixture for shell scripts.

use std::process::{Child, Output};
use std::thread::sleep;
use std::time::Duration;

use crate::home::Home;

/// A server in a process of its own.
struct Process(Child);

impl Process {
    /// Starts it in that home and waits until it listens; gives the flag that names it too.
    fn start(home: &Home, arguments: &str) -> (Self, String) {
        let child = home.start(&format!("mock-smtp --port 0 --port-file port --idle-exit 30s {arguments}"));
        let mut process = Self(child);
        while !home.path("port").exists() {
            assert!(process.0.try_wait().unwrap().is_none(), "the server did not start");
            sleep(Duration::from_millis(5));
        }
        let port = home.read("port");
        (process, format!("--smtp=smtp://127.0.0.1:{}", port.trim()))
    }

    fn wait(self) -> Output {
        self.0.wait_with_output().unwrap()
    }
}

#[test]
fn it_keeps_mails_and_stops_after_as_many_as_it_was_told() {
    let home = Home::with_printers();
    let (server, flag) = Process::start(&home, "--keep mails --stop-after 2 --expect 2");
    home.run("send printers --signer alex.toml --yes").arg(flag).assert().success();
    let output = server.wait();
    assert_eq!(output.status.code(), Some(0));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        snapbox::str![[r#"
mock SMTP server listening on 127.0.0.1:[..]
0001: <alex@example.org> → court@example.org, lawyers@example.org, campaign@example.org, [..] bytes, 250 2.0.0 accepted
0002: <alex@example.org> → ministry@example.org, archive@example.org, campaign@example.org, [..] bytes, 250 2.0.0 accepted; archive@example.org gets it but is in neither To nor Cc

"#]]
    );
    assert!(home.read("mails/0001.eml").contains("<court@example.org>"));
    assert!(home.path("mails/0002.eml").exists());
    assert!(home.read("mails/transcript.jsonl").lines().count() > 2);
}

#[test]
fn it_fails_when_it_kept_another_number_of_mails_than_expected() {
    let home = Home::with_printers();
    let (server, flag) = Process::start(&home, "--stop-after 2 --expect 3");
    home.run("send printers --signer alex.toml --yes").arg(flag).assert().success();
    let output = server.wait();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.ends_with("error: expected exactly 3 mails, kept 2\n"), "{said}");
}

#[test]
fn its_certificate_authority_is_what_clients_are_told_to_trust() {
    for (mode, scheme) in [("starttls", "smtp"), ("implicit", "smtps")] {
        let home = Home::with_printers();
        let (server, flag) = Process::start(&home, &format!("--tls {mode} --ca-file ca.pem --stop-after 1 --expect 1"));
        let url = flag.replace("smtp://", &format!("{scheme}://")) + "?tls=" + mode;
        let send = || home.run("send printers --signer alex.toml --to court --yes").arg(&url);
        // Without it nobody is trusted, and nothing is sent.
        send().assert().code(1);
        send().arg("--ca-file=ca.pem").assert().success();
        assert_eq!(server.wait().status.code(), Some(0));
    }
}

#[test]
fn a_rule_that_cannot_be_read_is_wrong_usage() {
    let home = Home::new();
    let run = home.run("mock-smtp --port 0 --fault").arg("rcpt=*: perhaps");
    run.assert().code(1).stdout_eq(snapbox::str![]).stderr_eq(snapbox::str![[r#"
error: invalid value 'rcpt=*: perhaps' for '--fault <RULE>': fault rule `rcpt=*: perhaps`: unknown action `perhaps`; known are a reply such as `550 5.1.1 no such user`, `delay 30s`, `drop`, `drop@512B`, `reset`, `drop-before-store`, `drop-after-store`, `hide`, `expired`, `badcert`, `wronghost`, `selfsigned`, `stall` (the form is `stage[=glob][#nth| xTimes]: action`)

For more information, try '--help'.

"#]]);
}
