use std::sync::Arc;

use super::Template;

/// What a form is filled in with.
#[derive(Debug, Clone)]
pub struct Templates {
    /// The letter.
    pub letter: Arc<Template>,
    /// What is said beside it when it goes by another channel than e-mail.
    pub note: Option<Arc<Template>>,
}

/// A letter beside which nothing is said.
impl From<Arc<Template>> for Templates {
    fn from(letter: Arc<Template>) -> Self {
        Self { letter, note: None }
    }
}
