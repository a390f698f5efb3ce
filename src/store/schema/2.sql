-- Those who sign in: seats, supervisors, operators, admins.
CREATE TABLE account (
    number   INTEGER PRIMARY KEY,
    shop     INTEGER NOT NULL REFERENCES shop,
    id       TEXT NOT NULL, -- what events call them
    email    TEXT NOT NULL,
    name     TEXT NOT NULL,
    role     TEXT NOT NULL,
    skills   TEXT NOT NULL, -- a JSON list
    capacity INTEGER NOT NULL,
    enabled  INTEGER NOT NULL,
    demo     INTEGER NOT NULL, -- gone when the demonstration is
    password TEXT NOT NULL,    -- its Argon2id hash in PHC form
    UNIQUE (shop, id),
    UNIQUE (shop, email)
) STRICT;

CREATE TABLE session (
    shop    INTEGER NOT NULL,
    token   BLOB NOT NULL, -- its SHA-256
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    began   INTEGER NOT NULL, -- microseconds since 1970
    seen    INTEGER NOT NULL, -- the same, to within minutes
    PRIMARY KEY (shop, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (shop, account);
