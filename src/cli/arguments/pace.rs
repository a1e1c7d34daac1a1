use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;
use std::time::{Duration, Instant};

use clap::Args;

use crate::batch::{Rules, SHOWN};
use crate::deliver::{Backoff, Pace};
use crate::mail::Composer;
use crate::source::Unfit;
use crate::vocabulary::{Channel, Period, Rate};

/// What ordinary providers accept: Exchange Online takes 30 messages a minute, and others more.
const USUAL: Rate = Rate { number: 30, period: Period::Minute };

/// How many letters in a second one connection is there for.
const PER_CONNECTION: f64 = 5.0;

/// How fast letters go.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Pace")]
pub(crate) struct PaceArguments {
    /// So many letters in so much time: 30/min, 500/h; `none` for as fast as they can go. 30/min when left out
    #[arg(long, value_name = "RATE")]
    rate: Option<RateOrNone>,
    /// So many envelope recipients (letters and their copies) in 24 hours, as providers count them
    #[arg(long, value_name = "NUMBER")]
    max_per_day: Option<u64>,
    /// Connections to the server, one to sixteen; as many as the rate needs when left out
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=16))]
    connections: Option<u8>,
    /// Letters that one connection carries before a new one is made
    #[arg(long, value_name = "NUMBER", default_value = "100")]
    letters_per_connection: NonZeroUsize,
    /// Wait for servers that ask to come back later, and try deferred letters again, for that long: 2h, 30min; without it
    /// the next run does
    #[arg(long = "for", value_name = "TIME", value_parser = parse_duration)]
    time: Option<Duration>,
    /// Stop after so many failures in a row that waiting does not mend
    #[arg(long, value_name = "NUMBER", default_value = "10")]
    stop_after: NonZeroU32,
    /// Send no more than so many letters in this run
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// Send letters again that the server may have, also those that it has for some of their recipients
    #[arg(long)]
    resend_uncertain: bool,
}

/// A rate, or none.
#[derive(Debug, Clone, Copy)]
struct RateOrNone(Option<Rate>);

impl FromStr for RateOrNone {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        if text == "none" { Ok(Self(None)) } else { text.parse().map(|rate| Self(Some(rate))) }
    }
}

impl PaceArguments {
    /// The rate of a real run; a dry run is slowed down only by a rate that was given.
    fn rate(&self, dry_run: bool) -> Option<Rate> {
        self.rate.unwrap_or(RateOrNone((!dry_run).then_some(USUAL))).0
    }

    /// The pace of that many letters.
    pub(crate) fn pace(&self, per_recipient: Option<Rate>, letters: usize, dry_run: bool) -> Pace {
        let letters = self.limit.map_or(letters, |limit| limit.min(letters));
        Pace::new(self.rate(dry_run), per_recipient.filter(|_| !dry_run || self.rate.is_some()), letters)
    }

    /// How many connections there are to be for that many letters.
    pub(crate) fn connections(&self, letters: usize, dry_run: bool) -> usize {
        let needed = match self.rate(dry_run) {
            Some(rate) => rate.interval().as_secs_f64().recip() / PER_CONNECTION,
            None => 4.0,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between one and four")]
        let needed = needed.ceil().clamp(1.0, 4.0) as usize;
        // A few letters go one after the other.
        self.connections.map_or(needed.min(letters.div_ceil(SHOWN)), usize::from).clamp(1, letters.max(1))
    }

    pub(crate) fn letters_per_connection(&self) -> usize {
        self.letters_per_connection.get()
    }

    pub(crate) fn max_per_day(&self) -> Option<u64> {
        self.max_per_day
    }

    pub(crate) fn resend_uncertain(&self) -> bool {
        self.resend_uncertain
    }

    /// Whether letters that were deferred are tried again.
    pub(crate) fn waits(&self) -> bool {
        self.time.is_some()
    }

    /// The rules of a run, whose pace is set when its letters are counted.
    pub(crate) fn rules(&self, now: Option<jiff::Timestamp>, composer: Composer, channel: Channel) -> Rules {
        // A wrong number rings in somebody's house: it is not rung again soon.
        let first = if channel == Channel::Fax { Duration::from_mins(15) } else { Duration::from_mins(1) };
        Rules {
            now,
            composer,
            channel,
            pace: Pace::default(),
            backoff: Backoff { first: Duration::from_millis(500), longest: Duration::from_mins(1) },
            failures: self.stop_after.get(),
            most: self.limit,
            until: self.time.map(|time| Instant::now() + time),
            deferred: Backoff { first, longest: Duration::from_mins(30) },
            keep: None,
            resend_uncertain: self.resend_uncertain,
        }
    }
}

fn parse_duration(text: &str) -> anyhow::Result<Duration> {
    let duration: jiff::SignedDuration = text.parse()?;
    Ok(duration.try_into()?)
}
