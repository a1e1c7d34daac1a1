use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

/// The longest command line, in bytes, that is understood: RFC 5321 section 4.5.3.1.4 asks for 512, AUTH
/// (RFC 4954 section 4) for more.
const LONGEST_LINE: usize = 12_288;

/// How much is read at once, in bytes.
const PIECE: usize = 16 * 1024;

/// How many bytes of a client that does not stop talking are read before the connection is closed on it.
const PATIENCE: usize = 64 * PIECE;

/// The two directions of a connection. What is read and what waits to be written are bounded.
pub(super) struct Wire {
    stream: Stream,
    input: Vec<u8>,
    output: Vec<u8>,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// While the handshake goes on, and for good when it failed.
    None,
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

impl Stream {
    fn duplex(&mut self) -> io::Result<&mut dyn Duplex> {
        match self {
            Self::Plain(stream) => Ok(stream),
            Self::Tls(stream) => Ok(stream),
            Self::None => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

/// A line that the client sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its bytes without the line end; only the first ones of a line that is too long.
    pub bytes: Vec<u8>,
    /// Whether it was too long.
    pub is_too_long: bool,
    /// Whether it ended in LF alone.
    pub is_bare: bool,
}

impl Wire {
    pub fn new(stream: TcpStream) -> Self {
        Self { stream: Stream::Plain(stream), input: Vec::new(), output: Vec::new() }
    }

    pub fn is_tls(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    /// Whether the client has sent more than was read so far.
    pub fn has_input(&self) -> bool {
        !self.input.is_empty()
    }

    /// Throws away what the client has sent but was not read yet.
    pub fn discard_input(&mut self) {
        self.input.clear();
    }

    /// Adds to what will be written. It goes out before the next wait for the client, so that the replies to
    /// pipelined commands leave together (RFC 2920 section 3.2).
    pub fn write(&mut self, text: &str) {
        self.output.extend_from_slice(text.as_bytes());
    }

    /// Writes out what waits.
    pub async fn flush(&mut self) -> io::Result<()> {
        if self.output.is_empty() {
            return Ok(());
        }
        let output = std::mem::take(&mut self.output);
        let stream = self.stream.duplex()?;
        stream.write_all(&output).await?;
        stream.flush().await
    }

    /// Reads a line. A client that leaves in the middle of one is an error like any other who leaves.
    pub async fn read_line(&mut self) -> io::Result<Line> {
        let mut line = Vec::new();
        let mut is_too_long = false;
        loop {
            let end = self.input.iter().position(|&byte| byte == b'\n');
            let taken = end.map_or(self.input.len(), |end| end + 1);
            let room = LONGEST_LINE - line.len();
            is_too_long |= taken > room;
            line.extend(self.input.drain(..taken).take(room));
            if end.is_some() {
                break;
            }
            self.fill().await?;
        }
        if line.ends_with(b"\n") {
            line.pop();
        }
        let is_bare = !is_too_long && !line.ends_with(b"\r");
        if line.ends_with(b"\r") {
            line.pop();
        }
        Ok(Line { bytes: line, is_too_long, is_bare })
    }

    /// Gives what was read to `take`, reading more first where there is nothing. `take` says how much it used.
    pub async fn read_with(&mut self, take: impl FnOnce(&[u8]) -> usize) -> io::Result<()> {
        if self.input.is_empty() {
            self.fill().await?;
        }
        let used = take(&self.input);
        self.input.drain(..used);
        Ok(())
    }

    /// Goes over to TLS, as the server. When the handshake fails the connection is closed.
    pub async fn secure(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        let Stream::Plain(stream) = std::mem::replace(&mut self.stream, Stream::None) else {
            return Err(io::Error::other("there is no plain connection to secure"));
        };
        let stream = TlsAcceptor::from(config).accept(stream).await?;
        self.stream = Stream::Tls(Box::new(stream));
        Ok(())
    }

    /// Writes out what waits, says that no more will come, and reads what the client still sends: closing with
    /// unread bytes would reset the connection, and the last reply could be lost.
    pub async fn close(&mut self) -> io::Result<()> {
        self.flush().await?;
        self.stream.duplex()?.shutdown().await?;
        let mut patience = PATIENCE;
        while patience > 0 {
            self.input.clear();
            self.fill().await?;
            patience = patience.saturating_sub(self.input.len());
        }
        Ok(())
    }

    /// Makes the coming close a TCP reset.
    pub fn reset_on_close(&self) -> io::Result<()> {
        match &self.stream {
            Stream::Plain(stream) => stream.set_zero_linger(),
            Stream::Tls(stream) => stream.get_ref().0.set_zero_linger(),
            Stream::None => Ok(()),
        }
    }

    /// Reads and forgets until the client leaves.
    pub async fn wait_for_end(&mut self) -> io::Result<()> {
        loop {
            self.input.clear();
            self.fill().await?;
        }
    }

    /// Waits for the client, after writing out what waits for it.
    async fn fill(&mut self) -> io::Result<()> {
        self.flush().await?;
        self.input.reserve(PIECE);
        match self.stream.duplex()?.read_buf(&mut self.input).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
