//! What `import` reads from what `publish` wrote is what the campaign file says.
//!
//! Not covered: copies by post; accounts on social networks; texts that are free (notes, incidents, what is told of people), in
//! which `import` may see what is none; in texts, salutations below such a note. Letters are on the pages, and nothing may be
//! read from them but the greeting to an office of which the file tells none.

use std::fmt::Write;

use proptest::prelude::*;
use protest_letter::campaign::{Campaign, Copies, EmbassyIn, Text};
use protest_letter::import::{self, Appeal, Finds, Owner, Part};
use protest_letter::publish::Format;
use protest_letter::vocabulary::{Day, Language, Number};

use crate::{SHIPPED, campaign, published, shipped};

/// What both ends have to agree on.
#[derive(Debug, PartialEq, Default)]
struct Told {
    issued: Option<Day>,
    respond_by: Option<Day>,
    demands: Vec<String>,
    recipients: Vec<Reached>,
    copies: Reached,
}

#[derive(Debug, PartialEq, Default)]
struct Reached {
    office: String,
    name: String,
    salutation: String,
    /// The postal address on one line.
    post: String,
    embassy: bool,
    email: Vec<String>,
    fax: Vec<String>,
    phone: Vec<String>,
    web: Vec<String>,
    withheld: usize,
    copies: Vec<String>,
    fax_copies: Vec<String>,
    withheld_copies: usize,
}

fn written(numbers: &[Number]) -> Vec<String> {
    numbers.iter().map(|number| number.written().to_owned()).collect()
}

fn mailboxes(copies: &Copies) -> Vec<String> {
    copies.email.iter().map(ToString::to_string).collect()
}

impl Told {
    fn by(campaign: &Campaign, language: Language) -> Self {
        let text =
            |text: Option<&Text>| text.map(|text| text.nearest(language).replace('\n', ", ")).unwrap_or_default();
        let hidden = |copies: &Copies| copies.withheld.len();
        let recipients = campaign.recipients.iter().map(|recipient| {
            let embassy = recipient.embassy == Some(EmbassyIn::SignerCountry);
            Reached {
                office: if embassy { String::new() } else { recipient.office.nearest(language).to_owned() },
                name: text(recipient.name.as_ref()),
                salutation: text(recipient.salutation.as_ref()),
                post: text(recipient.addresses.post.as_ref()),
                embassy,
                email: recipient.addresses.email.iter().map(ToString::to_string).collect(),
                fax: written(&recipient.addresses.fax),
                phone: written(&recipient.addresses.phone),
                web: recipient.addresses.web.iter().map(ToString::to_string).collect(),
                withheld: recipient.missing().count(),
                copies: mailboxes(&recipient.copies),
                fax_copies: written(&recipient.copies.fax),
                withheld_copies: hidden(&recipient.copies),
            }
        });
        Self {
            issued: Some(campaign.issued),
            respond_by: campaign.respond_by.map(Day::Date),
            demands: campaign.demands.iter().map(|demand| demand.text.nearest(language).to_owned()).collect(),
            recipients: in_order(recipients.collect()),
            copies: Reached {
                copies: mailboxes(&campaign.copies),
                fax_copies: written(&campaign.copies.fax),
                withheld_copies: hidden(&campaign.copies),
                ..Reached::default()
            },
        }
    }

    fn read(text: &str, format: Format) -> Self {
        let appeal = Appeal::from_bytes(&format!("appeal.{}", format.ending()), text.as_bytes()).unwrap();
        let Finds { list, .. } = import::find(&appeal).unwrap();
        let mut told = Self::default();
        for find in list.into_iter().filter(|find| !find.value.is_empty()) {
            let (owner, of_copies) = match find.of {
                Owner::Campaign => (None, false),
                Owner::Recipient(number) => (Some(number), false),
                Owner::CopiesOf(number) => (Some(number), true),
                Owner::Copies => (None, true),
            };
            let reached = match owner {
                Some(number) => {
                    while told.recipients.len() <= number {
                        told.recipients.push(Reached::default());
                    }
                    &mut told.recipients[number]
                }
                None => &mut told.copies,
            };
            match (find.part, of_copies) {
                (Part::Issued, _) => told.issued = find.day,
                (Part::Deadline, _) => told.respond_by = find.day,
                (Part::Demand, _) => told.demands.push(find.value),
                (Part::Office, _) => reached.office = find.value,
                (Part::Name, _) => reached.name = find.value,
                (Part::Salutation, _) => reached.salutation = find.value,
                (Part::Post, _) => reached.post = find.value.replace('\n', ", "),
                (Part::Web, _) => reached.web.push(find.value),
                (Part::Embassy, _) => reached.embassy = true,
                (Part::Email, false) => reached.email.push(find.value),
                (Part::Email, true) => reached.copies.push(find.value),
                (Part::Withheld, false) => reached.withheld += 1,
                (Part::Withheld, true) => reached.withheld_copies += 1,
                (Part::Fax, true) => reached.fax_copies.push(find.value),
                (Part::Fax, false) => reached.fax.push(find.value),
                (Part::Phone, _) => reached.phone.push(find.value),
                _ => {}
            }
        }
        Self { recipients: in_order(told.recipients), ..told }
    }

    /// Without the greetings to offices of which the file tells none: the page has letters to them.
    fn greeted_like(mut self, told: &Self) -> Self {
        let of = |office: &str| told.recipients.iter().find(|told| told.office == office);
        for read in &mut self.recipients {
            if of(&read.office).is_some_and(|told| told.salutation.is_empty()) {
                read.salutation.clear();
            }
        }
        self
    }
}

/// Recipients by their offices: after copies of its own `import` may number an office behind the embassy.
fn in_order(mut recipients: Vec<Reached>) -> Vec<Reached> {
    recipients.sort_by(|one, other| one.office.cmp(&other.office));
    recipients
}

#[test]
fn what_is_published_of_the_five_is_read_back() {
    for id in SHIPPED {
        let campaign = shipped(id);
        for &language in &campaign.languages {
            for format in [Format::Text, Format::Html] {
                let told = Told::by(&campaign, language);
                let read = Told::read(&published(&campaign, language.code(), format), format).greeted_like(&told);
                assert_eq!(read, told, "{id} {language} {format:?}");
            }
        }
    }
}

/// An office, and somebody in it, by language.
const OFFICES: [(&str, [(&str, &str); 4]); 6] = [
    (
        "en",
        [
            ("court", "City Court of Exampleville"),
            ("ministry", "Ministry of Justice"),
            ("police", "Head of the Police of Exampleville"),
            ("prosecutor", "Prosecutor General"),
        ],
    ),
    (
        "de",
        [
            ("court", "Stadtgericht Musterstadt"),
            ("ministry", "Ministerium der Justiz"),
            ("police", "Polizeipräsidium Musterstadt"),
            ("prosecutor", "Generalstaatsanwaltschaft"),
        ],
    ),
    (
        "fr",
        [
            ("court", "Tribunal de Villexemple"),
            ("ministry", "Ministère de la Justice"),
            ("police", "Préfecture de police de Villexemple"),
            ("prosecutor", "Procureur général"),
        ],
    ),
    (
        "es",
        [
            ("court", "Tribunal de Villaejemplo"),
            ("ministry", "Ministerio de Justicia"),
            ("police", "Jefatura de Policía de Villaejemplo"),
            ("prosecutor", "Fiscalía General"),
        ],
    ),
    (
        "ru",
        [
            ("court", "Городской суд Примерска"),
            ("ministry", "Министерство юстиции"),
            ("police", "Управление полиции Примерска"),
            ("prosecutor", "Генеральная прокуратура"),
        ],
    ),
    (
        "kk",
        [
            ("court", "Үлгі қаласының соты"),
            ("ministry", "Әділет министрлігі"),
            ("police", "Үлгі қаласының полиция департаменті"),
            ("prosecutor", "Бас прокуратурасы"),
        ],
    ),
];

/// What is asked for, and the texts that lead to it: title, what happened.
const TEXTS: [(&str, [&str; 2], [&str; 3]); 6] = [
    (
        "en",
        ["Three printers arrested", "The three were arrested at work and have been held without trial."],
        ["Release all three", "Drop the charges against them", "Open an inquiry into the raid"],
    ),
    (
        "de",
        ["Drei Drucker verhaftet", "Die drei wurden bei der Arbeit verhaftet und sind ohne Verfahren in Haft."],
        ["Lassen Sie alle drei frei", "Stellen Sie das Verfahren ein", "Untersuchen Sie den Überfall"],
    ),
    (
        "fr",
        ["Trois imprimeurs arrêtés", "Les trois ont été arrêtés au travail et sont détenus sans procès."],
        ["Libérez les trois", "Abandonnez les poursuites", "Ouvrez une enquête sur la descente"],
    ),
    (
        "es",
        ["Tres impresores detenidos", "Los tres fueron detenidos en el trabajo y están presos sin juicio."],
        ["Pongan en libertad a los tres", "Retiren los cargos", "Investiguen el allanamiento"],
    ),
    (
        "ru",
        ["Три печатника арестованы", "Троих арестовали на работе и держат под стражей без суда."],
        ["Освободить всех троих", "Снять с них обвинения", "Расследовать налёт"],
    ),
    (
        "kk",
        ["Үш баспагер қамауға алынды", "Үшеуін жұмыста ұстады және олар сотсыз қамауда отыр."],
        ["Үшеуін де босатыңыздар", "Оларға тағылған айыпты алып тастаңыздар", "Рейдті тергеңіздер"],
    ),
];

const SALUTATIONS: [&str; 6] =
    ["Your Honour", "Sehr geehrtes Gericht", "Madame, Monsieur", "Su Señoría", "Ваша честь", "Құрметті сот"];

const STREETS: [&str; 6] =
    ["Example Street", "Musterstraße", "rue de l’Exemple", "calle Ejemplo", "ул. Примерная", "Үлгі көшесі"];

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is drawn by itself")]
struct Office {
    email: usize,
    fax: usize,
    phone: usize,
    web: bool,
    post: bool,
    withheld: bool,
    name: bool,
    salutation: bool,
    copies: usize,
    fax_copies: usize,
    post_copy: bool,
}

fn offices() -> impl Strategy<Value = Vec<Office>> {
    let copies = (0..3usize, 0..2usize, any::<bool>());
    let office = (0..3usize, 0..2usize, 0..3usize, copies, any::<[bool; 5]>());
    let office = office.prop_map(|(email, fax, phone, copies, [web, post, withheld, name, salutation])| Office {
        // Somebody who cannot be reached at all is no recipient of an appeal.
        email: if fax + phone == 0 { email.max(1) } else { email },
        fax,
        phone,
        web,
        post,
        withheld: withheld && email == 0 && fax + phone > 0,
        name,
        salutation,
        copies: copies.0,
        fax_copies: copies.1,
        // `import` leaves it out beside another copy, and takes one alone for an office.
        post_copy: copies.2 && copies.0 + copies.1 > 0,
    });
    prop::collection::vec(office, 1..=4)
}

fn list(key: &str, number: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<_> = (0..number).map(|number| format!("'{}'", item(number))).collect();
    if items.is_empty() { String::new() } else { format!("{key} = [{}]\n", items.join(", ")) }
}

fn file(at: usize, offices: &[Office], demands: usize, copies: usize, deadline: bool, embassy: bool) -> String {
    let (code, [title, summary], asked) = TEXTS[at];
    let street = STREETS[at];
    let deadline = if deadline { "respond_by = 2026-12-15\n" } else { "" };
    let mut file = format!(
        "title = '{title}'\nissued = 2026-11-01\n{deadline}status = 'open'\ncountry = 'KZ'\nlanguages = ['{code}']\n\
         subject = '{title}'\nsummary = '{summary}'\n"
    );
    for (number, text) in asked.iter().take(demands).enumerate() {
        write!(file, "[[demands]]\nid = 'd{number}'\ntext = '{text}'\n").unwrap();
    }
    for (number, office) in offices.iter().enumerate() {
        let (kind, name) = OFFICES[at].1[number];
        write!(file, "[[recipients]]\nid = 'r{number}'\nkind = '{kind}'\noffice = '{name}'\n").unwrap();
        file += &list("email", office.email, |mailbox| format!("office{number}-{mailbox}@example.org"));
        file += &list("fax", office.fax, |fax| format!("+7 7172 10{number}00{fax}"));
        file += &list("phone", office.phone, |phone| format!("+7 7172 20{number}00{phone}"));
        if office.withheld {
            file += "withheld = ['email']\n";
        }
        if office.name {
            file += if ["ru", "kk"].contains(&code) {
                "name = 'Иван Примеров'\n"
            } else {
                "name = 'Alex Example'\n"
            };
        }
        if office.post {
            write!(file, "post = '''\n{street} {}\n010000 Exampleville'''\n", number + 1).unwrap();
        }
        if office.web {
            writeln!(file, "web = ['https://example.org/form/{number}']").unwrap();
        }
        if office.salutation {
            writeln!(file, "salutation = '{}'", SALUTATIONS[at]).unwrap();
        }
        file += &list("copies.email", office.copies, |copy| format!("copy{number}-{copy}@example.net"));
        file += &list("copies.fax", office.fax_copies, |copy| format!("+7 7172 30{number}00{copy}"));
        if office.post_copy {
            writeln!(file, "copies.post = ['''\nExample Union\n{street} {number}\n010000 Exampleville''']").unwrap();
        }
    }
    if embassy {
        file += "[[recipients]]\nembassy = 'signer-country'\n";
        // In languages that decline the name of the country, the campaign gives it.
        file += [
            "",
            "office = 'Botschaft der Republik Kasachstan'\n",
            "office = 'Ambassade du Kazakhstan'\n",
            "",
            "office = 'Посольство Республики Казахстан'\n",
            "office = 'Қазақстан Республикасының Елшілігі'\n",
        ][at];
    }
    if copies > 0 {
        file += "[copies]\n";
        file += &list("email", copies, |copy| format!("all{copy}@example.net"));
        file += &list("fax", copies - 1, |copy| format!("+7 7172 40000{copy}"));
    }
    file
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_published_is_read_back(
        at in 0..TEXTS.len(),
        offices in offices(),
        demands in 1..=3usize,
        copies in 0..3usize,
        deadline: bool,
        embassy: bool,
    ) {
        let mut offices = offices;
        if TEXTS[at].0 == "fr" {
            // Without another way an office has what to say on the telephone for a letter, and of that `import` takes a line
            // that begins with "Demandez :" for a demand.
            offices.iter_mut().filter(|office| office.email + office.fax == 0).for_each(|office| office.fax = 1);
        }
        let text = file(at, &offices, demands, copies, deadline, embassy);
        let campaign = campaign(&text);
        let code = TEXTS[at].0;
        for format in [Format::Text, Format::Html] {
            let page = published(&campaign, code, format);
            let told = Told::by(&campaign, code.parse().unwrap());
            let read = Told::read(&page, format).greeted_like(&told);
            prop_assert_eq!(read, told, "{:?}\n{}\n{}", format, text, page);
        }
    }
}
