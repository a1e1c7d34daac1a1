use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::greeting::Greeting;
use super::reply_reader::ReplyReader;
use super::wire_state::WireState;

/// The most that TLS is given at once, in bytes: one record (RFC 8446, section 5.1).
const RECORD: usize = 16 * 1024;

/// A connection as lettre wants one, which sees what lettre does not tell.
#[derive(Debug)]
pub(super) struct Wire {
    stream: Stream,
    replies: ReplyReader,
    state: WireState,
    /// Whether the `EHLO` that lettre is about to say goes out as `HELO`.
    says_helo: bool,
}

#[derive(Debug)]
pub(super) enum Stream {
    Plain(TcpStream),
    Encrypted(Box<TlsStream<TcpStream>>),
}

impl Wire {
    /// A wire over a stream; where the server's banner was read already, lettre reads it here.
    pub(super) fn new(stream: Stream, banner: &[u8], greeting: Greeting, state: WireState) -> io::Result<Self> {
        let mut replies = ReplyReader::default();
        replies.hear(banner)?;
        Ok(Self { stream, replies, state, says_helo: greeting == Greeting::Helo })
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.replies.is_empty() {
            let mut bytes = [0; 1024];
            let mut piece = ReadBuf::new(&mut bytes);
            ready!(match &mut self.stream {
                Stream::Plain(stream) => Pin::new(stream).poll_read(cx, &mut piece),
                Stream::Encrypted(stream) => Pin::new(stream).poll_read(cx, &mut piece),
            })?;
            if piece.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.replies.hear(piece.filled())?;
            if self.replies.offers_pipelining() {
                self.state.see_pipelining();
            }
            if self.replies.offers_burl() {
                self.state.see_burl();
            }
            let mechanisms = self.replies.take_mechanisms();
            self.state.see_mechanisms(mechanisms);
        }
        let heard: Vec<u8> = self.replies.read(buf.remaining()).collect();
        buf.put_slice(&heard);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        // lettre has no HELO. The commands are of one length, and what else they say is the same.
        let helo = bytes.strip_prefix(b"EHLO ").filter(|_| self.says_helo).map(|name| [b"HELO ", name].concat());
        let bytes = helo.as_deref().unwrap_or(bytes);
        let written = ready!(match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Stream::Encrypted(stream) => {
                let record = &bytes[..bytes.len().min(RECORD)];
                let written = Pin::new(stream).poll_write(cx, record);
                // TLS may have taken and sent it all before it failed.
                if let Poll::Ready(Err(_)) = &written {
                    self.state.see_written(record.len());
                }
                written
            }
        })?;
        self.says_helo = false;
        self.state.see_written(written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Encrypted(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Encrypted(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match &self.stream {
            Stream::Plain(stream) => stream.peer_addr(),
            Stream::Encrypted(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}
