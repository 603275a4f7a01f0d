-- One database serves one chain: its id is written at the first start and checked at every other.
CREATE TABLE chain (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    chain_id TEXT NOT NULL
) STRICT;

-- The next height to read. It moves in the same transaction as what was learned from the block.
CREATE TABLE cursors (
    chain_id    TEXT PRIMARY KEY,
    next_height INTEGER NOT NULL CHECK (next_height > 0)
) STRICT;

CREATE TABLE groups (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    address      TEXT NOT NULL UNIQUE,
    first_height INTEGER NOT NULL
) STRICT;

CREATE TABLE duties (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    unique_key     TEXT NOT NULL UNIQUE,
    kind           TEXT NOT NULL,
    group_address  TEXT NOT NULL,
    proposal       INTEGER,
    state          TEXT NOT NULL CHECK (state IN ('planned', 'running', 'done', 'failed')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    not_before     INTEGER NOT NULL,
    last_error     TEXT,
    tx_hash        TEXT,
    tx_from        INTEGER,
    tx_timeout     INTEGER,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX duties_due ON duties (state, not_before, id);
CREATE INDEX duties_by_group ON duties (group_address, id);

CREATE TABLE ballots (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt        TEXT NOT NULL UNIQUE,
    group_address  TEXT NOT NULL,
    proposal       INTEGER NOT NULL,
    seat           INTEGER,
    wallet         TEXT NOT NULL,
    payload        TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('received', 'carried', 'refused')),
    result         TEXT,
    tx_hash        TEXT,
    tx_from        INTEGER,
    tx_timeout     INTEGER,
    received_at    INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX ballots_waiting ON ballots (state, group_address, proposal, id);
CREATE INDEX ballots_by_proposal ON ballots (group_address, proposal, id);
CREATE INDEX ballots_of_seat ON ballots (group_address, proposal, seat, state);
