"""What a failure of the database is: an outage that passes, a value it does not take, or a mistake of ours."""

from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
)

#: SQLite's primary result codes for what lies outside the program: busy, locked, no memory, read only,
#: a fault of the disk, a broken file, a full disk, no way to open it, a lock protocol, not a database.
OUTAGE_CODES = {5, 6, 7, 8, 10, 11, 13, 14, 15, 26}
BUSY_CODES = {5, 6}
PRIMARY_CODE = 0xFF
#: PostgreSQL's states for a transaction that lost against another one and may be tried again.
LOST_RACE_STATES = {"40001", "40P01", "55P03"}


def is_outage(error: DBAPIError) -> bool:
    """Say whether the database could not work, so that the same request may work later."""
    if error.connection_invalidated:
        return True
    if getattr(error.orig, "sqlstate", None) in LOST_RACE_STATES:
        return True
    code = sqlite_code(error)
    if code is not None:
        return code in OUTAGE_CODES
    return isinstance(error, OperationalError | InterfaceError | InternalError)


def is_value_refused(error: DBAPIError) -> bool:
    """Say whether a value was too long, too large or held a character that cannot be kept."""
    return isinstance(error, DataError)


def is_busy(error: DBAPIError) -> bool:
    """Say whether somebody else is writing to SQLite's file."""
    return sqlite_code(error) in BUSY_CODES


def sqlite_code(error: DBAPIError) -> int | None:
    """Return SQLite's primary result code; None for another database, or a driver that tells none."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else int(code) & PRIMARY_CODE


def describe_failure(error: DBAPIError, url: str) -> str:
    """Return one sentence on why a database cannot be used, for whoever runs the program."""
    parsed = make_url(url)
    reason = str(error.orig).strip().splitlines()[-1].strip().rstrip(".")
    if parsed.get_backend_name() == "sqlite":
        if sqlite_code(error) in {11, 26}:
            reason += (
                "; put a copy in its place, or move it away to start with an empty one"
            )
        return f"The database file {parsed.database} cannot be used: {reason}."
    place = parsed.render_as_string(hide_password=True)
    return f"The database {place} cannot be used: {reason}."
