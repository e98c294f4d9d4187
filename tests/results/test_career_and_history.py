"""What lies around a result: pay, steps and outlook, and levels over time."""

from collections.abc import Callable
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.careers.presenters import build_career_view
from quiz.results.history.timeline import build_history
from quiz.sittings import transitions
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_sitting, answer, finish
from tests.pages import Page

OpenPage = Callable[..., Page]


def test_career_context_shows_sources_and_hides_what_is_wrong(
    page: OpenPage, tools: AssessmentContext
) -> None:
    career = page("/sources").follow("Pay, steps and outlook")

    assert "Pay in EUR a year" in career.text
    assert "they are no thresholds" in career.text
    assert "older than 3 years" in career.text
    assert "+23 %" not in career.text
    assert "Technical lead" in career.text
    assert "Good for" in career.follow("P1").text


def test_pay_is_never_converted(tools: AssessmentContext) -> None:
    found = build_career_view(tools.catalogue, date(2026, 11, 27))

    assert [one.name for one in found.pay] == ["CAD", "EUR", "GBP", "USD"]
    assert all(row.range for one in found.pay for row in one.rows)


def test_levels_over_time_need_two_sittings(page: OpenPage, sitting: Sitting) -> None:
    assert "From the second sitting about all areas on" in page("/history").text


def test_levels_over_time_name_what_changed_beyond_the_noise(
    page: OpenPage,
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    person: Person,
) -> None:
    for days, right in ((200, False), (100, None), (0, True)):
        begun = a_sitting(
            session, tools, person, length="quick", now=NOW - timedelta(days=days)
        )
        while transitions.current_attempt_item(begun.positions):
            answer(session, begun, tools, right=right)
        finish(session, begun, tools, now=NOW - timedelta(days=days))
        session.flush()
        session.refresh(begun)
    session.commit()

    history = page("/history")

    assert "higher, by more than the noise" in history.text
    assert history.html.count('class="strip-dot"') == 3 * 12
    keys = [one.key for one in session.scalars(select(Sitting).order_by(Sitting.id))]
    two = page(f"/history?before={keys[0]}&after={keys[1]}")
    assert "no change beyond the noise" in two.text
    backwards = build_history(
        session.scalars(select(Sitting)).all(), tools, before=keys[2], after=keys[0]
    )
    assert backwards is not None
    assert (backwards.before.key, backwards.after.key) == (keys[0], keys[2])
