use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A reader of an open file that keeps its own place, so that several can read it at once. A file has a single place for
/// all its handles; this one is set before each read.
#[derive(Debug, Clone)]
pub(super) struct SharedFile {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl SharedFile {
    pub(super) fn new(file: File) -> Self {
        Self { file: Arc::new(Mutex::new(file)), at: 0 }
    }

    /// Another reader of the same file, which begins at this byte.
    pub(super) fn from(&self, at: u64) -> Self {
        Self { file: Arc::clone(&self.file), at }
    }

    /// What the file system says of it.
    pub(super) fn metadata(&self) -> io::Result<std::fs::Metadata> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).metadata()
    }
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}
