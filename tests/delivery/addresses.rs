//! Addresses outside ASCII, and servers that offer less.

use protest_letter::deliver::Stage;
use protest_letter::mail::{Mail, Role};
use protest_letter::mock_smtp::{Extension, Settings};

use crate::common::{account, commands, deliver, failure, mail, mail_to, server, server_with};

fn hiding<const N: usize>(extensions: [Extension; N]) -> Settings {
    Settings { hidden: extensions.into(), ..Settings::default() }
}

#[tokio::test]
async fn nothing_but_the_plainest_smtp_is_needed() {
    let all = [
        Extension::Pipelining,
        Extension::Size,
        Extension::EightBitMime,
        Extension::SmtpUtf8,
        Extension::EnhancedStatusCodes,
        Extension::StartTls,
        Extension::Auth,
    ];
    for extension in all {
        let server = server_with(&[], hiding([extension])).await;
        assert!(deliver(account(server.address()), &mail()).await.unwrap().is_success(), "{extension}");
    }
    let server = server_with(&[], hiding(all)).await;
    assert!(deliver(account(server.address()), &mail()).await.unwrap().is_success());
    assert_eq!(commands(&server)[2], "MAIL FROM:<alex@example.org>");
}

#[tokio::test]
async fn a_domain_in_any_script_goes_in_its_ascii_form() {
    let server = server_with(&[], hiding([Extension::SmtpUtf8])).await;
    let mail = Mail {
        envelope: protest_letter::mail::Envelope {
            mail_from: "alex@bücher.example".parse().unwrap(),
            ..mail_to(&[("court@пример.example", Role::Addressee)]).envelope
        },
        ..mail()
    };
    assert!(deliver(account(server.address()), &mail).await.unwrap().is_success());
    let said = ["MAIL FROM:<alex@xn--bcher-kva.example>", "RCPT TO:<court@xn--e1afmkfd.example>"];
    assert_eq!(commands(&server)[2..4], said);
}

#[tokio::test]
async fn a_local_part_outside_ascii_needs_a_server_that_takes_it() {
    let roles = [Role::Addressee, Role::Copy, Role::BlindCopy];
    for role in roles {
        let mail = mail_to(&[("court@example.org", Role::Addressee), ("почта@пример.example", role)]);
        let willing = server(&[]).await;
        assert!(deliver(account(willing.address()), &mail).await.unwrap().is_success());
        let said = ["MAIL FROM:<alex@example.org> SMTPUTF8", "RCPT TO:<court@example.org>"];
        assert_eq!(commands(&willing)[2..4], said);
        assert_eq!(commands(&willing)[4], "RCPT TO:<почта@xn--e1afmkfd.example>");

        let unwilling = server_with(&[], hiding([Extension::SmtpUtf8])).await;
        let outcome = deliver(account(unwilling.address()), &mail).await.unwrap();
        let (word, failure) = failure(&outcome);
        assert_eq!((word, failure.stage, unwilling.received().len()), ("rejected", Stage::Mail, 0));
        // The server said nothing, so no words are put into its mouth; and going without the copy would not help.
        assert!(failure.reply.is_none() && outcome.refused_copy().is_none(), "{failure:?}");
        assert!(failure.to_string().contains("почта@пример.example is not ASCII"), "{failure}");
    }
}
