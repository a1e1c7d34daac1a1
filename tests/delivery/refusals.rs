//! Every reply that is a refusal.

use protest_letter::deliver::{Outcome, Stage, Transport};
use protest_letter::mail::{EnvelopeRecipient, Role};

use crate::common::{
    account, commands, deliver, failure, hand_over, mail, mail_to, outcome, pipelining, recipient, server, server_with,
    smtp,
};

#[tokio::test]
async fn a_mail_arrives_as_it_was_made() {
    let server = server(&[]).await;
    let outcome = deliver(account(server.address()), &mail()).await.unwrap();
    let Outcome::Accepted { reply, without } = outcome else { panic!("{outcome:?}") };
    assert_eq!((reply.code, without.len()), (250, 0));
    let received = server.mail(1).await.unwrap();
    assert_eq!(received.content, mail().bytes);
    assert_eq!(received.envelope.mail_from, "alex@example.org");
    let accepted: Vec<_> = received.envelope.accepted().collect();
    assert_eq!(accepted, ["court@example.org", "copy@example.org", "blind@example.org"]);
    assert_eq!(commands(&server)[1], "EHLO [127.0.0.1]");
}

#[tokio::test]
async fn four_is_deferred_and_five_is_rejected_at_every_stage() {
    let court = Some(recipient("court@example.org", Role::Addressee));
    let copy = Some(recipient("copy@example.org", Role::Copy));
    let blind = Some(recipient("blind@example.org", Role::BlindCopy));
    let stages: [(&str, Stage, Option<EnvelopeRecipient>); 6] = [
        ("mail", Stage::Mail, None),
        ("rcpt=court@*", Stage::Rcpt, court),
        ("rcpt=copy@*", Stage::Rcpt, copy),
        ("rcpt=blind@*", Stage::Rcpt, blind),
        ("data", Stage::Data, None),
        ("dot", Stage::Dot, None),
    ];
    for (rule, stage, recipient) in stages {
        for (words, word) in [
            ("421 4.3.2 shutting down", "deferred"),
            ("450 4.7.1 greylisted", "deferred"),
            ("550 5.1.1 no such user", "rejected"),
            ("554 5.7.1 no", "rejected"),
        ] {
            let (outcome, kept) = outcome(&[&format!("{rule}: {words}")], &mail()).await;
            let (said, failure) = failure(&outcome);
            assert_eq!((said, failure.stage, kept), (word, stage, 0), "{rule}: {words}");
            assert_eq!(failure.reply.as_ref().unwrap().to_string(), words);
            assert_eq!(failure.recipient, recipient);
            let told = failure.to_string();
            assert!(told.contains(words), "{told}");
            assert!(recipient.as_ref().is_none_or(|r| told.contains(r.address.as_str())), "{told}");
        }
    }
}

#[tokio::test]
async fn only_a_copy_refused_for_good_is_a_refused_copy() {
    for (rule, is_refused_copy) in [
        ("rcpt=court@*: 550", false),
        ("rcpt=copy@*: 450", false),
        ("rcpt=copy@*: 550", true),
        ("rcpt=blind@*: 550", true),
        ("dot: 550", false),
    ] {
        let (outcome, _) = outcome(&[rule], &mail()).await;
        assert_eq!(outcome.refused_copy().is_some(), is_refused_copy, "{rule}");
    }
}

#[tokio::test]
async fn letters_go_without_refused_copies_when_that_was_chosen() {
    for (faults, word, kept, without) in [
        (&["rcpt=copy@*: 550 5.1.1 gone"][..], "accepted", 1, &["copy@example.org"][..]),
        (&["rcpt=copy@*: 550", "rcpt=blind@*: 553"], "accepted", 1, &["copy@example.org", "blind@example.org"]),
        (&["rcpt=court@*: 550"], "rejected", 0, &[]),
        (&["rcpt=copy@*: 450"], "deferred", 0, &[]),
        (&["rcpt=copy@*: 421"], "deferred", 0, &[]),
        (&["rcpt=copy@*: drop"], "deferred", 0, &[]),
    ] {
        let server = server(faults).await;
        let mut smtp = smtp(account(server.address())).without_refused_copies(true);
        let outcome = hand_over(&mut smtp, &mail()).await.unwrap();
        assert_eq!(outcome.word(), word, "{faults:?}");
        assert_eq!(server.received().len(), kept, "{faults:?}");
        if let Outcome::Accepted { without: failures, .. } = outcome {
            let addresses: Vec<_> = failures.iter().map(|f| f.recipient.as_ref().unwrap().address.as_str()).collect();
            assert_eq!(addresses, without);
        }
    }
}

#[tokio::test]
async fn after_a_refusal_the_connection_is_used_again() {
    // Behind the final dot the server has forgotten the letter by itself (RFC 5321, section 4.1.1.4).
    for (rule, resets) in [
        ("mail x1: 450", 1),
        ("rcpt=court@* x1: 550", 1),
        ("rcpt=copy@* x1: 550", 1),
        ("data x1: 451", 1),
        ("dot x1: 554", 0),
    ] {
        for is_pipelined in [false, true] {
            let server = server_with(&[rule], pipelining(is_pipelined)).await;
            let mut smtp = smtp(account(server.address()));
            assert!(!hand_over(&mut smtp, &mail()).await.unwrap().is_success());
            assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success(), "{rule}");
            smtp.close().await;
            let commands = commands(&server);
            // Where some are granted the server asks for the letter, and can only be left.
            let is_left = is_pipelined && rule.contains('=');
            let count = |wanted: &str| commands.iter().filter(|command| *command == wanted).count();
            assert_eq!(count("|"), if is_left { 2 } else { 1 }, "{rule}: {commands:?}");
            assert_eq!(count("RSET"), if is_left { 0 } else { resets }, "{rule}: {commands:?}");
            assert_eq!(commands.last().unwrap(), "QUIT");
            let addressees = server.received().iter().map(|mail| mail.envelope.rcpt_to.len()).collect::<Vec<_>>();
            assert_eq!(addressees, [3], "{rule}");
        }
    }
}

#[tokio::test]
async fn after_421_or_a_failed_reset_there_is_a_new_connection() {
    for faults in [
        &["mail x1: 421"][..],
        &["rcpt=copy@* x1: 421"],
        &["data x1: 421"],
        &["dot x1: 421"],
        &["rcpt x1: 550", "rset: 421"],
        &["rcpt x1: 550", "rset: drop"],
        &["rcpt x1: 550", "rset: 502"],
    ] {
        let server = server(faults).await;
        let mut smtp = smtp(account(server.address()));
        assert!(!hand_over(&mut smtp, &mail()).await.unwrap().is_success());
        assert!(hand_over(&mut smtp, &mail()).await.unwrap().is_success(), "{faults:?}");
        let connections = commands(&server).iter().filter(|command| *command == "|").count();
        assert_eq!((connections, server.received().len()), (2, 1), "{faults:?}");
    }
}

#[tokio::test]
async fn twenty_letters_share_one_connection() {
    let server = server(&[]).await;
    let mut smtp = smtp(account(server.address()));
    for number in 0..20 {
        let to = format!("court{number}@example.org");
        assert!(hand_over(&mut smtp, &mail_to(&[(&to, Role::Addressee)])).await.unwrap().is_success());
    }
    smtp.close().await;
    let commands = commands(&server);
    assert_eq!(commands.iter().filter(|command| *command == "|").count(), 1);
    assert_eq!(server.received().len(), 20);
}
