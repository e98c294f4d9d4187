"""A server of each database that all tests of faults share."""

from collections.abc import Callable, Iterator

import pytest

from quiz.core.db import make_engine
from tests import databases
from tests.faults.visitor import Server


@pytest.fixture(scope="session")
def any_server(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server that the tests of one database share, each with visitors of its own."""
    shared = Server(new_database("faults"), tmp_path_factory.mktemp("faults"))
    shared.start()
    yield shared
    shared.kill()


@pytest.fixture
def server(any_server: Server) -> Server:
    """Return the shared server, running, and without the answers of earlier tests."""
    if any_server.process is None:
        any_server.start()
    engine = make_engine(any_server.database_url)
    databases.remove_rows(engine)
    engine.dispose()
    return any_server


@pytest.fixture
def sqlite_server(server: Server) -> Server:
    """Return the same on SQLite; on PostgreSQL there is nothing of the kind to try."""
    if not server.database_url.startswith("sqlite"):
        pytest.skip("a fault of SQLite alone")
    return server
