"""Accounts and what arrives in their mailboxes."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.accounts.sessions.models import Account
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.core.sealing import open_sealed_text
from quiz.credentials.passwords.hashing import hash_password
from quiz.mail.messages import SEAL_PURPOSE
from quiz.mail.queries import list_latest_mails
from tests.accounts_cast import PASSWORD, an_account
from tests.pages import Page, open_page


class Mailbox:
    """What was written to anybody, whether it was sent or not."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Read from the database of `engine`."""
        self.engine, self.settings = engine, settings

    def read_all(self) -> list[tuple[str, str, str]]:
        """Return recipient, subject and text of every email, the newest first."""
        with open_session(self.engine, writes=False) as session:
            return [
                (
                    mail.recipient,
                    mail.subject,
                    open_sealed_text(
                        mail.sealed_text or "",
                        [self.settings.secret_key],
                        purpose=SEAL_PURPOSE,
                    ),
                )
                for mail in list_latest_mails(session, limit=50)
            ]

    def newest_link(self) -> str:
        """Return the path of the link in the newest email."""
        [link] = re.findall(r"http://localhost(/\S+)", self.read_all()[0][2])
        return str(link)


@pytest.fixture
def mailbox(engine: Engine, settings: Settings) -> Mailbox:
    """Return what was written to anybody."""
    return Mailbox(engine, settings)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Return what is stored of `PASSWORD`, made once: hashing is slow on purpose."""
    return hash_password(PASSWORD)


@pytest.fixture
def add_account(engine: Engine, password_hash: str) -> Callable[..., Account]:
    """Return a function that adds an account and commits."""

    def add(email: str = "ana@example.org", **details: object) -> Account:
        with open_session(engine, writes=True) as session:
            account = an_account(
                session, email, password_hash=password_hash, now=utc_now(), **details
            )
            session.commit()
            return account

    return add


@pytest.fixture
def ana(add_account: Callable[..., Account]) -> Account:
    """Return somebody who has an account."""
    return add_account()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(client: FlaskClient) -> SignIn:
    """Return a function that signs a browser in by the form."""

    def sign_in(
        email: str = "ana@example.org",
        password: str = PASSWORD,
        *,
        browser: FlaskClient | None = None,
        status: int = 200,
        **more: str,
    ) -> Page:
        form = open_page(browser or client, "/sign-in")
        fields = {"email": email, "password": password} | more
        return form.press("Sign in", fields, status=status)

    return sign_in


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """Return another browser."""
    return app.test_client()
