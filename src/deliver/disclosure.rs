use super::connect::EHLO_NAME;
use crate::campaign::CopiedAs;
use crate::config::Account;
use crate::letter::Letter;
use crate::mail::{Composer, FaxLine, Further, Mail, Parcel, Stamp};
use crate::source::Problem;
use crate::vocabulary::{Channel, EmailAddress};

/// What becomes known of a signer by a letter, and to whom.
///
/// It is read off the mail that is made, the page and the account, so that it tells what goes and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Everybody who learns something.
    pub learners: Vec<Learner>,
}

/// Somebody who learns something of a signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    /// Who it is.
    pub who: String,
    /// What they learn, each as half a sentence that speaks to the signer.
    pub learns: Vec<String>,
}

/// What nobody is told, whichever way a letter goes from here.
pub const TOLD_TO_NOBODY: &str = "the name of your computer, your time zone, and which program wrote the letter";

/// What the fields of a header tell.
const FIELDS: [(&str, Option<&str>); 10] = [
    ("Subject", None),
    ("Date", Some("when it was sent, in UTC: your time zone is not in it")),
    ("Message-ID", Some("a number that chance makes, behind it the domain of the sender's address")),
    ("MIME-Version", None),
    ("Content-Type", None),
    ("Content-Transfer-Encoding", None),
    ("From", Some("your name")),
    ("Reply-To", Some("your e-mail address")),
    ("To", Some("to whom it goes, but for blind copies")),
    ("Cc", Some("to whom it goes, but for blind copies")),
];

impl Disclosure {
    /// What becomes known when a letter goes by its channel, over that account; its copies go by e-mail.
    ///
    /// # Errors
    ///
    /// When the letter cannot be made into a mail.
    pub fn of(letter: &Letter, composer: &Composer, account: Option<&Account>, stamp: &Stamp) -> Result<Self, Problem> {
        let Some(channel) = letter.form.channel() else { return Ok(Self { learners: Vec::new() }) };
        let Parcel { mail, further } = composer.compose(letter, stamp)?;
        let text = told_in(letter);
        let own = letter.signer.email.as_ref();
        let is_from_signer = |mail: &Mail| own.is_some_and(|own| own.is_same_mailbox(&mail.envelope.mail_from));
        let in_header = mail.as_ref().map(|mail| in_header(&mail.bytes, is_from_signer(mail))).unwrap_or_default();
        let by_mail = each_once([text.clone(), in_header, seen_of_the_way(account)].concat());

        let office = letter.form.recipient.office.nearest(letter.form.language);
        let addressee = Learner {
            who: format!("{office}, by {}", channel.in_words()),
            learns: match (channel, &further) {
                (Channel::Email, _) => by_mail.clone(),
                (Channel::Fax, Further::Nothing) => [text.clone(), of(&["nothing of your telephone"])].concat(),
                (Channel::Fax, _) => {
                    [text.clone(), of(&["the number of the line it comes from, and what the fax there calls itself"])]
                        .concat()
                }
                (Channel::Post, _) => {
                    [text.clone(), of(&["your hand, where you write or sign", "where and when it was posted"])].concat()
                }
                (Channel::Phone, _) => of(&["your voice, and what you say", "your number, unless you withhold it"]),
            },
        };
        let mut learners = vec![addressee];
        if channel == Channel::Fax
            && let (Further::Nothing, FaxLine::Gateway(gateway)) = (&further, &composer.fax)
        {
            let who = format!("the fax provider ({gateway})");
            learners.push(Learner { who, learns: by_mail.clone() });
        }
        if matches!(channel, Channel::Fax | Channel::Phone) && !matches!(further, Further::Nothing) {
            let learns = of(&["which number you called, when, and for how long"]);
            learners.push(Learner { who: "your telephone company".to_owned(), learns });
        }
        for (copied_as, who) in [(CopiedAs::Cc, "copy"), (CopiedAs::Bcc, "blind copy, which nobody else sees")] {
            let copies = letter.form.copies.email.iter().filter(|copy| copy.copied_as == copied_as);
            let copies: Vec<_> = copies.map(|copy| copy.address.as_str()).collect();
            if !copies.is_empty() {
                learners.push(Learner { who: format!("{} ({who})", copies.join(", ")), learns: by_mail.clone() });
            }
        }
        if mail.is_some() {
            learners.extend(on_the_way(account));
        }
        if !letter.form.recipient.addresses.web.is_empty() {
            let learns =
                of(&["your IP address, your browser, and what you fill in; nothing of it goes through this program"]);
            learners.push(Learner { who: "a web form, if you use it".to_owned(), learns });
        }
        Ok(Self { learners })
    }

    /// What becomes known when the signer sends a letter with their own mail program instead.
    pub fn by_own_mail_program() -> Learner {
        Learner {
            who: "who gets it from your own mail program".to_owned(),
            learns: of(&[
                "what that program writes into every mail: often its name, your time zone, and what your computer is called",
                "your IP address, where your provider writes it into the mail; the proxy of this program is not used",
            ]),
        }
    }

    /// What a page on paper tells beside its text.
    pub fn by_file() -> Learner {
        let learns = of(&["its title and the day it was made, in UTC; no author, and no name of a file or a computer"]);
        Learner { who: "who gets a PDF file".to_owned(), learns }
    }
}

/// What stands in the letter of what its signer has told of themselves.
pub fn told_in(letter: &Letter) -> Vec<String> {
    let (signer, language) = (&letter.signer, letter.form.language);
    let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let holds = |value: &str| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        !value.is_empty() && text.contains(&value)
    };
    let email = signer.email.as_ref().map(EmailAddress::as_str);
    let lines = signer.address.as_deref().into_iter().flat_map(str::lines).any(holds);
    let facts = [
        ("your name", holds(&signer.name)),
        ("your e-mail address", email.is_some_and(holds)),
        ("your postal address", lines),
        ("your city", signer.city.as_deref().is_some_and(holds)),
        ("what you are", signer.role_in(language).is_some_and(holds)),
        ("your organisation", signer.organisation.as_deref().is_some_and(holds)),
        ("what you say yourself", signer.statement_in(language).is_some_and(holds)),
    ];
    let extra = signer.extra.iter().filter(|(_, value)| holds(value)).map(|(name, _)| format!("your {name}"));
    facts.into_iter().filter(|(_, is_told)| *is_told).map(|(fact, _)| fact.to_owned()).chain(extra).collect()
}

/// What the header of a mail tells, field by field. One that nobody has thought of is told by its name.
fn in_header(mail: &[u8], is_from_signer: bool) -> Vec<String> {
    let mail = String::from_utf8_lossy(mail);
    let header = mail.split("\r\n\r\n").next().unwrap_or_default();
    let names = header.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    let names = names.filter_map(|line| line.split_once(':').map(|(name, _)| name));
    let told = names.filter_map(|name| match FIELDS.iter().find(|(known, _)| *known == name) {
        Some((_, words)) => words.map(str::to_owned),
        None => Some(format!("the header field {name}")),
    });
    told.chain(is_from_signer.then(|| "your e-mail address".to_owned())).collect()
}

/// Facts, each once.
fn each_once(facts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut once = Vec::new();
    for fact in facts {
        if !once.contains(&fact) {
            once.push(fact);
        }
    }
    once
}

/// What those who get a mail may see of the way that it came.
fn seen_of_the_way(account: Option<&Account>) -> Vec<String> {
    let whose = match account.and_then(|account| account.proxy.as_ref()) {
        Some(_) => "the IP address at which the way through the proxy ends",
        None => "your IP address",
    };
    vec![format!("perhaps {whose}: many providers write into a mail where it came from")]
}

/// Who stands between the signer and those who get a mail.
fn on_the_way(account: Option<&Account>) -> Vec<Learner> {
    let host = account
        .map_or_else(|| "your mail provider".to_owned(), |account| format!("your mail provider ({})", account.host));
    let proxy = account.and_then(|account| account.proxy.as_ref());
    let login = account.and_then(|account| account.user.as_deref());
    let greeting = format!("the greeting [{EHLO_NAME}], which is the same for everybody");
    let mut learns = of(&[
        "all of the letter, since the encryption ends there",
        "whom it goes to, the blind copies too",
        "when you sent it",
    ]);
    learns.extend(login.map(|user| format!("who you are: {user} logs in")));
    learns.push(match proxy {
        Some(_) => "the IP address at which the way through the proxy ends, and not yours".to_owned(),
        None => "your IP address".to_owned(),
    });
    learns.push(greeting);
    let provider = Learner { who: host.clone(), learns };
    let (line, through) = match proxy {
        Some(proxy) => (
            Learner {
                who: format!("the proxy ({proxy})"),
                learns: vec![
                    "your IP address".to_owned(),
                    format!("that you reach {host}, when, and how much goes; not the letter"),
                ],
            },
            "the proxy".to_owned(),
        ),
        None => (
            Learner {
                who: "the name server that your machine asks".to_owned(),
                learns: vec![format!("that you look for {host}, and your IP address")],
            },
            host,
        ),
    };
    let network = Learner {
        who: "whoever watches your line".to_owned(),
        learns: vec![format!("that you reach {through}, when, and how much goes; not the letter")],
    };
    if account.is_some_and(Account::is_loopback) { vec![provider] } else { vec![provider, line, network] }
}

fn of(facts: &[&str]) -> Vec<String> {
    facts.iter().map(|fact| (*fact).to_owned()).collect()
}
