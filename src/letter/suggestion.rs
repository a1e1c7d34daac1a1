//! What somebody meant who wrote a name that a template does not know.

use serde_json::Value as Json;

use crate::source::nearest;

/// Says where the last name of a path stands, or which is nearest to the one that is not known `here`, and what is. `root`
/// holds all that a template can name; `prefix` leads there.
pub(super) fn suggestion(path: &str, unknown: &str, here: &Json, root: &Json, prefix: &str) -> Option<String> {
    let last = last(path);
    let names = elsewhere(last, root);
    if !names.is_empty() {
        return Some(did_you_mean(names.iter().map(|name| format!("{prefix}{name}"))));
    }
    let lists: Vec<_> = lists_of(last, root).map(|list| format!("{{{{#each {prefix}{list}}}}}")).collect();
    if !lists.is_empty() {
        return Some(format!("`{last}` stands in {}", lists.join(" and ")));
    }
    let Json::Object(here) = here else { return None };
    let near = nearest(unknown, here.keys().map(String::as_str))
        .map(|near| format!("did you mean `{near}`? "))
        .unwrap_or_default();
    let known = here.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    (!known.is_empty()).then(|| format!("{near}known here: {known}"))
}

/// Says where else a name stands that nothing is known of although any name can be asked for there, such as a column of a roll.
pub(super) fn meant_instead(path: &str, root: &Json) -> Option<String> {
    let names = elsewhere(last(path), root);
    (!names.is_empty() && !names.iter().any(|name| name == path)).then(|| did_you_mean(names.into_iter()))
}

/// The paths that end in that name.
fn elsewhere(name: &str, root: &Json) -> Vec<String> {
    let Json::Object(names) = root else { return Vec::new() };
    let inner = names
        .iter()
        .flat_map(|(outer, value)| elsewhere(name, value).into_iter().map(move |inner| format!("{outer}.{inner}")));
    names.contains_key(name).then(|| name.to_owned()).into_iter().chain(inner).collect()
}

/// The lists whose items have that name.
fn lists_of<'r>(name: &str, root: &'r Json) -> impl Iterator<Item = &'r str> {
    let lists = root.as_object().into_iter().flatten();
    lists
        .filter(move |(_, list)| list.get(0).is_some_and(|item| item.get(name).is_some()))
        .map(|(list, _)| list.as_str())
}

fn did_you_mean(names: impl Iterator<Item = String>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    format!("did you mean {}?", names.join(" or "))
}

fn last(path: &str) -> &str {
    path.rsplit(['.', '/']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::context::everything;

    #[test]
    fn a_name_that_stands_elsewhere_is_told_as_such() {
        let root = everything();
        let hint = |path: &str, unknown: &str, here: &Json, prefix: &str| {
            suggestion(path, unknown, here, &root, prefix).unwrap_or_default()
        };
        assert_eq!(hint("statement", "statement", &root, ""), "did you mean `signer.statement`?");
        assert_eq!(hint("signer.office", "office", &root["signer"], ""), "did you mean `recipient.office`?");
        assert_eq!(hint("name", "name", &root, ""), "did you mean `recipient.name` or `signer.name`?");
        assert_eq!(hint("city", "city", &root["demands"][0], "@root."), "did you mean `@root.signer.city`?");
        assert_eq!(hint("text", "text", &root, ""), "`text` stands in {{#each incidents}} and {{#each demands}}");
        assert_eq!(
            hint("letter.dtae", "dtae", &root["letter"], ""),
            "did you mean `date`? known here: date, language, channel"
        );
        assert_eq!(meant_instead("extra.statement", &root).as_deref(), Some("did you mean `signer.statement`?"));
        assert_eq!(meant_instead("recipient.name", &root), None);
        assert_eq!(meant_instead("extra.shift", &root), None);
    }
}
