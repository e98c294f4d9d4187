"""The line above a question: it counts, never falls, and tells nothing of an answer that can still be changed."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.measurement.assessment_plan import STOPPING_RULES
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.assessment.progress import Progress, build_progress
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, a_sitting, answer, present, reread
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


def progress(sitting: Sitting, tools: AssessmentContext) -> Progress:
    return build_progress(sitting, present(sitting), tools)


@pytest.mark.parametrize("before", [0, 1, 6, 11])
def test_a_page_tells_nothing_of_an_answer_that_can_still_be_changed(
    app: Flask, session: Session, tools: AssessmentContext, before: int
) -> None:
    pages = []
    for right in (True, False):
        # The same seed and the same answers, but for the last.
        client, person = app.test_client(), a_person(session)
        sitting = a_sitting(session, tools, person, length="standard")
        answer(session, sitting, tools, times=before)
        answer(session, sitting, tools, right=right)
        client.set_cookie(
            "trigpoint_person", add_person_secret(session, person, now=NOW)
        )
        session.commit()
        shown = open_page(client, f"/sittings/{sitting.key}")
        pages.append((shown.title, shown.text))

    assert pages[0] == pages[1]


def test_the_question_after_the_next_depends_on_an_answer(
    session: Session, tools: AssessmentContext
) -> None:
    asked = set()
    for right in (True, False):
        sitting = a_sitting(session, tools)
        answer(session, sitting, tools, right=right, times=6)
        asked.add(tuple(item.question.key for item in sitting.positions))

    assert len(asked) == 2


def test_progress_never_falls_and_the_most_never_grows(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    seen = [progress(sitting, tools)]

    for number in range(23):
        if number % 5 == 0:
            services.skip_question(
                session,
                reread(session, sitting),
                present(sitting).token,
                tools=tools,
                now=NOW,
            )
            session.refresh(sitting)
            seen.append(progress(sitting, tools))
        answer(session, sitting, tools, right=number % 3 == 0)
        seen.append(progress(sitting, tools))

    numbers = [one.number for one in seen]
    asked = [one.asked_areas for one in seen]
    assert numbers == sorted(numbers)
    assert asked == sorted(asked)
    assert {one.most for one in seen} == {24}
    assert (asked[0], max(asked), numbers[-1]) == (0, 12, 24)


def test_changing_shows_the_number_that_the_question_had(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    services.skip_question(
        session, reread(session, sitting), present(sitting).token, tools=tools, now=NOW
    )
    session.refresh(sitting)
    answered = progress(sitting, tools).number
    answer(session, sitting, tools)

    services.reopen_last(session, reread(session, sitting))
    session.refresh(sitting)

    assert present(sitting).number == 2
    assert progress(sitting, tools).number == answered == 1


def test_an_answer_can_be_changed_once(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    first = present(sitting)
    answer(session, sitting, tools, right=True)
    services.reopen_last(session, reread(session, sitting))
    answer(session, sitting, tools, right=False)

    services.reopen_last(session, reread(session, sitting))
    session.refresh(sitting)

    assert present(sitting) is not first
    assert transitions.changeable_attempt_item(sitting.positions) is None


def test_a_change_can_be_left_and_made_later(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    first = present(sitting)
    answer(session, sitting, tools, right=True)
    following = present(sitting)
    services.reopen_last(session, reread(session, sitting))

    services.keep_answer(session, reread(session, sitting), tools=tools, now=NOW)
    session.refresh(sitting)

    assert first.answer is not None
    assert first.answer.score == 1.0
    assert present(sitting) is following
    assert transitions.changeable_attempt_item(sitting.positions) is first


def test_a_change_is_left_by_a_button(page: OpenPage) -> None:
    following = page("/goals/junior/start").press("Start").press("I don’t know")

    changing = following.press("Change my last answer")
    left = changing.press("Leave it as it was")

    assert "You’re changing your last answer, “I don’t know”." in changing.text
    assert left.heading == following.heading


def test_the_line_says_at_most_and_how_many_areas_were_asked(page: OpenPage) -> None:
    question = page("/goals/junior/start").press("Start", length="standard")

    following = question.press("I don’t know")

    most = STOPPING_RULES["standard"].max_items
    assert f"1 of at most {most}" in question.text
    assert "0 of 12 areas asked" in question.text
    assert f"2 of at most {most}" in following.text
    assert "1 of 12 areas asked" in following.text
    assert not re.search(r"areas? clear|settled", following.text)
