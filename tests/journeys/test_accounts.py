"""An account from the first page to the last, in a real browser: no barrier, nothing wider than a small phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from quiz.cli.users import user_group
from quiz.core.clock import utc_now
from tests import browsers
from tests.browsers import Tab, barriers, follow, press
from tests.journeys.test_main_job import begin

pytestmark = pytest.mark.browser

SMALL_PHONE = 320  # px
PASSWORD, NEW_PASSWORD = "nine slow otters", "ten quick otters"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Return the address of a new site, and its data folder."""
    with browsers.serving(f"sqlite:///{tmp_path}/site.sqlite3", tmp_path) as address:
        yield address, tmp_path


@pytest.fixture
def person_tab(browser: Browser, site: tuple[str, Path]) -> Iterator[Tab]:
    """Return a tab on it."""
    tab = browsers.open_tab(browser, site[0])
    yield tab
    tab.page.context.close()


def look_at(page: Page) -> None:
    """Fail with what keeps people out of a page, or does not fit a small phone."""
    assert barriers(page) == []
    page.set_viewport_size({"width": SMALL_PHONE, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(browsers.DESKTOP)
    assert width <= SMALL_PHONE, f"{page.url} is {width} px wide"


def link_for(email: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the path of a link to choose a password, made at the command line."""
    url = f"sqlite:///{data}/site.sqlite3"
    monkeypatch.setenv("TRIGPOINT_DATABASE_URL", url)
    run = CliRunner().invoke(user_group, ["create", email, "--data", str(data)])
    [path] = re.findall(r"(/password/\S+)", run.output)
    return str(path)


def paste_password(page: Page) -> None:
    """Copy the password from another field, and paste it where it belongs."""
    page.locator("[name=email]").fill(PASSWORD)
    page.locator("[name=email]").press("Control+a")
    page.locator("[name=email]").press("Control+c")
    page.locator("[name=password]").press("Control+v")


def next_code(key: str, *, steps_ahead: int = 0) -> str:
    step = int(utc_now().timestamp()) // 30 + steps_ahead
    return str(pyotp.TOTP(key).generate_otp(step))


def test_the_first_administrator_sets_the_site_up_and_looks_after_it(
    person_tab: Tab, site: tuple[str, Path]
) -> None:
    page = person_tab.page
    page.goto("/setup")
    look_at(page)
    page.locator("[name=token]").fill(
        (site[1] / "administrator-token").read_text().strip()
    )
    page.locator("[name=email]").fill("root@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Become administrator")
    look_at(page)
    follow(page, "Administration")
    look_at(page)
    follow(page, "Organisations")
    page.locator("[name=name]").fill("Bootcamp Nord")
    press(page, "Add organisation")
    look_at(page)
    page.goto("/administration/accounts")
    look_at(page)
    page.locator("[name=email]").fill("ana@example.org")
    press(page, "Create account")
    page.get_by_label("Role").select_option(label="Instructor of Bootcamp Nord")
    press(page, "Give role")
    press(page, "Make a link to choose a password")
    look_at(page)
    assert person_tab.complaints == []


def test_a_learner_moves_in_sets_up_a_second_step_and_signs_in_with_it(
    person_tab: Tab, site: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = person_tab.page
    begin(page)

    page.goto(link_for("ana@example.org", site[1], monkeypatch))
    look_at(page)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Save password")
    look_at(page)
    press(page, "Move into my account")
    assert page.get_by_text("1 assessment").is_visible()

    follow(page, "Set up a second step")
    press(page, "Set up")
    look_at(page)
    key = page.locator(".code-entry").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(next_code(key))
    press(page, "Turn on")
    look_at(page)
    follow(page, "I have kept them")
    press(page, "Sign out")

    follow(page, "Sign in")
    look_at(page)
    paste_password(page)
    password = page.locator("[name=password]")
    assert (password.input_value(), password.get_attribute("type")) == (
        PASSWORD,
        "password",
    )
    page.get_by_role("button", name="Show").click()
    assert password.get_attribute("type") == "text"
    page.locator("[name=email]").fill("ana@example.org")
    press(page, "Sign in")
    look_at(page)
    page.locator("[name=code]").fill(next_code(key, steps_ahead=1))
    press(page, "Sign in")
    assert page.get_by_role("heading", name="My account", exact=True).is_visible()
    follow(page, "My results")
    assert page.get_by_text("Continue: Junior generalist").is_visible()
    assert person_tab.complaints == []


def test_the_pages_behind_links_and_forms_keep_nobody_out(
    person_tab: Tab, site: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = person_tab.page
    for path in ("/sign-up", "/forgotten-password", "/password/wrong"):
        page.goto(path)
        look_at(page)
    page.goto(link_for("ana@example.org", site[1], monkeypatch))
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Save password")
    for path in ("email", "name", "password", "second-step"):
        page.goto(f"/account/{path}")
        look_at(page)
    page.goto("/account/password")
    page.locator("[name=current]").fill("wrong")
    page.locator("[name=password]").fill("password1")
    press(page, "Save password")
    look_at(page)
