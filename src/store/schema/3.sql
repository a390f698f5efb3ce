-- Where in the log a file is; its bytes lie in the folder attachments.
CREATE TABLE attachment (
    shop         INTEGER NOT NULL,
    id           TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    by_customer  INTEGER NOT NULL,
    PRIMARY KEY (shop, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_conversation ON attachment (shop, conversation, seq);

-- Sentences that seats have at hand.
CREATE TABLE canned (
    number   INTEGER PRIMARY KEY,
    shop     INTEGER NOT NULL REFERENCES shop,
    id       TEXT NOT NULL,
    owner    TEXT NOT NULL, -- a seat's id; empty for the shop's own
    shortcut TEXT NOT NULL,
    title    TEXT NOT NULL,
    text     TEXT NOT NULL,
    UNIQUE (shop, id),
    UNIQUE (shop, owner, shortcut)
) STRICT;
