use super::stage::Stage;
use crate::mock_smtp::reply::Reply;
use std::fmt::{self, Display};
use std::time::Duration;

/// What happens at a stage instead of the usual answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// This refusal is the answer; 421 also closes the connection.
    Reply(Reply),
    /// The server waits and goes on: to the next matching rule, else to the usual answer.
    Delay(Duration),
    /// The connection is closed without an answer. At `dot` nothing is stored.
    Drop,
    /// The connection is closed after so many bytes of the mail's content (`data`).
    DropAt(ByteCount),
    /// As `drop`, but with a TCP reset.
    Reset,
    /// The mail is thrown away and the connection closed without an answer (`dot`).
    DropBeforeStore,
    /// The mail is kept and the connection closed without an answer (`dot`).
    DropAfterStore,
    /// The extension is not offered (`starttls`, `auth`). Here the glob matches, and the count counts, EHLO.
    Hide,
    /// The access token has expired (`auth`): the server says so in JSON, as Google and RFC 7628 have it, and refuses after
    /// the client has confirmed that it heard. What is no token is refused at once. Or TLS with a certificate that has
    /// expired (`starttls`).
    Expired,
    /// TLS with a certificate of an authority that nobody knows (`starttls`).
    BadCert,
    /// TLS with a certificate for another host (`starttls`).
    WrongHost,
    /// TLS with a certificate of no authority, for another host (`starttls`).
    SelfSigned,
    /// No answer, until the client leaves or the server stops.
    Stall,
}

/// A number of bytes, as in `drop@512B`; 1 KB is 1000 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteCount(pub usize);

impl Action {
    /// Reads an action that makes sense at the stage.
    pub(super) fn parse(text: &str, stage: Stage) -> Result<Self, String> {
        let action = match text.to_ascii_lowercase().as_str() {
            "" => return Err("the action after `:` is missing".to_owned()),
            "drop" => Self::Drop,
            "reset" => Self::Reset,
            "drop-before-store" => Self::DropBeforeStore,
            "drop-after-store" => Self::DropAfterStore,
            "hide" => Self::Hide,
            "expired" => Self::Expired,
            "badcert" => Self::BadCert,
            "wronghost" => Self::WrongHost,
            "selfsigned" => Self::SelfSigned,
            "stall" => Self::Stall,
            lower => {
                if let Some(count) = lower.strip_prefix("drop@") {
                    Self::DropAt(parse_byte_count(count)?)
                } else if let Some(duration) = lower.strip_prefix("delay ") {
                    Self::Delay(parse_duration(duration)?)
                } else if lower.starts_with(|first: char| first.is_ascii_digit()) {
                    Self::Reply(text.parse()?)
                } else {
                    return Err(format!(
                        "unknown action `{text}`; known are a reply such as `550 5.1.1 no such user`, `delay 30s`, \
                         `drop`, `drop@512B`, `reset`, `drop-before-store`, `drop-after-store`, `hide`, `expired`, \
                         `badcert`, `wronghost`, `selfsigned`, `stall`"
                    ));
                }
            }
        };
        if action.makes_sense_at(stage) { Ok(action) } else { Err(format!("`{action}` makes no sense at `{stage}`")) }
    }

    fn makes_sense_at(&self, stage: Stage) -> bool {
        match self {
            Self::Reply(_) | Self::Delay(_) | Self::Drop | Self::Reset | Self::Stall => true,
            Self::DropAt(_) => stage == Stage::Data,
            Self::DropBeforeStore | Self::DropAfterStore => stage == Stage::Dot,
            Self::Hide | Self::Expired => matches!(stage, Stage::StartTls | Stage::Auth),
            Self::BadCert | Self::WrongHost | Self::SelfSigned => stage == Stage::StartTls,
        }
    }
}

impl Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(reply) => write!(f, "{reply}"),
            Self::Delay(duration) if duration.subsec_millis() == 0 => write!(f, "delay {}s", duration.as_secs()),
            Self::Delay(duration) => write!(f, "delay {}ms", duration.as_millis()),
            Self::Drop => f.write_str("drop"),
            Self::DropAt(ByteCount(bytes)) => write!(f, "drop@{bytes}B"),
            Self::Reset => f.write_str("reset"),
            Self::DropBeforeStore => f.write_str("drop-before-store"),
            Self::DropAfterStore => f.write_str("drop-after-store"),
            Self::Hide => f.write_str("hide"),
            Self::Expired => f.write_str("expired"),
            Self::BadCert => f.write_str("badcert"),
            Self::WrongHost => f.write_str("wronghost"),
            Self::SelfSigned => f.write_str("selfsigned"),
            Self::Stall => f.write_str("stall"),
        }
    }
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = split_unit(text);
    let unit = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        _ => return Err(format!("`{text}` is no duration; write `500ms`, `30s` or `2m`")),
    };
    let number: u64 = number.parse().map_err(|_| format!("`{text}` is no duration; it needs a whole number"))?;
    let milliseconds = number.checked_mul(unit).ok_or_else(|| format!("`{text}` is too long"))?;
    Ok(Duration::from_millis(milliseconds))
}

fn parse_byte_count(text: &str) -> Result<ByteCount, String> {
    let (number, unit) = split_unit(text);
    let unit = match unit {
        "b" => 1,
        "kb" => 1000,
        "mb" => 1_000_000,
        _ => return Err(format!("`{text}` is no number of bytes; write `512B`, `10KB` or `1MB`")),
    };
    let number: usize =
        number.parse().map_err(|_| format!("`{text}` is no number of bytes; it needs a whole number"))?;
    number.checked_mul(unit).map(ByteCount).ok_or_else(|| format!("`{text}` is too much"))
}

fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number, unit.trim())
}
