"""The second step when the secret key of the site is another one than the app was set up under."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.credentials.models import SecondFactor
from quiz.credentials.second_factor.services import open_key
from tests.accounts_fixtures import SignIn
from tests.credentials.test_second_factor import App, phone
from tests.pages import Page

__all__ = ["phone"]

OpenPage = Callable[..., Page]
UseSecret = Callable[..., None]


@pytest.fixture
def use_secret(app: Flask, monkeypatch: pytest.MonkeyPatch) -> UseSecret:
    """Return a function that gives the site another secret key, beside old ones that still open seals."""

    def use(secret: str, *old: str) -> None:
        monkeypatch.setitem(app.config, "SECRET_KEY", secret)
        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", list(old))

    return use


def test_a_code_under_an_old_secret_seals_the_key_with_the_present_one(
    phone: App, app: Flask, sign_in: SignIn, use_secret: UseSecret, session: Session
) -> None:
    use_secret("a new secret " * 4, str(app.secret_key))

    asked = sign_in(browser=app.test_client())
    assert asked.press("Sign in", code=phone.next_code()).heading == "My account"

    factor = session.scalars(select(SecondFactor)).one()
    assert open_key(factor, ["a new secret " * 4]) == phone.totp.secret


def test_without_the_old_secret_a_recovery_code_gets_in_and_the_app_is_set_up_again(
    phone: App,
    app: Flask,
    sign_in: SignIn,
    use_secret: UseSecret,
    caplog: pytest.LogCaptureFixture,
) -> None:
    use_secret("a new secret " * 4)
    asked = sign_in(browser=app.test_client())

    refused = asked.press("Sign in", code=phone.next_code(), status=422)
    shown = refused.press("Sign in", code=phone.recovery_codes[0])

    assert "TRIGPOINT_OLD_SECRET_KEYS" in caplog.text
    step = shown.open("/account/second-step")
    begun = step.press("Turn off the second step").open("/account/second-step")
    assert begun.press("Set up").heading == "Set up a second step"


def test_setting_up_that_began_under_another_secret_begins_again(
    ana: Account, sign_in: SignIn, page: OpenPage, use_secret: UseSecret
) -> None:
    sign_in()
    begun = page("/account/second-step").press("Set up")
    use_secret("a new secret " * 4)

    again = page("/account/second-step")

    assert again.heading == "Second step"
    token = {e.get("name"): e.get("value", "") for e in again.all("input")}
    fields = {"code": "123456", "csrf_token": token["csrf_token"]}
    late = again.client.post("/account/second-step/confirm", data=fields)
    assert late.location == "/account/second-step"
    assert again.press("Set up").heading == begun.heading
