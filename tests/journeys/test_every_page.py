"""Every page of the app, as the live map of URLs lists them: no barrier, nothing wider than a small phone.

A person with a finished sitting, one in progress, a plan, evidence, a goal of their own and a share link
follows every link there is. A view that no link leads to fails the test, until it is listed with its reason.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.exceptions import HTTPException

from quiz.app import create_app
from quiz.config import Settings
from quiz.core.db import make_engine
from tests import browsers, databases
from tests.browsers import Tab, barriers, press
from tests.journeys.test_main_job import answer_all, answer_somehow, begin

pytestmark = pytest.mark.browser

SMALL_PHONE = 320  # px
#: Views that answer a GET with something else than a page to look at.
NOT_PAGES = {
    "static": "files",
    "web.check_health": "a word for a monitor",
    "web.check_readiness": "a word for a monitor",
    "metrics.show_metrics": "numbers for a monitor",
    "cohort_pictures.download_picture": "a picture",
    # A cohort with results takes minutes to make in a browser.
    "hard_questions.project_question": "needs results, opened in tests/cohorts/insight",
    "people.show_answers": "needs shared answers, opened in tests/cohorts/insight",
    "exports.download_effect": "a file, read in tests/cohorts/exports",
    "exports.download_everything": "a file, read in tests/cohorts/exports",
    "exports.download_levels": "a file, read in tests/cohorts/exports",
    "exports.download_plan": "a file, read in tests/cohorts/exports",
    "exports.download_support": "a file, read in tests/cohorts/exports",
    "teaching.download_calendar": "a calendar file",
    "plan.download_calendar": "a calendar file",
    "roster.download_roster": "a CSV file",
    "paper.download_pdf": "a PDF, looked at in tests/paper",
    "reports.download_pdf": "a PDF, looked at in tests/reports",
    "sharing.download_signed_result": "a signed JSON file",
    "privacy.download_json": "a JSON file",
    "privacy.download_page": "a page as a file, looked at in tests/privacy",
    "first_run.show_setup": "gone once there is an administrator; looked at before",
    "links.show_password_form": "behind a link by email; looked at below",
    "sign_up.show_account_form": "behind a link by email; looked at below",
    "email_change.show_new_address": "behind a link by email; looked at below",
    "sign_in.show_code_form": "between two steps; looked at below",
    "sign_in.show_claim": "after signing in; looked at below",
    "account.show_confirmation": "before what is sensitive; looked at below",
    "provider.begin_sign_in": "leads to a sign-in provider",
    "provider.begin_link": "leads to a sign-in provider",
    "provider.come_back": "comes from a sign-in provider",
    "jobs.show_job": "nobody without an account starts a job; looked at in tests/jobs",
}


@pytest.fixture(scope="module")
def app_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app that is asked only for its map of URLs."""
    folder = tmp_path_factory.mktemp("map")
    url = databases.with_tables(f"sqlite:///{folder}/map.sqlite3")
    settings = Settings(
        data_folder=folder, database_url=url, secret_key="only for tests " * 4
    )
    return create_app(settings, engine=make_engine(url))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Return the address of a server of its own. Pages look the same on every database, so one is enough."""
    with browsers.serving(f"sqlite:///{tmp_path}/pages.sqlite3", tmp_path) as address:
        yield address


@pytest.fixture
def person_tab(browser: Browser, site: str) -> Iterator[Tab]:
    """Return a tab of somebody without an account."""
    tab = browsers.open_tab(browser, site)
    yield tab
    tab.page.context.close()


@pytest.fixture
def administrator_tab(browser: Browser, site: str, tmp_path: Path) -> Iterator[Tab]:
    """Return a tab of somebody who has just become administrator."""
    tab = browsers.open_tab(browser, site)
    token = (tmp_path / "administrator-token").read_text().strip()
    submit(
        tab.page,
        "/setup",
        token=token,
        email="root@example.org",
        password="nine slow otters",
    )
    yield tab
    tab.page.context.close()


def submit(page: Page, path: str, **fields: str) -> None:
    """Open a page, fill in fields of its first form by name, and send it."""
    page.goto(path)
    form = page.locator("main form[method=post]").first
    for name, value in fields.items():
        form.locator(f"[name={name}]").first.fill(value)
    for box in form.locator("input[type=checkbox][name=areas]").all()[:1]:
        box.check()
    with page.expect_navigation():
        form.locator("[type=submit], button:not([type])").first.click()


def prepare(page: Page) -> set[str]:
    """Make everything that a person can have; return the paths where it can be seen."""
    begin(page)
    answer_all(page)
    with page.expect_navigation():
        page.locator("main form [type=submit], main form button").first.click()
    sitting = re.sub(r"/result.*", "", urlsplit(page.url).path)
    submit(page, "/goals/junior/copy", name="Payments team")
    submit(page, "/evidence", url="https://example.org/shop", note="A shop that runs.")
    # The first report brings the code whose page the page of links names.
    assert page.request.get(f"{sitting}/report.pdf").ok
    submit(page, f"{sitting}/share")
    shared = page.locator("text=/\\/shared\\/\\S+/").first.inner_text()
    submit(page, f"{sitting}/routes/self-taught")
    page.goto("/plan")
    page.get_by_role("checkbox").first.click()
    ticked = page.get_by_role("checkbox").first
    expect(ticked).to_have_attribute("aria-checked", "true")
    page.reload()
    press(page, "Check what I learned")
    answer_all(page)
    press(page, "Finish and see the result")
    checked = urlsplit(page.url).path
    page.goto("/paper/new")
    page.get_by_label("How many questions?").fill("6")
    press(page, "Make the booklet")
    page.get_by_role("link", name="Enter answers").click()
    sheet = urlsplit(page.url).path
    for box in page.locator("input[data-box]").all():
        box.fill("-")
    press(page, "Save")
    page.goto("/practice/objective/SQL-01")
    with page.expect_navigation():
        page.locator("button[value=dont-know], main form button").last.click()
    practised = urlsplit(page.url).path
    begin(page)
    for _ in range(2):
        answer_somehow(page)
    current = urlsplit(page.url).path
    submit(page, f"{current}/pause")
    resume = page.locator("text=/\\/resume\\/\\S+/").first.inner_text()
    return {
        "/",
        practised,
        checked,
        sheet,
        *(f"{sitting}/{part}" for part in ("result", "report", "share", "routes")),
        *(f"{current}/{part}" for part in ("pause", "finish", "flag")),
        *(urlsplit(link).path for link in (shared, resume)),
    }


def endpoint_of(app: Flask) -> Callable[[str], str | None]:
    """Return a function that names the view behind a path, None where there is none."""
    adapter = app.url_map.bind("localhost")

    def match(path: str) -> str | None:
        try:
            return str(adapter.match(path, method="GET")[0])
        except HTTPException:
            return None

    return match


def crawl(
    page: Page,
    start: set[str],
    match: Callable[[str], str | None],
    *,
    seen: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Look at one page of each view that a link leads to; return the views that were looked at.

    Those of `seen` were looked at before.

    Raises
    ------
    AssertionError
        With every barrier and every page that scrolls sideways.
    """
    todo, faults = sorted(start), []
    while todo:
        path = todo.pop()
        endpoint = match(path)
        if endpoint is None or endpoint in seen or endpoint in NOT_PAGES:
            continue
        seen |= {endpoint}
        page.goto(path)
        faults += barriers(page)
        page.set_viewport_size({"width": SMALL_PHONE, "height": 700})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(browsers.DESKTOP)
        if width > SMALL_PHONE:
            faults.append(f"{path} is {width} px wide at {SMALL_PHONE}")
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        todo += [urlsplit(link).path for link in links]
    assert not faults, "\n".join(faults)
    return seen


def lead_cohort(page: Page) -> set[str]:
    """Let an administrator become an instructor with a cohort, and join it; return the paths where it can be seen."""
    submit(page, "/administration/organisations", name="École Nord")
    page.goto("/administration/accounts")
    page.get_by_role("link", name="root@example.org").last.click()
    page.get_by_label("Role", exact=True).select_option(
        label="Instructor of École Nord"
    )
    press(page, "Give role")
    submit(page, "/sign-in", email="root@example.org", password="nine slow otters")
    submit(page, "/cohorts/new", name="Evening class")
    setup = urlsplit(page.url).path
    cohort = setup.removesuffix("/setup")
    submit(page, f"{cohort}/members/new", name="Hana Sato", external_id="4718")
    submit(page, f"{cohort}/checks/new", name="Entry assessment")
    page.goto(setup)
    press(page, "Make a code")
    joining = f"/join/{page.locator('.board').inner_text()}"
    faults = barriers(page)
    submit(page, joining, name="Root")
    faults += barriers(page)
    page.get_by_role("checkbox", name="I have read").check()
    press(page, "Join")
    assert not faults, "\n".join(faults)
    return {setup, joining, urlsplit(page.url).path}


def test_every_page_there_is_keeps_nobody_out_and_fits_a_small_phone(
    person_tab: Tab, administrator_tab: Tab, app_on_sqlite: Flask
) -> None:
    start, match = prepare(person_tab.page), endpoint_of(app_on_sqlite)

    seen = crawl(person_tab.page, start, match)
    led = lead_cohort(administrator_tab.page)
    seen |= crawl(administrator_tab.page, {"/account", *led}, match, seen=seen)

    views = {
        rule.endpoint
        for rule in app_on_sqlite.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    assert views - NOT_PAGES.keys() - seen == set()
    assert person_tab.complaints == administrator_tab.complaints == []
