//! A dry run: the way of real sending, to a mock server on a thread of its own.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;

use anyhow::Context;
use tokio::sync::oneshot;

use crate::cli::terminal::screen::{BOLD, DIM, print, styled};
use crate::config::{Account, Tls};
use crate::mock_smtp::{MockSmtp, Received, Settings};

/// Runs `work` with the account of a mock server, and gives what arrived there: the first mails, as many as are remembered.
pub(crate) fn with_mock_server<T>(
    remember: usize,
    work: impl FnOnce(Account) -> T,
) -> anyhow::Result<(T, Vec<Arc<Received>>)> {
    let (started, address) = mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    thread::scope(|scope| {
        let server = scope.spawn(move || -> io::Result<_> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let server = MockSmtp::start(Settings { remember, ..Settings::default() }).await?;
                let _ = started.send(server.address());
                // It is asked to stop by the other end that goes away.
                let _ = stopped.await;
                server.stop().await?;
                Ok(server.received())
            })
        });
        let result = address.recv().map(|address| work(account(address)));
        drop(stop);
        let received = server.join().map_err(|_| anyhow::anyhow!("the mock SMTP server broke"))?;
        let received = received.context("the mock SMTP server cannot start")?;
        Ok((result?, received))
    })
}

fn account(address: SocketAddr) -> Account {
    Account {
        host: address.ip().to_string(),
        port: address.port(),
        tls: Tls::None,
        user: None,
        credential: None,
        certificate_authority: None,
        proxy: None,
        per_day: None,
    }
}

/// Prints mails as the mock server received them: envelope, headers, text, and what is attached.
pub(crate) fn print_received(received: &[Arc<Received>], of: usize) -> anyhow::Result<()> {
    for (mail, number) in received.iter().zip(1..) {
        print(styled(BOLD, format_args!("Mail {number} of {of}, as it arrived")))?;
        print(format_args!("{} {}", styled(DIM, "MAIL FROM"), mail.envelope.mail_from))?;
        for recipient in &mail.envelope.rcpt_to {
            print(format_args!("{}   {}", styled(DIM, "RCPT TO"), recipient.address))?;
        }
        for (name, value) in mail.decoded_headers() {
            print(format_args!("{} {value}", styled(DIM, format_args!("{name}:"))))?;
        }
        print(format_args!("\n{}", mail.decoded_text()))?;
        for name in mail.attachments() {
            print(format_args!("{} {name}\n", styled(DIM, "attached:")))?;
        }
    }
    Ok(())
}
