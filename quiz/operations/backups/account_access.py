"""How people sign in to accounts at present, carried over into a restored backup: nothing that was closed opens again.

Accounts are known by their keys. What was given since the backup was made is not added: roles and sign-in providers.
Where the backup is the newer of the two, because a restored older one is present, its passwords and codes are kept.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

ACCOUNT, ORGANISATION = "account", "organisation"
#: Columns of an account that are as they are at present.
ACCOUNT_COLUMNS = (
    "email",
    "email_verified_at",
    "password_hash",
    "password_changed_at",
    "credentials_version",
    "disabled_at",
)
#: Tables whose rows of an account are as they are at present, all of them.
REPLACED = ("second_factor", "recovery_code")
#: Tables from which the rows go that an account no longer has, and the columns that say which row is which.
REDUCED = {
    "site_role": ("role",),
    "membership": ("organisation_id", "role"),
    "provider_identity": ("issuer", "subject"),
}

Tables = Mapping[str, Table]


@dataclass
class AccountAccess:
    """How somebody signs in to one account at present, and what it may do."""

    columns: dict[str, Any]
    #: Table -> its rows of this account, without the numbers that tie rows together.
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: Table -> what tells its rows of this account apart.
    held: dict[str, set[tuple[str, ...]]] = field(
        default_factory=lambda: defaultdict(set)
    )


def read_account_access(
    connection: Connection, tables: Tables
) -> dict[str, AccountAccess]:
    """Return it for every account by key; a database from before there were accounts has none."""
    if not {ACCOUNT, ORGANISATION, *REPLACED, *REDUCED} <= tables.keys():
        return {}
    found: dict[str, AccountAccess] = {}
    # A damaged database may have rows of accounts that it does not have.
    by_id: dict[int, AccountAccess] = {}
    for row in connection.execute(select(tables[ACCOUNT])).mappings():
        access = AccountAccess({name: row[name] for name in ACCOUNT_COLUMNS})
        found[row["key"]] = by_id[row["id"]] = access
    for name in REPLACED:
        for row in connection.execute(select(tables[name])).mappings():
            values = {key: row[key] for key in row if key not in {"id", "account_id"}}
            if row["account_id"] in by_id:
                by_id[row["account_id"]].rows[name].append(values)
    for name in REDUCED:
        for _, account_id, words in _read_held(connection, tables, name):
            if account_id in by_id:
                by_id[account_id].held[name].add(words)
    return found


def replay_account_access(
    connection: Connection, tables: Tables, present: Mapping[str, AccountAccess]
) -> int:
    """Carry the access of all accounts that are there over into restored tables; return how many they are."""
    account = tables[ACCOUNT]
    version = account.c.credentials_version
    restored, carried = {}, {}
    for row in connection.execute(select(account.c.id, account.c.key, version)):
        if access := present.get(row.key):
            restored[row.id] = access
            if row.credentials_version <= access.columns[version.name]:
                carried[row.id] = access
    _free_addresses(connection, account, carried)
    for account_id, access in carried.items():
        _replace_access(connection, tables, account_id, access)
    for name in REDUCED:
        for row_id, account_id, words in _read_held(connection, tables, name):
            if account_id in restored and words not in restored[account_id].held[name]:
                table = tables[name]
                connection.execute(delete(table).where(table.c.id == row_id))
    return len(carried)


def _replace_access(
    connection: Connection, tables: Tables, account_id: int, access: AccountAccess
) -> None:
    """Give one account the password, second factor and recovery codes that it has at present."""
    account = tables[ACCOUNT]
    connection.execute(
        update(account).where(account.c.id == account_id).values(access.columns)
    )
    for name in REPLACED:
        table = tables[name]
        connection.execute(delete(table).where(table.c.account_id == account_id))
        if access.rows[name]:
            rows = [row | {"account_id": account_id} for row in access.rows[name]]
            connection.execute(insert(table), rows)


def _free_addresses(
    connection: Connection, account: Table, carried: Mapping[int, AccountAccess]
) -> None:
    """Let no address be taken while two accounts change theirs: each has another for a moment, or loses it.

    An account that is not there at present, or is newer, gives way to the one that has its address now.
    """
    wanted = {access.columns["email"] for access in carried.values()} - {None}
    for row in connection.execute(select(account.c.id, account.c.key, account.c.email)):
        if row.id in carried or row.email in wanted:
            connection.execute(
                update(account)
                .where(account.c.id == row.id)
                .values(email=f"{row.key}@restored.invalid")
            )


def _read_held(
    connection: Connection, tables: Tables, name: str
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return number, account and words of each row; an organisation is told by its key."""
    table, organisation = tables[name], tables[ORGANISATION]
    columns = [table.c[column] for column in REDUCED[name]]
    statement = select(table.c.id, table.c.account_id)
    if table.c.get("organisation_id") is not None:
        columns[0] = organisation.c.key
        statement = statement.join_from(
            table, organisation, table.c.organisation_id == organisation.c.id
        )
    statement = statement.add_columns(*columns)
    return [(row[0], row[1], tuple(row[2:])) for row in connection.execute(statement)]
