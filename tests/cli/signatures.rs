//! `sign`, `verify`, and what comes of signatures where a campaign is read.

use std::fs;

use serde_json::{Value, json};
use snapbox::{IntoData, str};

use crate::home::{Home, PRINTERS};
use crate::output::Output;
use crate::server::Server;

const BAKERS: &str = include_str!("../signatures/bakers.toml");
const PREHASHED: &str = include_str!("../signatures/by-minisign/prehashed.minisig");
const LEGACY: &str = include_str!("../signatures/by-minisign/legacy.minisig");
const WITHOUT_DAY: &str = include_str!("../signatures/by-minisign/without-day.minisig");
const BY_OTHER: &str = include_str!("../signatures/by-minisign/by-other.minisig");
const NETWORK: &str = include_str!("../signatures/network.pub");
const FILE: &str = "campaigns/printers.toml";

/// The settings of somebody who trusts these keys.
fn trusting(keys: &[(&str, &str)]) -> String {
    let key = |file: &str| file.lines().last().unwrap().to_owned();
    keys.iter()
        .map(|(name, file)| format!("[[trust]]\nname = '{name}'\nkey = '{}'\n", key(file)))
        .collect::<Vec<_>>()
        .concat()
}

/// A home with the campaign `printers` where the network's key is trusted; both secret keys lie there.
fn home() -> Home {
    let home = Home::with_printers()
        .config("config.toml", trusting(&[("Network", NETWORK)]))
        .file("network.key", include_str!("../signatures/network.key"))
        .file("other.key", include_str!("../signatures/other.key"));
    for key in ["network.key", "other.key"] {
        set_mode(&home, key, 0o600);
    }
    home
}

#[cfg(unix)]
fn set_mode(home: &Home, name: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(home.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Home, _: &str, _: u32) {}

fn sign(home: &Home, key: &str, file: &str) {
    home.run(&format!("sign --key {key} {file}")).assert().success();
}

/// A home with a signed campaign.
fn signed() -> Home {
    let home = home();
    sign(&home, "network.key", FILE);
    home
}

fn verify(home: &Home, name: &str, code: i32, told: impl IntoData) {
    home.run(&format!("verify {name}")).assert().code(code).stdout_eq(told).stderr_eq("");
}

/// A real attempt to send, which is refused before anybody is called.
fn refused(home: &Home, told: impl IntoData) {
    let server = Server::start(&[]);
    server.send_from(home, "--yes").assert().code(1).stdout_eq("").stderr_eq(told);
    assert!(!server.was_called());
}

#[test]
fn signatures_of_the_minisign_program_are_taken() {
    let bakers = |signature| {
        Home::new()
            .config("config.toml", trusting(&[("Network", NETWORK)]))
            .file("campaigns/bakers.toml", BAKERS)
            .file("campaigns/bakers.toml.minisig", signature)
    };
    for signature in [PREHASHED.to_owned(), LEGACY.to_owned(), PREHASHED.replace('\n', "\r\n")] {
        verify(
            &bakers(signature),
            "bakers",
            0,
            str![[r#"
campaigns/bakers.toml: signed by Network, 2026-11-25

"#]],
        );
    }
    verify(
        &bakers(WITHOUT_DAY.to_owned()),
        "bakers",
        0,
        str![[r#"
campaigns/bakers.toml: signed by Network

"#]],
    );
    let unknown = str![[r#"
campaigns/bakers.toml: signed by an unknown key [..]

"#]];
    verify(&bakers(BY_OTHER.to_owned()), "bakers", 1, unknown);
}

#[test]
fn a_signature_tells_the_day_and_the_name_of_the_file_and_no_more() {
    let home = signed();
    let signature = home.read("campaigns/printers.toml.minisig");
    // 1795392000 is the midnight before the noon of the tests.
    let trusted = "trusted comment: timestamp:1795392000\tfile:printers.toml\thashed";
    assert_eq!(signature.lines().nth(2), Some(trusted));
    assert_eq!(signature.lines().count(), 4);
    verify(
        &home,
        FILE,
        0,
        str![[r#"
campaigns/printers.toml: signed by Network, 2026-11-23

"#]],
    );
}

#[test]
fn verify_believes_a_key_that_is_given_and_no_other() {
    let home = signed().file("network.pub", NETWORK).file("other.pub", include_str!("../signatures/other.pub"));
    let key = NETWORK.lines().last().unwrap();
    let told = format!("{FILE}: signed by {key}, 2026-11-23\n");
    for given in [key, "network.pub"] {
        home.run(&format!("verify --key {given} printers")).assert().success().stdout_eq(&told);
    }
    let unknown = str![[r#"
campaigns/printers.toml: signed by an unknown key 8AB1A31C7BA49F50

"#]];
    verify(&home, "--key other.pub printers", 1, unknown);
    home.run("verify --key nobody.pub printers").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: `nobody.pub` is no public key of minisign
hint: give the line of minisign.pub that begins with RW, or the name of that file

"#]]);
}

#[test]
fn verify_as_json_tells_key_and_day() {
    let home = signed().file("campaigns/plain.toml", PRINTERS);
    let output = home.run("verify --json printers plain may-day-2011").assert().code(1).get_output().clone();
    let files: Value = serde_json::from_slice(&output.stdout).unwrap();
    let key = NETWORK.lines().last().unwrap();
    let network = json!({ "state": "signed", "by": "Network", "key": key, "day": "2026-11-23", "signed_as": null });
    assert_eq!(files[0], json!({ "file": FILE, "signature": network }));
    assert_eq!(files[1]["signature"], json!({ "state": "unsigned" }));
    assert_eq!(files[2]["signature"], json!({ "state": "built-in" }));
}

#[test]
fn list_show_the_plan_and_draft_say_who_signed() {
    let home = signed();
    home.run("list").assert().success().stdout_eq(str![[r#"
...
may-day-2011             closed                 [..]
                         [..]
                         part of the program
...
printers                 open until 2026-12-15  email 2, fax 1, embassy
                         Release the three printers of Exampleville
                         signed by Network, 2026-11-23

"#]]);
    home.run("show printers").assert().success().stdout_eq(str![[r#"
...
file: campaigns/printers.toml, signed by Network, 2026-11-23
...
"#]]);
    home.run("draft printers --signer alex.toml --to court").assert().success().stderr_eq(str![[r#"
printers: signed by Network, 2026-11-23
...
"#]]);
    home.run("send printers --signer alex.toml --dry-run").assert().success().stderr_eq(str![[r#"
printers: 2 letters from Alex Example <alex@example.org>
  signed by Network, 2026-11-23
...
"#]]);
    for command in ["show printers --json", "list --json"] {
        let output = home.run(command).assert().success().get_output().clone();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains("\"by\": \"Network\"") && printed.contains("\"day\": \"2026-11-23\""), "{printed}");
    }
}

#[test]
fn a_copy_of_what_is_part_of_the_program_is_part_of_it_until_it_is_changed() {
    let may_day = include_str!("../../campaigns/may-day-2011.toml");
    let home = Home::new().file("campaigns/may-day-2011.toml", may_day.replace('\n', "\r\n"));
    let told = str![[r#"
campaigns/may-day-2011.toml: part of the program

"#]];
    verify(&home, "may-day-2011", 0, told);
    let home = home.file("campaigns/may-day-2011.toml", may_day.to_owned() + "# mine\n");
    let told = str![[r#"
campaigns/may-day-2011.toml: not signed

"#]];
    verify(&home, "may-day-2011", 1, told);
}

#[test]
fn a_file_that_was_changed_by_one_byte_is_refused_everywhere() {
    let home = signed();
    let home = home.file(FILE, PRINTERS.replacen("campaign@example.org", "campaign@example.com", 1));
    let told = str![[r#"
...
error: campaigns/printers.toml: this is not what Network signed
caused by: the file or campaigns/printers.toml.minisig was changed after it was signed
hint: get both anew from whoever signed them; if the change is yours, sign anew: protest-letter sign FILE
...
"#]];
    let send = "send printers --signer alex.toml --dry-run";
    let draft = "draft printers --name Alex --print";
    for command in [
        "list",
        "show printers",
        "show campaigns/printers.toml",
        "check",
        "check printers",
        draft,
        send,
        "verify printers",
    ] {
        home.run(command).assert().code(1).stderr_eq(told.clone());
    }
    let listed = home.run("list").assert().code(1).get_output().stdout.clone();
    assert!(!String::from_utf8(listed).unwrap().contains("printers"));
}

#[test]
fn a_signature_that_is_none_is_refused_with_its_name() {
    for broken in
        ["", "x", "untrusted comment: x\nRUSx\ntrusted comment: x\nx\n", &PREHASHED.replace("RUR", "RUZ")[..40]]
    {
        let home = home().file("campaigns/printers.toml.minisig", broken);
        home.run("show printers").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: campaigns/printers.toml.minisig: this is no minisign signature
hint: get it anew from whoever signed the file; without one, the file counts as not signed

"#]]);
    }
    let home = home().file("campaigns/printers.toml.minisig", [0xFF, 0xFE]);
    home.run("show printers").assert().code(1).stderr_eq(str![[r#"
error: campaigns/printers.toml.minisig:1:1: byte 0xFF is not UTF-8
...
"#]]);
}

#[test]
fn a_trusted_comment_that_was_changed_is_no_signature() {
    let home = signed();
    let signature = home.read("campaigns/printers.toml.minisig").replace("timestamp:1795", "timestamp:1796");
    let home = home.file("campaigns/printers.toml.minisig", signature);
    home.run("verify printers").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: campaigns/printers.toml: this is not what Network signed
...
"#]]);
}

#[test]
fn required_signatures_refuse_what_nobody_vouches_for() {
    let settings = format!("require_signature = true\n{}", trusting(&[("Network", NETWORK)]));
    let home = home().config("config.toml", settings);
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/printers.toml is not signed
caused by: `require_signature` is set in your settings
hint: get it with its .minisig from whoever made it, or read it and sign it yourself: protest-letter sign FILE

"#]],
    );
    sign(&home, "other.key", FILE);
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/printers.toml is signed by an unknown key [..]
...
"#]],
    );
    home.run("send printers --signer alex.toml --dry-run").assert().success().stderr_eq(str![[r#"
warning: printers is not sent: campaigns/printers.toml is signed by an unknown key [..]
...
  signed by an unknown key [..]
...
this was a dry run: [..]

"#]]);
    home.run("draft printers --signer alex.toml --to court").assert().success().stderr_eq(str![[r#"
printers: signed by an unknown key [..]
warning: printers is not sent: [..]
...
"#]]);
    sign(&home, "network.key", FILE);
    let server = Server::start(&[]);
    server.send_from(&home, "--yes").assert().success();
    assert_eq!(server.received().len(), 2);
}

#[test]
fn required_signatures_refuse_templates_that_nobody_vouches_for() {
    let settings = format!("require_signature = true\n{}", trusting(&[("Network", NETWORK)]));
    let home = signed().config("config.toml", settings).file("letter-templates/formal.en.hbs", "Sir,\n\n{{summary}}\n");
    refused(
        &home,
        str![[r#"
error: nothing is sent that is made with letter-templates/formal.en.hbs: it is not signed
caused by: `require_signature` is set in your settings
hint: get it with its .minisig, or read it and sign it yourself: protest-letter sign FILE

"#]],
    );
    home.run("draft printers --signer alex.toml --to court").assert().success();
    home.run("send printers --signer alex.toml --dry-run").assert().success().stderr_eq(str![[r#"
...
warning: nothing is sent that is made with letter-templates/formal.en.hbs: it is not signed
...
"#]]);
    sign(&home, "network.key", "letter-templates/formal.en.hbs");
    let tried = home.run("send printers --signer alex.toml --dry-run").assert().success();
    assert!(!tried.stderr().contains("nothing is sent"));
    let server = Server::start(&[]);
    server.send_from(&home, "--yes").assert().success();
    assert!(server.received()[0].decoded_text().contains("Sir,"));
}

#[test]
fn a_draft_is_sent_under_the_same_rules() {
    let home = signed();
    home.run("list").assert().success();
    fs::remove_file(home.path("campaigns/printers.toml.minisig")).unwrap();
    let server = Server::start(&[]);
    let draft = home.run("draft printers --signer alex.toml --to court --send --yes").arg(server.flag());
    draft.assert().code(1).stdout_eq("").stderr_eq(str![[r#"
...
error: printers is not sent: campaigns/printers.toml is not signed
...
"#]]);
    assert!(!server.was_called());
}

#[test]
fn an_earlier_campaign_is_told_that_one_which_cannot_be_believed_may_supersede_it() {
    let newer = PRINTERS.replace("issued ", "supersedes = 'printers'\nissued ");
    let home = home().file("campaigns/newer.toml", newer).file("campaigns/newer.toml.minisig", "x");
    home.run("show printers").assert().success().stderr_eq(str![[r#"
warning: campaigns/newer.toml cannot be read: it may supersede printers
caused by: campaigns/newer.toml.minisig: this is no minisign signature
hint: `protest-letter check` tells what is wrong with it

"#]]);
}

#[test]
fn a_campaign_that_is_superseded_stays_so_when_the_later_one_is_changed() {
    let newer = PRINTERS.replace("issued ", "supersedes = 'printers'\nissued ");
    // A byte more that leaves it as it was, and one after which it cannot even be read as TOML.
    for byte in ["\n", "="] {
        let home = signed().file("campaigns/newer.toml", &newer);
        sign(&home, "network.key", "campaigns/newer.toml");
        let home = home.file("campaigns/newer.toml", format!("{newer}{byte}"));
        refused(
            &home,
            str![[r#"
error: printers is not sent: it was superseded by newer
hint: it can still be shown, drafted, printed, and tried with --dry-run

"#]],
        );
    }
}

#[test]
fn a_campaign_that_was_seen_signed_is_not_sent_unsigned() {
    let home = signed();
    home.run("list").assert().success();
    fs::remove_file(home.path("campaigns/printers.toml.minisig")).unwrap();
    home.run("show printers").assert().success();
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/printers.toml is not signed
caused by: this campaign was signed by Network, 2026-11-23 before
hint: get the file and its .minisig anew from Network; if it is meant to be so: protest-letter verify --forget printers

"#]],
    );
    home.run("verify --forget printers").assert().success().stdout_eq("").stderr_eq(str![[r#"
forgotten: printers may be signed by another key, or not at all

"#]]);
    let server = Server::start(&[]);
    server.send_from(&home, "--yes").assert().success();
    assert_eq!(server.received().len(), 2);
    home.run("verify --forget printers").assert().code(1).stderr_eq(str![[r#"
error: it was not known that anybody signed `printers`

"#]]);
}

#[test]
fn a_campaign_that_was_seen_signed_wants_the_same_key() {
    let both = trusting(&[("Network", NETWORK), ("Other", include_str!("../signatures/other.pub"))]);
    let home = signed().config("config.toml", both);
    home.run("show printers").assert().success();
    sign(&home, "other.key", FILE);
    home.run("list").assert().success();
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/printers.toml is signed by another key (Other, [..])
caused by: this campaign was signed by Network, 2026-11-23 before
...
"#]],
    );
    home.run("verify --forget campaigns/printers.toml").assert().success();
    home.run("show printers").assert().success();
    assert!(home.read(".local/state/protest-letter/signatures.toml").contains("by = \"Other\""));
}

#[test]
fn an_older_version_is_not_sent_once_a_newer_one_was_seen() {
    let home = signed();
    let older = home.read("campaigns/printers.toml.minisig");
    let sign_later = home.run("sign --key network.key campaigns/printers.toml");
    sign_later.env("PROTEST_LETTER_NOW", "2026-11-25T12:00:00Z").assert().success();
    home.run("show printers").assert().success();
    let home = home.file("campaigns/printers.toml.minisig", older);
    home.run("show printers").assert().success();
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/printers.toml is an older one (signed by Network, 2026-11-23)
caused by: this campaign was signed by Network, 2026-11-25 before
...
"#]],
    );
}

#[test]
fn a_signature_goes_with_the_name_of_its_file() {
    let home = signed();
    fs::rename(home.path(FILE), home.path("campaigns/bakers.toml")).unwrap();
    fs::rename(home.path("campaigns/printers.toml.minisig"), home.path("campaigns/bakers.toml.minisig")).unwrap();
    let told = str![[r#"
campaigns/bakers.toml: signed by Network, 2026-11-23, under the name printers.toml

"#]];
    verify(&home, "bakers", 1, told);
    let settings = format!("require_signature = true\n{}", home.read(".config/protest-letter/config.toml"));
    let home = home.config("config.toml", settings);
    home.run("send bakers --signer alex.toml --smtp smtp://127.0.0.1:1 --yes").assert().code(1).stderr_eq(str![[r#"
error: bakers is not sent: campaigns/bakers.toml is signed by Network, 2026-11-23, under the name printers.toml
...
"#]]);
}

#[cfg(unix)]
#[test]
fn who_signed_what_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = signed();
    home.run("show printers").assert().success();
    let mode = |name| fs::metadata(home.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(".local/state/protest-letter/signatures.toml"), 0o600);
}

#[test]
fn a_record_of_signatures_that_cannot_be_read_is_told_and_left_alone() {
    let home = signed().file(".local/state/protest-letter/signatures.toml", "[[signed]]\ncampaign = 'printers'\n");
    refused(
        &home,
        str![[r#"
error: [HOME]/.local/state/protest-letter/signatures.toml:1:1: `by` is missing
...
"#]],
    );
    assert!(home.read(".local/state/protest-letter/signatures.toml").ends_with("campaign = 'printers'\n"));
}

const DIRECTORY: &str = "campaigns/directory/antarctica.toml";
const PALACE: &str = "country = 'AQ'\n[[offices]]\nid = 'palace'\nkind = 'head-of-state'\noffice = 'Palace'\n\
                      email = ['palace@example.org']\n";

/// A home where a signed campaign takes an office from a directory.
fn with_directory() -> Home {
    let home =
        home().file(FILE, format!("{PRINTERS}\n[[recipients]]\nuse = 'antarctica/palace'\n")).file(DIRECTORY, PALACE);
    sign(&home, "network.key", FILE);
    home
}

#[test]
fn the_directories_of_a_signed_campaign_are_to_be_signed_too() {
    let home = with_directory();
    home.run("show printers").assert().success().stdout_eq(str![[r#"
...
file: campaigns/printers.toml, signed by Network, 2026-11-23
offices from: campaigns/directory/antarctica.toml, not signed
...
"#]]);
    refused(
        &home,
        str![[r#"
error: printers is not sent: campaigns/directory/antarctica.toml is not signed
caused by: this campaign is signed by Network, 2026-11-23, and the directories that it uses have to be signed too
hint: get it with its .minisig from whoever made it, or read it and sign it yourself: protest-letter sign FILE

"#]],
    );
    sign(&home, "network.key", DIRECTORY);
    home.run("send printers --signer alex.toml --dry-run").assert().success().stderr_eq(str![[r#"
printers: 3 letters from Alex Example <alex@example.org>
  signed by Network, 2026-11-23
  offices from campaigns/directory/antarctica.toml: signed by Network, 2026-11-23
...
"#]]);
    let server = Server::start(&[]);
    server.send_from(&home, "--yes").assert().success();
}

#[test]
fn a_directory_that_was_changed_is_refused_everywhere() {
    let home = with_directory();
    sign(&home, "network.key", DIRECTORY);
    let told = str![[r#"
...
error: campaigns/directory/antarctica.toml: this is not what Network signed
...
"#]];
    let home = home.file(DIRECTORY, PALACE.replace("palace@", "palast@"));
    for command in ["list", "show printers", "check", "check campaigns/directory/antarctica.toml"] {
        home.run(command).assert().code(1).stderr_eq(told.clone());
    }
    // It may hold the embassy that the campaign writes to.
    let home = home.file(FILE, PRINTERS);
    sign(&home, "network.key", FILE);
    home.run("list").assert().code(1).stderr_eq(told);
}

#[test]
fn a_template_that_was_changed_is_refused() {
    let home = home().file("letter-templates/mine.en.hbs", "Dear all,\n\n{{summary}}\n");
    sign(&home, "network.key", "letter-templates/mine.en.hbs");
    let home = home.file("letter-templates/mine.en.hbs", "Dear none,\n\n{{summary}}\n");
    home.run("draft printers --signer alex.toml --template mine").assert().code(1).stderr_eq(str![[r#"
...
error: letter-templates/mine.en.hbs: this is not what Network signed
...
"#]]);
}

#[test]
fn a_new_key_signs_and_is_locked() {
    let home = Home::with_printers();
    let with = |arguments: &str, password| home.run(arguments).env("PROTEST_LETTER_KEY_PASSWORD", password);
    let made = with("sign --new-key", "swordfish").assert().success().stderr_eq(str![[r#"
saved [HOME]/.config/protest-letter/minisign.key: keep it, and its password, to yourself
saved [HOME]/.config/protest-letter/minisign.pub: give the key in it to those who are to trust it, who put into config.toml:

"#]]);
    let trust = String::from_utf8(made.get_output().stdout.clone()).unwrap();
    with("sign --new-key", "other").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: [HOME]/.config/protest-letter/minisign.key is there already
hint: nobody can verify with a lost key: keep it, or name another file with --key

"#]]);
    with(&format!("sign {FILE}"), "hush").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: [HOME]/.config/protest-letter/minisign.key: this is not the password of the key
hint: try again with the password that the key was made with

"#]]);
    with(&format!("sign {FILE}"), "swordfish").assert().success().stdout_eq("campaigns/printers.toml.minisig\n");
    let home = home.config("config.toml", trust.replace('…', "Me"));
    verify(
        &home,
        "printers",
        0,
        str![[r#"
campaigns/printers.toml: signed by Me, 2026-11-23

"#]],
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let key = fs::metadata(home.path(".config/protest-letter/minisign.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    let home = home();
    set_mode(&home, "network.key", 0o644);
    home.run(&format!("sign --key network.key {FILE}")).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: network.key holds a secret key and can be read by others (mode 0644)
hint: chmod 600 network.key

"#]]);
}

#[test]
fn a_new_key_overwrites_nothing() {
    let home = home();
    for (key, told) in [("network.key", "network.key is there already"), ("x.pub", "x.pub is to hold the public key")] {
        let run = home.run(&format!("sign --new-key --key {key}")).env("PROTEST_LETTER_KEY_PASSWORD", "swordfish");
        run.assert().code(1).stdout_eq("").stderr_eq(format!("error: {told}\nhint: [..]\n"));
    }
    assert!(!home.path("x.pub").exists() && !home.path("network.pub").exists());
}

#[cfg(unix)]
#[test]
fn the_password_of_a_key_is_asked_for() {
    use crate::terminal::Terminal;
    let home = Home::with_printers();
    let mut terminal = Terminal::run(&home, "sign --new-key --key mine.key");
    terminal.until("A password for the new key").press_hidden("swordfish");
    terminal.until("The same once more").press_hidden("sword").until("these are two passwords");
    terminal.until("A password for the new key").press_hidden("swordfish");
    terminal.until("The same once more").press_hidden("swordfish").until("[[trust]]");
    assert!(terminal.end().0.success());
    let mut terminal = Terminal::run(&home, "sign --key mine.key campaigns/printers.toml");
    terminal.until("Password of mine.key").press_hidden("swordfish").until("signed with the key");
    let (status, written) = terminal.end();
    assert!(status.success() && !written.contains("swordfish"));
    home.run("verify --key mine.pub printers").assert().success();
}

#[test]
fn nothing_is_signed_where_one_file_cannot_be() {
    let home = home();
    home.run(&format!("sign --key network.key {FILE} nobody.toml")).assert().code(1).stdout_eq("").stderr_eq(str![[
        r#"
error: cannot read nobody.toml
...
"#
    ]]);
    assert!(!home.path("campaigns/printers.toml.minisig").exists());
    home.run(&format!("sign {FILE}")).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: you have no key to sign with
caused by: there is no [HOME]/.config/protest-letter/minisign.key
hint: make one: protest-letter sign --new-key; or name yours with --key FILE

"#]]);
    set_mode(&home, "alex.toml", 0o600);
    home.run(&format!("sign --key alex.toml {FILE}")).assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: alex.toml: this is no secret key of minisign
hint: name the file with the secret key; --new-key makes one

"#]]);
    home.run("sign --new-key").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the password of the key is not known, and nobody is there to be asked
  --password-command COMMAND
  --password-file FILE
  PROTEST_LETTER_KEY_PASSWORD

"#]]);
}

#[test]
fn a_trusted_key_that_is_none_has_its_place() {
    let home = Home::with_printers().config("config.toml", "[[trust]]\nname = 'Network'\nkey = 'RWx'\n");
    home.run("list").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: [HOME]/.config/protest-letter/config.toml:3:7: `RWx` is no public key of minisign
hint: write the line of minisign.pub that begins with RW

"#]]);
}
