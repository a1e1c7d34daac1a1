use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, slice};

use jiff::civil::Date;
use jiff::tz::Offset;
use lettre::message::header::{ContentDisposition, ContentType};
use lettre::message::{Body, MultiPart, SinglePart};

use super::encoder::Encoder;
use super::header::{mailboxes, plain, unstructured};
use super::{Envelope, EnvelopeRecipient, Fax, FaxLine, Further, Mail, Parcel, Role, Sender, Stamp};
use crate::campaign::CopiedAs;
use crate::config::Relay;
use crate::letter::{Form, Letter};
use crate::sheet::{Made, Paper, Sheet, Typesetter};
use crate::source::Problem;
use crate::vocabulary::{Channel, Number};

/// What the text is (RFC 3676).
const FLOWED: &str = "text/plain; charset=utf-8; format=flowed";

/// Makes letters into mails and pages.
///
/// A letter by e-mail becomes a mail to the recipient's mailboxes, with the copies it owes. One that goes another way becomes
/// a mail to those who are owed a copy of it, with its page; one by fax, where a gateway takes it, to that too.
#[derive(Clone, Default)]
pub struct Composer {
    /// Who sends for the signers, if it is not themselves.
    pub relay: Option<Relay>,
    /// How faxes go.
    pub fax: FaxLine,
    /// The paper of pages; that of the signer's country when it is left open.
    pub paper: Option<Paper>,
    encoder: RefCell<Encoder>,
    /// Fonts are loaded when the first page is made.
    typesetter: Arc<Mutex<Option<Typesetter>>>,
}

impl Composer {
    /// Makes letters into mails from their signers, or a relay for them.
    pub fn new(relay: Option<Relay>) -> Self {
        Self { relay, ..Self::default() }
    }

    /// Sends faxes so.
    #[must_use]
    pub fn with_fax(self, fax: FaxLine) -> Self {
        Self { fax, ..self }
    }

    /// Makes pages for that paper; `None`: for the one that is usual in the signer's country.
    #[must_use]
    pub fn with_paper(self, paper: Option<Paper>) -> Self {
        Self { paper, ..self }
    }

    /// Makes a letter into what is mailed, and what else is to be done.
    ///
    /// # Errors
    ///
    /// When the signer has no e-mail address, or an address has no form that a header can hold.
    pub fn compose(&self, letter: &Letter, stamp: &Stamp) -> Result<Parcel, Problem> {
        let further = match letter.form.channel() {
            _ if self.mails_to_addressee(&letter.form) => Further::Nothing,
            Some(channel) if self.sends(channel) => Further::Fax(self.fax_of(letter, stamp)?),
            _ => Further::ByHand,
        };
        let recipients = self.recipients(letter, stamp.number);
        let has_addressee = recipients.iter().any(|recipient| recipient.role == Role::Addressee);
        if letter.form.channel() == Some(Channel::Fax) && matches!(further, Further::Nothing) && !has_addressee {
            let problem = Problem::error("the fax number is not one that a gateway can be given");
            return Err(problem.hint("write it with its country code: +7 7172 000000"));
        }
        // Who has no mailbox can post a letter all the same.
        let mail = if recipients.is_empty() && letter.form.channel().is_some_and(|channel| channel != Channel::Email) {
            None
        } else {
            let sender = Sender::of(letter, self.relay.as_ref())?;
            let mut bytes = header(letter, Some(&sender), &recipients, stamp).into_bytes();
            bytes.extend(self.content(letter, stamp)?);
            Some(Mail { envelope: Envelope { mail_from: sender.address.clone(), recipients }, bytes })
        };
        Ok(Parcel { mail, further })
    }

    /// A letter as a draft that a mail program opens to be sent from there: with its blind copies, and the mark of
    /// something unsent that such programs look for.
    ///
    /// # Errors
    ///
    /// When an address has no form that a header can hold.
    pub fn compose_unsent(&self, letter: &Letter, stamp: &Stamp) -> Result<Vec<u8>, Problem> {
        let recipients = self.recipients(letter, stamp.number);
        let sender = letter.signer.email.is_some().then(|| Sender::of(letter, None)).transpose()?;
        let hidden = recipients.iter().filter(|one| one.role == Role::BlindCopy);
        let hidden: Vec<_> = hidden.map(|one| (None, &one.address)).collect();
        let mut bytes = plain("X-Unsent", "1").into_bytes();
        bytes.extend(header(letter, sender.as_ref(), &recipients, stamp).bytes());
        bytes.extend(mailboxes("Bcc", &hidden).bytes());
        bytes.extend(self.content(letter, stamp)?);
        Ok(bytes)
    }

    /// Everybody who receives a letter by e-mail; where a gateway takes faxes, with the mailbox of that number of the
    /// recipient's.
    pub fn recipients(&self, letter: &Letter, number: usize) -> Vec<EnvelopeRecipient> {
        let form = &letter.form;
        let addressees = match (form.channel(), &self.fax) {
            (Some(Channel::Email), _) => form.recipient.addresses.email.clone(),
            (Some(Channel::Fax), FaxLine::Gateway(gateway)) => {
                numbers(form).nth(number).and_then(|number| gateway.mailbox(number)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let addressees = addressees.into_iter().map(|address| EnvelopeRecipient { address, role: Role::Addressee });
        let copies = form.copies.email.iter().map(|copy| {
            let role = if copy.copied_as == CopiedAs::Cc { Role::Copy } else { Role::BlindCopy };
            EnvelopeRecipient { address: copy.address.clone(), role }
        });
        addressees.chain(copies).collect()
    }

    /// How many receive a letter of that form by e-mail.
    pub fn number_of_recipients(&self, form: &Form) -> usize {
        let addressees = match (form.channel(), &self.fax) {
            (Some(Channel::Email), _) => form.recipient.addresses.email.len(),
            (Some(Channel::Fax), FaxLine::Gateway(gateway)) => {
                usize::from(numbers(form).next().is_some_and(|number| gateway.mailbox(number).is_some()))
            }
            _ => 0,
        };
        addressees + form.copies.email.len()
    }

    /// Whether letters of a form are mailed to their recipient, and not their copies alone.
    pub fn mails_to_addressee(&self, form: &Form) -> bool {
        match form.channel() {
            Some(Channel::Email) => true,
            Some(Channel::Fax) => matches!(self.fax, FaxLine::Gateway(_)),
            Some(Channel::Post | Channel::Phone) | None => false,
        }
    }

    /// Whether letters by that channel go without a person who takes them further.
    pub fn sends(&self, channel: Channel) -> bool {
        channel == Channel::Email || self.faxes(channel)
    }

    /// Whether letters by that channel ring at somebody's fax.
    pub fn faxes(&self, channel: Channel) -> bool {
        channel == Channel::Fax && self.fax != FaxLine::ByHand
    }

    /// Whether there is another number of the recipient's to which a letter can be faxed.
    pub fn has_another_number(&self, letter: &Letter, number: usize) -> bool {
        letter.form.channel() == Some(Channel::Fax)
            && self.mails_to_addressee(&letter.form)
            && number + 1 < numbers(&letter.form).count()
    }

    /// Puts letters on paper.
    ///
    /// # Errors
    ///
    /// When there is none, or no PDF can be made.
    pub fn pages(&self, letters: &[Letter], title: &str, made_on: Date) -> Result<Made, Problem> {
        self.on_paper(letters, 0, title, made_on)
    }

    /// The page of one letter.
    fn page(&self, letter: &Letter, stamp: &Stamp) -> Result<Vec<u8>, Problem> {
        let made_on = Offset::UTC.to_datetime(stamp.time).date();
        Ok(self.on_paper(slice::from_ref(letter), stamp.number, &letter.form.subject, made_on)?.bytes)
    }

    /// Puts letters on the paper of the first signer's country, those by fax for that number of their recipients.
    fn on_paper(&self, letters: &[Letter], number: usize, title: &str, made_on: Date) -> Result<Made, Problem> {
        let country = letters.first().and_then(|letter| letter.signer.country);
        let paper = self.paper.unwrap_or_else(|| Paper::of(country));
        let sheets = letters.iter().map(|letter| {
            let as_written = letter.form.recipient.addresses.fax.first();
            Sheet::of(letter, numbers(&letter.form).nth(number).or(as_written))
        });
        let mut typesetter = self.typesetter.lock().unwrap_or_else(PoisonError::into_inner);
        typesetter.get_or_insert_with(Typesetter::new).pdf(sheets, paper, title, made_on)
    }

    fn fax_of(&self, letter: &Letter, stamp: &Stamp) -> Result<Fax, Problem> {
        let numbers = letter.form.recipient.addresses.fax.iter();
        let numbers = numbers.map(|number| number.e164().unwrap_or(number.written()).to_owned()).collect();
        Ok(Fax { numbers, pages: self.page(letter, stamp)? })
    }

    /// The header fields that describe the body, and the body.
    fn content(&self, letter: &Letter, stamp: &Stamp) -> Result<Vec<u8>, Problem> {
        let text = match &letter.note {
            None => Cow::Borrowed(&letter.text),
            // On a fax it would be a page more.
            Some(note) if letter.form.channel() == Some(Channel::Fax) && self.fax != FaxLine::ByHand => {
                Cow::Borrowed(note)
            }
            Some(note) => Cow::Owned(format!("{note}\n\n{}", letter.text)),
        };
        let text = self.encode(&text)?;
        let attachments = self.attachments(letter, stamp)?;
        if attachments.is_empty() {
            let header = plain("Content-Type", FLOWED) + &plain("Content-Transfer-Encoding", text.encoding()) + "\r\n";
            return Ok([header.into_bytes(), text.into_vec()].concat());
        }
        let text = SinglePart::builder().header(ContentType::parse(FLOWED).map_err(unfit)?).body(text);
        let parts = MultiPart::mixed().boundary(&stamp.unique).singlepart(text);
        Ok(attachments.into_iter().fold(parts, MultiPart::singlepart).formatted())
    }

    fn encode(&self, text: &str) -> Result<Body, Problem> {
        self.encoder.borrow_mut().encode(text)
    }

    /// A list of signatories that is too long for the letter; the page of a letter that goes on paper.
    fn attachments(&self, letter: &Letter, stamp: &Stamp) -> Result<Vec<SinglePart>, Problem> {
        let attached = |name: &str, kind: &str, body: Body| {
            let kind = ContentType::parse(kind).map_err(unfit)?;
            Ok(SinglePart::builder().header(kind).header(ContentDisposition::attachment(name)).body(body))
        };
        match letter.form.channel() {
            Some(Channel::Fax | Channel::Post) => {
                let page = Body::new(self.page(letter, stamp)?);
                Ok(vec![attached("letter.pdf", "application/pdf", page)?])
            }
            Some(Channel::Email | Channel::Phone) | None => {
                let list = letter
                    .attachment()
                    .map(|list| attached("signatories.txt", "text/plain; charset=utf-8", self.encode(&list)?));
                list.into_iter().collect()
            }
        }
    }
}

impl fmt::Debug for Composer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { relay, fax, paper, typesetter: _, encoder: _ } = self;
        f.debug_struct("Composer").field("relay", relay).field("fax", fax).field("paper", paper).finish_non_exhaustive()
    }
}

/// The fax numbers of a recipient that are understood, in their order.
fn numbers(form: &Form) -> impl Iterator<Item = &Number> {
    form.recipient.addresses.fax.iter().filter(|number| number.e164().is_some())
}

/// The header but for what describes the body.
fn header(letter: &Letter, sender: Option<&Sender<'_>>, recipients: &[EnvelopeRecipient], stamp: &Stamp) -> String {
    let office = letter.form.recipient.office.nearest(letter.form.language);
    let in_role = |role| recipients.iter().filter(move |one| one.role == role).map(|one| &one.address);
    let addressees: Vec<_> = in_role(Role::Addressee).map(|address| (Some(office), address)).collect();
    let copies: Vec<_> = in_role(Role::Copy).map(|address| (None, address)).collect();
    let mut header = String::new();
    if let Some(sender) = sender {
        header += &mailboxes("From", &[(Some(&sender.name), sender.address)]);
        if let Some(reply_to) = sender.reply_to {
            header += &mailboxes("Reply-To", &[(Some(&letter.signer.name), reply_to)]);
        }
    }
    // A copy of what goes another way is a mail to those who are owed one.
    let (to, cc) = if addressees.is_empty() { (copies, addressees) } else { (addressees, copies) };
    header += &mailboxes("To", &to);
    header += &mailboxes("Cc", &cc);
    header += &unstructured("Subject", &letter.form.subject);
    // RFC 5322, section 3.3; `+0000` tells no time zone.
    header += &plain("Date", stamp.time.strftime("%a, %d %b %Y %H:%M:%S +0000"));
    if let Some(Sender { address, .. }) = sender {
        header += &plain("Message-ID", format_args!("<{}@{}>", stamp.unique, address.ascii_domain()));
    }
    header + &plain("MIME-Version", "1.0")
}

fn unfit(error: impl std::fmt::Display) -> Problem {
    Problem::error("the letter cannot be made into a mail").because(error)
}
