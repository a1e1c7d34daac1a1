use super::{Failure, Reply, Stage};

/// What a server wants to be left alone with when it says that the same may succeed later (4yz: RFC 5321, section 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferral<'a> {
    /// With everything: it takes nothing more from here for now.
    Server,
    /// With this letter, for the sake of a recipient in that domain: greylisting (RFC 6647), a full mailbox, a domain that
    /// is not to be found now.
    Domain(&'a str),
    /// With this letter.
    Letter,
}

/// What servers say of a client that has sent too much, where it is a recipient that they refuse.
const OF_THE_CLIENT: [&str; 12] = [
    "too much mail",
    "too many recipients from",
    "too many messages",
    "too many emails",
    "too many mails",
    "too many connections",
    "too many errors",
    "rate limit",
    "ratelimit",
    "rate-limit",
    "sending limit",
    "exceeded the max",
];

/// What servers say that take a letter when it comes again.
const GREYLISTED: [&str; 4] = ["greylist", "graylist", "grey-list", "grey list"];

impl Failure {
    /// What is to wait; `None` where the server did not ask for that.
    pub fn deferral(&self) -> Option<Deferral<'_>> {
        let reply = self.reply.as_ref().filter(|reply| reply.is_transient())?;
        let words = reply.text.to_lowercase();
        let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
        let domain = self.recipient.as_ref().map(|recipient| recipient.address.ascii_domain());
        Some(match (domain, self.stage) {
            _ if reply.code == 421 => Deferral::Server,
            (None, _) if says(&GREYLISTED) => Deferral::Letter,
            (Some(domain), Stage::Rcpt) => match enhanced_status(reply) {
                // Of an address or a mailbox (RFC 3463, sections 3.2 and 3.3), whatever else is said; of the protocol.
                Some((1 | 2 | 5, _)) => Deferral::Domain(domain),
                // The disk is full, nothing is accepted now, something is set up wrongly (section 3.4).
                Some((3, 1 | 2 | 5)) => Deferral::Server,
                _ if says(&OF_THE_CLIENT) => Deferral::Server,
                _ => Deferral::Domain(domain),
            },
            _ => Deferral::Server,
        })
    }
}

/// Subject and detail of the enhanced status code with which a reply begins (RFC 3463, section 2).
fn enhanced_status(reply: &Reply) -> Option<(u16, u16)> {
    let mut numbers = reply.text.split_whitespace().next()?.splitn(3, '.').map(|number| number.parse().ok());
    numbers.next().flatten().filter(|class| *class == reply.code / 100)?;
    numbers.next().flatten().zip(numbers.next().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{EnvelopeRecipient, Role};

    fn failure(stage: Stage, code: u16, text: &str) -> Failure {
        let address = "office@gov.example".parse().unwrap();
        let recipient = (stage == Stage::Rcpt).then_some(EnvelopeRecipient { address, role: Role::Addressee });
        Failure { stage, recipient, reply: Some(Reply { code, text: text.to_owned() }), broke: None }
    }

    #[test]
    fn what_is_said_of_a_recipient_is_about_its_domain() {
        for (code, text) in [
            (450, "4.7.1 <office@gov.example>: Recipient address rejected: Greylisted"),
            (450, ""),
            (451, "4.3.0 <office@gov.example>: Temporary lookup failure"),
            (450, "4.1.2 <office@gov.example>: Domain not found"),
            (452, "4.2.2 The email account that you tried to reach is over quota, rate limit"),
            (452, "4.5.3 Error: too many recipients"),
        ] {
            let failure = failure(Stage::Rcpt, code, text);
            assert_eq!(failure.deferral(), Some(Deferral::Domain("gov.example")), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_the_client_is_about_the_server() {
        for (stage, code, text) in [
            (Stage::Mail, 450, "4.7.1 Error: too much mail from 192.0.2.1"),
            (Stage::Rcpt, 450, "4.7.1 Error: too many recipients from 192.0.2.1"),
            (Stage::Rcpt, 452, "4.3.1 Insufficient system storage"),
            (Stage::Rcpt, 450, "4.3.2 Service currently unavailable"),
            (Stage::Rcpt, 421, "4.7.28 Our system has detected an unusual rate of mail"),
            (Stage::Mail, 451, ""),
            (Stage::Data, 451, "4.3.0 later"),
            (Stage::Dot, 452, "4.3.1 full"),
        ] {
            assert_eq!(failure(stage, code, text).deferral(), Some(Deferral::Server), "{text}");
        }
    }

    #[test]
    fn greylisting_is_about_the_letter_where_no_recipient_is_named() {
        assert_eq!(failure(Stage::Dot, 451, "4.7.1 Greylisting in action").deferral(), Some(Deferral::Letter));
    }

    #[test]
    fn nothing_waits_for_what_will_not_pass() {
        assert_eq!(failure(Stage::Rcpt, 550, "5.1.1 greylisted").deferral(), None);
        assert_eq!(Failure::broke(Stage::Dot, "the line broke").deferral(), None);
    }
}
