//! DATA, the content, and the final dot.

use super::envelope::too_large;
use super::transaction::Transaction;
use super::{Ending, Session, Step};
use crate::mock_smtp::differences::Difference;
use crate::mock_smtp::fault::{Action, ByteCount, Stage};
use crate::mock_smtp::headers::Headers;
use crate::mock_smtp::received::Received;
use crate::mock_smtp::reply::Reply;
use crate::mock_smtp::unstuff::Unstuff;
use std::io;

/// The longest line of a mail in bytes, without its CRLF (RFC 5322 section 2.1.1).
const LONGEST_LINE: usize = 998;

impl Session {
    pub(super) async fn data(&mut self) -> Step {
        // Taken out and, where DATA is refused, put back: a refusal does not end the transaction.
        let Some(transaction) = self.transaction.take() else {
            return self.answer(Reply::new(503, "5.5.1", "MAIL first"));
        };
        let refusal = if transaction.envelope.rcpt_to.is_empty() {
            Some(Reply::new(503, "5.5.1", "RCPT first"))
        } else if transaction.envelope.accepted().next().is_none() {
            Some(Reply::new(554, "5.5.1", "no valid recipients"))
        } else {
            None
        };
        let action = match refusal {
            Some(refusal) => Some(Action::Reply(refusal)),
            None => self.fault(Stage::Data, &transaction.envelope.addresses()).await?,
        };
        let drop_at = match action {
            Some(Action::Reply(refusal)) => {
                self.transaction = Some(transaction);
                return self.answer(refusal);
            }
            Some(Action::DropAt(ByteCount(bytes))) => Some(bytes),
            _ => None,
        };
        self.answer(Reply::new(354, "", "go ahead; end with a dot on a line of its own"))?;
        let content = self.receive(drop_at).await?;
        self.dot(transaction, content).await
    }

    /// Receives the content up to the final dot, or up to where the connection is to be dropped; `None` stands
    /// for one that was too large.
    async fn receive(&mut self, drop_at: Option<usize>) -> Step<Option<Vec<u8>>> {
        self.command = Some("(content)".to_owned());
        let mut content = Unstuff::new(self.shared.settings.size_limit);
        let drop_at = drop_at.unwrap_or(usize::MAX);
        while !content.is_at_end() {
            let room = drop_at - content.size();
            if room == 0 {
                return Err(Ending::Drop);
            }
            self.wire.read_with(|bytes| content.take(&bytes[..bytes.len().min(room)])).await?;
        }
        Ok(content.into_content())
    }

    async fn dot(&mut self, transaction: Transaction, content: Option<Vec<u8>>) -> Step {
        self.command = Some(".".to_owned());
        let action = self.fault(Stage::Dot, &transaction.envelope.addresses()).await?;
        match (action, content) {
            (Some(Action::Reply(refusal)), _) => self.answer(refusal),
            (Some(Action::DropBeforeStore), _) => Err(Ending::Drop),
            (Some(Action::DropAfterStore), content) => {
                if let Some(content) = content {
                    self.keep(transaction, content, None)?;
                }
                Err(Ending::Drop)
            }
            (_, None) => self.answer(too_large()),
            (_, Some(content)) => {
                let accepted = self.as_offered(Reply::new(250, "2.0.0", "accepted"));
                match self.keep(transaction, content, Some(accepted.clone())) {
                    Ok(()) => self.answer(accepted),
                    Err(_) => self.answer(Reply::new(451, "4.3.0", "the mail cannot be kept")),
                }
            }
        }
    }

    /// Keeps the mail, which will be answered so.
    fn keep(&self, transaction: Transaction, content: Vec<u8>, reply: Option<Reply>) -> io::Result<()> {
        self.remark_on(&content, transaction.is_8bit);
        let envelope = transaction.envelope;
        let headers = Headers::of(&content);
        let kept = self.shared.notebook.keep(Received {
            number: 0,
            session: self.number,
            user: self.user.clone(),
            tls: self.wire.is_tls(),
            size: content.len(),
            reply,
            file: None,
            differences: Difference::between(&headers, &envelope),
            envelope,
            headers,
            content,
        });
        kept.inspect_err(|error| self.remark(format!("the mail cannot be kept: {error}")))
    }

    /// Remarks on what a stricter server might not take.
    fn remark_on(&self, content: &[u8], is_8bit: bool) {
        if !is_8bit && !content.is_ascii() {
            self.remark("the mail has bytes above 127, but BODY=8BITMIME was not declared");
        }
        let mut lines = content.split(|&byte| byte == b'\n');
        if lines.any(|line| line.strip_suffix(b"\r").unwrap_or(line).len() > LONGEST_LINE) {
            self.remark(format!("the mail has a line of more than {LONGEST_LINE} bytes"));
        }
        if has_bare_line_end(content) {
            self.remark("the mail has a CR or LF that stands alone");
        }
    }
}

fn has_bare_line_end(content: &[u8]) -> bool {
    let mut previous = 0;
    for &byte in content {
        if (byte == b'\n') != (previous == b'\r') {
            return true;
        }
        previous = byte;
    }
    previous == b'\r'
}

#[cfg(test)]
mod tests {
    use super::has_bare_line_end;

    #[test]
    fn only_crlf_is_a_line_end() {
        for whole in [&b""[..], b"a\r\nb\r\n", b"a", b"\r\n\r\n"] {
            assert!(!has_bare_line_end(whole));
        }
        for broken in [&b"a\nb"[..], b"a\rb", b"\r\r\n", b"a\r", b"\n"] {
            assert!(has_bare_line_end(broken));
        }
    }
}
