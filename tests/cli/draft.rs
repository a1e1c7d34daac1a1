//! `draft`, where nobody is there to be asked.

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn what_is_missing_is_listed_at_once() {
    Home::new().run("draft").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
error: this is missing, and nobody is there to be asked:
  CAMPAIGN (protest-letter list)
  --name NAME, or --signer FILE, or a saved profile

"#]]);
}

#[test]
fn a_missing_signer_alone_is_listed() {
    Home::with_printers().run("draft printers").assert().code(2).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: this is missing, and nobody is there to be asked:
  --name NAME, or --signer FILE, or a saved profile

"#]]);
}

#[test]
fn letters_are_printed_each_on_its_page() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to court,police");
    run.assert()
        .success()
        .stdout_eq(str![[r#"
Alex Example
alex@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

...
Alex Example

Alex Example
alex@example.org

23 November 2026

Police of Exampleville

Release the three printers of Exampleville

Dear Sir or Madam,

...
Alex Example

"#]])
        .stderr_eq(str![[r#"
printers: not signed
copies: the letter to court owes
  copy to lawyers@example.org
  copy to campaign@example.org
copies: the letter to police owes
  copy to campaign@example.org

"#]]);
}

#[test]
fn a_saved_profile_signs() {
    let home = Home::with_printers().config("signer.toml", "name = 'Sam Saved'\nstatement = 'Hello.'\n");
    let draft = home.run("draft printers --to court").assert().success();
    assert!(draft.stdout().ends_with("\n\nSam Saved\n"));
}

#[test]
fn flags_take_the_place_of_what_the_profile_says() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to police --demand press --city Эксемплвиль --language ru");
    run.arg("--statement=Сам печатник.")
        .assert()
        .success()
        .stdout_eq(str![[r#"
Alex Example
alex@example.org

Эксемплвиль, 23 ноября 2026 г.

Полиция Эксемплвиля

Освободите трёх печатников

Уважаемые дамы и господа!
...
– Вернуть печатный станок

Сам печатник.
...
Alex Example

"#]])
        .stderr_eq(str![[r#"
printers: not signed
advice: your name is in another alphabet than the letter
copies: [..]
...

"#]]);
}

#[test]
fn a_demand_that_is_not_meant_for_a_recipient_is_advised_against() {
    let home = Home::with_printers();
    let run = home.run("draft printers --name Alex --to court --demand press --print");
    run.assert().success().stderr_eq(str![[r#"
printers: not signed
advice: it has no sentence of your own: individual letters are read, form letters are counted
advice: the demand `press` is not meant for this recipient
copies: [..]
...

"#]]);
}

#[test]
fn a_statement_in_another_alphabet_than_the_letter_is_advised_against() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to police --language ru --print");
    run.assert().success().stderr_eq(str![[r#"
printers: not signed
advice: your own sentences are in another alphabet than the letter, which is in Russian
advice: your name is in another alphabet than the letter
copies: [..]
...

"#]]);
}

#[test]
fn each_letter_takes_the_words_of_its_language() {
    let russian = PRINTERS.replace("id        = \"court\"", "id        = \"court\"\nlanguage  = \"ru\"");
    let profile =
        "name = 'Alex'\nrole = { en = 'printer', other = 'typograph' }\nstatement = { en = 'I print too.' }\n";
    let home = Home::with_campaign(&russian).file("alex.toml", profile);
    let written = |arguments: &[&str]| {
        let run = home.run("draft printers --signer alex.toml --to court,ministry --print").args(arguments);
        let draft = run.assert().success();
        [draft.stdout(), draft.stderr()]
    };
    let [letters, said] = written(&[]);
    assert!(letters.contains("I print too.") && letters.contains("\nprinter\n") && letters.contains("\ntypograph\n"));
    assert!(said.contains(
        "advice: it has no sentence of your own: you gave it in English, and the letter is in Russian (court)\n"
    ));
    let [letters, said] = written(&["--statement=ru=Сам печатник.", "--role=ru=печатник"]);
    assert!(["I print too.", "Сам печатник.", "\nprinter\n", "\nпечатник\n"].iter().all(|text| letters.contains(text)));
    assert!(!said.contains("sentence"), "{said}");
    let twice = home.run("draft printers --signer alex.toml --statement ru=Да. --statement ru=Нет.");
    twice.assert().code(1).stdout_eq("").stderr_eq(str![[r#"
printers: not signed
error: --statement is given twice for letters in Russian
hint: give it once for each language: --statement en=… --statement de=…

"#]]);
}

#[test]
fn words_for_a_language_that_is_none_are_told_with_their_place() {
    let home =
        Home::with_printers().file("sam.toml", "name = 'Sam'\nstatement = { en = 'Hello.', xx = 'Hi.' }\nrole = {}\n");
    home.run("draft printers --signer sam.toml").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
printers: not signed
error: sam.toml:2:30: `xx` is no language
hint: give its ISO 639 code, like `en` or `ru`, or `other` for all other languages
error: sam.toml:3:8: it is empty
hint: fill it in: { en = "…", de = "…" }, or take it out

"#]]);
}

#[test]
fn an_unknown_demand_recipient_or_language_is_told_with_those_there_are() {
    let home = Home::with_printers();
    let draft = |choice: &str| home.run(&format!("draft printers --signer alex.toml {choice}")).assert().code(1);
    draft("--demand relaese").stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: printers has no demand `relaese`
hint: did you mean `release`? there are: release, press

"#]]);
    draft("--to curt").stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: printers has no recipient `curt`
hint: did you mean `court`? there are: court, ministry, police, embassy

"#]]);
    draft("--language de").stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: printers is not written in German
hint: letters can be written in: en, ru

"#]]);
    draft("--template poem").stdout_eq(str![]).stderr_eq(str![[r#"
error: there is no letter template `poem`
hint: there are: formal, joint, note, organisation, phone, short, social

"#]]);
}

#[test]
fn letters_are_saved_as_text_and_never_over_another_file() {
    let home = Home::with_printers();
    let save = || home.run("draft printers --signer alex.toml --to court --output letter.txt").assert();
    save().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
saved letter.txt
copies: [..]
...

"#]]);
    let saved = home.read("letter.txt");
    assert!(saved.starts_with("Alex Example\nalex@example.org\n"), "{saved}");
    save().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: there is a file letter.txt already
hint: choose another name

"#]]);
    assert_eq!(home.read("letter.txt"), saved);
}

#[test]
fn a_letter_is_saved_as_a_mail() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to court --eml court.eml");
    run.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
saved court.eml

"#]]);
    snapbox::assert_data_eq!(
        home.read("court.eml"),
        str![[r#"
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

"#]]
    );
}

#[test]
fn a_saved_mail_says_which_blind_copies_its_sender_has_to_add() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to ministry,police --eml mails");
    run.assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
saved mails/printers-ministry.eml
  before you send it, add the blind copies to: archive@example.org
saved mails/printers-police.eml
  it names no addressee, because the letter does not go by e-mail

"#]]);
    assert!(!home.read("mails/printers-ministry.eml").contains("archive@"));
}

#[test]
fn several_letters_do_not_fit_into_one_mail() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --eml all.eml");
    run.assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: 4 letters do not fit into one mail
hint: name a folder, or one recipient with --to

"#]]);
    assert!(!home.path("all.eml").exists());
}

#[test]
fn a_draft_may_run_dry() {
    let home = Home::with_printers();
    let run = home.run("draft printers --signer alex.toml --to ministry --dry-run");
    run.assert()
        .success()
        .stdout_eq(str![[r#"
Mail 1 of 1, as it arrived
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
...
accepted ministry (250 2.0.0 accepted)
1 accepted
this was a dry run: the server was a mock in this program, and nothing was sent

"#]]);
}

#[cfg(unix)]
#[test]
fn what_is_saved_can_be_read_by_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_printers();
    home.run("draft printers --signer alex.toml --to court --output a.txt --eml a.eml").assert().success();
    for name in ["a.txt", "a.eml"] {
        assert_eq!(home.path(name).metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_statement_may_stand_in_a_file() {
    let home = Home::with_printers().file("mine.txt", "First.\r\n\r\nSecond.\r\n");
    let run = home.run("draft printers --name Alex --to court --statement-file mine.txt");
    run.assert().success().stdout_eq(str![[r#"
...
First.

Second.
...
"#]]);
    home.run("draft printers --name Alex --statement-file nowhere.txt").assert().code(1).stdout_eq("");
}

#[test]
fn a_draft_that_was_left_is_taken_up_again() {
    let kept =
        "campaign = 'printers'\nto = ['court']\nlanguage = 'ru'\n[signer]\nname = 'Sam Kept'\nstatement = 'Да.'\n";
    let home = Home::with_printers().file(".local/state/protest-letter/drafts/printers.toml", kept);
    home.run("draft --resume").assert().success().stdout_eq(str![[r#"
Sam Kept
...
Верховный суд
...
Да.
...
"#]]);
}

#[test]
fn where_no_draft_was_left_there_is_none_to_take_up() {
    Home::new().run("draft --resume").assert().code(1).stdout_eq("").stderr_eq(str![[r#"
error: no draft was left unfinished
hint: begin one: protest-letter draft

"#]]);
}
