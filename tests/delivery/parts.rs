//! Servers that take only so many recipients in a transaction.

use protest_letter::deliver::{Outcome, Stage, Transport};
use protest_letter::mail::{Mail, Role};
use protest_letter::mock_smtp::{Entry, MockSmtp, Settings};

use crate::common::{account, commands, failure, hand_over, mail, mail_to, pipelining, server_with, smtp};

/// A server that takes so many recipients in a transaction.
async fn limited(limit: usize, is_pipelined: bool, faults: &[&str]) -> MockSmtp {
    server_with(faults, Settings { recipient_limit: limit, ..pipelining(is_pipelined) }).await
}

/// Who received what was kept, transaction by transaction, without their domain.
fn kept(server: &MockSmtp) -> Vec<String> {
    let name = |address: &str| address.trim_end_matches("@example.org").to_owned();
    let accepted = server.received();
    let accepted = accepted.iter().filter(|mail| mail.reply.as_ref().is_none_or(|reply| reply.code() == 250));
    accepted.map(|mail| mail.envelope.accepted().map(name).collect::<Vec<_>>().join(" ")).collect()
}

fn count(server: &MockSmtp, wanted: &str) -> usize {
    commands(server).iter().filter(|command| *command == wanted).count()
}

fn names(recipients: &[protest_letter::mail::EnvelopeRecipient]) -> Vec<&str> {
    recipients.iter().map(|recipient| recipient.address.local_part()).collect()
}

#[tokio::test]
async fn a_letter_goes_in_as_many_transactions_as_its_recipients_need() {
    for (limit, parts) in [
        (1, &["copy", "blind", "court"][..]),
        (2, &["copy", "blind court"]),
        (3, &["court copy blind"]),
        (4, &["court copy blind"]),
    ] {
        for is_pipelined in [false, true] {
            let server = limited(limit, is_pipelined, &[]).await;
            let mut smtp = smtp(account(server.address()));
            for _ in 0..3 {
                let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
                let Outcome::Accepted { without, .. } = outcome else { panic!("{outcome:?}") };
                assert!(without.is_empty());
            }
            smtp.close().await;
            assert_eq!(kept(&server), [parts; 3].concat(), "{limit} {is_pipelined}");
            assert!(server.received().iter().all(|kept| kept.content == mail().bytes));
            assert!(!server.transcript().iter().any(|entry| matches!(entry, Entry::Remark { .. })));
            // What was asked for in spite of a refusal is kept back by leaving, once.
            let connections = if limit < 3 && is_pipelined { 2 } else { 1 };
            assert_eq!(count(&server, "|"), connections, "{limit} {is_pipelined}");
        }
    }
}

#[tokio::test]
async fn everybody_is_asked_for_before_anything_goes() {
    let server = limited(2, false, &[]).await;
    let mut smtp = smtp(account(server.address()));
    assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    let (from, to) = ("MAIL FROM:<alex@example.org>", |name: &str| format!("RCPT TO:<{name}@example.org>"));
    let (court, copy, blind) = (to("court"), to("copy"), to("blind"));
    let said = commands(&server).into_iter().filter(|command| !command.starts_with('(') && command != ".");
    let said: Vec<_> = said.skip(2).collect();
    let found = [from, &court, &copy, &blind, "RSET"];
    let asked = [from, &copy, "RSET", from, &blind, &court, "RSET"];
    let sent = [from, &copy, "DATA", from, &blind, &court, "DATA"];
    assert_eq!(said, [&found[..], &asked, &sent].concat());
}

#[tokio::test]
async fn nothing_goes_where_a_recipient_of_any_part_is_refused() {
    for (rule, word, is_refused_copy) in [
        ("rcpt=copy@*: 550 5.1.1 gone", "rejected", true),
        ("rcpt=blind@*: 550 5.1.1 gone", "rejected", true),
        ("rcpt=blind@*: 450 4.2.0 later", "deferred", false),
        ("rcpt=court@*: 550 5.1.1 gone", "rejected", false),
        ("rcpt=court@*#2: 550 5.1.1 gone", "rejected", false),
        ("rcpt=court@*#2: 450 4.2.0 later", "deferred", false),
        ("rset#2: drop", "deferred", false),
        ("mail#3: drop", "deferred", false),
        ("mail#3: 421 4.3.2 bye", "deferred", false),
        ("dot#1: 554 5.6.0 no", "rejected", false),
        ("dot#1: 451 4.3.0 later", "deferred", false),
        ("data#1: drop", "deferred", false),
    ] {
        for limit in [1, 2] {
            let server = limited(limit, false, &[rule]).await;
            let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
            assert_eq!((outcome.word(), outcome.refused_copy().is_some()), (word, is_refused_copy), "{rule} {limit}");
            assert_eq!(kept(&server), [""; 0], "{rule} {limit}");
            let said = failure(&outcome).1.to_string();
            assert!(!rule.contains('=') || said.contains(rule.split(['=', '@']).nth(1).unwrap()), "{rule}: {said}");
        }
    }
}

#[tokio::test]
async fn parts_go_without_refused_copies_when_that_was_chosen() {
    for (faults, limit, parts, refused) in [
        (&["rcpt=copy@*: 550 5.1.1 gone"][..], 1, &["blind", "court"][..], &["copy"][..]),
        (&["rcpt=copy@*: 550 5.1.1 gone"], 2, &["court blind"], &["copy"]),
        (&["rcpt=blind@*: 550 5.1.1 gone"], 1, &["copy", "court"], &["blind"]),
        (&["rcpt=copy@*: 550", "rcpt=blind@*: 550"], 1, &["court"], &["copy", "blind"]),
        // One too many is not a copy that is refused.
        (&["rcpt=copy@* x1: 552 5.5.3 too many recipients"], 9, &["copy", "blind", "court"], &[]),
    ] {
        for is_pipelined in [false, true] {
            let server = limited(limit, is_pipelined, faults).await;
            let mut smtp = smtp(account(server.address())).without_refused_copies(true);
            let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
            let Outcome::Accepted { without, .. } = outcome else { panic!("{faults:?}: {outcome:?}") };
            let without: Vec<_> = without.into_iter().map(|failure| failure.recipient.unwrap()).collect();
            assert_eq!(
                (kept(&server), names(&without)),
                (parts.iter().map(ToString::to_string).collect(), refused.to_vec())
            );
        }
    }
    // The copies of a letter that goes by hand: where all are refused, nothing is mailed.
    let server = limited(1, false, &["rcpt=b@*#2: 550 gone", "rcpt=a@*#2: 550 gone"]).await;
    let copies = mail_to(&[("a@example.org", Role::Copy), ("b@example.org", Role::Copy)]);
    let mut smtp = smtp(account(server.address())).without_refused_copies(true);
    let outcome = hand_over(&mut smtp, &copies).await.unwrap();
    assert_eq!((outcome.word(), outcome.without().len(), kept(&server).len()), ("handed", 2, 0));
}

#[tokio::test]
async fn what_passes_between_two_parts_is_tried_again() {
    for rule in
        ["mail#6: drop", "mail#6: 421 bye", "mail#6: 451 later", "rcpt#6: reset", "data#2: drop", "dot#2: 451 later"]
    {
        let server = limited(1, false, &[rule]).await;
        let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
        assert_eq!(
            (outcome.word(), kept(&server)),
            ("accepted", ["copy", "blind", "court"].map(str::to_owned).to_vec()),
            "{rule}"
        );
    }
    // A connection that has had its share is made anew between them too.
    let server = limited(1, false, &[]).await;
    let mut smtp = smtp(account(server.address())).with_letters_per_connection(1);
    assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    assert_eq!((count(&server, "|"), kept(&server).len()), (4, 3));
}

#[tokio::test]
async fn who_has_a_letter_that_went_in_part_is_told() {
    for (rule, parts, accepted, uncertain, open) in [
        ("dot#1: drop-after-store", &["copy"][..], &[][..], &["copy"][..], &["blind", "court"][..]),
        ("dot#1: drop-before-store", &[], &[], &["copy"], &["blind", "court"]),
        ("dot#2: drop-before-store", &["copy"], &["copy"], &["blind"], &["court"]),
        ("dot#3: drop-after-store", &["copy", "blind", "court"], &["copy", "blind"], &["court"], &[]),
        ("dot#2: 554 5.6.0 no", &["copy"], &["copy"], &[], &["blind", "court"]),
        ("dot=court@*: 451 later", &["copy", "blind"], &["copy", "blind"], &[], &["court"]),
        ("rcpt=court@*#3: 550 gone", &["copy", "blind"], &["copy", "blind"], &[], &["court"]),
    ] {
        for is_pipelined in [false, true] {
            let server = limited(1, is_pipelined, &[rule]).await;
            let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
            let Outcome::Partial { accepted: a, uncertain: u, open: o, .. } = &outcome else {
                panic!("{rule}: {outcome:?}")
            };
            assert_eq!(
                (names(a), names(u), names(o)),
                (accepted.to_vec(), uncertain.to_vec(), open.to_vec()),
                "{rule}"
            );
            assert_eq!(kept(&server), parts, "{rule}");
            assert!(outcome.word() == "uncertain" && !outcome.is_success() && outcome.refused_copy().is_none());
            let said = outcome.to_string();
            for (names, what) in [(accepted, "has"), (uncertain, "may have"), (open, "does not have")] {
                let told = names.first().map(|first| format!("the server {what} the letter for {first}@example.org ("));
                assert!(told.is_none_or(|told| said.contains(&told)), "{rule}: {said}");
            }
        }
    }
    // A copy that the letter goes without does not have it either.
    let server = limited(1, false, &["rcpt=blind@*: 550 gone", "dot#2: 554 5.6.0 no"]).await;
    let mut willing = smtp(account(server.address())).without_refused_copies(true);
    let outcome = hand_over(&mut willing, &mail()).await.unwrap();
    let Outcome::Partial { accepted, open, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!((names(&accepted), names(&open)), (vec!["copy"], vec!["court", "blind"]));
    // A new connection that cannot be made at once is made after that.
    let server = limited(1, false, &["connect#2: drop", "mail#6: drop"]).await;
    let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
    assert_eq!((outcome.word(), kept(&server)), ("accepted", ["copy", "blind", "court"].map(str::to_owned).to_vec()));
}

#[tokio::test]
async fn the_words_for_one_too_many_may_differ() {
    for words in ["452 4.5.3 too many recipients", "452 too many", "552 too many", "552 5.5.3 too many", "550 5.5.3 no"]
    {
        for is_pipelined in [false, true] {
            let server = limited(9, is_pipelined, &[&format!("rcpt#3: {words}")]).await;
            let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
            assert_eq!(
                (outcome.word(), kept(&server).join("|")),
                ("accepted", "copy|blind court".to_owned()),
                "{words}"
            );
        }
    }
    // The letter may be refused because of it, without ending the connection.
    let server = limited(2, true, &["data x1: 554 5.5.0 not so"]).await;
    assert!(hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap().is_success());
    assert_eq!((count(&server, "|"), kept(&server).join("|")), (1, "copy|blind court".to_owned()));
}

#[tokio::test]
async fn a_limit_may_become_smaller() {
    let faults = ["rcpt#3: 452 4.5.3 two", "rcpt#6: 452 4.5.3 one"];
    let server = limited(9, false, &faults).await;
    let mut smtp = smtp(account(server.address()));
    assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    assert_eq!(kept(&server), ["copy", "blind", "court"]);
    // Also when something has gone: these are the recipients of the second transaction.
    let server = limited(9, false, &["rcpt#3: 452 4.5.3 two", "rcpt#9: 452 4.5.3 one"]).await;
    let mut smtp = self::smtp(account(server.address()));
    assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success());
    assert_eq!(kept(&server), ["copy", "blind", "court"]);
}

#[tokio::test]
async fn a_recipient_that_is_refused_alone_too_is_no_limit() {
    for (words, word) in [("452 mailbox full", "deferred"), ("552 mailbox full", "rejected")] {
        for is_pipelined in [false, true] {
            let server = limited(9, is_pipelined, &[&format!("rcpt=blind@*: {words}")]).await;
            let mut smtp = smtp(account(server.address()));
            let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
            let (said, failure) = failure(&outcome);
            assert_eq!((said, failure.stage), (word, Stage::Rcpt));
            assert!(
                failure.to_string().contains("blind@example.org (required blind copy): 5") || words.starts_with('4')
            );
            let other = mail_to(&[("court@example.org", Role::Addressee), ("copy@example.org", Role::Copy)]);
            assert!(hand_over(&mut smtp, &other).await.unwrap().is_success());
            assert_eq!(kept(&server), ["court copy"]);
        }
    }
    // Whoever is refused as the first of a transaction is refused for other reasons.
    let server = limited(9, true, &["rcpt=court@*: 452 4.5.3 too many recipients"]).await;
    let outcome = hand_over(&mut smtp(account(server.address())), &mail()).await.unwrap();
    assert_eq!((outcome.word(), count(&server, "|"), kept(&server).len()), ("deferred", 1, 0));
}

#[tokio::test]
async fn letters_in_parts_and_in_one_piece_follow_one_another() {
    let office =
        |name: &str| mail_to(&[(&format!("{name}@example.org"), Role::Addressee), ("copy@example.org", Role::Copy)]);
    let letters: [Mail; 6] = [office("a"), mail(), mail(), office("b"), office("c"), mail()];
    for is_pipelined in [false, true] {
        let server = limited(2, is_pipelined, &[]).await;
        let mut smtp = smtp(account(server.address()));
        for (letter, next) in letters.iter().zip(letters.iter().skip(1).map(Some).chain([None])) {
            smtp.open().await.unwrap();
            assert!(smtp.deliver(letter, next).await.is_success());
        }
        smtp.close().await;
        let whole = ["copy", "blind court"];
        assert_eq!(kept(&server), [&["a copy"][..], &whole, &whole, &["b copy", "c copy"], &whole].concat());
        assert_eq!(count(&server, "|"), if is_pipelined { 2 } else { 1 });
    }
}
