//! `draft`, with somebody at the terminal.

use std::fs;

use crate::home::{Home, PRINTERS};
use crate::output::Output;
use crate::terminal::{DOWN, ENTER, HIDE_CURSOR, SHOW_CURSOR, Terminal};

const KEPT: &str = "the draft is kept: protest-letter draft --resume";

/// A home with a saved profile and a draft that was left.
fn home_with_draft() -> Home {
    let draft = "campaign = 'printers'\nto = ['court']\n[signer]\nname = 'Sam Kept'\n";
    Home::with_printers().file(".local/state/protest-letter/drafts/printers.toml", draft)
}

#[test]
fn the_cursor_is_shown_again_to_whoever_leaves_a_question() {
    for leave in [Terminal::interrupt, Terminal::press_interrupt, Terminal::escape] {
        let home = Home::with_printers();
        let mut terminal = Terminal::run(&home, "draft printers --signer alex.toml");
        let (status, written) = leave(terminal.until("Recipients").press(ENTER).until("Demands")).end();
        assert_eq!(status.code(), Some(130), "{written}");
        assert!(written.rfind(SHOW_CURSOR) > written.rfind(HIDE_CURSOR), "{written:?}");
        assert!(written.contains(KEPT), "{written}");
    }
}

#[test]
fn a_draft_that_is_not_taken_up_yet_is_kept() {
    for (arguments, question) in [("draft", "Take up"), ("draft --resume", "Sign as"), ("draft printers", "Take up")] {
        let home = home_with_draft();
        let mut terminal = Terminal::run(&home, arguments);
        let (status, written) = terminal.until(question).interrupt().end();
        assert_eq!(status.code(), Some(130), "{written}");
        assert!(written.contains(KEPT), "{written}");
    }
}

#[test]
fn where_nothing_is_kept_nothing_is_said_to_be() {
    let (home, without_draft) = (home_with_draft(), Home::with_printers());
    let mut terminal = Terminal::run(&home, "draft");
    terminal.until("Take up").press("n").until("put aside").until("Campaign");
    assert!(!terminal.escape().end().1.contains(KEPT));
    let mut terminal = Terminal::run(&without_draft, "draft");
    assert!(!terminal.until("Campaign").escape().end().1.contains(KEPT));
}

#[test]
fn a_demand_that_is_for_none_of_those_chosen_is_not_chosen_either() {
    let text = PRINTERS.replace("for     = [\"police\"]", "core = true\nfor = ['police']");
    assert_ne!(text, PRINTERS);
    for (to, chosen) in [("court", "Demands: release\r\n"), ("court --to police", "Demands: release, press\r\n")] {
        let home = Home::with_campaign(&text);
        let mut terminal = Terminal::run(&home, &format!("draft printers --signer alex.toml --to {to}"));
        terminal.until("(for police)").press(ENTER).until(chosen).interrupt().end();
    }
}

#[test]
fn a_question_that_is_left_is_not_told_as_answered() {
    let home = home_with_draft();
    let mut terminal = Terminal::run(&home, "draft");
    let (_, written) = terminal.until("Take up").escape().end();
    assert_eq!(written.matches("Take up").count(), 1, "{written}");
    let mut terminal = Terminal::run(&home, "draft");
    terminal.until("Take up").press("y").until("Take up the unfinished draft for printers? yes").until("Sign as");
    terminal.interrupt().end();
}

#[test]
fn offices_and_those_a_demand_is_meant_for_are_named() {
    let home = Home::with_printers();
    let mut terminal = Terminal::run(&home, "draft printers --signer alex.toml");
    terminal.until("Supreme Court: e-mail court@example.org").until("Police of Exampleville: fax +44 20 7946 0991");
    terminal.until("Embassy of Antarctica: needs your country").press(ENTER);
    terminal.until("Recipients: court, ministry, police\r\n");
    terminal.until("Give the printing press back (for police)").press(" ").press(ENTER).until("Demands: none\r\n");
    terminal.until("Language").interrupt().end();
}

#[test]
fn letters_are_in_the_language_of_their_offices_unless_another_is_chosen() {
    let russian = PRINTERS.replace("id        = \"court\"", "id        = \"court\"\nlanguage  = \"ru\"");
    let home = Home::with_campaign(&russian);
    let draft = |recipient: &str, keys: &str| {
        let mut terminal = Terminal::run(
            &home,
            &format!("draft printers --signer alex.toml --to {recipient} --demand release --print"),
        );
        terminal.until("what each office reads").press(keys).press(ENTER);
        terminal.until("keep “I print too.”").press(ENTER).until("Which of these have gone already?").press(ENTER);
        terminal.end().1
    };
    assert!(draft("court", "").contains("\nОсвободите трёх печатников"));
    assert!(draft("court", DOWN).contains("\nRelease the three printers"));
    assert!(draft("ministry", "").contains("\nRelease the three printers"));
}

#[test]
fn own_words_are_asked_once_for_each_language_of_the_letters() {
    let russian = PRINTERS.replace("id        = \"court\"", "id        = \"court\"\nlanguage  = \"ru\"");
    let profile = "name = 'Alex'\nrole = 'printer'\nstatement = 'I print too.'\n";
    let home = Home::with_campaign(&russian).file("alex.toml", profile);
    let draft = "draft printers --signer alex.toml --to court,ministry,police --demand release --print";
    let mut terminal = Terminal::run(&home, draft);
    terminal.until("what each office reads").press(ENTER);
    terminal.until("What you are, in Russian").until("printer");
    terminal.press(&"\u{8}".repeat("printer".len())).press("печатник").press(ENTER);
    terminal.until("What you are, in English").until("printer").press(ENTER);
    terminal.until("Your own sentences in Russian").until("keep “I print too.”").press(DOWN).press(ENTER);
    terminal.until("Your own sentences in Russian").until("I print too.");
    terminal.press(&"\u{8}".repeat("I print too.".len())).press("Сам печатник.").press(ENTER);
    terminal.until("Your own sentences in English").until("keep “I print too.”").press(ENTER);
    let kept = home.read(".local/state/protest-letter/drafts/printers.toml");
    assert!(kept.contains("ru = \"Сам печатник.\"") && kept.contains("other = \"I print too.\""), "{kept}");
    let written = terminal.until("Which of these have gone already?").press(ENTER).end().1;
    for text in ["\nСам печатник.", "\nI print too.", "\nпечатник", "\nprinter"] {
        assert!(written.contains(text), "{text}: {written}");
    }
}

#[test]
fn a_suggestion_gives_way_to_what_is_typed() {
    let home = Home::with_printers();
    let mut terminal =
        Terminal::run(&home, "draft printers --signer alex.toml --to court --language en --demand release");
    terminal.until("keep").press(ENTER).until("And now").press(DOWN).press(DOWN).press(ENTER);
    terminal.until("Text file [letter.txt]: ").press("mine.txt").press(ENTER).until("saved mine.txt");
    terminal.until("And now").escape().end();
    assert!(home.read("mine.txt").starts_with("Alex Example\n"));
}

#[test]
fn a_name_cannot_be_left_empty() {
    let home = Home::with_printers();
    let mut terminal = Terminal::run(&home, "draft printers");
    terminal.until("Your name").press(ENTER).until("this cannot be left empty").until("Your name");
    terminal.press("Sam").press(ENTER).until("Your e-mail address").interrupt().end();
}

/// Somebody at the terminal who does these things with their letters to two offices by post.
fn by_post(home: &Home, deed: &str) -> Terminal {
    let post = "draft printers --signer alex.toml --via post --to registry,prison --demand release --statement Hello.";
    Terminal::run(home, &format!("{post} {deed}"))
}

const ASKED: &str = "Which of these have gone already?";

#[test]
fn whoever_has_letters_in_hand_is_asked_which_have_gone() {
    let home = Home::with_offices();
    let mut terminal = by_post(&home, "--pdf letters.pdf");
    terminal.until(ASKED).until("registry by post").until("prison by post").press(" ").press(ENTER);
    terminal.until("noted: 1 letter done").until("noted: 1 letter in your hands");
    let (status, written) = terminal.end();
    assert!(status.success(), "{written}");
    assert_eq!(home.ledger(), ["prison: 1 handed", "registry: 1 done"]);
    // What has gone is not asked about again.
    let mut terminal = by_post(&home, "--pdf again.pdf");
    let written = terminal.until(ASKED).until("prison by post").press(" ").press(ENTER).end().1;
    assert!(!written.contains("registry by post"), "{written}");
    assert_eq!(home.ledger(), ["prison: 1 done", "registry: 1 done"]);
    assert!(!by_post(&home, "--print").end().1.contains(ASKED));
}

#[test]
fn whoever_says_it_with_a_flag_is_not_asked() {
    let home = Home::with_offices();
    let (status, written) = by_post(&home, "--pdf letters.pdf --record done").end();
    assert!(status.success() && !written.contains(ASKED), "{written}");
    assert_eq!(home.ledger(), ["prison: 1 done", "registry: 1 done"]);
}

#[test]
fn whoever_leaves_that_question_has_said_nothing() {
    let home = Home::with_offices();
    for leave in [Terminal::interrupt, Terminal::escape] {
        let mut terminal = by_post(&home, "--print");
        let (status, written) = leave(terminal.until(ASKED)).end();
        assert_eq!(status.code(), Some(130), "{written}");
        assert!(!written.contains("noted"), "{written}");
        assert!(!home.has_ledger());
        fs::remove_dir_all(home.path(".local")).unwrap();
    }
}

#[test]
fn what_the_program_could_send_is_owed_when_it_was_only_printed() {
    let home = Home::with_printers();
    let draft = "draft printers --signer alex.toml --to court,police --demand release --language en --statement Hello.";
    let mut terminal = Terminal::run(&home, &format!("{draft} --print"));
    terminal.until(ASKED).until("court by e-mail").until("police by fax").press(ENTER).until("noted: 1 letter in your");
    terminal.end();
    assert_eq!(home.ledger(), ["police: 1 handed"]);
}

#[test]
fn letters_in_hand_are_asked_about_when_their_writer_leaves() {
    let home = Home::with_offices();
    let mut terminal = by_post(&home, "");
    terminal.until("And now").press(ENTER).until("PDF file or folder [letters.pdf]: ");
    terminal.press(ENTER).until("saved letters.pdf (2 pages)").until("And now").press("\x1b[A").press(ENTER);
    terminal.until(ASKED).press(ENTER).until("noted: 2 letters in your hands");
    let (status, written) = terminal.end();
    assert!(status.success(), "{written}");
    assert_eq!(home.ledger(), ["prison: 1 handed", "registry: 1 handed"]);
}

#[test]
fn who_leaves_before_the_profile_is_saved_keeps_the_answers() {
    let home = Home::with_printers();
    let mut terminal = Terminal::run(&home, "draft printers");
    terminal.until("Your name").press("Sam Kept").press(ENTER);
    for question in ["Your e-mail address", "What you are", "Your organisation", "Where you write from", "The country"]
    {
        terminal.until(question).press(ENTER);
    }
    let (status, written) = terminal.until("Save this profile").interrupt().end();
    assert!(status.code() == Some(130) && written.contains(KEPT), "{written}");
    let again = home.run("draft --resume --print --to court --no-input").assert().success();
    assert!(again.stdout().starts_with("Sam Kept\n"));
}

#[test]
fn a_dry_run_asks_no_ledger_what_became_of_the_letters() {
    let home = Home::with_printers().file("ledger.db", "Dear Sir or Madam,\n".repeat(100));
    let draft = "draft printers --signer alex.toml --to court --demand release --language en --statement x --dry-run";
    let mut terminal = Terminal::run(&home, &format!("{draft} --ledger ledger.db"));
    let (status, written) = terminal.until(KEPT).end();
    assert_eq!(status.code(), Some(0), "{written}");
    assert!(written.contains("warning: the ledger ledger.db cannot be used"), "{written}");
}

const ACCOUNT: &str = "[smtp]\nurl = 'smtp://alex%40example.org@127.0.0.1:1'\npassword_env = 'NONE'\n";
const COURT: &str = "draft printers --signer alex.toml --to court --language en --demand release --statement Hello.";

#[test]
fn what_can_be_done_is_offered() {
    let home = Home::with_printers().config("config.toml", ACCOUNT);
    home.program("xdg-open", "exit 0");
    let mut terminal = Terminal::run(&home, COURT);
    let written = terminal.until("And now").until("leave, and keep the draft").escape().end().1;
    for item in ["send 1 letter by e-mail", "open the letter in your mail program", "on paper (PDF)", "(.eml)"] {
        assert!(written.contains(item), "{item}: {written}");
    }
    assert!(!written.contains("not offered") && !written.contains("note:"), "{written}");
}

#[test]
fn a_campaign_that_is_over_is_told_to_be_once_and_no_sending_is_offered() {
    let closed = PRINTERS.replace("\"open\"", "\"closed\"");
    let home = Home::with_campaign(&closed).config("config.toml", ACCOUNT);
    let mut terminal = Terminal::run(&home, COURT);
    terminal.until("printers is not sent: the campaign is closed");
    let written = terminal.until("And now").until("leave, and keep the draft").escape().end().1;
    assert!(written.matches("is not sent").count() == 1 && !written.contains("send 1 letter"), "{written}");
    let note: Vec<_> = written.lines().filter(|line| line.contains("it can still be")).collect();
    assert!(note.len() == 1 && note[0].trim_end().len() <= 80, "lines end between words: {written}");
    // Whoever wants to send is told before they answer anything.
    let (status, written) = Terminal::run(&Home::with_campaign(&closed), "draft printers --send").end();
    assert!(status.code() == Some(1) && !written.contains("Your name"), "{written}");
}

#[test]
fn why_something_is_not_offered_is_told() {
    let of_another = ACCOUNT.replace("alex%40example.org", "alex%40example.net");
    for (settings, profile, reason, missing) in [
        ("", "alex.toml", "no mail account is known", "send 1 letter"),
        (ACCOUNT, "alex.toml", "no mail program can be opened here", "open the letter"),
        (ACCOUNT, "sam.toml", "no e-mail address of Sam is known: a mail needs one", "(.eml)"),
        (&of_another, "alex.toml", "is not sent with an account at example.net", "send 1 letter"),
    ] {
        let home = Home::with_printers().config("config.toml", settings).file("sam.toml", "name = 'Sam'\n");
        let mut terminal = Terminal::run(&home, &COURT.replace("alex.toml", profile));
        let written = terminal.until("And now").until("leave, and keep the draft").escape().end().1;
        // A terminal gets a long sentence in lines.
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(written.matches(reason).count(), 1, "{written}");
        assert!(written.contains("not offered: ") && !written.contains(missing), "{written}");
    }
}

#[test]
fn the_name_of_a_file_that_is_there_stays_to_be_mended() {
    let home = Home::with_printers().file("letter.txt", "mine");
    let mut terminal = Terminal::run(&home, COURT);
    terminal.until("And now").press(DOWN).press(DOWN).press(ENTER).until("Text file [letter.txt]: ").press(ENTER);
    terminal.until("there is a file letter.txt already").until("Text file: letter.txt").press("2").press(ENTER);
    terminal.until("saved letter.txt2").until("And now").escape().end();
    assert_eq!(home.read("letter.txt"), "mine");
}
