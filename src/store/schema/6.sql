-- Whether the content says it because the message was sorted, and not before.
ALTER TABLE settled ADD COLUMN taught INTEGER NOT NULL DEFAULT 1;
