//! Every break of the line, and every silence.

use std::time::Duration;

use protest_letter::deliver::Stage;
use protest_letter::mail::Mail;

use crate::common::{account, broken, commands, deliver, hand_over, mail, outcome, server, smtp, words};

#[tokio::test]
async fn before_a_letter_is_begun_a_break_is_a_problem() {
    for stage in ["connect", "banner", "ehlo"] {
        for action in ["drop", "reset"] {
            let server = server(&[&format!("{stage}: {action}")]).await;
            let problem = deliver(account(server.address()), &mail()).await.unwrap_err();
            assert!(problem.hint.is_some() && !problem.causes.is_empty(), "{problem:?}");
            assert_eq!(server.received().len(), 0);
        }
    }
}

#[tokio::test]
async fn a_break_before_the_end_of_a_letter_is_deferred() {
    for (stage, reached) in [
        ("mail", Stage::Mail),
        ("rcpt=court@*", Stage::Rcpt),
        ("rcpt=copy@*", Stage::Rcpt),
        ("rcpt=blind@*", Stage::Rcpt),
        ("data", Stage::Data),
    ] {
        for action in ["drop", "reset"] {
            let (outcome, kept) = outcome(&[&format!("{stage}: {action}")], &mail()).await;
            assert_eq!((broken(&outcome), kept), (("deferred", reached), 0), "{stage}: {action}");
        }
    }
}

#[tokio::test]
async fn a_break_after_the_end_of_a_letter_is_uncertain() {
    for (action, stored) in [("drop", 0), ("reset", 0), ("drop-before-store", 0), ("drop-after-store", 1)] {
        let (outcome, kept) = outcome(&[&format!("dot: {action}")], &mail()).await;
        assert_eq!((broken(&outcome), kept), (("uncertain", Stage::Dot), stored), "{action}");
    }
}

#[tokio::test]
async fn a_break_within_a_letter_is_never_taken_for_acceptance() {
    let large = Mail { bytes: [mail().bytes, b"0123456789abcdef\r\n".repeat(1_000_000)].concat(), ..mail() };
    for (letter, at) in [(&mail(), "0B"), (&mail(), "10B"), (&large, "0B"), (&large, "1MB"), (&large, "17MB")] {
        let (outcome, kept) = outcome(&[&format!("data: drop@{at}")], letter).await;
        let (word, stage) = broken(&outcome);
        assert_eq!(kept, 0);
        assert!(matches!((word, stage), ("deferred", Stage::Data) | ("uncertain", Stage::Dot)), "{at}: {outcome:?}");
    }
    // The end of so long a letter cannot have been written when the line broke at its beginning.
    let (outcome, _) = outcome(&["data: drop@0B"], &large).await;
    assert_eq!(broken(&outcome), ("deferred", Stage::Data));
}

#[tokio::test]
async fn after_a_break_there_is_a_new_connection() {
    for rule in ["mail x1: drop", "rcpt x1: reset", "data x1: drop", "dot x1: drop-after-store"] {
        let server = server(&[rule]).await;
        let mut smtp = smtp(account(server.address()));
        assert!(!hand_over(&mut smtp, &mail()).await.unwrap().is_success());
        assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success(), "{rule}");
        assert_eq!(commands(&server).iter().filter(|command| *command == "|").count(), 2, "{rule}");
    }
}

#[tokio::test]
async fn a_silent_server_is_not_waited_for_forever() {
    let impatient = Duration::from_millis(100);
    for stage in ["connect", "banner", "ehlo"] {
        let server = server(&[&format!("{stage}: stall")]).await;
        let mut smtp = smtp(account(server.address())).with_patience(impatient);
        let problem = hand_over(&mut smtp, &mail()).await.unwrap_err();
        assert!(words(&problem).contains("did not answer within 0.1 s"), "{problem:?}");
    }
    for (stage, word, reached) in [
        ("mail", "deferred", Stage::Mail),
        ("rcpt=blind@*", "deferred", Stage::Rcpt),
        ("data", "deferred", Stage::Data),
        ("dot", "uncertain", Stage::Dot),
    ] {
        let server = server(&[&format!("{stage}: stall")]).await;
        let mut smtp = smtp(account(server.address())).with_patience(impatient);
        let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
        assert_eq!(broken(&outcome), (word, reached), "{stage}");
        assert!(outcome.word() == "uncertain" || server.received().is_empty());
    }
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let server = server(&["banner: delay 20ms", "rcpt: delay 20ms", "dot: delay 20ms"]).await;
    assert!(deliver(account(server.address()), &mail()).await.unwrap().is_success());
}
