"""Hashing passwords with Argon2id, at most two at once in a process, so that memory and the other pages are safe.

A hash takes about 30 ms of a processor and 19 MiB, the least that OWASP's password storage cheat sheet
recommends (m=19456, t=2, p=1). It is made in a thread of its own at a low priority, since no answer may wait for
sixty people who sign in at once. Hash before the request's database session is opened: SQLite has one writer.
"""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from quiz.web.limits.heavy_work import TooBusyError

MEMORY_KIB = 19456
ITERATIONS = 2
LANES = 1
AT_ONCE = 2
LONGEST_WAIT_SECONDS = 10.0
RETRY_AFTER_SECONDS = 3
#: How far a hash gives way to everything else, as `nice` counts.
NICENESS = 10

_hasher = PasswordHasher(
    time_cost=ITERATIONS, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
)


def _give_way() -> None:
    # A thread has a priority of its own on Linux alone; elsewhere hashes run like everything else.
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hash", initializer=_give_way)
_workplaces = threading.BoundedSemaphore(AT_ONCE)
#: The hash of a password that nobody has: what is checked when there is no account takes as long as any other.
_NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZWJvZHkncyBzYWx0"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


@contextmanager
def _workplace() -> Iterator[None]:
    """Wait for one of the places where a hash may be made.

    Raises
    ------
    TooBusyError
        When the wait was too long.
    """
    if not _workplaces.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise TooBusyError(retry_after=RETRY_AFTER_SECONDS)
    try:
        yield
    finally:
        _workplaces.release()


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    with _workplace():
        return _threads.submit(_hasher.hash, password).result()


def is_password(stored: str | None, password: str) -> bool:
    """Say whether a password is the stored one. Without a stored one it is not, after the same work."""
    with _workplace():
        try:
            _threads.submit(_hasher.verify, stored or _NOBODYS_HASH, password).result()
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Say whether a password was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)
