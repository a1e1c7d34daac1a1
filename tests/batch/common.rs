//! A mock server on a thread of its own, a ledger in a folder of its own, and letters.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use protest_letter::batch::{self, Event, Rules, Summary};
use protest_letter::deliver::{Backoff, Pace, Smtp};
use protest_letter::ledger::{Filter, Run, Sqlite, State};
use protest_letter::letter::Pending;
use protest_letter::mail::Composer;
use protest_letter::mock_smtp::{MockSmtp, Received, Settings};
use protest_letter::signer::Signer;
use protest_letter::source::Problem;
use protest_letter::vocabulary::Channel;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::letters::letter_to;

/// A server that is there for as long as it is held.
pub struct Server {
    runtime: Runtime,
    pub mock: MockSmtp,
}

impl Server {
    pub fn start(faults: &[&str]) -> Self {
        Self::with(Settings {
            faults: faults.iter().map(|rule| rule.parse().unwrap()).collect(),
            ..Settings::default()
        })
    }

    pub fn with(settings: Settings) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mock = runtime.block_on(MockSmtp::start(settings)).unwrap();
        Self { runtime, mock }
    }

    /// The transports of so many connections.
    pub fn transports(&self, connections: usize) -> Vec<Smtp> {
        let account = format!("smtp://{}", self.mock.address()).parse().unwrap();
        vec![account; connections].into_iter().map(|account| Smtp::new(account, None)).collect()
    }

    /// Who signed the mails that the server kept, and to whom they went, in order.
    pub fn kept(&self) -> Vec<String> {
        self.runtime.block_on(self.mock.stop()).unwrap();
        let mails = self.mock.received();
        let kept = mails.iter().filter(|mail| mail.reply.as_ref().is_none_or(|reply| reply.code() == 250));
        let mut kept: Vec<_> =
            kept.map(|mail| format!("{} {}", mail.envelope.mail_from, mail.envelope.rcpt_to[0].address)).collect();
        kept.sort();
        kept
    }
}

impl Server {
    /// Who signed the mails that were accepted, as `Reply-To` says, and who received each.
    pub fn copies(&self) -> Vec<(String, String)> {
        let mails = self.mock.received();
        let accepted = mails.iter().filter(|mail| mail.reply.as_ref().is_none_or(|reply| reply.code() == 250));
        let reply_to = |name: &(String, String)| name.0.eq_ignore_ascii_case("Reply-To").then(|| name.1.clone());
        let copies = |mail: &Arc<Received>| {
            let signer = mail.decoded_headers().iter().find_map(reply_to).unwrap();
            mail.envelope.accepted().map(|to| (signer.clone(), to.to_owned())).collect::<Vec<_>>()
        };
        accepted.flat_map(copies).collect()
    }
}

/// A ledger in a folder that goes with it.
pub struct Ledger {
    folder: TempDir,
}

impl Ledger {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    pub fn open(&self) -> Sqlite {
        Sqlite::open(&self.path(), now()).unwrap()
    }

    pub fn begin(&self) -> Run {
        self.open().begin("account", false, now()).unwrap()
    }

    /// How many letters are in which state.
    pub fn states(&self) -> Vec<(State, usize)> {
        let mut states = std::collections::BTreeMap::new();
        for (.., state, number) in self.open().counts(&Filter::default()).unwrap() {
            *states.entry(state).or_default() += number;
        }
        states.into_iter().collect()
    }
}

pub fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// Letters of so many signers to the court, the ministry and the police.
pub fn letters(signers: usize) -> Vec<Pending> {
    let forms = ["court", "ministry", "police"].map(|id| letter_to(id).form);
    let signer = |number| Signer {
        email: format!("signer{number}@example.org").parse().ok(),
        ..Signer::named(format!("Signer {number}").parse().unwrap())
    };
    let signers = (0..signers).map(|number| Arc::new(signer(number)));
    signers.flat_map(|signer| forms.clone().map(|form| Pending { form, signer: Arc::clone(&signer) })).collect()
}

/// As fast as it goes.
pub fn rules() -> Rules {
    let at_once = Backoff { first: Duration::from_millis(1), longest: Duration::from_millis(5) };
    Rules {
        now: Some(now()),
        composer: Composer::default(),
        channel: Channel::Email,
        pace: Pace::default(),
        backoff: at_once,
        failures: 10,
        most: None,
        until: None,
        deferred: at_once,
        keep: None,
        resend_uncertain: false,
    }
}

/// Sends letters over so many connections, and tells what happened to each.
pub fn send(
    server: &Server,
    ledger: &Ledger,
    letters: &[Pending],
    connections: usize,
    rules: Rules,
) -> (Summary, Vec<String>) {
    let mut run = ledger.begin();
    let mut events = Vec::new();
    let pass = || Ok::<_, Problem>(letters.iter().cloned().map(Ok));
    let tell = |event: &Event<'_>| match event {
        Event::Attempted { letter, outcome, .. } => {
            events.push(format!("{} {}", letter.form.recipient.id, outcome.word()));
        }
        Event::TriedAgain { letter, .. } => events.push(format!("{} tried again", letter.form.recipient.id)),
        Event::Unfit { letter, .. } => events.push(format!("{} unfit", letter.form.recipient.id)),
        Event::NotReached(_) => events.push("not reached".to_owned()),
        Event::Resting { .. } => events.push("resting".to_owned()),
        Event::Waiting { .. } => events.push("waiting".to_owned()),
    };
    let summary = batch::send(pass, server.transports(connections), &mut run, rules, || false, tell).unwrap();
    run.finish(now()).unwrap();
    (summary, events)
}
