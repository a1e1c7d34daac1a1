use super::{Cover, CoverRow, CoverValue, Sheet};
use crate::letter::{Heading, Letter};
use crate::vocabulary::{Channel, Language, Number};

impl Sheet {
    /// A letter on paper: with a cover where it goes by fax, to that number; what is said on the telephone as it is.
    pub fn of(letter: &Letter, number: Option<&Number>) -> Self {
        let language = letter.form.language;
        let blank = Self {
            sender: Vec::new(),
            place_and_date: String::new(),
            addressee: Vec::new(),
            subject: String::new(),
            body: letter.body().to_owned(),
            signature: Vec::new(),
            language,
            cover: None,
            attachment: None,
        };
        if letter.form.channel() == Some(Channel::Phone) {
            return blank;
        }
        let Heading { sender, place_and_date, addressee, subject } = letter.heading();
        let signature = letter.signature();
        let listed = (!letter.signatories().is_empty()).then(|| letter.signatories().join("\n"));
        let attached = letter.attachment();
        let cover = (letter.form.channel() == Some(Channel::Fax)).then(|| cover(letter, number));
        Self { sender, place_and_date, addressee, subject, signature, cover, attachment: listed.or(attached), ..blank }
    }
}

fn cover(letter: &Letter, number: Option<&Number>) -> Cover {
    let words = Words::of(letter.form.language);
    let office = letter.form.recipient.office.nearest(letter.form.language).to_owned();
    let number = number.map(|number| number.dialled_from(letter.signer.country)).unwrap_or_default();
    let row = |label: &str, value| CoverRow { label: label.to_owned(), value };
    Cover {
        title: words.title.to_owned(),
        rows: vec![
            row(words.to, CoverValue::Text(office)),
            row(words.number, CoverValue::Number(number)),
            row(words.from, CoverValue::Text(letter.signer.name.to_string())),
            row(words.pages, CoverValue::Pages),
            row(words.date, CoverValue::Text(letter.heading().place_and_date)),
        ],
    }
}

/// What stands on the cover of a fax.
struct Words {
    title: &'static str,
    to: &'static str,
    number: &'static str,
    from: &'static str,
    pages: &'static str,
    date: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let [title, to, number, from, pages, date] = match language.code() {
            "ru" => ["Факс", "Кому", "Номер факса", "От кого", "Страниц", "Дата"],
            "kk" => ["Факс", "Кімге", "Факс нөмірі", "Кімнен", "Бет саны", "Күні"],
            "de" => ["Fax", "An", "Faxnummer", "Von", "Seiten", "Datum"],
            "fr" => ["Télécopie", "À", "Numéro", "De", "Pages", "Date"],
            "es" => ["Fax", "Para", "Número", "De", "Páginas", "Fecha"],
            _ => ["Fax", "To", "Fax number", "From", "Pages", "Date"],
        };
        Self { title, to, number, from, pages, date }
    }
}
