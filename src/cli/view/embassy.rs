//! Embassies whose address nobody has told yet.

use std::collections::BTreeSet;

use crate::campaign::Campaign;
use crate::cli::context::Context;
use crate::cli::terminal::screen::say;
use crate::letter::{Letter, Reach};

/// Tells where the address of an embassy is to be added that letters go to.
pub(crate) fn say_where_to_add<'a>(
    context: &Context,
    campaign: &Campaign,
    letters: impl IntoIterator<Item = &'a Letter>,
) {
    let hosts: BTreeSet<_> = letters
        .into_iter()
        .filter_map(|letter| match letter.form.reach {
            Reach::UnknownEmbassy(host) => Some(host),
            _ => None,
        })
        .collect();
    let path = context.folders.addresses();
    for host in hosts {
        let of = campaign.country.code();
        say(format_args!(
            "the address of the embassy in {} is not known; to add it, write into {}:",
            host.name(),
            path.display()
        ));
        say(format_args!(
            "\n    [[embassies]]\n    of = \"{of}\"\n    in = \"{host}\"\n    email = [\"…\"]   # or fax, phone, post\n"
        ));
    }
}
