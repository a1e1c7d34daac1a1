//! Golden letters: each folder in `tests/letters/` holds a campaign, what a person answered, and what comes of it.
//!
//! `SNAPSHOTS=overwrite cargo test --test letters` writes what comes of it now; read the difference before you keep it.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use protest_letter::campaign::{self, Campaign, Kind, OwnAddresses};
use protest_letter::letter::{Choice, Forms, Heading, Letter, Signatories, WIDTH, wrap};
use protest_letter::signer::Signer;
use protest_letter::source::{Fields, Library, Report, TextFile};
use protest_letter::vocabulary::Channel;
use serde::Deserialize;
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::{Assert, Data};

/// `answers.toml`: who signs, and what they chose of the campaign.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    /// The keys of a profile.
    signer: toml::Table,
    /// Ids of recipients.
    to: Option<Vec<String>>,
    /// Ids of demands.
    demands: Option<Vec<String>>,
    channel: Option<String>,
    language: Option<String>,
    template: Option<String>,
    /// Letter templates to be tried one after the other.
    #[serde(default)]
    templates: Vec<String>,
    /// Who signs joint letters beside the signer, by name.
    joint: Option<Vec<String>>,
}

impl Answers {
    fn signer(&self) -> Signer {
        let file = TextFile::from_bytes("answers.toml", self.signer.to_string().as_bytes()).unwrap();
        let report = Report::default();
        let signer = Fields::of_file(&file, &report, Signer::read);
        report.finish(signer).unwrap().0
    }

    /// What they chose, once for each template.
    fn choices(&self) -> Vec<Choice> {
        let choice = Choice {
            recipients: self.to.clone(),
            demands: self.demands.clone(),
            channel: self.channel.as_ref().map(|channel| channel.parse().unwrap()),
            language: self.language.as_ref().map(|language| language.parse().unwrap()),
            template: self.template.clone(),
        };
        let templates = self.templates.iter().map(|name| Choice { template: Some(name.clone()), ..choice.clone() });
        if self.templates.is_empty() { vec![choice.clone()] } else { templates.collect() }
    }

    fn forms<'c>(&self, library: &'c Library, campaign: &'c Campaign, choice: &Choice) -> Forms<'c> {
        let forms = Forms::new(library, campaign, date(2026, 11, 23));
        let is_joint = choice.template.as_deref() == Some("joint");
        let Some(names) = self.joint.as_ref().filter(|_| is_joint) else { return forms };
        let mut signatories = Signatories::default();
        for name in names {
            signatories.add(&Signer::named(name.parse().unwrap()));
        }
        forms.joint(signatories)
    }
}

/// All letters of a case, each under a line that says to whom and how it goes; or what they lack.
fn letters(case: &Path) -> String {
    let answers: Answers = toml::from_str(&fs::read_to_string(case.join("answers.toml")).unwrap()).unwrap();
    let signer = Arc::new(answers.signer());
    let file = case.join("campaign.toml");
    let (campaign, library, warnings) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    assert_eq!(warnings, [], "{}", case.display());
    let mut letters = String::new();
    for choice in answers.choices() {
        for letter in answers.forms(&library, &campaign, &choice).fill(&signer, &choice).unwrap() {
            assert_eq!(put_together(&letter), letter.text, "{}", case.display());
            let is_short = choice.template.as_deref() == Some("short");
            assert!(!is_short || letter.body().chars().count() < 1200, "too long for a web form: {}", letter.text);
            let way = letter.form.channel().map_or("printed", |channel| channel.name());
            let (recipient, language) = (&letter.form.recipient.id, letter.form.language);
            writeln!(letters, "=== {recipient}, {way}, {language}: {}\n", letter.form.subject).unwrap();
            writeln!(letters, "{}\n", wrap(&letter.text, WIDTH)).unwrap();
        }
    }
    letters
}

/// The text of a letter, made of its parts as a page lays them out; what is said on the telephone has no other part.
fn put_together(letter: &Letter) -> String {
    if letter.form.channel() == Some(Channel::Phone) {
        return letter.body().to_owned();
    }
    let Heading { sender, place_and_date, addressee, subject } = letter.heading();
    let lines = |lines: &[String]| lines.join("\n");
    let parts = [
        lines(&sender),
        place_and_date,
        lines(&addressee),
        subject,
        letter.body().to_owned(),
        lines(&letter.signature()),
        lines(letter.signatories()),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn letters_are_as_they_were_read_and_approved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let expected = Data::read_from(&case.join("expected.txt"), None).raw();
        Assert::new().action_env(DEFAULT_ACTION_ENV).eq(letters(&case), expected);
    }
}

/// A summary that a recipient has of its own is not replaced by the campaign's where it lacks a language.
#[test]
fn a_letter_is_in_a_language_that_the_texts_for_its_reader_are_in() {
    let campaign = "title = 'x'\nissued = 2026-11-01\nstatus = 'open'\ncountry = 'KZ'\nlanguages = ['en', 'ru']\n\
                    subject = { en = 'Release them', ru = 'Свободу' }\nsummary = { en = 'All.', ru = 'Все.' }\n\
                    [[people]]\nname = 'Alma'\nsituation = 'held'\nfor = ['police']\n\
                    [[recipients]]\nid = 'court'\nkind = 'court'\noffice = 'x'\nsummary.en = 'One of them.'\n\
                    [[recipients]]\nid = 'police'\nkind = 'police'\noffice = 'x'\n\
                    [[recipients]]\nid = 'ministry'\nkind = 'ministry'\noffice = 'x'\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("campaign.toml");
    fs::write(&file, campaign).unwrap();
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let signer = Signer { language: "ru".parse().ok(), ..Signer::named("Alex Example".parse().unwrap()) };
    let mut forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let forms = forms.of(&signer, &Choice::default()).unwrap();
    let languages: Vec<_> = forms.iter().map(|form| (form.recipient.id.as_str(), form.language.code())).collect();
    assert_eq!(languages, [("court", "en"), ("police", "en"), ("ministry", "ru")]);
}

/// To each kind of office, in each language: how the letter begins and ends, without a name and with one, to nobody in
/// particular, to a woman, and to a man.
#[test]
fn offices_are_addressed_as_is_usual() {
    let mut campaign = "title = \"x\"\nissued = 2026-11-01\nstatus = \"open\"\ncountry = \"KZ\"\n\
                        languages = [\"en\", \"ru\", \"kk\", \"de\", \"fr\", \"es\"]\n"
        .to_owned();
    for key in ["subject", "summary"] {
        for language in ["en", "ru", "kk", "de", "fr", "es"] {
            writeln!(campaign, "{key}.{language} = \"x\"").unwrap();
        }
    }
    for kind in Kind::ALL {
        let (named, female, male) = ("name = \"Kim Example\"\n", "gender = \"female\"\n", "gender = \"male\"\n");
        for (whose, person) in [
            ("", String::new()),
            ("-named", named.to_owned()),
            ("-f", female.to_owned()),
            ("-m", male.to_owned()),
            ("-named-f", format!("{named}{female}")),
            ("-named-m", format!("{named}{male}")),
        ] {
            let id = format!("{kind}{whose}");
            writeln!(campaign, "[[recipients]]\nid = \"{id}\"\nkind = \"{kind}\"\noffice = \"x\"\n{person}").unwrap();
        }
    }
    for (id, person) in [
        ("minister", "kind = \"ministry\"\nname = \"Kim Example\"\nposition = \"Minister of Justice\""),
        ("deputy-minister", "kind = \"ministry\"\nname = \"Kim Example\"\nposition = \"Deputy Minister\""),
        ("consul", "kind = \"embassy\"\nname = \"Kim Example\"\nposition = \"Consul\""),
        ("governor", "kind = \"local-government\"\nposition = \"Governor\""),
        ("mayor", "kind = \"local-government\"\nposition = \"Mayor\""),
        (
            "patronymic",
            "kind = \"police\"\nname = { en = \"Aigul Bolatovna Test\", ru = \"Айгуль Болатовна Тест\", kk = \"Айгүл Болатқызы Тест\" }",
        ),
        ("initial", "kind = \"police\"\nname = { en = \"B. Test\", ru = \"Тест Б. К.\", kk = \"Б. Тест\" }"),
        ("two-surnames", "kind = \"police\"\nname = \"Gabriela Test Example\""),
        ("family-name", "kind = \"police\"\nname = \"Gabriela Test Example\"\nfamily_name = \"Test\""),
        (
            "form-of-address",
            "kind = \"police\"\nname = { en = \"Ms Aigul Test\", de = \"Frau Test\", es = \"Sra. Aigul Test\" }",
        ),
        ("doctor", "kind = \"police\"\nname = \"Dr. Kim Example\""),
    ] {
        for gender in ["female", "male"] {
            let id = format!("{id}-{}", &gender[..1]);
            writeln!(campaign, "[[recipients]]\nid = \"{id}\"\noffice = \"x\"\ngender = \"{gender}\"\n{person}")
                .unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("campaign.toml");
    fs::write(&file, campaign).unwrap();
    let (campaign, library, _) =
        campaign::load(&Library::new([]), file.to_str().unwrap(), &OwnAddresses::default()).unwrap();
    let mut forms = Forms::new(&library, &campaign, date(2026, 11, 23));
    let signer = Arc::new(Signer::named("Alex Example".parse().unwrap()));
    let mut table = String::new();
    for language in &campaign.languages {
        writeln!(table, "=== {language}\n").unwrap();
        let choice = Choice { language: Some(*language), ..Choice::default() };
        let mut neutral = HashMap::new();
        for letter in forms.fill(&signer, &choice).unwrap() {
            let (first, last) = (letter.body().lines().next().unwrap(), letter.body().lines().last().unwrap());
            let (id, line) = (&letter.form.recipient.id, format!("{first}  …  {last}"));
            // Where it makes no difference whether it is a woman or a man, it stands once.
            let whose = id.trim_end_matches("-f").trim_end_matches("-m");
            if neutral.get(whose) != Some(&line) {
                writeln!(table, "{id:27} {line}").unwrap();
            }
            neutral.entry(whose.to_owned()).or_insert(line);
        }
        writeln!(table).unwrap();
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/salutations.txt");
    Assert::new().action_env(DEFAULT_ACTION_ENV).eq(table, Data::read_from(&expected, None).raw());
}
