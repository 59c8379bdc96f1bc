"""The tables of a library, their version, and the steps from each version to the next.

A step that has been released is never changed: what must be different is one step more. All steps of an opening happen
in one transaction, so that a library is of the version before or of the newest, whatever happens meanwhile.
"""

import sqlite3
from typing import Final

from alpaca_gui.library.connection import transaction

APPLICATION_ID: Final = 0x416C7061
"""``Alpa``, in SQLite's header: by it a library is told from other databases."""

_FIRST: Final = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE model (
    number INTEGER PRIMARY KEY,
    model_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    path BLOB NOT NULL,
    concept TEXT NOT NULL,
    backbone TEXT NOT NULL
);
CREATE TABLE picture (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    notes TEXT NOT NULL
);
CREATE TABLE evidence (
    picture INTEGER NOT NULL,
    model INTEGER NOT NULL,
    logit REAL NOT NULL,
    time REAL NOT NULL,
    PRIMARY KEY (picture, model)
) WITHOUT ROWID;
CREATE TABLE embedding (
    number INTEGER PRIMARY KEY,
    backbone TEXT NOT NULL,
    picture INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (picture, backbone)
);
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    location BLOB NOT NULL,
    name BLOB,
    state INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    logit REAL,
    model INTEGER,
    time REAL,
    picture INTEGER,
    width INTEGER,
    height INTEGER,
    size INTEGER,
    modified INTEGER,
    error TEXT,
    notes TEXT,
    note TEXT
);
CREATE INDEX record_location ON record (location);
CREATE TABLE label (
    record INTEGER NOT NULL,
    concept TEXT NOT NULL,
    value INTEGER NOT NULL,
    time REAL NOT NULL,
    PRIMARY KEY (record, concept)
) WITHOUT ROWID;
CREATE TABLE held (record INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE request (number INTEGER PRIMARY KEY, location BLOB NOT NULL);
CREATE TABLE edit (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    records BLOB NOT NULL,
    before BLOB NOT NULL,
    after BLOB NOT NULL,
    concept TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
);
"""

_SECOND: Final = """
ALTER TABLE record ADD COLUMN unlike REAL;
ALTER TABLE evidence ADD COLUMN unlike REAL;
ALTER TABLE model ADD COLUMN unlike_limit REAL;
CREATE INDEX record_error ON record (number) WHERE error IS NOT NULL;
CREATE INDEX record_notes ON record (number) WHERE notes IS NOT NULL;
CREATE INDEX record_name ON record (number) WHERE name IS NOT NULL;
CREATE INDEX record_note ON record (number) WHERE note IS NOT NULL;
CREATE TABLE filter (
    number INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    name TEXT UNIQUE,
    used REAL NOT NULL
);
"""

STEPS: Final = (_FIRST, _SECOND)
"""What makes version 1 of nothing, 2 of 1, and so on."""

VERSION: Final = len(STEPS)
"""The version that this program reads and writes."""


def version_of(connection: sqlite3.Connection) -> int:
    """Give the version of an opened database; 0 where nothing is in it yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def is_library(connection: sqlite3.Connection) -> bool:
    """Tell whether a database is a library, or empty."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        return True
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(application == 0 and tables == 0)


def migrate(connection: sqlite3.Connection, upto: int = VERSION) -> None:
    """Bring a library to a version, by default the newest; one that is there already is left as it is.

    Raises
    ------
    sqlite3.Error
        When it cannot be written; it is then of the version that it was.
    """
    with transaction(connection):
        before = version_of(connection)
        for version in range(before, upto):
            for statement in STEPS[version].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        if before < upto:  # else nothing is written, for which the disk may have no room
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
