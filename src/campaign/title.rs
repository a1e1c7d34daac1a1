use super::{Kind, Text};

/// What the person who is written to is by their office, where letters may address them by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// A minister.
    Minister,
    /// An ambassador.
    Ambassador,
    /// The president of a state, of a court, of a parliament.
    President,
    /// A prime minister.
    PrimeMinister,
    /// A public prosecutor.
    Prosecutor,
    /// A judge.
    Judge,
    /// The governor of a region.
    Governor,
    /// A mayor.
    Mayor,
}

impl Title {
    const ALL: [Self; 8] = [
        Self::Minister,
        Self::Ambassador,
        Self::President,
        Self::PrimeMinister,
        Self::Prosecutor,
        Self::Judge,
        Self::Governor,
        Self::Mayor,
    ];

    /// The title of whoever holds a position in an office of that kind; without a position, of whoever heads it. A position
    /// that does not say it plainly, such as that of a deputy, has none.
    pub(super) fn of(kind: Kind, position: Option<&Text>) -> Option<Self> {
        let Some(position) = position else {
            return Self::ALL.into_iter().find(|title| title.heads() == Some(kind));
        };
        let texts = || position.languages().filter_map(|language| position.get(language));
        Self::ALL.into_iter().find(|title| title.exists_in(kind) && texts().any(|text| title.is_said_by(text)))
    }

    /// Its name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minister => "minister",
            Self::Ambassador => "ambassador",
            Self::President => "president",
            Self::PrimeMinister => "prime-minister",
            Self::Prosecutor => "prosecutor",
            Self::Judge => "judge",
            Self::Governor => "governor",
            Self::Mayor => "mayor",
        }
    }

    /// The kind of office whose head is always called so.
    fn heads(self) -> Option<Kind> {
        match self {
            Self::Minister => Some(Kind::Ministry),
            Self::Ambassador => Some(Kind::Embassy),
            Self::President => Some(Kind::HeadOfState),
            Self::PrimeMinister => Some(Kind::HeadOfGovernment),
            Self::Prosecutor => Some(Kind::Prosecutor),
            Self::Judge => Some(Kind::Court),
            Self::Governor | Self::Mayor => None,
        }
    }

    fn exists_in(self, kind: Kind) -> bool {
        match self {
            Self::President => matches!(kind, Kind::HeadOfState | Kind::Court | Kind::Parliament),
            Self::Governor | Self::Mayor => kind == Kind::LocalGovernment,
            title => title.heads() == Some(kind),
        }
    }

    /// Whether a position begins with the title ("Minister of Justice", not "Deputy Minister"); in Kazakh it ends with it.
    fn is_said_by(self, position: &str) -> bool {
        let position = position.to_lowercase();
        let mut words = position.split_whitespace().map(|word| word.trim_matches(','));
        let (first, last) = (words.next(), words.next_back());
        let (begins, ends): (&[&str], &[&str]) = match self {
            Self::Minister => {
                (&["minister", "ministerin", "ministre", "ministra", "ministro", "министр"], &["министрі"])
            }
            Self::Ambassador => (
                &[
                    "ambassador",
                    "botschafter",
                    "botschafterin",
                    "ambassadeur",
                    "ambassadrice",
                    "embajador",
                    "embajadora",
                    "посол",
                    "елші",
                ],
                &["елшісі"],
            ),
            Self::President => (
                &[
                    "president",
                    "präsident",
                    "präsidentin",
                    "président",
                    "présidente",
                    "presidente",
                    "presidenta",
                    "президент",
                ],
                &["президенті"],
            ),
            Self::PrimeMinister => (
                &[
                    "prime",
                    "premierminister",
                    "premierministerin",
                    "premier",
                    "première",
                    "primer",
                    "primera",
                    "премьер-министр",
                ],
                &["премьер-министрі"],
            ),
            Self::Prosecutor => (
                &["prosecutor", "staatsanwalt", "staatsanwältin", "procureur", "procureure", "fiscal", "прокурор"],
                &["прокуроры"],
            ),
            Self::Judge => (&["judge", "richter", "richterin", "juge", "juez", "jueza", "судья"], &["судьясы"]),
            Self::Governor => (
                &["governor", "gouverneur", "gouverneurin", "gouverneure", "gobernador", "gobernadora", "губернатор"],
                &["губернаторы"],
            ),
            Self::Mayor => {
                (&["mayor", "bürgermeister", "bürgermeisterin", "maire", "alcalde", "alcaldesa", "мэр"], &["мэрі"])
            }
        };
        first.is_some_and(|word| begins.contains(&word)) || last.is_some_and(|word| ends.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Language;

    fn title(kind: Kind, position: &str) -> Option<Title> {
        Title::of(kind, Text::new([(Language::ENGLISH, position.to_owned())]).as_ref())
    }

    #[test]
    fn only_a_position_that_says_it_plainly_has_a_title() {
        assert_eq!(title(Kind::Ministry, "Minister of Justice"), Some(Title::Minister));
        assert_eq!(title(Kind::Ministry, "Әділет министрі"), Some(Title::Minister));
        assert_eq!(title(Kind::Court, "President of the Court"), Some(Title::President));
        assert_eq!(title(Kind::LocalGovernment, "Mayor"), Some(Title::Mayor));
        for (kind, position) in [
            (Kind::Ministry, "Deputy Minister"),
            (Kind::Ministry, "Press Secretary of the Minister"),
            (Kind::Ministry, "Әділет министрінің орынбасары"),
            (Kind::Embassy, "Consul"),
            (Kind::Prison, "Governor"),
            (Kind::Company, "President"),
            (Kind::LocalGovernment, "Councillor"),
        ] {
            assert_eq!(title(kind, position), None, "{position}");
        }
    }

    #[test]
    fn the_head_of_an_office_has_a_title_by_its_kind() {
        assert_eq!(Title::of(Kind::Ministry, None), Some(Title::Minister));
        assert_eq!(Title::of(Kind::LocalGovernment, None), None);
        assert_eq!(Title::of(Kind::Police, None), None);
    }
}
