//! A mock SMTP server for the program to send to.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use protest_letter::mock_smtp::{Account, Entry, Extension, MockSmtp, Received, Settings};
use snapbox::cmd::Command;
use tokio::runtime::Builder;

use crate::home::Home;

/// Flags of an organisation that sends for others.
pub const FROM: &str = "--from=letters@our.example --from-organisation=Friends";

pub struct Server(Arc<MockSmtp>);

impl Server {
    /// A server that misbehaves by these rules.
    pub fn start(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|rule| rule.parse().unwrap()).collect();
        Self::with(Settings { faults, ..Settings::default() })
    }

    /// A server that lets in nobody but `alex@example.org`, whose password is `swordfish`.
    pub fn with_login() -> Self {
        let account = Account { user: "alex@example.org".to_owned(), secret: "swordfish".to_owned() };
        Self::with(Settings { require_auth: true, account: Some(account), ..Settings::default() })
    }

    pub fn with(settings: Settings) -> Self {
        let (started, wait) = mpsc::channel();
        // It runs until the tests are over.
        thread::spawn(move || {
            Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
                started.send(Arc::new(MockSmtp::start(settings).await.unwrap())).unwrap();
                std::future::pending::<()>().await;
            });
        });
        Self(wait.recv().unwrap())
    }

    /// A server that misbehaves by these rules, and takes one command at a time.
    pub fn without_pipelining(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|rule| rule.parse().unwrap()).collect();
        Self::with(Settings { faults, hidden: [Extension::Pipelining].into(), ..Settings::default() })
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.0.address())
    }

    /// The address of somebody who logs in.
    pub fn url_for_alex(&self) -> String {
        format!("smtp://alex%40example.org@{}", self.0.address())
    }

    /// The address of the organisation of [`FROM`], which logs in.
    pub fn url_for_letters(&self) -> String {
        format!("smtp://letters%40our.example@{}", self.0.address())
    }

    /// The flag that names it.
    pub fn flag(&self) -> String {
        format!("--smtp={}", self.url())
    }

    /// The flag that names it with somebody who logs in.
    pub fn flag_for_alex(&self) -> String {
        format!("--smtp={}", self.url_for_alex())
    }

    /// The program at that home, about to send letters of the campaign `printers` here, one after the other.
    pub fn send(&self, home: &Home, arguments: &str) -> Command {
        home.run(&format!("send printers --rate none --connections 1 {arguments}")).arg(self.flag())
    }

    /// The program at that home, about to send here for all in `roll.csv`, from the address of an organisation.
    pub fn send_for_all(&self, home: &Home, arguments: &str) -> Command {
        home.run(&format!("send printers --signers roll.csv {FROM} {arguments}")).arg(self.flag())
    }

    /// The program at that home, about to send Alex' letters of the campaign `printers` here.
    pub fn send_from(&self, home: &Home, arguments: &str) -> Command {
        home.run(&format!("send printers --signer alex.toml {arguments}")).arg(self.flag())
    }

    pub fn received(&self) -> Vec<Arc<Received>> {
        self.0.received()
    }

    /// Whether anybody so much as connected.
    pub fn was_called(&self) -> bool {
        !self.0.transcript().is_empty()
    }

    /// Whether anybody said that.
    pub fn heard(&self, words: &str) -> bool {
        let says = |entry: &Entry| matches!(entry, Entry::Exchange { command, .. } if command.contains(words));
        self.0.transcript().iter().any(says)
    }

    /// Waits until that is so.
    pub fn wait_until(&self, is_so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + Duration::from_mins(1);
        while !is_so(self) {
            assert!(Instant::now() < end, "waited in vain");
            thread::yield_now();
        }
    }
}
