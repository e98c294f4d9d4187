"""What was deleted after a backup was made is deleted again when it is restored: people, links, browsers, codes of reports.

People are known by the hashes that deleting them left behind. Links and browsers are known by comparing: a person who
is still there has withdrawn what they no longer have. Whoever was joined with another is there as that one. Who may
sign in to which account, and how, is carried over by `account_access`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from quiz.core.db import sqlite_library
from quiz.core.keys import secret_hash
from quiz.operations.backups.account_access import (
    AccountAccess,
    read_account_access,
    replay_account_access,
)

#: Tables whose rows let somebody in, and the table that each row belongs to.
SECRETS = {
    "person_secret": ("person_id", "person"),
    "resume_code": ("person_id", "person"),
    "share_link": ("sitting_id", "sitting"),
}
REPORT_CODES = "report_code"
ERASURES, JOINS = "erasure", "person_join"
#: SQLite allows a few thousand values in one statement.
BATCH = 500


@dataclass(frozen=True)
class Present:
    """What the present database says of people and of ways in."""

    erased: set[str] = field(default_factory=set)
    #: Table -> the secrets that it still has, and the hashed keys of all who could have one.
    secrets: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    #: Who may sign in to each account and how, by its key.
    accounts: dict[str, AccountAccess] = field(default_factory=dict)
    #: Codes of reports that were turned off, and when.
    codes_off: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Replayed:
    """What was done to a restored database for the sake of what is present."""

    #: People who were deleted after the backup was made, deleted again.
    erased: int
    #: Links and browsers that were withdrawn after the backup was made, withdrawn again.
    withdrawn: int
    #: Accounts that people sign in to as at present.
    accounts: int


def read_present(engine: Engine) -> Present:
    """Read it; a database that is empty or damaged says nothing."""
    try:
        with engine.connect() as connection:
            tables = _reflect(connection)
            erased = _read_erasures(connection, tables)
            secrets = {
                name: _read_secrets(connection, tables, name)
                for name, (_, owner) in SECRETS.items()
                if name in tables and owner in tables
            }
            accounts = read_account_access(connection, tables)
            codes = _read_codes_off(connection, tables)
            return Present(erased, secrets, accounts, codes)
    except (DBAPIError, sqlite_library().Error, ValueError):
        return Present()


def replay_present(restored: Engine, present: Present) -> Replayed:
    """Delete in `restored` what is gone at present, and let people sign in to accounts as at present."""
    with restored.execution_options(writes=True).begin() as connection:
        tables = _reflect(connection)
        withdrawn = sum(
            _delete_withdrawn(connection, tables, name, kept, owners)
            for name, (kept, owners) in present.secrets.items()
        )
        withdrawn += _turn_codes_off(connection, tables, present.codes_off)
        erased = _delete_people(connection, tables, present.erased)
        accounts = replay_account_access(connection, tables, present.accounts)
        return Replayed(erased, withdrawn, accounts)


def _reflect(connection: Connection) -> dict[str, Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return dict(metadata.tables)


def _read_erasures(connection: Connection, tables: dict[str, Table]) -> set[str]:
    if ERASURES not in tables:
        return set()
    return set(connection.scalars(select(tables[ERASURES].c.key_hash)))


def _read_secrets(
    connection: Connection, tables: dict[str, Table], name: str
) -> tuple[set[str], set[str]]:
    _, owner = SECRETS[name]
    secrets = set(connection.scalars(select(tables[name].c.secret_hash)))
    owners = {
        secret_hash(key) for key in connection.scalars(select(tables[owner].c.key))
    }
    if owner == "person" and JOINS in tables:
        owners |= set(connection.scalars(select(tables[JOINS].c.key_hash)))
    return secrets, owners


def _delete_withdrawn(
    connection: Connection,
    tables: dict[str, Table],
    name: str,
    kept: set[str],
    owners: set[str],
) -> int:
    column, owner_name = SECRETS[name]
    table, owner = tables[name], tables[owner_name]
    rows = connection.execute(
        select(table.c.id, table.c.secret_hash, owner.c.key).join_from(
            table, owner, table.c[column] == owner.c.id
        )
    )
    gone = [
        row.id
        for row in rows
        if row.secret_hash not in kept and secret_hash(row.key) in owners
    ]
    _delete_rows(connection, table, table.c.id, gone)
    return len(gone)


def _read_codes_off(connection: Connection, tables: dict[str, Table]) -> dict[str, Any]:
    if REPORT_CODES not in tables:
        return {}
    codes = tables[REPORT_CODES].c
    rows = connection.execute(
        select(codes.code, codes.revoked_at).where(codes.revoked_at.is_not(None))
    )
    return {row.code: row.revoked_at for row in rows}


def _turn_codes_off(
    connection: Connection, tables: dict[str, Table], codes_off: dict[str, Any]
) -> int:
    """Turn codes of reports off again that a backup brings back as working; return how many."""
    if REPORT_CODES not in tables:
        return 0
    codes, count = tables[REPORT_CODES], 0
    for code, moment in codes_off.items():
        count += connection.execute(
            update(codes)
            .where(codes.c.code == code, codes.c.revoked_at.is_(None))
            .values(revoked_at=moment)
        ).rowcount
    return count


def _delete_people(
    connection: Connection, tables: dict[str, Table], hashes: set[str]
) -> int:
    """Delete the people behind these hashes and behind those that the backup brought, and keep all the hashes."""
    erasures, person = tables[ERASURES], tables["person"]
    known = set(connection.scalars(select(erasures.c.key_hash)))
    if hashes - known:
        connection.execute(
            insert(erasures), [{"key_hash": one} for one in sorted(hashes - known)]
        )
    erased = hashes | known
    if not erased:
        return 0
    rows = connection.execute(select(person.c.id, person.c.key))
    gone = [row.id for row in rows if secret_hash(row.key) in erased]
    _delete_rows(connection, person, person.c.id, gone)
    return len(gone)


def _delete_rows(
    connection: Connection, table: Table, column: Any, ids: list[int]
) -> None:
    for batch in _batches(ids):
        connection.execute(delete(table).where(column.in_(batch)))


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
