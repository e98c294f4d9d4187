"""What administrators see of the questions, and that one can be taken out at once."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.moderation.services import report_problem
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import ProblemKind
from quiz.sittings.models import AttemptItem
from quiz.sittings.queries import list_quarantined_keys
from tests.factories import NOW, a_sitting, answer, present
from tests.pages import Page

OpenPage = Callable[..., Page]


def report(
    session: Session, position: AttemptItem, person_id: int, note: str, *, days: int = 0
) -> None:
    report_problem(
        session,
        position,
        person_id=person_id,
        kind=ProblemKind.KEY,
        note=note,
        now=NOW + timedelta(days=days),
    )


def test_reports_are_gathered_by_question_the_one_reported_last_first(
    root: Account, page: OpenPage, session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    first = present(sitting)
    report(session, first, sitting.person_id, "both are right")
    report(session, first, sitting.person_id, "<b>neither</b> is")
    answer(session, sitting, tools)
    second = present(sitting)
    report(session, second, sitting.person_id, "", days=1)
    session.commit()

    shown = page("/administration/questions").text

    keys = [first.version.key, second.version.key]
    assert shown.index(keys[1]) < shown.index(keys[0])
    assert "2 reports" in shown
    assert "both are right" in shown
    assert "<b>neither</b> is" in shown


def test_many_reports_come_in_pages_and_the_latest_of_a_question_are_read(
    root: Account, page: OpenPage, session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=21)
    positions = sitting.positions[:21]
    for number in range(25):
        report(session, positions[20], sitting.person_id, f"note {number}.")
    for position in positions[:20]:
        report(session, position, sitting.person_id, "other")
    session.commit()

    first = page("/administration/questions")
    second = first.follow("Next page")

    assert "note" not in first.text
    assert "25 reports" in second.text
    assert "note 24." in second.text
    assert "note 4." not in second.text


def test_a_question_is_taken_out_and_asked_again(
    root: Account, page: OpenPage, session: Session, tools: AssessmentContext
) -> None:
    key = next(iter(tools.catalogue.questions))
    shown = page("/administration/questions")

    held = shown.press("Stop asking this question", key=key, why="the key is wrong")

    assert f"{key} is not asked any more." in held.text
    assert "the key is wrong" in held.text
    assert list_quarantined_keys(session) == {key}
    session.rollback()
    again = held.press("Ask again")
    assert "Every question is asked." in again.text
    assert list_quarantined_keys(session) == frozenset()


def test_a_question_that_is_not_there_or_a_missing_reason_is_said_at_its_field(
    root: Account, page: OpenPage, session: Session
) -> None:
    shown = page("/administration/questions")

    unknown = shown.press(
        "Stop asking this question", key="no-such-question", why="x", status=422
    )
    empty = shown.press("Stop asking this question", key="", why="", status=422)

    assert "There is no question with this key." in unknown.text
    assert "Enter a reason" in empty.text
    assert list_quarantined_keys(session) == frozenset()


def test_a_question_that_is_asked_cannot_be_released(
    root: Account, page: OpenPage, session: Session, tools: AssessmentContext
) -> None:
    key = next(iter(tools.catalogue.questions))
    held = page("/administration/questions").press(
        "Stop asking this question", key=key, why="x"
    )
    held.press("Ask again")

    assert held.press("Ask again", status=404).status == 404
