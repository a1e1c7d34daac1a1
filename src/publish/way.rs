use serde::Serialize;

use super::link;
use super::qr::Qr;
use crate::campaign::{Addresses, CopiedAs, Copies};
use crate::vocabulary::{Channel, Language, Words};

/// One way to reach somebody, as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Way {
    /// `email`, `fax`, `phone`, `post`, `web`, `social` or `withheld`.
    kind: &'static str,
    label: String,
    /// Line by line.
    lines: Vec<String>,
    link: Option<String>,
    qr: Option<Qr>,
}

impl Way {
    fn new(kind: &'static str, label: impl Into<String>, text: &str) -> Self {
        let lines = text.lines().map(str::to_owned).collect();
        Self { kind, label: label.into(), lines, link: None, qr: None }
    }

    /// Whether it is one that the published appeal hides.
    pub(super) fn is_withheld(&self) -> bool {
        self.kind == "withheld"
    }

    fn linked(self, link: Option<String>) -> Self {
        Self { link, ..self }
    }

    fn withheld(channel: Channel, words: &Words) -> Self {
        Self::new("withheld", words.get(channel.name()), words.get("withheld"))
    }

    /// Every way that is known to reach an office, in the order in which they are to be tried, and those that the published
    /// appeal hides.
    pub(super) fn all(
        addresses: &Addresses,
        missing: impl Iterator<Item = Channel>,
        language: Language,
        words: &Words,
    ) -> Vec<Self> {
        let word = |name| words.get(name);
        let email = addresses.email.iter().map(|address| Self::new("email", word("email"), address.as_str()));
        let fax = addresses.fax.iter().map(|number| Self::new("fax", word("fax"), number.written()));
        let phone = addresses.phone.iter().map(|number| {
            let link = link::tel(number);
            let qr = link.as_deref().and_then(Qr::of);
            Self { qr, ..Self::new("phone", word("phone"), number.written()) }.linked(link)
        });
        let post = addresses.post.iter().map(|post| Self::new("post", word("post"), post.nearest(language)));
        let web = addresses.web.iter().map(|web| Self::new("web", word("web"), web).linked(link::web(web)));
        let social = addresses.social.iter();
        let social = social.map(|account| Self::new("social", account.network.to_string(), &account.handle));
        let withheld = missing.map(|channel| Self::withheld(channel, words));
        email.chain(withheld).chain(fax).chain(phone).chain(post).chain(web).chain(social).collect()
    }

    /// Where copies go, a way for each channel.
    pub(super) fn copies(copies: &Copies, copied_as: CopiedAs, language: Language, words: &Words) -> Vec<Self> {
        let label = match copied_as {
            CopiedAs::Cc => "email",
            CopiedAs::Bcc => "blind",
        };
        let is_hidden = |channel: &&Channel| **channel == Channel::Email;
        let hidden = copies.withheld.iter().filter(is_hidden).map(|_| words.get("withheld").to_owned());
        let mailboxes = copies.email.iter().map(ToString::to_string);
        let joined = |kind, label: &str, texts: Vec<String>| {
            (!texts.is_empty()).then(|| Self::new(kind, words.get(label), &texts.join(", ")))
        };
        let email = joined(
            if copies.email.is_empty() { "withheld" } else { "email" },
            label,
            mailboxes.chain(hidden).collect(),
        );
        let fax = joined("fax", "fax", copies.fax.iter().map(ToString::to_string).collect());
        let post = copies.post.iter().map(|post| Self::new("post", words.get("post"), post.nearest(language)));
        let withheld = copies.withheld.iter().filter(|channel| !is_hidden(channel));
        let withheld = withheld.map(|&channel| Self::withheld(channel, words));
        email.into_iter().chain(fax).chain(post).chain(withheld).collect()
    }
}
