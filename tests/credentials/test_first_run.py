"""The first administrator: by a token that only whoever runs the site can read, once."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.config import Settings
from quiz.credentials.first_run.token_file import FILE_NAME, ensure_setup_token
from quiz.organisations.models import SiteRole, SiteRoleName
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]
PASSWORD = "nine slow otters"


@pytest.fixture
def token(settings: Settings) -> str:
    """Return the token of the site."""
    return ensure_setup_token(settings.data_folder).read_text().strip()


def set_up(page: OpenPage, token: str, *, status: int = 200) -> Page:
    return page("/setup").press(
        "Become administrator",
        token=token,
        email="root@example.org",
        password=PASSWORD,
        status=status,
    )


def test_the_token_is_for_its_owner_alone_and_stays_the_same(tmp_path: Path) -> None:
    path = ensure_setup_token(tmp_path)
    token = path.read_text()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(token.strip()) >= 43
    assert ensure_setup_token(tmp_path).read_text() == token


def test_who_has_the_token_becomes_administrator(
    page: OpenPage, token: str, session: Session, settings: Settings
) -> None:
    done = set_up(page, token)

    assert "You are the administrator of this site." in done.text
    [role] = session.scalars(select(SiteRole))
    assert role.role is SiteRoleName.ADMINISTRATOR
    assert not (settings.data_folder / FILE_NAME).exists()


def test_afterwards_the_page_is_gone(page: OpenPage, app: Flask, token: str) -> None:
    form = open_page(app.test_client(), "/setup")
    set_up(page, token)

    page("/setup", status=404)
    form.press(
        "Become administrator",
        token=token,
        email="eve@example.org",
        password=PASSWORD,
        status=404,
    )


@pytest.mark.parametrize("wrong", ["wrong", "x" * 43])
def test_a_wrong_token_makes_nobody_administrator(
    page: OpenPage, token: str, session: Session, wrong: str
) -> None:
    refused = set_up(page, wrong, status=422)

    assert "This is not the token." in refused.text
    assert not session.scalars(select(Account)).all()


def test_guessing_is_stopped(page: OpenPage, token: str) -> None:
    for _ in range(10):
        set_up(page, "wrong", status=422)

    set_up(page, token, status=429)


def test_of_two_at_once_one_becomes_administrator(
    app: Flask, token: str, session: Session
) -> None:
    pages = [open_page(app.test_client(), "/setup") for _ in range(2)]

    def send(numbered: tuple[int, Page]) -> int:
        number, page = numbered
        found = {e.get("name"): e.get("value") for e in page.all("input")}
        fields = {
            "csrf_token": found["csrf_token"],
            "token": token,
            "email": f"root{number}@example.org",
            "password": PASSWORD,
        }
        client: FlaskClient = page.client
        return client.post("/setup", data=fields).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(send, enumerate(pages)))

    assert statuses == [303, 404]
    assert len(session.scalars(select(Account)).all()) == 1
