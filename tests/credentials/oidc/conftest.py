"""A site that knows a real provider of identity, and the way there and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from quiz.core.checks.oidc_checks import read_group_roles
from quiz.jobs import current as current_queue
from tests.credentials.oidc.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Provider,
    running_provider,
)
from tests.pages import Page, open_page

ANA = {
    "sub": "248289761001",
    "email": "ana@school.example",
    "email_verified": True,
    "name": "Ana Muster",
}
RULES = "staff=administrator; teachers=instructor of Bootcamp Nord; editors=author"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """Return a provider that runs as long as the tests of a file."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    """Return the provider, where Ana is signed in, and which does nothing wrong yet."""
    running.claims, running.forged = dict(ANA), {}
    running.told_issuer, running.signing_key = "", running.key
    return running


@pytest.fixture(scope="module")
def oidc_settings(settings: Settings, running: Provider) -> Settings:
    """Return the settings of a site that knows the provider."""
    return settings.model_copy(
        update={
            "oidc_issuer": running.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_name": "school login",
            "oidc_roles": read_group_roles(RULES),
        }
    )


@contextmanager
def open_site(settings: Settings, engine: Engine) -> Iterator[Flask]:
    """Open a site with its own view of the provider and yield it."""
    app = create_app(settings, engine=engine)
    app.testing = True
    yield app
    # Emails that pages write are sent to a queue with a connection of its own.
    app.extensions[current_queue.EXTENSION_NAME].close()


@pytest.fixture(scope="module")
def site(oidc_settings: Settings, shared_engine: Engine) -> Iterator[Flask]:
    """Return the site, which the tests of this file share."""
    with open_site(oidc_settings, shared_engine) as app:
        yield app


@pytest.fixture
def app(site: Flask, engine: Engine) -> Flask:
    """Return the site on an empty database."""
    return site


def go_to_provider(client: FlaskClient, path: str = "/sign-in/provider") -> str:
    """Follow the button to the provider; return the address to which that one leads back."""
    away = client.get(path)
    assert away.status_code == 302, away.status_code
    back = requests.get(away.location, allow_redirects=False, timeout=10)
    place = urlsplit(back.headers["Location"])
    return f"{place.path}?{place.query}"


def sign_in_by_provider(client: FlaskClient, *, status: int = 200) -> Page:
    return open_page(client, go_to_provider(client), status=status)
