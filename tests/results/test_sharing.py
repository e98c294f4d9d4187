"""A result given to others: by a link, or as a signed file."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quiz.config import Settings
from quiz.errors import NotNow
from quiz.goals import services
from quiz.goals.models import Evidence, OwnGoal, ShareLink
from quiz.results import services as results_services
from quiz.results.signed_result import (
    ForgedResult,
    SigningKeys,
    UnknownResult,
    sign_result,
    verify_result,
)
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_sitting, finished
from tests.pages import Page
from tests.results.test_evidence import added
from tests.results.test_views import view_of

OpenPage = Callable[..., Page]
KEYS = SigningKeys(
    "a key of thirty-two characters, more", ["an older key of thirty-two characters"]
)


def main_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True).split("<main")[1].split("</main>")[0]


def shared_path(made: Page) -> str:
    return "/shared/" + made.text.split("/shared/")[1].split(" ")[0]


def test_a_result_is_shared_read_and_taken_back(
    page: OpenPage, client: FlaskClient, app: Flask, session: Session, sitting: Sitting
) -> None:
    key = sitting.key
    made = page(f"/sittings/{key}/share").press("Make a link", days="7")
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

    page(f"/sittings/{key}/share").press("Take back")

    gone = stranger.get(path)
    wrong = stranger.get("/shared/nothing")
    assert gone.status_code == wrong.status_code == 404
    assert main_of(gone) == main_of(wrong)


def test_a_link_ends_by_itself(
    page: OpenPage, session: Session, sitting: Sitting
) -> None:
    secret = results_services.create_share_link(
        session, sitting, days=7, now=NOW - timedelta(days=700)
    )
    session.commit()

    page(f"/shared/{secret}", status=404)
    assert "None." in page(f"/sittings/{sitting.key}/share").text


def test_ten_links_are_enough_and_an_open_sitting_has_none(
    session: Session, tools: AssessmentContext, sitting: Sitting
) -> None:
    for _ in range(services.MOST_LINKS):
        results_services.create_share_link(session, sitting, days=7, now=NOW)
        session.flush()

    with pytest.raises(NotNow, match="Take one back first"):
        results_services.create_share_link(session, sitting, days=7, now=NOW)
    with pytest.raises(NotNow, match="no result to share"):
        results_services.create_share_link(
            session, a_sitting(session, tools), days=7, now=NOW
        )


def test_the_file_is_known_again_and_tells_no_question(
    client: FlaskClient, settings: Settings, sitting: Sitting, tools: AssessmentContext
) -> None:
    answer_ = client.get(f"/sittings/{sitting.key}/result.json")
    text = answer_.get_data(as_text=True)

    body = verify_result(text, SigningKeys(settings.secret_key))

    assert body["goal"]["key"] == "junior"
    assert body["answers"]["all"] == 6
    assert len(body["areas"]) == 12
    assert all(0 < area["p_reached"] < 1 for area in body["areas"])
    assert body["claimed"] == {"SQL": "senior", "Git": "nothing yet"}
    assert not [key for key in tools.catalogue.questions if key in text]
    assert "attachment" in answer_.headers["Content-Disposition"]


def payload(session: Session, tools: AssessmentContext) -> str:
    from quiz.results.signed_result import build_payload

    view = view_of(finished(session, tools, answers=3), tools)
    return sign_result(build_payload(view, []), KEYS)


def test_a_changed_or_foreign_file_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    text = payload(session, tools)
    better = json.loads(text)
    better["areas"][0]["level"] = 3.0
    bare = json.loads(text)
    del bare["signature"]

    for forged in (
        json.dumps(better),
        json.dumps(bare),
        text.replace("Junior", "Senior"),
    ):
        with pytest.raises(ForgedResult):
            verify_result(forged, KEYS)
    with pytest.raises(ForgedResult):
        verify_result(text, SigningKeys("another key of thirty-two characters"))


def test_a_file_signed_with_the_key_before_is_still_known(
    session: Session, tools: AssessmentContext
) -> None:
    text = payload(session, tools)

    rolled = SigningKeys("the newest key of thirty-two characters", [KEYS.current])

    assert verify_result(text, rolled)["format"] == "trigpoint-result"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "no JSON"),
        ("[]", "no result"),
        ('{"format": "other"}', "no result"),
        ('{"format": "trigpoint-result", "version": 99}', "version 99"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_result_is_named(text: str, said: str) -> None:
    with pytest.raises(UnknownResult, match=said):
        verify_result(text, KEYS)


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
    page("/goals/senior/copy").press("Keep the goal")
    path = shared_path(page(f"/sittings/{key}/share").press("Make a link"))
    assert kept(session) == [1, 1, 1]

    page("/forget").press("Delete everything")

    assert kept(session) == [0, 0, 0]
    assert app.test_client().get(path).status_code == 404
