-- The shop leads every key, so that a shop's rows can be moved or deleted by themselves.
-- Numbers stand for texts in the large tables: keys stay small and follow the order of arrival.

CREATE TABLE shop (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE
) STRICT;

-- A customer on a channel.
CREATE TABLE contact (
    number   INTEGER PRIMARY KEY,
    shop     INTEGER NOT NULL REFERENCES shop,
    customer TEXT NOT NULL,
    channel  TEXT NOT NULL,
    UNIQUE (shop, customer, channel)
) STRICT;

CREATE TABLE conversation (
    number  INTEGER PRIMARY KEY,
    shop    INTEGER NOT NULL REFERENCES shop,
    id      TEXT NOT NULL,
    contact INTEGER NOT NULL REFERENCES contact,
    open    INTEGER NOT NULL,
    UNIQUE (shop, id)
) STRICT;

-- A contact has one conversation open at a time.
CREATE UNIQUE INDEX conversation_open ON conversation (shop, contact) WHERE open = 1;

-- The log itself, in order of arrival.
CREATE TABLE event (
    position     INTEGER PRIMARY KEY,
    shop         INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL, -- microseconds since 1970
    event        BLOB NOT NULL     -- JSON
) STRICT;

CREATE UNIQUE INDEX event_seq ON event (shop, conversation, seq);

-- A message that is sent twice counts once, whichever conversation took it.
CREATE TABLE message (
    shop         INTEGER NOT NULL,
    contact      INTEGER NOT NULL,
    id           TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    PRIMARY KEY (shop, contact, id)
) STRICT, WITHOUT ROWID;

-- Conversations in which the bot still owes something.
CREATE TABLE pending (
    shop         INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    PRIMARY KEY (shop, conversation)
) STRICT, WITHOUT ROWID;
