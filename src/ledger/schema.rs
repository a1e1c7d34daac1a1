//! The tables of a ledger, and the steps that bring an older file to them.

use rusqlite::{Connection, Transaction};

use super::unusable::Unusable;

/// What tells a ledger from other files: the letters P, L, t, r.
const APPLICATION_ID: i32 = 0x504C_7472;

/// The version of a ledger is the number of these steps that it has taken; a new one takes all of them.
///
/// Files have taken the steps that stand here, so none is ever changed. A new one leaves runs of an older program right, since
/// they may be under way while it is taken: it adds what they can do without.
const STEPS: [&str; 4] = [TABLES, CHANNEL, COME_BACK, COUNTRY];

/// The version that a ledger has when it has taken all of them.
pub(super) const LATEST: usize = STEPS.len();

/// A letter's row is found by the fingerprint of its key. `signer`, `words` and `country` are all that is personal in it.
const TABLES: &str = "
    CREATE TABLE secret (secret BLOB NOT NULL);
    CREATE TABLE runs (
        id      INTEGER PRIMARY KEY,
        account TEXT    NOT NULL,
        boot    TEXT,               -- which start of the machine it belongs to
        began   INTEGER NOT NULL,   -- in milliseconds since 1970
        ended   INTEGER
    );
    CREATE TABLE letters (
        id        INTEGER PRIMARY KEY,
        key       BLOB    NOT NULL UNIQUE,
        campaign  TEXT    NOT NULL,
        recipient TEXT    NOT NULL,
        signer    TEXT,             -- for people to read, until it is purged
        state     TEXT    NOT NULL,
        run       INTEGER NOT NULL, -- which claimed it last
        attempt   INTEGER NOT NULL,
        mailboxes INTEGER NOT NULL, -- envelope recipients
        signed    BLOB    NOT NULL, -- what the signer said
        at        INTEGER NOT NULL, -- when it came to its state, in milliseconds since 1970
        words     TEXT              -- the server's, until they are purged
    );
    CREATE INDEX claimed ON letters (run) WHERE state = 'claimed';
    CREATE TABLE wordings (form BLOB PRIMARY KEY, wording BLOB NOT NULL) WITHOUT ROWID;
";

/// How a letter goes; until then all of them went by e-mail.
const CHANNEL: &str = "ALTER TABLE letters ADD COLUMN channel TEXT NOT NULL DEFAULT 'email'";

/// What came back, beside the state of letters. A mailbox is known by its fingerprint: whose it is, the ledger does not know.
const COME_BACK: &str = "
    CREATE TABLE returns (
        letter    INTEGER NOT NULL,
        address   BLOB    NOT NULL, -- the envelope recipient that it did not arrive at
        role      TEXT,             -- addressee, copy, or not known
        code      TEXT,             -- 5.1.1 or 550
        permanent INTEGER NOT NULL,
        at        INTEGER NOT NULL, -- when the report was written, in milliseconds since 1970
        PRIMARY KEY (letter, address)
    ) WITHOUT ROWID;
    CREATE INDEX returned ON returns (address);
    CREATE TABLE answers (letter INTEGER PRIMARY KEY, day TEXT NOT NULL);
";

/// The code of the country where the signer lives; not known of letters that went before, nor after they were purged.
const COUNTRY: &str = "ALTER TABLE letters ADD COLUMN country TEXT";

/// How many steps a ledger has taken; none where the file is empty.
///
/// # Errors
///
/// When it is no ledger, or one that has taken steps which are not known here.
pub(super) fn version(connection: &Connection) -> Result<usize, Unusable> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let is_empty: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    let made_by = (number("application_id")?, usize::try_from(number("user_version")?).unwrap_or_default());
    match made_by {
        (0, 0) if is_empty => Ok(0),
        (APPLICATION_ID, version) if version > LATEST => Err(Unusable::Newer { version, known: LATEST }),
        (APPLICATION_ID, version) if version > 0 => Ok(version),
        _ => Err(Unusable::NoLedger),
    }
}

/// Takes the steps that a ledger has not taken. They are taken together with the transaction, or not at all.
///
/// # Errors
///
/// As [`version`], and when the file cannot be written.
pub(super) fn migrate(transaction: &Transaction<'_>, secret: &[u8]) -> Result<(), Unusable> {
    let version = version(transaction)?;
    for step in &STEPS[version..] {
        transaction.execute_batch(step)?;
    }
    if version == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute("INSERT INTO secret VALUES (?1)", [secret])?;
    }
    if version < LATEST {
        transaction.pragma_update(None, "user_version", LATEST)?;
    }
    Ok(())
}
