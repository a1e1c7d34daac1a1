//! Texts that want to steer the terminal, in everything that others write: none does, with colours on, whatever the command.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Output, Stdio};
use std::thread;

use crate::home::{Home, PRINTERS};

/// Clears the screen, sets a title, makes a link, hides what follows, moves to the left; the last four as C1, BEL and overrides.
const HOSTILE: &str =
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\\x1b[8m\r\x08\u{9b}2J\u{7f}\u{202E}\u{202A}\u{2067}";

/// A piece of text with a direction that does not end: a file may hold it, since names in letters do.
const UNENDED: &str = "\u{2067}";

/// What every command is tried with.
const COMMANDS: [&str; 20] = [
    "list",
    "list --json",
    "show printers",
    "show printers --json",
    "check",
    "check printers",
    "check printers --json",
    "draft printers --signer alex.toml --print",
    "draft printers --signer alex.toml --output letter.txt --eml mails --pdf letters.pdf",
    "draft printers --signer alex.toml --via fax --print",
    "send printers --signer alex.toml --dry-run",
    "send printers --signer alex.toml --dry-run --json",
    "send printers --signers roll.csv --dry-run",
    "publish printers --text --language en",
    "publish printers --markdown --language en",
    "verify printers",
    "verify printers --json",
    "report printers",
    "ledger printers",
    "ledger printers --csv",
];

#[test]
fn a_campaign_that_is_hostile_in_every_field_steers_no_command() {
    let escaped = escaped();
    // Refused, shown with a text that does not end, and no TOML at all.
    for text in [&escaped, UNENDED, HOSTILE] {
        let campaign = PRINTERS.replace("= \"", &format!("= \"{text}"));
        assert!(campaign.matches(text).count() > 20);
        let home =
            Home::with_campaign(&campaign).file("roll.csv", "name,email,consent\nAnn,a@example.org,2026-11-01\n");
        let commands = if text == HOSTILE { &COMMANDS[..3] } else { &COMMANDS };
        for command in commands {
            try_at(&home, command);
        }
    }
    let home = Home::with_campaign(&PRINTERS.replace(".en", &format!(".en = \"{UNENDED}\"\nx")));
    try_at(&home, "check");
}

#[test]
fn other_files_steer_no_command() {
    let draft = "draft printers --signer alex.toml --print";
    let roll = "send printers --signers roll.csv --dry-run";
    for (name, content, command) in [
        (".config/protest-letter/config.toml", "HOSTILE", draft),
        (".config/protest-letter/config.toml", "[smtp]\nurl = \"HOSTILE\"\n[[trust]]\nname = \"HOSTILE\"\n", draft),
        (".config/protest-letter/addresses.toml", "[[embassies]]\nof = \"HOSTILE\"\nemail = [\"HOSTILE\"]\n", draft),
        ("alex.toml", "name = \"HOSTILE\"\nemail = \"HOSTILE\"\ncountry = \"HOSTILE\"\n", draft),
        ("roll.csv", "name,email,consent\n\"HOSTILE\",HOSTILE@example.org,HOSTILE\n", roll),
        ("roll.csv", "name,HOSTILE,consent,email\nAnn,HOSTILE,2026-11-01,ann@example.org\n", roll),
        ("letter-templates/formal.en.hbs", "HOSTILE{{HOSTILE}}{{#if HOSTILE}}", draft),
        ("campaigns/HOSTILE.toml", "title = \"HOSTILE\"\nHOSTILE = 1\n", "list"),
        (
            "campaigns/printers.toml.minisig",
            "untrusted comment: HOSTILE\nRWQHOSTILE\ntrusted comment: HOSTILE\nxx\n",
            "verify printers",
        ),
    ] {
        let escaped = escaped();
        for text in [HOSTILE, &escaped, UNENDED] {
            let name = name.replace("HOSTILE", &HOSTILE.replace('/', "-"));
            let home = Home::with_roll().file(&name, content.replace("HOSTILE", text));
            try_at(&home, command);
        }
        if name.contains("HOSTILE") {
            let home = Home::with_printers().file(&name.replace("HOSTILE", &HOSTILE.replace('/', "-")), content);
            try_at(&home, "check");
        }
    }
}

#[test]
fn names_of_files_on_the_command_line_steer_nothing() {
    let home = Home::with_roll();
    let name = HOSTILE.replace('/', "-");
    fs::write(
        home.path(&name),
        "To: a@example.org\n\nRelease them all. Write to court@example.org before 2026-12-24.\n",
    )
    .unwrap();
    fs::create_dir(home.path("folder")).unwrap();
    for before in [
        &["show"][..],
        &["check"],
        &["draft", "printers", "--signer"],
        &["draft", "printers", "--name"],
        &["draft", "printers", "--signer", "alex.toml", "--output"],
        &["draft", "printers", "--signer", "alex.toml", "--eml"],
        &["draft", "printers", "--signer", "alex.toml", "--pdf"],
        &["send", "printers", "--signers"],
        &["send", "printers", "--signer", "alex.toml", "--dry-run", "--keep"],
        &["send", "printers", "--signer", "alex.toml", "--ledger"],
        &["send", "printers", "--signer", "alex.toml", "--yes", "--smtp"],
        &["send", "printers", "--signer", "alex.toml", "--yes", "--proxy"],
        &["import"],
        &["import", "--json"],
        &["import", "--id"],
        &["sign"],
        &["verify"],
        &["new"],
        &["publish", "printers", "--text", "--output"],
        &["ledger", "returns"],
        &["ledger", "retry", "--to"],
        &["report"],
        &["mock-smtp", "--fault"],
        &["completions"],
    ] {
        let arguments: Vec<_> = before.iter().copied().chain([name.as_str()]).collect();
        check(&arguments.join(" "), &run(&home, &arguments));
    }
}

#[test]
fn an_appeal_and_what_comes_back_steer_nothing() {
    let appeal = format!(
        "{HOSTILE}Release Alma Example{HOSTILE}\n\nWrite to:\n{HOSTILE}Supreme Court, court@example.org {HOSTILE}\n"
    );
    let bounce = format!(
        "From: {HOSTILE}<MAILER-DAEMON@example.org>\nSubject: {HOSTILE}Undelivered\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\n\n--b\n\n{HOSTILE}\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; {HOSTILE}\n\nFinal-Recipient: rfc822; {HOSTILE}court@example.org\nAction: failed\n\
         Status: 5.1.1\nDiagnostic-Code: smtp; 550 {HOSTILE}\n--b--\n"
    );
    let html = format!("<title>{HOSTILE}</title><p>{appeal}</p>");
    let home = Home::with_printers().file("appeal.txt", appeal).file("appeal.html", html).file("bounce.eml", bounce);
    for command in [
        "import appeal.txt --country AQ",
        "import appeal.html --country AQ --json",
        "check printers --against appeal.txt",
        "check printers --against appeal.html",
        "ledger returns bounce.eml",
        "ledger returns bounce.eml --json",
    ] {
        try_at(&home, command);
    }
}

#[test]
fn whatever_a_server_says_steers_nothing() {
    for (stage, code) in
        [("", 554), ("EHLO", 550), ("MAIL", 550), ("RCPT", 550), ("RCPT", 450), ("DATA", 554), (".", 250)]
    {
        let home = Home::with_printers();
        let smtp = format!("--smtp={}", server(stage, code));
        let arguments =
            ["send", "printers", "--signer", "alex.toml", "--yes", "--to", "court", "--rate", "none", &smtp];
        check(&format!("{code} to {stage:?}"), &run(&home, &arguments));
        try_at(&home, "ledger --state owed,rejected,deferred,uncertain,accepted");
        try_at(&home, "ledger --csv");
    }
}

#[test]
fn whatever_a_client_says_does_not_steer_the_mock_server() {
    let home = Home::new();
    let mut command = home.command();
    command.args(["mock-smtp", "--port=0", "--port-file=port", "--stop-after=1"]).env("CLICOLOR_FORCE", "1");
    let server = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let port = loop {
        if let Some(port) = fs::read_to_string(home.path("port")).ok().and_then(|port| port.trim().parse::<u16>().ok())
        {
            break port;
        }
        thread::yield_now();
    };
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let hostile = HOSTILE.replace('\r', "");
    for line in ["EHLO x", &hostile, "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"] {
        client.write_all(format!("{line}\r\n").as_bytes()).unwrap();
        thread::sleep(std::time::Duration::from_millis(20));
    }
    client
        .write_all(format!("Subject: {hostile}\r\nFrom: {hostile}\r\n\r\n{hostile}\r\n.\r\nQUIT\r\n").as_bytes())
        .unwrap();
    check("mock-smtp", &server.wait_with_output().unwrap());
}

/// The hostile text as TOML escapes it.
fn escaped() -> String {
    HOSTILE.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect::<Vec<_>>().concat()
}

fn try_at(home: &Home, command: &str) {
    check(command, &run(home, &command.split_whitespace().collect::<Vec<_>>()));
}

/// Runs the program with colours, so that nothing is taken out because nobody watches.
fn run(home: &Home, arguments: &[&str]) -> Output {
    home.command().args(arguments).env("CLICOLOR_FORCE", "1").stdin(Stdio::null()).output().unwrap()
}

#[track_caller]
fn check(what: &str, output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        let mut text = String::from_utf8(stream.clone()).unwrap();
        for style in ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[4m", "\x1b[31m", "\x1b[32m", "\x1b[33m"] {
            text = text.replace(style, "");
        }
        let steers =
            |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\u{C}') || matches!(c, '\u{202A}'..='\u{202E}');
        assert!(!text.contains(steers), "{what}: {text:?}");
        for line in text.lines() {
            let ends = line.matches('\u{2069}').count();
            let begins = line.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
            assert_eq!(begins, ends, "{what}: {line:?}");
        }
        assert!(!text.contains("panicked"), "{what}: {text}");
    }
}

/// A server that is hostile at one stage: its words there follow that code.
fn server(stage: &'static str, code: u16) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let words = HOSTILE.replace('\r', "");
    thread::spawn(move || {
        for client in listener.incoming() {
            // It may be gone already.
            let _ = talk(client.unwrap(), stage, &format!("{code}-{words}\r\n{code} 4.7.1 {words}\r\n"));
        }
    });
    format!("smtp://{address}")
}

fn talk(client: TcpStream, stage: &str, hostile: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(client.try_clone()?);
    let mut client = client;
    client.write_all(if stage.is_empty() { hostile } else { "220 ready\r\n" }.as_bytes())?;
    let (mut line, mut in_data) = (String::new(), false);
    while lines.read_line(&mut line)? > 0 {
        let command = line.trim_end().to_owned();
        line.clear();
        if in_data && command != "." {
            continue;
        }
        let usual = if command == "DATA" { "354 go on\r\n" } else { "250 fine\r\n" };
        let is_stage = !stage.is_empty() && command.starts_with(stage);
        let reply = if is_stage { hostile } else { usual };
        in_data = command == "DATA" && reply.starts_with("354");
        client.write_all(reply.as_bytes())?;
    }
    Ok(())
}
