"""What only tests of operations need: faults, and databases that backups are restored into."""

import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.operations.places import Place


@pytest.fixture
def limit_files() -> Iterator[Callable[[int], None]]:
    """Return a function after which no file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture
def place(
    new_database: Callable[[str], str], request: pytest.FixtureRequest, tmp_path: Path
) -> Place:
    """Return a database of the kind that the test runs on."""
    return Place(
        databases.with_tables(new_database(f"r{abs(hash(request.node.name))}"))
    )


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    """Return a SQLite database, whatever the test runs on."""
    return Place(databases.with_tables(f"sqlite:///{tmp_path}/other.sqlite3"))
