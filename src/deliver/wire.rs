use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::heard::Heard;

/// The end of a mail's data (RFC 5321, section 4.1.1.4), which lettre writes by itself.
const END_OF_DATA: &[u8] = b"\r\n.\r\n";

/// A connection as lettre wants one, which remembers whether the end of a letter has been written: that is what
/// tells *deferred* from *uncertain*.
#[derive(Debug)]
pub(super) struct Wire {
    stream: Stream,
    heard: Heard,
    end_written: EndWritten,
}

/// Whether the end of a letter has been written, even in part. Until then the server cannot have the letter.
#[derive(Debug, Clone, Default)]
pub(super) struct EndWritten(Arc<AtomicBool>);

#[derive(Debug)]
pub(super) enum Stream {
    Plain(TcpStream),
    Encrypted(Box<TlsStream<TcpStream>>),
}

impl Wire {
    /// A wire over a stream whose greeting was read already: lettre reads it here.
    pub(super) fn new(stream: Stream, greeting: &[u8], end_written: EndWritten) -> io::Result<Self> {
        let mut heard = Heard::default();
        heard.hear(greeting)?;
        Ok(Self { stream, heard, end_written })
    }
}

impl EndWritten {
    pub(super) fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, written: bool) {
        self.0.store(written, Ordering::Relaxed);
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.heard.is_empty() {
            let mut bytes = [0; 1024];
            let mut piece = ReadBuf::new(&mut bytes);
            ready!(match &mut self.stream {
                Stream::Plain(stream) => Pin::new(stream).poll_read(cx, &mut piece),
                Stream::Encrypted(stream) => Pin::new(stream).poll_read(cx, &mut piece),
            })?;
            if piece.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.heard.hear(piece.filled())?;
        }
        let heard: Vec<u8> = self.heard.read(buf.remaining()).collect();
        buf.put_slice(&heard);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.heard.answer();
        let written = ready!(match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Stream::Encrypted(stream) => Pin::new(stream).poll_write(cx, bytes),
        })?;
        if bytes == END_OF_DATA {
            self.end_written.set(true);
        }
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
