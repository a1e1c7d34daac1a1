//! What the program wrote before it ended.

use serde_json::Value;
use snapbox::cmd::OutputAssert;

pub trait Output: Sized {
    fn stdout(&self) -> String;

    fn stderr(&self) -> String;

    /// What stands on standard output.
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout()).unwrap()
    }

    /// The objects on standard output, one on each line.
    fn json_lines(&self) -> Vec<Value> {
        self.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// These words stand on standard error: whole lines, where they begin and end with a line break.
    #[track_caller]
    fn says(self, words: &str) -> Self {
        let said = format!("\n{}", self.stderr());
        assert!(said.contains(words), "no {words:?} in:{said}");
        self
    }
}

impl Output for OutputAssert {
    fn stdout(&self) -> String {
        String::from_utf8(self.get_output().stdout.clone()).unwrap()
    }

    fn stderr(&self) -> String {
        String::from_utf8(self.get_output().stderr.clone()).unwrap()
    }
}
