use super::certificates::Certificates;
use super::entry::Entry;
use super::fault::Faults;
use super::folder::Folder;
use super::notebook::Notebook;
use super::received::Received;
use super::session::Session;
use super::settings::Settings;
use super::shared::Shared;
use std::fmt::{self, Debug};
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A running mock SMTP server. It stops when it is dropped; [`stop`](Self::stop) also waits until it has.
pub struct MockSmtp {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Says `true` when the server is to stop. Every task holds a receiver until it ends.
    stop: watch::Sender<bool>,
}

impl MockSmtp {
    /// Starts a server on 127.0.0.1, with its tasks on the current tokio runtime, which may be single-threaded.
    ///
    /// # Errors
    ///
    /// The port is taken, or the folder or the file of the certificate authority cannot be written.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        let certificates = Certificates::for_tls(settings.tls)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let address = listener.local_addr()?;
        let folder = settings.folder.as_deref().map(Folder::open).transpose()?;
        if let (Some(file), Some(certificates)) = (&settings.ca_file, &certificates) {
            fs::write(file, &certificates.authority)?;
        }
        let faults = Faults::new(settings.faults.clone(), settings.chaos.clone(), settings.seed);
        let notebook = Notebook::new(folder, settings.remember);
        let shared = Arc::new(Shared { settings, certificates, faults: Mutex::new(faults), notebook });
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(listen(listener, Arc::clone(&shared), stopped));
        Ok(Self { address, shared, stop })
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate authority that clients are to trust, as PEM; `None` without TLS.
    pub fn certificate_authority(&self) -> Option<&str> {
        let certificates = self.shared.certificates.as_ref()?;
        Some(&certificates.authority)
    }

    /// The server's own certificate, as PEM; `None` without TLS.
    pub fn certificate(&self) -> Option<&str> {
        let certificates = self.shared.certificates.as_ref()?;
        Some(&certificates.good_certificate)
    }

    /// The certificate that the fault `selfsigned` shows, as PEM; `None` without TLS.
    pub fn self_signed_certificate(&self) -> Option<&str> {
        let certificates = self.shared.certificates.as_ref()?;
        Some(&certificates.self_signed_certificate)
    }

    /// All mails kept so far, in order, as far as they are remembered.
    pub fn received(&self) -> Vec<Arc<Received>> {
        self.shared.notebook.mails()
    }

    /// How many mails were kept so far, remembered or not.
    pub fn received_count(&self) -> usize {
        self.shared.notebook.mail_count()
    }

    /// Waits for the mail of that number, from 1 up; `None` when the server stops before, or does not remember it.
    pub async fn mail(&self, number: usize) -> Option<Arc<Received>> {
        let mut progress = self.shared.notebook.watch();
        let mut stopped = self.stop.subscribe();
        loop {
            if self.received_count() >= number {
                return self.shared.notebook.mail(number);
            }
            tokio::select! {
                _ = progress.changed() => {}
                () = until_stopped(&mut stopped) => return self.shared.notebook.mail(number),
            }
        }
    }

    /// Waits until nothing has happened for so long: no connection, no command, no mail.
    pub async fn idle(&self, duration: Duration) {
        let mut progress = self.shared.notebook.watch();
        while let Ok(Ok(())) = tokio::time::timeout(duration, progress.changed()).await {}
    }

    /// Everything that was said and seen so far, in order, as far as it is remembered.
    pub fn transcript(&self) -> Vec<Entry> {
        self.shared.notebook.entries()
    }

    /// Closes the listener and all connections and waits until they are closed. What was received stays.
    ///
    /// # Errors
    ///
    /// The first error, if any, in writing the transcript to its folder.
    pub async fn stop(&self) -> io::Result<()> {
        self.stop.send_replace(true);
        self.stop.closed().await;
        self.shared.notebook.trouble().map_or(Ok(()), Err)
    }
}

impl Debug for MockSmtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockSmtp").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Starts a session for every connection, until the server is to stop.
async fn listen(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    for number in 1.. {
        tokio::select! {
            () = until_stopped(&mut stopped) => break,
            stream = accept(&listener) => {
                tokio::spawn(serve(Session::new(number, stream, Arc::clone(&shared)), stopped.clone()));
            }
        }
    }
    // Closed before the receiver goes: who waits for the stop may take the port at once.
    drop(listener);
}

/// Carries on a session, until it ends or the server is to stop.
async fn serve(mut session: Session, mut stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = until_stopped(&mut stopped) => {}
        () = session.converse() => {}
    }
    session.finish();
}

/// The next connection. One that fails before it is accepted is passed over.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // A reply must not wait for the client's acknowledgement of the last; if it does, it is only slow.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            // Out of file descriptors, most likely: wait for sessions to end rather than spin.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn until_stopped(stopped: &mut watch::Receiver<bool>) {
    // An error means that the server was dropped, which stops it just as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}
