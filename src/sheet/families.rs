use std::borrow::Cow;

use parley::{FontFamily, FontFamilyName};

use crate::vocabulary::Language;

/// The family of the bundled fonts.
const BUNDLED: &str = "Noto Serif";

/// Families for what the bundled fonts lack, where the machine has them; what these lack too is for the machine to find.
/// Left to itself it may find a Hebrew that only scholars read, and no Arabic comma behind a name in Latin letters.
const OTHERS: [&str; 8] = [
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    "Noto Serif Hebrew",
    "Noto Sans Hebrew",
    "Noto Serif Thai",
    "Noto Sans Thai",
    "Times New Roman",
    "DejaVu Sans",
];

/// The families that a text is set in, the best first.
///
/// Chinese, Japanese and Korean share characters and each write them their way, so the language decides.
pub(super) fn of(language: Language) -> FontFamily<'static> {
    let own: &[&str] = match language.code() {
        "zh" => &["Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", "SimSun"],
        "ja" => &["Noto Serif CJK JP", "Noto Sans CJK JP", "Hiragino Mincho ProN", "MS Mincho"],
        "ko" => &["Noto Serif CJK KR", "Noto Sans CJK KR", "AppleMyungjo", "Batang"],
        _ => &[],
    };
    let names = [BUNDLED].into_iter().chain(own.iter().copied()).chain(OTHERS);
    FontFamily::List(Cow::Owned(names.map(FontFamilyName::named).collect()))
}
