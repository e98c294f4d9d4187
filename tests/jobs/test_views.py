"""The page of a job: its owner sees it and can cancel it, nobody else finds it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.jobs import queries, services
from quiz.jobs.models import Job, JobState
from tests import browsers
from tests.factories import NOW, a_person
from tests.pages import Page

Open = Callable[..., Page]


def add(session: Session, owner: Person, *, total: int | None = None) -> Job:
    """Add a job of a person and commit it; with `total`, one that runs and has done 3."""
    job = services.add_job(session, "count", {}, now=NOW, owner_id=owner.id)
    if total is not None:
        job.state, job.done, job.total = JobState.RUNNING, 3, total
    session.commit()
    return job


def test_a_running_job_says_how_far_it_is(
    session: Session, person: Person, page: Open
) -> None:
    job = add(session, person, total=8)

    shown = page(f"/jobs/{job.key}")

    assert "3 of 8 done" in shown.text
    assert shown.only("progress").get("value") == "3"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (JobState.WAITING, "Waiting to start"),
        (JobState.CANCELLING, "Stopping"),
        (JobState.DONE, "Finished. 12 reports"),
        (JobState.FAILED, "This did not work: 12 reports"),
        (JobState.CANCELLED, "Cancelled"),
    ],
)
def test_every_state_is_said(
    session: Session, person: Person, page: Open, state: JobState, words: str
) -> None:
    job = add(session, person)
    job.state, job.message = state, "12 reports"
    session.commit()

    assert words in page(f"/jobs/{job.key}").text


def test_its_owner_cancels_it(session: Session, person: Person, page: Open) -> None:
    job = add(session, person)

    cancelled = page(f"/jobs/{job.key}").press("Cancel")

    assert "Cancelled." in cancelled.text
    assert "Refresh" not in cancelled.text
    session.expire_all()
    assert queries.find_job(session, job.key).state == JobState.CANCELLED  # type: ignore[union-attr]  # it is there


def test_somebody_else_does_not_find_it(
    session: Session, person: Person, client: FlaskClient
) -> None:
    job = add(session, a_person(session))

    assert client.get(f"/jobs/{job.key}").status_code == 404
    assert client.post(f"/jobs/{job.key}/cancel").status_code in {400, 404}
    session.expire_all()
    assert job.state == JobState.WAITING


def test_a_browser_that_nobody_knows_does_not_find_it(
    session: Session, client: FlaskClient
) -> None:
    job = add(session, a_person(session))

    assert client.get(f"/jobs/{job.key}").status_code == 404


@pytest.mark.browser
def test_the_page_keeps_itself_up_to_date_and_keeps_nobody_out(
    browser: Browser, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/jobs.sqlite3"
    with browsers.serving(url, tmp_path) as address:
        tab = browsers.open_tab(browser, address)
        tab.page.goto("/goals/junior/start")
        browsers.press(tab.page, "Start")
        engine = make_engine(url)
        with open_session(engine, writes=True) as session:
            owner = session.scalars(select(Person)).one()
            job = add(session, owner, total=8)
            job.lease_until = utc_now() + timedelta(hours=1)
            session.commit()

            tab.page.goto(f"/jobs/{job.key}")
            assert not browsers.barriers(tab.page)
            job.done = 5
            session.commit()
            expect(tab.page.get_by_role("status")).to_contain_text("5 of 8 done")
            job.state, job.message = JobState.DONE, "8 reports."
            session.commit()
            expect(tab.page.get_by_role("status")).to_contain_text("8 reports.")
        engine.dispose()
        tab.page.context.close()
    assert not tab.complaints
