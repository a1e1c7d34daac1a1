use handlebars::{Context, Handlebars, Helper, HelperDef, JsonTruthy, JsonValue, PathAndJson, RenderContext};
use handlebars::{RenderError, RenderErrorReason, ScopedJson};

/// A helper that asks something of values, of which any may be unknown. Handlebars' own refuse those in strict mode.
#[derive(Debug, Clone, Copy)]
pub(super) enum Condition {
    /// Whether two values are the same.
    Eq,
    /// Whether they are not.
    Ne,
    /// Whether there is no such value.
    Not,
}

impl Condition {
    pub(super) const ALL: [Self; 3] = [Self::Eq, Self::Ne, Self::Not];

    /// Its name in templates.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Not => "not",
        }
    }
}

impl HelperDef for Condition {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = |index| {
            let value = helper.param(index).map(PathAndJson::value);
            value.ok_or(RenderErrorReason::ParamNotFoundForIndex(self.name(), index))
        };
        let answer = match self {
            Self::Eq => value(0)? == value(1)?,
            Self::Ne => value(0)? != value(1)?,
            Self::Not => !value(0)?.is_truthy(false),
        };
        Ok(ScopedJson::Derived(JsonValue::Bool(answer)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled_in(template: &str) -> String {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        for condition in Condition::ALL {
            registry.register_helper(condition.name(), Box::new(condition));
        }
        registry.render_template(template, &serde_json::json!({ "known": "a", "empty": "" })).unwrap()
    }

    #[test]
    fn what_is_unknown_can_be_asked_about() {
        for (condition, answer) in [
            ("(not unknown)", "yes"),
            ("(not known)", "no"),
            ("(not empty)", "yes"),
            ("(eq unknown \"a\")", "no"),
            ("(ne unknown \"a\")", "yes"),
            ("(eq known \"a\")", "yes"),
            ("(and (eq known \"a\") (not unknown))", "yes"),
        ] {
            assert_eq!(
                filled_in(&format!("{{{{#if {condition}}}}}yes{{{{else}}}}no{{{{/if}}}}")),
                answer,
                "{condition}"
            );
        }
    }
}
