//! Input that means harm, or is broken: a clear error, nothing sent, no panic.

use std::fs::{self, File};
use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::thread;

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;
use crate::server::Server;

/// Tries to send that; it has to fail in an orderly way, with nobody called.
fn refused(home: &Home, arguments: &[&str], status: i32) -> OutputAssert {
    let server = Server::start(&[]);
    let refusal = home.run_each(arguments.iter().copied()).args(["--yes", &server.flag()]).assert().code(status);
    assert!(!server.was_called(), "somebody was called");
    let said = refusal.stderr();
    assert!(said.contains("error: ") && !said.contains("panicked"), "{said}");
    refusal.stdout_eq("")
}

fn refused_campaign(home: &Home) -> OutputAssert {
    refused(home, &["send", "campaigns/printers.toml", "--signer", "alex.toml"], 1)
}

#[test]
fn a_name_on_the_command_line_cannot_add_a_header() {
    let name = "--name=Eve\r\nBcc: eve@example.org";
    refused(&Home::with_printers(), &["send", "printers", name, "--email=eve@example.org"], 1).stderr_eq(str![[r#"
error: invalid value 'Eve\u000d
Bcc: eve@example.org' for '--name <NAME>': "Eve\r\nBcc: eve@example.org" has a line break in it: write it on one line

For more information, try '--help'.

"#]]);
}

#[test]
fn a_name_in_a_profile_cannot_add_a_header() {
    let home = Home::with_printers().file("eve.toml", r#"name = "Eve\r\nBcc: eve@example.org""#);
    refused(&home, &["send", "printers", "--signer=eve.toml", "--email=eve@example.org"], 1).stderr_eq(str![[r#"
error: eve.toml:1:8: "Eve\r\nBcc: eve@example.org" has a line break in it
hint: write it on one line

"#]]);
}

#[test]
fn an_address_cannot_add_a_recipient() {
    for address in ["eve@example.org\r\nBcc: a@example.org", "eve@example.org, a@example.org", "<eve@example.org>"] {
        let email = format!("--email={address}");
        refused(&Home::with_printers(), &["send", "printers", "--name=Eve", &email], 1);
    }
}

#[test]
fn a_subject_cannot_add_a_header() {
    let subject = "subject.en = \"Release the three printers of Exampleville\"";
    let home = Home::with_campaign(&PRINTERS.replace(subject, r#"subject.en = "Hello\r\nBcc: eve@example.org""#));
    refused_campaign(&home).stderr_eq(str![[r#"
warning: campaigns/printers.toml:9:1: `subject` has no text in `en`
hint: letters in English cannot be written without it
error: campaigns/printers.toml:9:14: there is a control character in this text
hint: take it out

"#]]);
}

#[test]
fn a_template_cannot_lie_outside_its_folder() {
    let home = Home::with_campaign(&format!("template = '../x'\n{PRINTERS}")).file("x.en.hbs", "secret");
    refused_campaign(&home).stderr_eq(str![[r#"
error: campaigns/printers.toml:1:12: `../x` is no name of a letter template
hint: name it without folder, language and ending: `formal`

"#]]);
    let arguments = ["send", "printers", "--signer=alex.toml", "--template=../x"];
    refused(&Home::with_printers(), &arguments, 1).stderr_eq(str![[r#"
error: `../x` cannot be the name of a letter template
hint: name it without folder, language and ending: formal

"#]]);
}

#[test]
fn an_office_cannot_lie_outside_the_directory() {
    let home = Home::with_campaign(&format!("{PRINTERS}\n[[recipients]]\nuse = '../x/y'\n"));
    refused_campaign(&home).stderr_eq(str![[r#"
error: campaigns/printers.toml:61:7: `../x/y` is no office of a directory
hint: write it as `kazakhstan/foreign-ministry`

"#]]);
}

#[test]
fn a_partial_cannot_lie_outside_its_folder() {
    let home = Home::with_campaign(&format!("template = 'mine'\n{PRINTERS}"))
        .file("letter-templates/mine.en.hbs", "{{> ../../alex.toml}}\n")
        .file("letter-templates/mine.ru.hbs", "{{> ../../alex.toml}}\n");
    refused_campaign(&home);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_not_read() {
    let home = Home::with_printers();
    File::create(home.path("campaigns/printers.toml")).unwrap().set_len(100 << 20).unwrap();
    refused_campaign(&home).stderr_eq(str![[r#"
error: campaigns/printers.toml is larger than 1 MiB
hint: a campaign, profile or template is a few kilobytes of text: is this the right file?

"#]]);
}

#[test]
fn bytes_that_are_not_utf_8_are_told_with_their_place() {
    let mut bytes = PRINTERS.as_bytes().to_vec();
    bytes[20] = 0xFF;
    refused_campaign(&Home::with_printers().file("campaigns/printers.toml", bytes)).stderr_eq(str![[r#"
error: campaigns/printers.toml:1:21: byte 0xFF is not UTF-8
hint: save the file as UTF-8

"#]]);
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let home = Home::with_campaign(&format!("\u{FEFF}{}", PRINTERS.replace('\n', "\r\n")));
    home.run("check printers").assert().success().stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
}

#[test]
fn a_truncated_file_is_an_error_wherever_it_ends() {
    let home = Home::with_campaign(&PRINTERS[..PRINTERS.find("\"open\"").unwrap() + 3]);
    refused_campaign(&home).stderr_eq(str![[r#"
error: campaigns/printers.toml:5:17: invalid basic string, expected `"`

"#]]);
    let home = Home::with_campaign(&PRINTERS[..PRINTERS.find("[[recipients]]").unwrap()]);
    refused_campaign(&home).stderr_eq(str![[r#"
error: campaigns/printers.toml:1:1: the campaign has no recipient
hint: add a [[recipients]] table

"#]]);
}

#[test]
fn an_empty_file_lacks_everything() {
    refused_campaign(&Home::with_campaign("")).stderr_eq(str![[r#"
error: campaigns/printers.toml:1:1: `languages` is missing
hint: add it here: languages = …
error: campaigns/printers.toml:1:1: `country` is missing
hint: add it here: country = …
error: campaigns/printers.toml:1:1: `title` is missing
hint: add it here: title = …
error: campaigns/printers.toml:1:1: `issued` is missing
hint: add it here: issued = …
error: campaigns/printers.toml:1:1: `status` is missing
hint: add it here: status = …
error: campaigns/printers.toml:1:1: `subject` is missing
hint: add it here: subject = …
error: campaigns/printers.toml:1:1: `summary` is missing
hint: add it here: summary = …
error: campaigns/printers.toml:1:1: the campaign has no recipient
hint: add a [[recipients]] table
warning: campaigns/printers.toml:1:1: the campaign demands nothing
hint: add a [[demands]] table: a letter without a request is seldom answered

"#]]);
}

#[test]
fn a_folder_is_no_file() {
    let home = Home::with_printers();
    fs::create_dir(home.path("folder.toml")).unwrap();
    refused(&home, &["send", "folder.toml", "--signer=alex.toml"], 1).stderr_eq(str![[r#"
error: folder.toml is not a file

"#]]);
    refused(&home, &["send", "printers", "--signer=folder.toml"], 1).stderr_eq(str![[r#"
error: folder.toml is not a file

"#]]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file() {
    let home = Home::with_printers();
    assert!(Command::new("mkfifo").arg(home.path("pipe.toml")).status().unwrap().success());
    refused(&home, &["send", "pipe.toml", "--signer=alex.toml"], 1).stderr_eq(str![[r#"
error: pipe.toml is not a file

"#]]);
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = 20_000;
    let home = Home::with_campaign(&format!("title = {}{}\n", "[".repeat(deep), "]".repeat(deep)));
    refused_campaign(&home);
    let home = Home::with_campaign(&format!("title{} = 1\n", ".a".repeat(deep)));
    refused_campaign(&home);
}

#[test]
fn a_template_that_calls_itself_is_an_error() {
    let home = Home::with_campaign(&format!("template = 'mine'\n{PRINTERS}"))
        .file("letter-templates/mine.en.hbs", "{{> again}}\n")
        .file("letter-templates/mine.ru.hbs", "{{> again}}\n")
        .file("letter-templates/partials/again.hbs", "{{> again}}\n");
    refused_campaign(&home);
}

#[test]
fn a_letter_cannot_steer_the_terminal() {
    let home = Home::with_printers().file("eve.toml", r#"name = "Eve\u001b[2J""#);
    refused(&home, &["draft", "printers", "--signer=eve.toml", "--send"], 1);
}

#[test]
fn a_campaign_cannot_steer_the_terminal() {
    let home = Home::with_campaign(&PRINTERS.replace("court@example.org", "\\u001b[2J\\u0007"));
    let said = refused_campaign(&home).stderr();
    assert!(!said.contains(['\x1b', '\x07']) && said.contains("36:14: there is a control character"), "{said}");
}

#[test]
fn a_server_cannot_steer_the_terminal() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let smtp = format!("--smtp=smtp://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.accept().unwrap().0.write_all(b"554 \x1b[2J\x07go away\r\n"));
    let home = Home::with_printers();
    let said = home.run("send printers --signer alex.toml --yes").arg(smtp).assert().code(1).stderr();
    assert!(said.contains("go away") && !said.contains(['\x1b', '\x07']), "{said}");
}

#[test]
fn handlebars_in_a_name_are_printed_as_they_are() {
    let home = Home::with_printers();
    let draft = home.run("draft printers --to court --name {{x}}").assert().success();
    assert!(draft.stdout().starts_with("{{x}}\n"));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf_8_are_wrong_usage() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let home = Home::with_printers();
    let run = home.run("draft printers --name").arg(OsStr::from_bytes(b"\xFF"));
    run.assert().code(2).stdout_eq(str![]);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let home = Home::with_printers();
    for arguments in ["list", "list --json", "show printers", "draft printers --name Alex", "completions bash", "man"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command().args(arguments.split(' ')).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("error"), "{arguments}: {said}");
    }
}
