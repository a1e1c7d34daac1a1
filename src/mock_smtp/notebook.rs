use super::entry::Entry;
use super::folder::Folder;
use super::received::Received;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What the server has seen: the transcript and the mails, in memory and, where wanted, in a folder.
#[derive(Debug)]
pub(super) struct Notebook {
    pages: Mutex<Pages>,
    /// How many entries there are, for those who wait for the next.
    progress: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Pages {
    entries: Vec<Entry>,
    mails: Vec<Arc<Received>>,
    folder: Option<Folder>,
    trouble: Option<io::Error>,
}

impl Notebook {
    pub fn new(folder: Option<Folder>) -> Self {
        let pages = Pages { folder, ..Pages::default() };
        Self { pages: Mutex::new(pages), progress: watch::Sender::new(0) }
    }

    /// Adds an entry. Where the transcript cannot be written the server goes on; see [`Self::trouble`].
    pub fn note(&self, entry: Entry) {
        let mut pages = self.pages();
        pages.note(entry);
        self.progress.send_replace(pages.entries.len());
    }

    /// Keeps a mail, giving it its number and file. On an error nothing is kept.
    pub fn keep(&self, mut mail: Received) -> io::Result<()> {
        let mut pages = self.pages();
        if let Some(folder) = &mut pages.folder {
            mail.file = Some(folder.keep(&mail.content)?);
        }
        mail.number = pages.mails.len() + 1;
        let mail = Arc::new(mail);
        pages.mails.push(Arc::clone(&mail));
        pages.note(Entry::Mail(mail));
        self.progress.send_replace(pages.entries.len());
        Ok(())
    }

    pub fn mails(&self) -> Vec<Arc<Received>> {
        self.pages().mails.clone()
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.pages().entries.clone()
    }

    /// The mail of that number, from 1 up.
    pub fn mail(&self, number: usize) -> Option<Arc<Received>> {
        self.pages().mails.get(number.checked_sub(1)?).cloned()
    }

    /// Tells of every new entry from now on.
    pub fn watch(&self) -> watch::Receiver<usize> {
        self.progress.subscribe()
    }

    /// The first error in writing the transcript, once.
    pub fn trouble(&self) -> Option<io::Error> {
        self.pages().trouble.take()
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // The pages are whole between any two statements, so a panic elsewhere does no harm.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn note(&mut self, entry: Entry) {
        if let Some(folder) = &mut self.folder
            && let Err(error) = folder.note(&entry)
        {
            self.trouble.get_or_insert(error);
        }
        self.entries.push(entry);
    }
}
