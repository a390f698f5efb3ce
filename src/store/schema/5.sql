-- Misunderstood messages that somebody has sorted.
CREATE TABLE settled (
    shop         INTEGER NOT NULL REFERENCES shop,
    conversation INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    text         TEXT NOT NULL,
    how          TEXT NOT NULL, -- intent, faq, not_ours, dismissed
    name         TEXT,          -- of the intent or the entry
    seat         TEXT NOT NULL, -- whoever sorted it
    at           INTEGER NOT NULL, -- microseconds since 1970
    PRIMARY KEY (shop, conversation, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX settled_at ON settled (shop, at);
