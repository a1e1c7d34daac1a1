use super::{Form, wording};
use crate::campaign::Recipient;
use crate::signer::Signer;
use crate::vocabulary::{EmailAddress, Language, is_right_to_left};

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

/// Where and when a letter was written, in parts to be put together. What does not all go from left to right is kept in the
/// order of the letter's language by isolates (UAX 9, section 2.4): the whole goes as the language does, place and day each
/// as its own first letter does.
pub(super) fn place_and_date<'a>(signer: &'a Signer, date: &'a str, language: Language) -> [&'a str; 9] {
    const LEFT_TO_RIGHT: &str = "\u{2066}";
    const RIGHT_TO_LEFT: &str = "\u{2067}";
    const AS_ITSELF: &str = "\u{2068}";
    const END: &str = "\u{2069}";
    let Some(city) = signer.city.as_deref() else { return [date, "", "", "", "", "", "", "", ""] };
    let (whole, each, end) = match language.is_right_to_left() {
        true => (RIGHT_TO_LEFT, AS_ITSELF, END),
        false if city.contains(is_right_to_left) => (LEFT_TO_RIGHT, AS_ITSELF, END),
        false => ("", "", ""),
    };
    [whole, each, city, end, wording::before_the_day(language), each, date, end, end]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(city: Option<&str>, date: &str, language: &str) -> String {
        let city = city.map(|city| city.parse().unwrap());
        let signer = Signer { city, ..Signer::example() };
        place_and_date(&signer, date, language.parse().unwrap()).concat()
    }

    #[test]
    fn place_and_date_are_isolated_where_they_would_change_places() {
        let hebrew = "23 בנובמבר 2026";
        assert_eq!(
            written(Some("Berlin"), hebrew, "he"),
            format!("\u{2067}\u{2068}Berlin\u{2069}, \u{2068}{hebrew}\u{2069}\u{2069}")
        );
        assert_eq!(
            written(Some("القاهرة"), "23 November 2026", "en"),
            "\u{2066}\u{2068}القاهرة\u{2069}, \u{2068}23 November 2026\u{2069}\u{2069}"
        );
        assert_eq!(written(Some("Berlin"), "23 November 2026", "en"), "Berlin, 23 November 2026");
        assert_eq!(written(None, hebrew, "he"), hebrew);
    }
}
