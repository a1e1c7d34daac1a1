use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Language;

/// The names of countries in some languages.
struct Table {
    languages: Vec<&'static str>,
    /// By the code of the country, in the order of the languages.
    names: BTreeMap<&'static str, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut lines = include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#'));
    let languages = lines.next().map(|line| line.split('\t').skip(1).collect()).unwrap_or_default();
    let names = lines.filter_map(|line| {
        let (code, names) = line.split_once('\t')?;
        Some((code, names.split('\t').collect()))
    });
    Table { languages, names: names.collect() }
});

/// The name of a country as it stands alone; `None` in a language that the table does not have.
pub(super) fn name_in(code: &str, language: Language) -> Option<&'static str> {
    let column = TABLE.languages.iter().position(|other| *other == language.code())?;
    TABLE.names.get(code)?.get(column).copied()
}

/// Every name of every country, with the code of the country: those of the table, and those that people use beside them.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let in_table = TABLE.names.iter().flat_map(|(code, names)| names.iter().map(|name| (*code, *name)));
    let lines = include_str!("everyday-countries.tsv").lines().filter(|line| !line.starts_with('#'));
    let everyday = lines.filter_map(|line| line.split_once('\t'));
    in_table.chain(everyday.flat_map(|(code, names)| names.split('\t').map(move |name| (code, name))))
}

/// The name of a country as it stands in an English sentence, where the list of countries spells it as a heading.
pub(super) fn in_a_sentence(code: &str) -> Option<&'static str> {
    Some(match code {
        "AE" => "the United Arab Emirates",
        "AG" => "Antigua and Barbuda",
        "AX" => "the Åland Islands",
        "BA" => "Bosnia and Herzegovina",
        "BL" => "Saint Barthélemy",
        "BN" => "Brunei",
        "BS" => "the Bahamas",
        "CC" => "the Cocos (Keeling) Islands",
        "CD" => "the Democratic Republic of the Congo",
        "CF" => "the Central African Republic",
        "CG" => "the Republic of the Congo",
        "CI" => "Côte d’Ivoire",
        "CK" => "the Cook Islands",
        "CW" => "Curaçao",
        "DO" => "the Dominican Republic",
        "FK" => "the Falkland Islands (Malvinas)",
        "FM" => "Micronesia",
        "FO" => "the Faroe Islands",
        "GB" => "the United Kingdom",
        "GM" => "the Gambia",
        "GS" => "South Georgia and the South Sandwich Islands",
        "GW" => "Guinea-Bissau",
        "HM" => "Heard Island and McDonald Islands",
        "IM" => "the Isle of Man",
        "IR" => "Iran",
        "KM" => "the Comoros",
        "KN" => "Saint Kitts and Nevis",
        "KP" => "North Korea",
        "KR" => "South Korea",
        "KY" => "the Cayman Islands",
        "LA" => "Laos",
        "MD" => "Moldova",
        "MF" => "Saint Martin",
        "MH" => "the Marshall Islands",
        "MK" => "North Macedonia",
        "MP" => "the Northern Mariana Islands",
        "NE" => "Niger",
        "NL" => "the Netherlands",
        "PH" => "the Philippines",
        "PM" => "Saint Pierre and Miquelon",
        "PS" => "Palestine",
        "RE" => "Réunion",
        "RU" => "Russia",
        "SB" => "the Solomon Islands",
        "SD" => "Sudan",
        "SH" => "Saint Helena, Ascension and Tristan da Cunha",
        "SJ" => "Svalbard and Jan Mayen",
        "ST" => "São Tomé and Príncipe",
        "SX" => "Sint Maarten",
        "SY" => "Syria",
        "TC" => "the Turks and Caicos Islands",
        "TF" => "the French Southern Territories",
        "TT" => "Trinidad and Tobago",
        "TW" => "Taiwan",
        "TZ" => "Tanzania",
        "UM" => "the United States Minor Outlying Islands",
        "US" => "the United States",
        "VA" => "the Holy See",
        "VC" => "Saint Vincent and the Grenadines",
        "VE" => "Venezuela",
        "VG" => "the British Virgin Islands",
        "VI" => "the US Virgin Islands",
        "WF" => "Wallis and Futuna",
        _ => return None,
    })
}
