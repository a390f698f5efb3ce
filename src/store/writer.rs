//! The one thread that writes.

use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};

use super::{AppendError, health::Health, row::Rows};
use crate::domain::ConversationId;

/// Appends that one transaction takes at most.
const BATCH: usize = 1024;

/// Something to write.
pub(super) enum Job {
    Append(AppendJob),
    /// A transaction of its own, for what is rare.
    Change(Box<dyn FnOnce(&mut Connection) + Send>),
}

/// An append that somebody waits for.
pub(super) struct AppendJob {
    pub rows: Rows,
    pub done: oneshot::Sender<Result<(), AppendError>>,
}

pub(super) struct Writer {
    connection: Connection,
    health: Arc<Health>,
}

impl Writer {
    pub fn new(connection: Connection, health: Arc<Health>) -> Self {
        Self { connection, health }
    }

    /// Writes until the last handle on the store is gone and its queue is empty.
    pub fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut jobs = Vec::with_capacity(BATCH);
        let mut batch = Vec::with_capacity(BATCH);
        while queue.blocking_recv_many(&mut jobs, BATCH) > 0 {
            let mut changes = Vec::new();
            for job in jobs.drain(..) {
                match job {
                    Job::Append(append) => batch.push(append),
                    Job::Change(change) => changes.push(change),
                }
            }
            self.append(&mut batch);
            for change in changes {
                change(&mut self.connection);
            }
        }
    }

    fn append(&mut self, batch: &mut Vec<AppendJob>) {
        if batch.is_empty() {
            return;
        }
        let results = self.commit(batch).unwrap_or_else(|_| self.commit_one_by_one(batch));
        for (job, result) in batch.drain(..).zip(results) {
            match &result {
                Ok(()) => self.health.stored(),
                Err(error) => self.health.failed(error),
            }
            // The sender may have gone; what is stored stays stored.
            let _ = job.done.send(result);
        }
    }

    /// All in one transaction. A refused append leaves the others alone; a failing disk fails them all.
    fn commit(&mut self, batch: &[AppendJob]) -> Result<Vec<Result<(), AppendError>>, AppendError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut results = Vec::with_capacity(batch.len());
        for job in batch {
            match append(&transaction, &job.rows) {
                Ok(()) => results.push(Ok(())),
                Err(refused @ (AppendError::Conflict | AppendError::Repeated { .. })) => {
                    results.push(Err(refused))
                }
                Err(failed @ (AppendError::Full | AppendError::Io(_))) => return Err(failed),
            }
        }
        transaction.commit()?;
        Ok(results)
    }

    /// After a failure, so that an append that alone is too large takes nobody with it.
    fn commit_one_by_one(&mut self, batch: &[AppendJob]) -> Vec<Result<(), AppendError>> {
        let alone = |job| self.commit(std::slice::from_ref(job)).and_then(|mut result| result.swap_remove(0));
        batch.iter().map(alone).collect()
    }
}

/// Refuses before the first row is written, so a refused append needs no rollback of its own.
fn append(transaction: &Transaction<'_>, rows: &Rows) -> Result<(), AppendError> {
    let tables = Tables(transaction);
    if !rows.in_order() {
        return Err(AppendError::Conflict);
    }
    let shop = tables.shop(rows)?;
    let (conversation, contact) = match tables.conversation(shop, &rows.conversation)? {
        Some((conversation, contact)) => {
            if tables.last_seq(shop, conversation)? != rows.after {
                return Err(AppendError::Conflict);
            }
            tables.refuse_repeated(shop, contact, rows)?;
            (conversation, contact)
        }
        None => tables.open(shop, rows)?,
    };
    tables.write(shop, conversation, contact, rows)?;
    Ok(())
}

struct Tables<'t>(&'t Transaction<'t>);

impl Tables<'_> {
    fn statement(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.0.prepare_cached(sql)
    }

    fn shop(&self, rows: &Rows) -> rusqlite::Result<i64> {
        let id = rows.shop.as_str();
        let found = self
            .statement("SELECT number FROM shop WHERE id = ?")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        found.map_or_else(|| self.statement("INSERT INTO shop (id) VALUES (?)")?.insert([id]), Ok)
    }

    /// The numbers of a conversation and of its contact.
    fn conversation(&self, shop: i64, id: &ConversationId) -> rusqlite::Result<Option<(i64, i64)>> {
        self.statement("SELECT number, contact FROM conversation WHERE shop = ? AND id = ?")?
            .query_row(params![shop, id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }

    fn last_seq(&self, shop: i64, conversation: i64) -> rusqlite::Result<i64> {
        self.statement("SELECT coalesce(max(seq), 0) FROM event WHERE shop = ? AND conversation = ?")?
            .query_row([shop, conversation], |row| row.get(0))
    }

    fn refuse_repeated(&self, shop: i64, contact: i64, rows: &Rows) -> Result<(), AppendError> {
        let mut known = self.statement(
            "SELECT conversation.id, message.seq FROM message JOIN conversation ON conversation.number = message.conversation
             WHERE message.shop = ? AND message.contact = ? AND message.id = ?",
        )?;
        for (id, _) in &rows.messages {
            let found = known.query_row(params![shop, contact, id.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            });
            if let Some((conversation, seq)) = found.optional()? {
                let conversation =
                    ConversationId::new(conversation).map_err(|error| AppendError::Io(error.to_string()))?;
                return Err(AppendError::Repeated { conversation, seq: seq.unsigned_abs() });
            }
        }
        Ok(())
    }

    fn open(&self, shop: i64, rows: &Rows) -> Result<(i64, i64), AppendError> {
        let (Some((customer, channel)), 0) = (&rows.opens, rows.after) else {
            return Err(AppendError::Conflict);
        };
        let who = params![shop, customer.as_str(), channel.as_str()];
        let contact = self
            .statement("SELECT number FROM contact WHERE shop = ? AND customer = ? AND channel = ?")?
            .query_row(who, |row| row.get(0))
            .optional()?;
        let contact = match contact {
            Some(contact) => {
                if self.has_open(shop, contact)? {
                    return Err(AppendError::Conflict);
                }
                self.refuse_repeated(shop, contact, rows)?;
                contact
            }
            None => self
                .statement("INSERT INTO contact (shop, customer, channel) VALUES (?, ?, ?)")?
                .insert(who)?,
        };
        let conversation = self
            .statement("INSERT INTO conversation (shop, id, contact, open) VALUES (?, ?, ?, 1)")?
            .insert(params![shop, rows.conversation.as_str(), contact])?;
        Ok((conversation, contact))
    }

    fn has_open(&self, shop: i64, contact: i64) -> rusqlite::Result<bool> {
        self.statement("SELECT 1 FROM conversation WHERE shop = ? AND contact = ? AND open = 1")?
            .exists([shop, contact])
    }

    fn write(&self, shop: i64, conversation: i64, contact: i64, rows: &Rows) -> rusqlite::Result<()> {
        let mut insert =
            self.statement("INSERT INTO event (shop, conversation, seq, at, event) VALUES (?, ?, ?, ?, ?)")?;
        for row in &rows.events {
            insert.execute(params![shop, conversation, row.seq, row.at, row.json])?;
        }
        for (id, seq) in &rows.messages {
            self.statement(
                "INSERT INTO message (shop, contact, id, conversation, seq) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![shop, contact, id.as_str(), conversation, seq])?;
        }
        for row in &rows.attachments {
            self.statement(
                "INSERT INTO attachment (shop, id, conversation, seq, by_customer) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![shop, row.id.as_str(), conversation, row.seq, row.by_customer])?;
        }
        if rows.closes {
            self.statement("UPDATE conversation SET open = 0 WHERE number = ?")?.execute([conversation])?;
        }
        let pending = if rows.pending {
            "INSERT OR IGNORE INTO pending (shop, conversation) VALUES (?, ?)"
        } else {
            "DELETE FROM pending WHERE shop = ? AND conversation = ?"
        };
        self.statement(pending)?.execute([shop, conversation])?;
        Ok(())
    }
}
