use super::{Form, wording};
use crate::campaign::Recipient;
use crate::signer::Signer;
use crate::vocabulary::{EmailAddress, Language};

/// What stands above a letter. Paper, fax and mail lay it out each in its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Who writes, line by line.
    pub sender: Vec<String>,
    /// Where and when it was written; the place only where the signer told it.
    pub place_and_date: String,
    /// Whom it goes to, line by line.
    pub addressee: Vec<String>,
    /// The subject line, which has no label.
    pub subject: String,
}

impl Heading {
    pub(super) fn of(form: &Form, signer: &Signer) -> Self {
        Self {
            sender: sender(signer).map(str::to_owned).collect(),
            place_and_date: place_and_date(signer, &form.date, form.language).concat(),
            addressee: addressee(&form.recipient, form.language).map(str::to_owned).collect(),
            subject: form.subject.clone(),
        }
    }
}

/// Who writes, line by line.
pub(super) fn sender(signer: &Signer) -> impl Iterator<Item = &str> {
    let email = signer.email.as_ref().map(EmailAddress::as_str);
    let above = [Some(&*signer.name), signer.organisation.as_deref()].into_iter().flatten();
    above.chain(lines(signer.address.as_deref())).chain(email)
}

/// Where and when a letter was written, in parts to be put together.
pub(super) fn place_and_date<'a>(signer: &'a Signer, date: &'a str, language: Language) -> [&'a str; 3] {
    match signer.city.as_deref() {
        Some(city) => [city, wording::before_the_day(language), date],
        None => [date, "", ""],
    }
}

/// Whom a letter goes to, line by line.
pub(super) fn addressee(recipient: &Recipient, language: Language) -> impl Iterator<Item = &str> {
    let office = recipient.office.nearest(language);
    let person = [&recipient.name, &recipient.position].into_iter().flatten().map(move |text| text.nearest(language));
    let post = recipient.addresses.post.as_ref().map(|post| without_office(post.nearest(language), office));
    person.chain([office]).chain(lines(post))
}

/// Who signs, line by line.
pub(super) fn signature(signer: &Signer, language: Language) -> impl Iterator<Item = &str> {
    [Some(&*signer.name), signer.role_in(language), signer.organisation.as_deref()].into_iter().flatten()
}

/// The lines of an address, without empty ones, which would look like the end of it.
fn lines(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty())
}

/// A postal address without a first line that repeats the office, which stands above it.
pub(super) fn without_office<'a>(post: &'a str, office: &str) -> &'a str {
    match post.split_once('\n') {
        Some((first, rest)) if office.to_lowercase().contains(&first.to_lowercase()) => rest,
        _ => post,
    }
}
