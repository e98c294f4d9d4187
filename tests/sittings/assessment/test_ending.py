"""The end of the questions: what is said of it, and going on to a longer length with all answers."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quiz.measurement.engine import EndReason
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.assessment.ending import Ending, describe_ending
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    finish,
    finished,
    reread,
    settle,
)
from tests.pages import Page

OpenPage = Callable[..., Page]


def extend(
    session: Session, tools: AssessmentContext, sitting: Sitting, length: SittingLength
) -> None:
    services.extend_sitting(
        session, reread(session, sitting), length, tools=tools, now=NOW
    )
    session.refresh(sitting)


def answer_all(session: Session, tools: AssessmentContext, sitting: Sitting) -> Ending:
    """Answer to the end, right and wrong in turn, and return what is said of it."""
    while transitions.current_attempt_item(sitting.positions) is not None:
        answer(session, sitting, tools, right=sitting.answered % 2 == 0)
    return describe_ending(reread(session, sitting), tools)


def answer_to_the_end(question: Page) -> Page:
    at = question
    while at.url.count("/") == 2:
        at = at.press("I don’t know")
    return at


def test_a_quick_sitting_goes_on_to_the_longer_lengths_with_its_answers(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    quick = answer_all(session, tools, sitting)

    extend(session, tools, sitting, SittingLength.STANDARD)
    following = transitions.current_attempt_item(sitting.positions)
    standard = answer_all(session, tools, sitting)
    extend(session, tools, sitting, SittingLength.THOROUGH)
    thorough = answer_all(session, tools, sitting)

    assert (quick.reason, quick.answered) == (EndReason.LENGTH, 24)
    assert [one.length for one in quick.longer] == ["standard", "thorough"]
    assert following is not None
    assert following.number == 25
    assert 36 <= standard.answered <= 48
    assert [one.length for one in standard.longer] == ["thorough"]
    assert standard.answered < thorough.answered <= 84
    assert thorough.longer == ()


def test_a_shorter_length_changes_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools, length="standard")

    extend(session, tools, sitting, SittingLength.QUICK)

    assert (sitting.length, sitting.row_version) == ("standard", 0)


def test_a_sitting_goes_on_before_its_end_too(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, times=3)
    before = transitions.current_attempt_item(sitting.positions)

    extend(session, tools, sitting, SittingLength.STANDARD)

    assert sitting.length == "standard"
    assert transitions.current_attempt_item(sitting.positions) is before


def test_a_finished_sitting_goes_on_no_more(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)

    with pytest.raises(services.SittingClosedError):
        extend(session, tools, sitting, SittingLength.STANDARD)


def test_other_modes_have_no_longer_length(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    done = a_sitting(session, tools, person)
    answer(session, done, tools, times=12)
    finish(session, done, tools)

    sitting = settle(session, tools, person, done)

    assert answer_all(session, tools, sitting).longer == ()


def test_the_end_says_what_is_so_and_offers_to_go_on(page: OpenPage) -> None:
    end = answer_to_the_end(page("/goals/junior/start").press("Start", length="quick"))

    following = end.press("Go on to standard")

    assert end.heading == "That was the last question"
    assert "24 questions, as you chose" in end.text
    assert "More questions would change little" not in end.text
    assert "about 21 more questions, 24 at most" in end.text
    assert "Likely ranges about 10% narrower" in end.text
    assert "Likely ranges about 20% narrower" in end.text
    assert "25 of at most 48" in following.text


def test_the_end_offers_to_change_the_last_answer_once(page: OpenPage) -> None:
    end = answer_to_the_end(page("/goals/junior/start").press("Start", length="quick"))

    again = end.press("Change my last answer").press("I don’t know")

    assert again.heading == end.heading
    assert "Change my last answer" in end.text
    assert "Change my last answer" not in again.text


def test_a_length_that_does_not_exist_changes_nothing(page: OpenPage) -> None:
    end = answer_to_the_end(page("/goals/junior/start").press("Start", length="quick"))

    same = end.press("Go on to standard", length="endless")

    assert same.heading == end.heading
