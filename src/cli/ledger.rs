use std::collections::{BTreeMap, BTreeSet};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Done;
use super::arguments::LedgerArguments;
use super::context::Context;
use super::terminal::ask;
use super::terminal::pager::paged;
use super::terminal::screen::{BAD, BOLD, DIM, GOOD, WARN, count, print, print_words, say, styled};
use crate::ledger::{CameBack, Filter, Row, Sqlite, State};
use crate::returns::Status;
use crate::source::{Problem, one_of};
use crate::vocabulary::Channel;

/// Show what became of letters, and settle those in doubt
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// The campaign, by its id; all of them when left out
    campaign: Option<String>,
    /// Show each letter that is in one of these states: owed, claimed, accepted, handed, done, deferred, rejected, uncertain
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<State>,
    /// Print each letter as JSON, an object on a line
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print each letter as CSV
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    ledger: LedgerArguments,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make letters owed again that were deferred or rejected, that are uncertain, or that somebody has in hand
    Retry {
        /// The campaign, by its id; all of them when left out
        campaign: Option<String>,
        /// Those in these states: deferred, rejected, uncertain, handed. The first two when left out
        #[arg(long, value_name = "STATE", value_delimiter = ',', default_values = ["deferred", "rejected"])]
        state: Vec<State>,
        #[command(flatten)]
        change: Change,
    },
    /// Note that letters went which somebody had in hand: by post, fax, telephone or their own mail program
    Done {
        /// The campaign, by its id
        campaign: String,
        /// Those to that recipient, by its id; may be repeated. All of them when left out
        #[arg(long = "to", value_name = "ID", value_delimiter = ',')]
        recipients: Vec<String>,
        /// Those that go by that channel: email, fax, post or phone
        #[arg(long, value_name = "CHANNEL")]
        via: Option<Channel>,
        #[command(flatten)]
        change: Change,
    },
    /// Settle a letter that is uncertain: whether the server took it
    Resolve {
        /// Its number, as `ledger --state uncertain` shows it
        id: i64,
        /// What became of it
        #[arg(value_parser = ["accepted", "rejected"])]
        state: String,
        #[command(flatten)]
        ledger: LedgerArguments,
    },
    Returns(super::returns::Arguments),
    /// Forget who signed letters, and drafts, and keep what prevents sending twice
    Purge {
        /// Letters that were settled, and drafts that were left, before that day (UTC)
        #[arg(long, value_name = "DATE")]
        before: Date,
        /// Do not ask for confirmation
        #[arg(long, short)]
        yes: bool,
        #[command(flatten)]
        ledger: LedgerArguments,
    },
}

/// What the commands share that change letters.
#[derive(Debug, Args)]
struct Change {
    /// The letter of that number
    #[arg(long, value_name = "NUMBER")]
    id: Option<i64>,
    /// Do not ask for confirmation
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    ledger: LedgerArguments,
}

impl Arguments {
    pub(super) fn execute(self) -> anyhow::Result<Done> {
        ask::heed_interrupts();
        let context = Context::open()?;
        match self.action {
            None => {
                let ledger = existing(&self.ledger, &context)?;
                let filter = Filter { campaign: self.campaign, states: self.state, ..Filter::default() };
                if self.json {
                    print_json(&ledger, &filter)?;
                } else if self.csv {
                    print_csv(&ledger, &filter)?;
                } else if filter.states.is_empty() {
                    paged(|| print_counts(&ledger, &filter))?;
                } else {
                    paged(|| ledger.each(&filter, |row| Ok::<_, anyhow::Error>(print_words(line(&row))?)))?;
                }
            }
            Some(Action::Retry { campaign, state, change: Change { id, yes, ledger } }) => {
                let mut ledger = existing(&ledger, &context)?;
                // A letter that is named is meant, whatever its state.
                let states = if id.is_some() { Vec::new() } else { state };
                if states.contains(&State::Uncertain) || id.is_some() {
                    context.confirm("Send letters again that a server may have?", "--yes", yes)?;
                }
                let number = ledger.retry(&Filter { campaign, states, id, ..Filter::default() }, context.now())?;
                if number == 0 {
                    let problem = Problem::error("there is no such letter that could be owed again");
                    anyhow::bail!(problem.hint("`protest-letter ledger` shows what became of all of them"));
                }
                say(format_args!("{} owed again", count(number, "letter")));
            }
            Some(Action::Done { campaign, recipients, via, change: Change { id, yes, ledger } }) => {
                let mut ledger = existing(&ledger, &context)?;
                let states = vec![State::Handed];
                let filter = Filter { campaign: Some(campaign), states, recipients, channel: via, id };
                let number = ledger.counts(&filter)?.iter().map(|(.., number)| number).sum::<usize>();
                if number == 0 {
                    let problem = Problem::error("no such letter is in anybody's hand");
                    anyhow::bail!(problem.hint("`protest-letter ledger --state handed` shows those that are"));
                }
                let letters = count(number, "letter");
                context.confirm(&format!("Note that {letters} went?"), "--yes", yes)?;
                ledger.done(&filter, context.now())?;
                say(format_args!("{letters} done"));
            }
            Some(Action::Resolve { id, state, ledger }) => {
                let mut ledger = existing(&ledger, &context)?;
                if !ledger.resolve(id, state == "accepted", context.now())? {
                    let problem = Problem::error(format!("letter {id} is not uncertain"));
                    anyhow::bail!(problem.hint("`protest-letter ledger --state uncertain` shows those that are"));
                }
                say(format_args!("letter {id} is {state}"));
            }
            Some(Action::Returns(arguments)) => return arguments.execute(),
            Some(Action::Purge { before, yes, ledger }) => {
                let mut ledger = existing(&ledger, &context)?;
                let before = beginning(before)?;
                let letters = count(ledger.purgeable(before)?, "letter");
                let drafts = context.folders.drafts_before(before);
                let of_drafts = if drafts.is_empty() { String::new() } else { count(drafts.len(), "draft") + ", " };
                let question = format!("Forget {of_drafts}who signed {letters}, and what servers said of them?");
                context.confirm(&question, "--yes", yes)?;
                ledger.purge(before)?;
                for draft in drafts {
                    let failed = |error| Problem::error(format!("cannot remove {}", draft.display())).because(error);
                    std::fs::remove_file(&draft).map_err(failed)?;
                }
                say(format_args!("forgotten: {of_drafts}who signed {letters}; none of them goes twice"));
            }
        }
        Ok(Done::Entirely)
    }
}

/// A ledger that is there; a new one has nothing to tell.
pub(super) fn existing(arguments: &LedgerArguments, context: &Context) -> Result<Sqlite, Problem> {
    arguments.open_existing(context)?.ok_or_else(|| {
        let problem = Problem::error(format!("there is no ledger {} yet", arguments.path(context).display()));
        problem.hint("it is made when letters are sent; --ledger names another one")
    })
}

/// The hint for a campaign of which no letter is known.
pub(super) fn known_campaigns(ledger: &Sqlite, campaign: &str) -> Result<String, Problem> {
    let counts = ledger.counts(&Filter::default())?;
    let known: BTreeSet<_> = counts.iter().map(|(campaign, ..)| campaign.as_str()).collect();
    if known.is_empty() {
        return Ok("letters are entered when they are sent, or noted with `protest-letter draft --record`".to_owned());
    }
    Ok(one_of(campaign, known))
}

fn beginning(day: Date) -> anyhow::Result<Timestamp> {
    Ok(day.to_zoned(TimeZone::UTC)?.timestamp())
}

fn print_counts(ledger: &Sqlite, filter: &Filter) -> anyhow::Result<()> {
    let mut campaigns: BTreeMap<String, BTreeMap<String, Vec<(State, usize)>>> = BTreeMap::new();
    for (campaign, recipient, state, number) in ledger.counts(filter)? {
        campaigns.entry(campaign).or_default().entry(recipient).or_default().push((state, number));
    }
    if campaigns.is_empty() {
        let of = filter.campaign.as_ref().map(|campaign| format!(" of {campaign}")).unwrap_or_default();
        say(format_args!("no letter{of} is in the ledger"));
        if let Some(campaign) = &filter.campaign {
            say(known_campaigns(ledger, campaign)?);
        }
    }
    let back = ledger.came_back(filter)?;
    for (campaign, recipients) in campaigns {
        print_words(styled(BOLD, &campaign))?;
        for (recipient, counts) in recipients {
            let back = back.iter().find(|back| back.campaign == campaign && back.recipient == recipient);
            print_words(format_args!(
                "  {recipient}: {}{}",
                in_words(&counts),
                back.map(came_back).unwrap_or_default()
            ))?;
        }
    }
    Ok(())
}

/// How many letters are in which state.
pub(super) fn in_words(counts: &[(State, usize)]) -> String {
    let counts = counts.iter().map(|(state, number)| format!("{number} {}", styled(style(*state), state)));
    counts.collect::<Vec<_>>().join(", ")
}

/// What came back of letters, to be said after their states.
pub(super) fn came_back(back: &CameBack) -> String {
    let told = |number: usize, what: String, word, code: Option<&String>| {
        let code = code.map(|code| {
            let words = code.parse::<Status>().map(|status| format!(" {}", status.words())).unwrap_or_default();
            format!(" ({code}{words})")
        });
        (number > 0).then(|| format!("{what} {word}{}", code.unwrap_or_default()))
    };
    let (letters, copies, answers) = (back.returned, back.copies_returned, back.answered);
    let told = [
        told(letters, letters.to_string(), styled(BAD, "returned"), back.code.as_ref()),
        told(copies, count(copies, "copy"), styled(BAD, "returned"), back.copies_code.as_ref()),
        told(answers, answers.to_string(), styled(GOOD, "answered"), None),
    ];
    format!(", {}", told.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn print_json(ledger: &Sqlite, filter: &Filter) -> anyhow::Result<()> {
    ledger.each(filter, |row| Ok::<_, anyhow::Error>(print(serde_json::to_string(&row)?)?))
}

fn print_csv(ledger: &Sqlite, filter: &Filter) -> anyhow::Result<()> {
    let mut has_headers = true;
    ledger.each(filter, |row| {
        let mut table = csv::WriterBuilder::new().has_headers(has_headers).from_writer(Vec::new());
        has_headers = false;
        table.serialize(row)?;
        Ok::<_, anyhow::Error>(print(String::from_utf8(table.into_inner()?)?.trim_end_matches('\n'))?)
    })
}

fn line(row: &Row) -> String {
    let Row { id, campaign, recipient, signer, channel, state, attempts, at, words, .. } = row;
    let signer = signer.as_deref().unwrap_or("(forgotten)");
    let at = at.strftime("%Y-%m-%d %H:%M");
    let words = words.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
    let times = if *attempts == 1 { String::new() } else { format!(", {}", count(*attempts as usize, "attempt")) };
    let word = styled(style(*state), state);
    format!(
        "{id} {word} {campaign} {recipient} ({channel}) {signer} {}{words}{}",
        styled(DIM, format_args!("({at} UTC{times})")),
        facts(row)
    )
}

/// What came back of a letter.
fn facts(row: &Row) -> String {
    let facts = [("returned", &row.returned), ("copy returned", &row.copy_returned), ("answered", &row.answered)];
    let facts = facts.into_iter().filter_map(|(what, how)| Some((what, how.as_deref()?)));
    facts.fold(String::new(), |told, (what, how)| told + "; " + what + " " + how)
}

fn style(state: State) -> anstyle::Style {
    match state {
        State::Accepted | State::Done => GOOD,
        State::Handed | State::Deferred | State::Owed | State::Claimed => WARN,
        State::Rejected | State::Uncertain => BAD,
    }
}
