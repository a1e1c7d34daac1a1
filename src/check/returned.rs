use std::path::Path;

use super::Findings;
use crate::campaign::{self, Directory, OwnAddresses};
use crate::ledger::Returned;
use crate::source::{Library, Place, Problem, TextFile};
use crate::vocabulary::EmailAddress;

impl Findings {
    /// Warns of offices whose mailboxes returned letters: those of all directories and campaigns, or of the campaigns and files
    /// that are named. What cannot be read was reported where it was checked.
    ///
    /// # Errors
    ///
    /// When `returned` fails, which tells what is known of a mailbox.
    pub fn add_returned(
        &mut self,
        library: &Library,
        names: &[String],
        own: &OwnAddresses,
        mut returned: impl FnMut(&EmailAddress) -> Result<Option<Returned>, Problem>,
    ) -> Result<(), Problem> {
        let mut mailboxes: Vec<(String, String, EmailAddress)> = Vec::new();
        let directories = if names.is_empty() { Directory::names(library) } else { Vec::new() };
        let mut files: Vec<_> = directories.iter().filter_map(|name| Directory::find(library, name).ok()).collect();
        let is_directory =
            |name: &&String| Path::new(name.as_str()).parent().is_some_and(|path| path.ends_with("directory"));
        files.extend(names.iter().filter(is_directory).filter_map(|name| TextFile::read(Path::new(name)).ok()));
        for file in files {
            let Ok((directory, _)) = Directory::load(&file) else { continue };
            mailboxes.extend(directory.mailboxes().map(|(id, address)| (file.name.clone(), id, address.clone())));
        }
        let campaigns = if names.is_empty() { library.names("campaigns", "toml") } else { names.to_vec() };
        for name in campaigns {
            let Ok((campaign, ..)) = campaign::load(library, &name, own) else { continue };
            for recipient in &campaign.recipients {
                for address in &recipient.addresses.email {
                    if !mailboxes.iter().any(|(.., known)| known.is_same_mailbox(address)) {
                        mailboxes.push((campaign.file.clone(), recipient.id.clone(), address.clone()));
                    }
                }
            }
        }
        let mut problems = Vec::new();
        for (file, id, address) in mailboxes {
            let Some(Returned { letters, code }) = returned(&address)? else { continue };
            let letters = if letters == 1 { "a letter".to_owned() } else { format!("{letters} letters") };
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            let problem = Problem::warning(format!("`{id}`: {address} returned {letters}{code}"));
            let problem = problem.at(Place::file(&file));
            problems.push(problem.hint("look for another address, or take this one out"));
        }
        self.add(problems);
        Ok(())
    }
}
