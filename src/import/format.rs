use std::path::Path;

use super::decode::declared_in_page;

/// What a published appeal is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A page saved by a browser.
    Html,
    /// A mail (RFC 5322).
    Mail,
    /// Text with marks for headings, links and lists.
    Markdown,
    /// Text alone.
    Text,
}

impl Format {
    /// What it is by its content, else by its name.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Self {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
        let head = head.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
        let extension =
            Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
        let has_tags = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
        match &*extension {
            _ if is_mail(head) => Self::Mail,
            _ if has_tags => Self::Html,
            "eml" => Self::Mail,
            "html" | "htm" | "xhtml" => Self::Html,
            _ if head.starts_with('<') && ["<p", "<div", "<br", "<h1", "<a "].iter().any(|tag| head.contains(tag)) => {
                Self::Html
            }
            "md" | "markdown" => Self::Markdown,
            _ if head.starts_with("# ")
                || head.contains("\n# ")
                || head.contains("\n## ")
                || head.contains("](http") =>
            {
                Self::Markdown
            }
            _ => Self::Text,
        }
    }

    /// The charset that such a file declares.
    pub(super) fn declared(self, bytes: &[u8]) -> Option<String> {
        (self == Self::Html).then(|| declared_in_page(bytes)).flatten()
    }
}

/// Whether a text begins with header fields of which two are those of a mail.
fn is_mail(head: &str) -> bool {
    let fields = [
        "from:",
        "to:",
        "subject:",
        "date:",
        "received:",
        "return-path:",
        "mime-version:",
        "message-id:",
        "delivered-to:",
        "content-type:",
    ];
    let lines: Vec<&str> = head.lines().take_while(|line| !line.trim().is_empty()).collect();
    let is_field = |line: &&&str| {
        line.starts_with([' ', '\t'])
            || line
                .split_once(':')
                .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()))
    };
    let known = lines.iter().filter(|line| fields.iter().any(|field| line.starts_with(field))).count();
    // A text that begins "Date: … / Subject: …" is one too when all before its first empty line are fields.
    known >= 2 && lines.iter().filter(|line| !is_field(line)).count() == 0 && head.contains("from:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (name, text, format) in [
            ("x.txt", "<!DOCTYPE html><p>x", Format::Html),
            ("x", "From: a@example.org\nSubject: x\n\nx", Format::Mail),
            ("x.eml", "X-Odd: 1\n\nx", Format::Mail),
            ("x.md", "x", Format::Markdown),
            ("-", "intro\n\n## Demands\n", Format::Markdown),
            ("x.txt", "Subject: free them\nPlease write to:\n", Format::Text),
            ("x.html", "x", Format::Html),
        ] {
            assert_eq!(Format::of(name, text.as_bytes()), format, "{text}");
        }
    }
}
