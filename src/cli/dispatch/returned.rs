//! Mailboxes that returned letters before: they are told before anything goes, and may be left out.

use serde_json::json;

use super::Dispatch;
use crate::batch::{DeadMailbox, Rules};
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{WARN, count, print, say, styled};
use crate::ledger::Run;
use crate::returns::Status;

impl Dispatch<'_> {
    /// Tells which mailboxes returned letters, and leaves their recipients out where that is wanted. A letter goes unless
    /// somebody says otherwise, and copies are never left out.
    pub(super) fn heed_returned(&mut self, run: &Run, rules: &Rules) -> anyhow::Result<()> {
        let arguments = self.arguments;
        if arguments.sample_to.is_some() {
            return Ok(());
        }
        let mailboxes = self.batch.dead_mailboxes(run, rules)?;
        for mailbox in &mailboxes {
            say_returned(mailbox);
        }
        let written_to: Vec<_> = mailboxes.iter().filter(|mailbox| !mailbox.role.is_copy()).collect();
        if written_to.is_empty() {
            if arguments.json && !mailboxes.is_empty() {
                tell_returned(&mailboxes, false);
            }
            return Ok(());
        }
        let is_asked = self.context.asks && !arguments.yes && !arguments.dry_run && !arguments.without_returned;
        let leaves_out = arguments.without_returned
            || is_asked && ask::confirm("Leave out recipients who have no other mailbox?", false)?;
        if arguments.json {
            tell_returned(&mailboxes, leaves_out);
        }
        if leaves_out {
            self.batch.leave_out(written_to.iter().map(|mailbox| mailbox.address.clone()).collect());
            say("left out: letters to recipients who have no other mailbox");
        } else {
            say("letters go there all the same; --without-returned leaves them out");
        }
        Ok(())
    }
}

fn tell_returned(mailboxes: &[DeadMailbox], left_out: bool) {
    let mailboxes: Vec<_> = mailboxes
        .iter()
        .map(|mailbox| {
            json!({
                "address": mailbox.address,
                "recipient": mailbox.recipient,
                "role": mailbox.role.to_string(),
                "code": mailbox.returned.code,
                "returned": mailbox.returned.letters,
                "letters": mailbox.letters,
            })
        })
        .collect();
    // Nothing has to be read for the letters to go.
    let _ = print(json!({ "event": "returned", "mailboxes": mailboxes, "left_out": left_out }));
}

fn say_returned(mailbox: &DeadMailbox) {
    let DeadMailbox { address, recipient, role, returned, letters } = mailbox;
    let code = returned.code.as_ref().map(|code| {
        let words = code.parse::<Status>().map(|status| format!(" {}", status.words())).unwrap_or_default();
        format!(" ({code}{words})")
    });
    let what = if role.is_copy() { "copies for" } else { "letters to" };
    say(styled(
        WARN,
        format_args!(
            "{recipient}: {what} {address} returned before{}; {} would go there",
            code.unwrap_or_default(),
            count(*letters, "letter")
        ),
    ));
}
