use super::entry::Entry;
use super::folder::Folder;
use super::received::Received;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What the server has seen: the transcript and the mails, the first ones in memory and, where wanted, all in a folder.
#[derive(Debug)]
pub(super) struct Notebook {
    pages: Mutex<Pages>,
    /// How many entries there are, for those who wait for the next.
    progress: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Pages {
    entries: Vec<Entry>,
    entry_count: usize,
    mails: Vec<Arc<Received>>,
    mail_count: usize,
    /// How many entries and how many mails stay in memory.
    remember: usize,
    folder: Option<Folder>,
    trouble: Option<io::Error>,
}

impl Notebook {
    pub fn new(folder: Option<Folder>, remember: usize) -> Self {
        let pages = Pages { remember, folder, ..Pages::default() };
        Self { pages: Mutex::new(pages), progress: watch::Sender::new(0) }
    }

    /// Adds an entry. Where the transcript cannot be written the server goes on; see [`Self::trouble`].
    pub fn note(&self, entry: Entry) {
        let mut pages = self.pages();
        pages.note(entry);
        self.progress.send_replace(pages.entry_count);
    }

    /// Keeps a mail, giving it its number and file. On an error nothing is kept.
    pub fn keep(&self, mut mail: Received) -> io::Result<()> {
        let mut pages = self.pages();
        if let Some(folder) = &mut pages.folder {
            mail.file = Some(folder.keep(&mail.content)?);
        }
        pages.mail_count += 1;
        mail.number = pages.mail_count;
        let mail = Arc::new(mail);
        if pages.mails.len() < pages.remember {
            pages.mails.push(Arc::clone(&mail));
        }
        pages.note(Entry::Mail(mail));
        self.progress.send_replace(pages.entry_count);
        Ok(())
    }

    pub fn mails(&self) -> Vec<Arc<Received>> {
        self.pages().mails.clone()
    }

    /// How many mails were kept, remembered or not.
    pub fn mail_count(&self) -> usize {
        self.pages().mail_count
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
        self.entry_count += 1;
        if self.entries.len() < self.remember {
            self.entries.push(entry);
        }
    }
}
