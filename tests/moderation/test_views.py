"""Reporting a problem with a question."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.moderation.models import ProblemReport
from tests.pages import Page

OpenPage = Callable[..., Page]


def begin(page: OpenPage, length: str = "quick") -> Page:
    """Choose a goal and start."""
    return page("/goals/junior/start").press("Start", length=length)


def count(session: Session, model: type) -> int:
    found = session.scalar(select(func.count()).select_from(model)) or 0
    # SQLite lets one write at a time, and the pages want to.
    session.rollback()
    return found


def test_a_problem_with_a_question_can_be_reported(
    page: OpenPage, session: Session
) -> None:
    question = begin(page)

    back = question.open(f"{question.url}/flag").press(
        "Send report", kind="key", note="why?"
    )

    assert (back.url, back.heading) == (question.url, question.heading)
    assert "Thank you" in back.text
    assert count(session, ProblemReport) == 1


def test_a_report_without_a_kind_says_what_is_missing(page: OpenPage) -> None:
    question = begin(page)

    refused = question.open(f"{question.url}/flag").press("Send report", status=422)

    assert "Choose what is wrong." in refused.text
