"""A result that others read by a link, until it expires or is turned off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quiz.errors import NotNow
from quiz.goals.models import OwnGoal
from quiz.results import queries, services
from quiz.results.models import Evidence, ShareLink
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_sitting
from tests.pages import Page
from tests.results.evidence.test_views import added

OpenPage = Callable[..., Page]


def main_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).split("<main")[1].split("</main>")[0]


def shared_path(made: Page) -> str:
    return "/shared/" + made.text.split("/shared/")[1].split(" ")[0]


def test_a_result_is_shared_read_and_taken_back(
    page: OpenPage, client: FlaskClient, app: Flask, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    made = page(f"/sittings/{key}/share").press("Create a link", days="7")
    path = shared_path(made)
    stranger = app.test_client()

    seen = stranger.get(path)

    assert seen.status_code == 200
    assert seen.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert seen.headers["Cache-Control"] == "no-store"
    assert key not in seen.get_data(as_text=True)
    told = seen.get_data(as_text=True)
    assert "people with answers like theirs" in told
    assert "your" not in told.split("<main")[1].split("</main>")[0].lower()
    page(path)
    session.rollback()
    kept = session.scalars(select(ShareLink)).one()
    assert path.removeprefix("/shared/") != kept.secret_hash
    session.rollback()

    page(f"/sittings/{key}/share").press("Turn off")

    gone = stranger.get(path)
    wrong = stranger.get("/shared/nothing")
    assert gone.status_code == wrong.status_code == 404
    assert main_of(gone) == main_of(wrong)


def test_a_link_ends_by_itself(
    page: OpenPage, session: Session, sitting: Sitting
) -> None:
    secret = services.create_share_link(
        session, sitting, days=7, now=NOW - timedelta(days=700)
    )
    session.commit()

    ended = page(f"/shared/{secret}", status=404)
    assert ended.heading == "This link does not work"
    assert "Ask the person who sent it for a new one." in ended.text
    assert "my results" not in ended.text
    assert "None." in page(f"/sittings/{sitting.key}/share").text


def test_ten_links_are_enough_and_an_open_sitting_has_none(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    for _ in range(services.MOST_LINKS):
        services.create_share_link(session, sitting, days=7, now=NOW)
        session.flush()

    with pytest.raises(NotNow, match="Turn one off first"):
        services.create_share_link(session, sitting, days=7, now=NOW)
    with pytest.raises(NotNow, match="no result to share"):
        services.create_share_link(session, a_sitting(session, tools), days=7, now=NOW)


def test_links_are_listed_until_they_expire_the_latest_first(
    session: Session, sitting: Sitting
) -> None:
    for days_ago, days in ((20, 30), (10, 30), (40, 30)):
        services.create_share_link(
            session, sitting, days=days, now=NOW - timedelta(days=days_ago)
        )

    links = queries.list_share_links(session, sitting, now=NOW)

    assert [(NOW - link.created_at).days for link in links] == [10, 20]
    assert links[0].expires_at == NOW + timedelta(days=20)


def test_a_link_of_another_result_is_not_turned_off(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    services.create_share_link(session, sitting, days=7, now=NOW)
    [link] = queries.list_share_links(session, sitting, now=NOW)

    services.revoke_share_link(session, a_sitting(session, tools), link.key)
    assert queries.list_share_links(session, sitting, now=NOW)

    services.revoke_share_link(session, sitting, link.key)
    assert not queries.list_share_links(session, sitting, now=NOW)


def kept(session: Session) -> list[int | None]:
    """Return how many pieces of evidence, goals and links there are, and let go of the database."""
    models = (Evidence, OwnGoal, ShareLink)
    counts = [session.scalar(select(func.count()).select_from(one)) for one in models]
    session.rollback()
    return counts


def test_forgetting_takes_goals_evidence_and_links_along(
    page: OpenPage, app: Flask, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    session.rollback()
    added(page)
    page("/goals/senior/copy").press("Save goal")
    path = shared_path(page(f"/sittings/{key}/share").press("Create a link"))
    assert kept(session) == [1, 1, 1]

    page("/forget").press("Delete everything")

    assert kept(session) == [0, 0, 0]
    assert app.test_client().get(path).status_code == 404
