use super::glob;
use super::stage::Stage;
use std::fmt::{self, Display};

/// Where in a conversation a fault can happen: `stage[=glob]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The point in the conversation.
    pub stage: Stage,
    /// What the stage's argument must look like; `None` matches all.
    pub glob: Option<String>,
}

impl Place {
    /// Whether this stage with any of these arguments is meant.
    pub(super) fn covers(&self, stage: Stage, arguments: &[&str]) -> bool {
        let is_wanted = |glob: &String| arguments.iter().any(|argument| glob::matches(glob, argument));
        self.stage == stage && self.glob.as_ref().is_none_or(is_wanted)
    }

    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (stage, glob) = match text.split_once('=') {
            Some((stage, glob)) => (stage, Some(glob.trim())),
            None => (text, None),
        };
        let stage = Stage::named(stage.trim())?;
        match glob {
            Some("") => Err("the glob after `=` is empty".to_owned()),
            Some(glob) if !stage.has_argument() => Err(format!("`{stage}` has no argument that `={glob}` could match")),
            _ => Ok(Self { stage, glob: glob.map(str::to_owned) }),
        }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.glob {
            None => write!(f, "{}", self.stage),
            Some(glob) => write!(f, "{}={glob}", self.stage),
        }
    }
}
