"""The second step: set it up, sign in with it, and get in without the app."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.core.clock import utc_now
from quiz.credentials.models import RecoveryCode, SecondFactor
from quiz.credentials.second_factor import totp
from tests.accounts_fixtures import Mailbox, SignIn
from tests.credentials.test_sign_in import is_signed_in
from tests.factories import NOW
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]
CODE = re.compile(r"<code>((?:\w{4}-){5}\w{4})</code>")
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class App:
    """An app that shows codes; each one it gives is of a later step than the last."""

    def __init__(self, key: str) -> None:
        """Take the key over."""
        self.totp, self.given = pyotp.TOTP(key), 0
        self.recovery_codes: list[str] = []

    def next_code(self) -> str:
        """Return the code of the earliest step not used that the site takes: now, or the next one."""
        step = max(int(utc_now().timestamp()) // 30, self.given + 1)
        self.given = step
        return str(self.totp.generate_otp(step))


@pytest.fixture
def phone(ana: Account, sign_in: SignIn, page: OpenPage) -> App:
    """Return the app of Ana, who has set up the second step in this browser."""
    sign_in()
    set_up = page("/account/second-step").press("Set up")
    [key] = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", set_up.text)
    app = App(key.replace(" ", ""))
    done = set_up.press("Turn on", code=app.next_code())
    assert done.heading == "Your recovery codes"
    app.recovery_codes = CODE.findall(done.html)
    return app


def test_a_code_of_now_and_of_the_step_beside_it_is_right() -> None:
    code = pyotp.TOTP(KEY).at(NOW)
    present = int(NOW.timestamp()) // 30

    assert totp.find_step(KEY, code, now=NOW) == present
    assert totp.find_step(KEY, code, now=NOW + timedelta(seconds=30)) == present
    assert totp.find_step(KEY, code, now=NOW - timedelta(seconds=30)) == present
    assert totp.find_step(KEY, code, now=NOW + timedelta(seconds=60)) is None


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, shortened to six digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moment = datetime.fromtimestamp(1111111109, tz=NOW.tzinfo)

    assert totp.find_step(key, "081804", now=moment) == 0x23523EC


def test_setting_up_gives_ten_recovery_codes_and_tells_the_owner(
    phone: App, mailbox: Mailbox, session: Session
) -> None:
    assert len(phone.recovery_codes) == 10
    assert mailbox.read_all()[0][1].endswith("the second step was turned on")
    hashes = set(session.scalars(select(RecoveryCode.secret_hash)))
    assert not hashes & set(phone.recovery_codes)


def test_the_key_is_stored_sealed(phone: App, session: Session) -> None:
    sealed = session.scalars(select(SecondFactor.sealed_key)).one()

    assert phone.totp.secret not in sealed


def test_the_password_alone_does_not_get_in(
    phone: App, other: FlaskClient, sign_in: SignIn
) -> None:
    asked = sign_in(browser=other)

    assert asked.heading == "Enter your code"
    assert not is_signed_in(other)


def test_the_code_of_the_app_gets_in_and_the_session_knows_it(
    phone: App, other: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    shown = sign_in(browser=other).press("Sign in", code=phone.next_code())

    assert shown.heading == "My account"
    assert all(session.scalars(select(AccountSession.is_two_step)))


def test_a_code_works_once(phone: App, app: Flask, sign_in: SignIn) -> None:
    code, browsers = phone.next_code(), [app.test_client() for _ in range(2)]
    asked = [sign_in(browser=browser) for browser in browsers]

    asked[0].press("Sign in", code=code)
    refused = asked[1].press("Sign in", code=code, status=422)

    assert "was used before" in refused.text


def test_of_many_who_send_one_code_at_once_one_gets_in(
    phone: App, app: Flask, sign_in: SignIn
) -> None:
    code, browsers = phone.next_code(), [app.test_client() for _ in range(5)]
    asked = [sign_in(browser=browser) for browser in browsers]

    def send(page: Page) -> int:
        token = {e.get("name"): e.get("value", "") for e in page.all("input")}
        fields = {"code": code, "csrf_token": token["csrf_token"]}
        return page.client.post("/sign-in/code", data=fields).status_code

    with ThreadPoolExecutor(5) as pool:
        statuses = sorted(pool.map(send, asked))

    assert statuses == [303, 422, 422, 422, 422]


def test_five_wrong_codes_stop_the_sixth_even_when_it_is_right(
    phone: App, other: FlaskClient, sign_in: SignIn
) -> None:
    asked = sign_in(browser=other)
    for _ in range(5):
        asked = asked.press("Sign in", code="000000", status=422)

    asked.press("Sign in", code=phone.next_code(), status=429)

    assert not is_signed_in(other)


def test_a_recovery_code_gets_in_once(phone: App, app: Flask, sign_in: SignIn) -> None:
    code = phone.recovery_codes[3].lower().replace("-", " ")

    shown = sign_in(browser=app.test_client()).press("Sign in", code=code)
    refused = sign_in(browser=app.test_client()).press("Sign in", code=code, status=422)

    assert "9 recovery codes left" in shown.text
    assert "was used before" in refused.text


def test_new_recovery_codes_replace_the_old(
    phone: App, page: OpenPage, other: FlaskClient, sign_in: SignIn
) -> None:
    shown = page("/account/second-step").press("Make new recovery codes")

    assert len(CODE.findall(shown.html)) == 10
    sign_in(browser=other).press(
        "Sign in",
        code=phone.recovery_codes[0],
        status=422,
    )


def test_setting_up_ends_the_other_browsers(
    ana: Account, other: FlaskClient, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(browser=other)

    request.getfixturevalue("phone")

    assert not is_signed_in(other)


def test_turning_it_off_lets_the_password_alone_in_again(
    phone: App, page: OpenPage, other: FlaskClient, sign_in: SignIn, mailbox: Mailbox
) -> None:
    page("/account/second-step").press("Turn off the second step")

    assert sign_in(browser=other).heading == "My account"
    assert mailbox.read_all()[0][1].endswith("the second step was turned off")


def test_a_wrong_first_code_turns_nothing_on(
    ana: Account, sign_in: SignIn, page: OpenPage, other: FlaskClient
) -> None:
    sign_in()
    set_up = page("/account/second-step").press("Set up")

    refused = set_up.press("Turn on", code="000000", status=422)

    assert "the clock of your device" in refused.text
    assert sign_in(browser=other).heading == "My account"


def test_a_new_password_by_email_still_asks_for_the_code(
    phone: App, other: FlaskClient, mailbox: Mailbox
) -> None:
    open_page(other, "/forgotten-password").press(
        "Send the link", email="ana@example.org"
    )

    asked = open_page(other, mailbox.newest_link()).press(
        "Save password", password="seven green kettles"
    )

    assert asked.heading == "Enter your code"
    assert not is_signed_in(other)


def test_without_a_password_first_there_is_no_second_step(page: OpenPage) -> None:
    assert page("/sign-in/code").heading == "Sign in"
