use std::fmt;

use ring::hmac;
use rusqlite::Connection;
use rusqlite::types::{ToSql, ToSqlOutput};

/// Makes fingerprints with a key that each ledger has for itself: whoever has the fingerprint of an address cannot look it
/// up elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Fingerprints(hmac::Key);

/// What a text is known by when the text itself is not kept: HMAC-SHA-256 (RFC 2104), cut to 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint([u8; 16]);

impl Fingerprints {
    pub(super) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub(super) fn of(&self, text: &str) -> Fingerprint {
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&hmac::sign(&self.0, text.as_bytes()).as_ref()[..16]);
        Fingerprint(fingerprint)
    }
}

/// Puts fingerprints in the place of accounts that an older program named in its runs: who logs in may be who signs.
pub(super) fn hide_accounts(connection: &Connection, fingerprints: &Fingerprints) -> rusqlite::Result<()> {
    let mut accounts = connection.prepare("SELECT DISTINCT account FROM runs")?;
    let accounts = accounts.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    for account in accounts.iter().filter(|account| Fingerprint::read(account).is_none()) {
        let sql = "UPDATE runs SET account = ?2 WHERE account = ?1";
        connection.execute(sql, [account, &fingerprints.of(account).to_string()])?;
    }
    Ok(())
}

impl Fingerprint {
    /// The fingerprint that a text says, as [`fmt::Display`] writes it.
    pub(super) fn read(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32).map(|number| Self(number.to_be_bytes()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl ToSql for Fingerprint {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.as_slice().to_sql()
    }
}
