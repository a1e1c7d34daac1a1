use std::path::Path;

use crate::source::Problem;

/// A form in which programs keep or pack mails, and which is not read here.
pub(super) struct Foreign {
    /// How its files begin.
    signature: &'static [u8],
    /// How the names end of those that hold mails; any where there is none.
    endings: &'static [&'static str],
    /// What it is.
    what: &'static str,
    /// How to come to mails that are read.
    hint: &'static str,
}

const UNPACK: &str = "unpack it, and name what is in it";

const FORMS: [Foreign; 9] = [
    Foreign { signature: b"\x1F\x8B", endings: &[], what: "is compressed (gzip)", hint: UNPACK },
    Foreign { signature: b"BZh", endings: &[], what: "is compressed (bzip2)", hint: UNPACK },
    Foreign { signature: b"\xFD7zXZ", endings: &[], what: "is compressed (xz)", hint: UNPACK },
    Foreign { signature: b"\x28\xB5\x2F\xFD", endings: &[], what: "is compressed (zstd)", hint: UNPACK },
    Foreign { signature: b"7z\xBC\xAF\x27\x1C", endings: &[], what: "is an archive (7z)", hint: UNPACK },
    Foreign {
        signature: b"PK\x03\x04",
        endings: &["zip", "olm"],
        what: "is an archive (ZIP)",
        hint: "unpack it, and name what is in it; of Outlook for Mac (.olm), drag the mails out of its window instead",
    },
    Foreign {
        signature: b"!BDN",
        endings: &[],
        what: "is a data file of Outlook (.pst, .ost)",
        hint: "`readpst` makes mbox files of it; or save the mails as .eml in Outlook on the web",
    },
    Foreign {
        signature: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        endings: &["msg"],
        what: "is a mail in the form of Outlook (.msg)",
        hint: "`msgconvert` makes an .eml file of it; or save the mail as .eml in Outlook on the web",
    },
    Foreign {
        signature: b"\xCF\xAD\x12\xFE",
        endings: &[],
        what: "is a folder of Outlook Express (.dbx)",
        hint: "`undbx` makes .eml files of it",
    },
];

impl Foreign {
    /// The form of a file that begins like this.
    pub(super) fn of(bytes: &[u8]) -> Option<&'static Self> {
        FORMS.iter().find(|form| bytes.starts_with(form.signature))
    }

    /// Whether a file of this form holds mails, by its name.
    pub(super) fn is_likely(&self, path: &Path) -> bool {
        let ending = path.extension().unwrap_or_default();
        self.endings.is_empty() || self.endings.iter().any(|other| ending.eq_ignore_ascii_case(other))
    }

    /// That a file of this form was not read, and how its mails can be.
    pub(super) fn problem(&self, path: &Path) -> Problem {
        Problem::error(format!("{} {}, and was not read", path.display(), self.what)).hint(self.hint)
    }
}
