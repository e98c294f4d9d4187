"""What every test may ask for: the app on both databases, a client, pages, a browser.

What one file needs, that file has. A test that asks for any of these that touches the
database runs twice, on SQLite and on PostgreSQL; `-k sqlite` runs the one half.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.config import Settings
from quiz.core.db import make_engine, open_session
from quiz.jobs import current as current_queue
from quiz.sittings import current
from quiz.sittings.assessment.context import AssessmentContext
from tests import browsers, databases, network, postgresql
from tests.browsers import Tab
from tests.factories import NOW, a_person
from tests.pages import Page, open_page

sys.addaudithook(network.refuse_the_outside)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one database in one process: its server, app and browser are made once there."""
    for item in items:
        kind = getattr(item, "callspec", None)
        if kind is not None and "database_kind" in kind.params:
            item.add_marker(pytest.mark.xdist_group(kind.params["database_kind"]))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """Return the socket folder of a PostgreSQL server that runs as long as the tests."""
    with postgresql.running_server() as server:
        yield server.folder


@pytest.fixture(scope="session", params=databases.KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return the kind of database; asking for it is what makes a test run twice."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def new_database(
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], str]:
    """Return a function that makes an empty database under a name and returns its address."""
    folder = tmp_path_factory.mktemp("databases")
    needs_server = database_kind == "postgresql"
    server = request.getfixturevalue("postgresql_server") if needs_server else None
    return lambda name: databases.new_database(database_kind, name, folder, server)


@pytest.fixture(scope="session")
def settings(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Return the settings of the app that tests share."""
    return Settings(
        data_folder=tmp_path_factory.mktemp("data"),
        database_url=databases.with_tables(new_database("shared")),
        secret_key="only for tests " * 4,
    )


@pytest.fixture(scope="session")
def shared_engine(settings: Settings) -> Iterator[Engine]:
    """Return the engine that the app and the tests share."""
    engine = make_engine(settings.database_url)
    databases.hurry(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shared_app(settings: Settings, shared_engine: Engine) -> Iterator[Flask]:
    """Return the app. Making it reads the whole bank, so the tests of a database share it."""
    # Here, so that a room's own tests run while another room is taken apart.
    from quiz.app import create_app

    app = create_app(settings, engine=shared_engine)
    app.testing = True
    yield app
    # Emails that pages write are sent to a queue with a connection of its own.
    app.extensions[current_queue.EXTENSION_NAME].close()


@pytest.fixture
def tools(shared_app: Flask) -> AssessmentContext:
    """Return the bank with the engine's tables."""
    prepared: AssessmentContext = shared_app.extensions[current.EXTENSION_NAME]
    return prepared


@pytest.fixture
def engine(shared_engine: Engine) -> Iterator[Engine]:
    """Return the engine of a database without rows; what a test leaves there goes after it."""
    yield shared_engine
    databases.remove_rows(shared_engine)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Return a session that writes. Commit what a page is to see, before it is opened.

    SQLite lets one write at a time: a session with open changes keeps a form from being saved.
    """
    with open_session(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def app(shared_app: Flask, engine: Engine) -> Flask:
    """Return the app on an empty database."""
    return shared_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that keeps cookies and runs no script."""
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., Page]:
    """Return a function that opens an address and gives back the page, inspected."""

    def page(url: str, *, status: int = 200) -> Page:
        return open_page(client, url, status=status)

    return page


@pytest.fixture
def person(client: FlaskClient, session: Session) -> Person:
    """Return the person behind the browser."""
    found = a_person(session)
    client.set_cookie("trigpoint_person", add_person_secret(session, found, now=NOW))
    session.commit()
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium that runs as long as the tests."""
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of the program, started like `./trigpoint run` on a new database."""
    with browsers.serving(
        new_database("served"), tmp_path_factory.mktemp("served")
    ) as url:
        yield url


@pytest.fixture
def new_tab(browser: Browser, served: str) -> Iterator[Callable[..., Tab]]:
    """Return a function that opens a tab of a new person; at the end no tab may have complained."""
    tabs: list[Tab] = []

    def new_tab(**options: Any) -> Tab:
        tabs.append(browsers.open_tab(browser, served, **options))
        return tabs[-1]

    yield new_tab
    for tab in tabs:
        tab.page.context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture
def tab(new_tab: Callable[..., Tab]) -> Tab:
    """Return a tab of a new person at a desk."""
    return new_tab()
