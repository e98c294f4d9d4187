"""Who works on a SQLite database: all who do share a lock on a file beside it, and a restore has that lock alone.

SQLite itself tells only of connections that are open, and without a write-ahead log of none that rests. Of a PostgreSQL
database the server knows who is connected, so there is no file.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from quiz.errors import NotNow

SUFFIX = ".lock"
IN_USE = "Trigpoint is running on this database. Stop it, then restore."
RESTORING = (
    "A backup is being restored into this database. Try again when that is done."
)


@contextmanager
def share_database(url: str) -> Iterator[None]:
    """Work on a database, which no restore replaces meanwhile. Processes that are forked meanwhile keep the lock too.

    Raises
    ------
    NotNow
        When a backup is being restored into it.
    """
    with _hold_lock(url, fcntl.LOCK_SH, refusal=RESTORING):
        yield


@contextmanager
def claim_database(url: str) -> Iterator[None]:
    """Have a database to oneself; nobody starts to work on it meanwhile.

    Raises
    ------
    NotNow
        When somebody works on it.
    """
    with _hold_lock(url, fcntl.LOCK_EX, refusal=IN_USE):
        yield


@contextmanager
def _hold_lock(url: str, mode: int, *, refusal: str) -> Iterator[None]:
    parsed = make_url(url)
    database = Path(parsed.database or "")
    # Where there is no folder, whoever opens the database says so.
    if parsed.get_backend_name() != "sqlite" or not database.parent.is_dir():
        yield
        return
    descriptor = _open_lock_file(database.with_name(database.name + SUFFIX))
    try:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotNow(refusal) from error
        yield
    finally:
        # Closed and not unlocked: to unlock would take it from the processes that were forked, too.
        os.close(descriptor)


def _open_lock_file(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotNow(f"{path} cannot be opened: {error.strerror}.") from error
    if os.geteuid() == 0:
        # What root makes here must not keep the owner out; SQLite does the same with its own files.
        folder = path.parent.stat()
        with suppress(PermissionError):  # root of a container may not give files away
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor
