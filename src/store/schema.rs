//! The tables, and how an older file becomes a newer one.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, config::DbConfig};

use super::OpenError;

/// Each brings a file from the version of its index to the next; a released one is never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
];
const NEWEST: i64 = MIGRATIONS.len() as i64;

/// A writing connection to a file of the newest schema.
pub(super) fn open(file: &Path) -> Result<Connection, OpenError> {
    let failed = |source| OpenError::Sqlite { file: file.to_owned(), source };
    let mut connection = Connection::open(file).map_err(failed)?;
    prepare(&connection).map_err(failed)?;
    let found = version(&connection).map_err(failed)?;
    if found > NEWEST {
        return Err(OpenError::Newer { file: file.to_owned(), found, known: NEWEST });
    }
    migrate(&mut connection).map_err(failed)?;
    Ok(connection)
}

/// A connection that only reads, here and there.
pub(super) fn open_reader(file: &Path) -> Result<Connection, OpenError> {
    open_to_read(file, CACHE)
}

/// A connection that reads the log from one end to the other.
pub(super) fn open_follower(file: &Path) -> Result<Connection, OpenError> {
    open_to_read(file, FOLLOWER_CACHE)
}

fn open_to_read(file: &Path, cache: i64) -> Result<Connection, OpenError> {
    let failed = |source| OpenError::Sqlite { file: file.to_owned(), source };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(failed)?;
    connect(&connection, cache).map_err(failed)?;
    Ok(connection)
}

/// KiB of pages that a connection keeps in memory. Each fills up with what was written or read last, so that all of them together
/// are what serving costs in memory sooner or later; what they do not hold, the system's own cache has.
const CACHE: i64 = 2_048;
/// Whoever reads forward comes back to the upper levels of the tree only.
const FOLLOWER_CACHE: i64 = 256;

/// What holds for writers and readers.
fn connect(connection: &Connection, cache: i64) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // Negative: KiB, not pages.
    connection.pragma_update(None, "cache_size", -cache)?;
    // Without it, a kept statement is compiled anew whenever a bound value changes that its plan might depend on.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Another process may hold the file for a moment, to back it up.
const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connect(connection, CACHE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Pages: the write-ahead log is folded into the file every 16 MB, and keeps that size on disk.
    connection.pragma_update(None, "wal_autocheckpoint", 4096)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have migrated the file while this one waited for it.
    let from = version(&transaction)?;
    for (to, migration) in (1..).zip(MIGRATIONS).filter(|(to, _)| *to > from) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn kept_statements_are_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("log.db")).unwrap();
        let mut last = connection
            .prepare("SELECT coalesce(max(seq), 0) FROM event WHERE shop = ? AND conversation = ?")
            .unwrap();
        for conversation in 1..4 {
            let _: i64 = last.query_row([1, conversation], |row| row.get(0)).unwrap();
        }
        assert_eq!(last.get_status(StatementStatus::RePrepare), 0);
    }

    #[test]
    fn a_log_takes_little_memory_however_large_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("log.db");
        let check = |connection: Connection, kilobytes: i64| {
            let kept: i64 = connection.pragma_query_value(None, "cache_size", |row| row.get(0)).unwrap();
            assert_eq!(kept, -kilobytes);
        };
        check(open(&file).unwrap(), 2_048);
        check(open_reader(&file).unwrap(), 2_048);
        check(open_follower(&file).unwrap(), 256);
    }
}
