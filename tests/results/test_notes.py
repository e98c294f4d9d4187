"""A result that cannot be read as what somebody knows says so, on every page and paper."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.item_calibration.services import publish_calibration, store_calibration
from quiz.bank.questions import Question
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, a_sitting, finish, finished, given, reread
from tests.moderation.test_calibration import some_calibration
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]
CARE = "Treat this result with care"
#: In logits; below it a question is asked of beginners.
TYPICAL = -0.5


def is_easy(question: Question) -> bool:
    return build_item(question).difficulty < TYPICAL


def taken(
    session: Session,
    tools: AssessmentContext,
    sitting: Sitting,
    right: Callable[[Question], bool],
    *,
    seconds: float = 40,
) -> Sitting:
    """Answer eighteen questions in so many seconds each, and finish."""
    now, steps = NOW, reread(session, sitting)
    for _ in range(18):
        position = transitions.current_attempt_item(steps.positions)
        assert position is not None
        now += timedelta(seconds=seconds)
        services.record_answer(
            session,
            steps,
            position.token,
            given(position, right=right(position.question)),
            tools=tools,
            now=now,
        )
    finish(session, sitting, tools, now=now)
    return sitting


@pytest.mark.parametrize("where", ["result", "report"])
def test_answers_faster_than_reading_are_told(
    where: str,
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    page: OpenPage,
) -> None:
    person = a_person(session)
    sitting = taken(
        session, tools, a_sitting(session, tools, person), lambda _: True, seconds=0.5
    )
    known(client, session, person)

    said = page(f"/sittings/{sitting.key}/{where}").text

    assert f"{CARE}: many answers came faster than their questions can be read" in said


def test_answers_that_do_not_fit_together_are_told_without_blame(
    client: FlaskClient, session: Session, tools: AssessmentContext, page: OpenPage
) -> None:
    person = a_person(session)
    sitting = taken(
        session, tools, a_sitting(session, tools, person), lambda q: not is_easy(q)
    )
    known(client, session, person)

    said = page(f"/sittings/{sitting.key}/result").text

    assert f"{CARE}: the answers fit together less well than usual" in said
    assert not any(word in said.lower() for word in ("cheat", "fraud", "dishonest"))


def test_who_knows_the_easy_and_not_the_hard_is_not_doubted(
    client: FlaskClient, session: Session, tools: AssessmentContext, page: OpenPage
) -> None:
    person = a_person(session)
    sitting = taken(session, tools, a_sitting(session, tools, person), is_easy)
    known(client, session, person)

    assert CARE not in page(f"/sittings/{sitting.key}/result").text


def test_a_result_and_the_method_say_what_difficulties_rest_on(
    client: FlaskClient, session: Session, tools: AssessmentContext, page: OpenPage
) -> None:
    assert "every result rests on what the authors say" in page("/method").text
    found = some_calibration(tools)
    store_calibration(session, found, sittings=60, now=NOW)
    publish_calibration(session, found.key, now=NOW)
    person = a_person(session)
    sitting = finished(session, tools, person)
    known(client, session, person)

    result = page(f"/sittings/{sitting.key}/result").text

    assert f"{tools.bank_version}, calibration {found.key}" in result
    said = page("/method").text
    assert "For assessments started since 22 November 2026" in said
    assert "answers in 60 assessments" in said
