/// A text that Markdown reads as text (`CommonMark` 0.31, section 2.4): nothing in it is a mark, markup or a link, nor what makers of
/// sites read before Markdown does (`{{…}}`, `{%…%}`).
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            escaped.push('\n');
        }
        // Four spaces before it would make it code.
        line_into(&mut escaped, line.trim_start());
    }
    escaped
}

fn line_into(escaped: &mut String, line: &str) {
    // A line of digits and a mark is an item, a line of signs a rule or what makes a heading of the line above.
    let mark = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let at_mark = (mark.len() < line.len() && mark.starts_with(['.', ')'])).then(|| line.len() - mark.len());
    for (at, c) in line.char_indices() {
        let is_sign =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '{' | '}');
        let is_link = c == ':' && line[at..].starts_with("://") || c == '.' && line[..at].ends_with("www");
        if is_sign
            || is_link
            || at == 0 && (matches!(c, '+' | '-' | '=') || line.starts_with(": "))
            || at_mark == Some(at)
        {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_is_text() {
        for (text, expected) in [
            ("<b>&amp;", r"\<b\>\&amp;"),
            ("[a](http://b)", r"\[a\](http\://b)"),
            ("1. May", r"1\. May"),
            ("- *a*", r"\- \*a\*"),
            ("    code", "code"),
            ("a\n# b\n---", "a\n\\# b\n\\---"),
            ("see www.example.org", r"see www\.example.org"),
            ("{{ site.secret }} {% include x %}", r"\{\{ site.secret \}\} \{% include x %\}"),
            (": of a list", r"\: of a list"),
            ("plain, well-known. Words!", r"plain, well-known. Words\!"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
