"""Starting with an assessment in progress, or with an earlier result: what happens to them is said and asked."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.sittings.models import Answer, Sitting
from tests.factories import count
from tests.pages import Page

OpenPage = Callable[..., Page]


def begin(page: OpenPage, **choices: str) -> Page:
    return page("/goals/junior/start").press("Start", {"length": "quick"} | choices)


def sittings(session: Session) -> list[Sitting]:
    session.rollback()
    return list(session.scalars(select(Sitting).order_by(Sitting.id)))


def finish(question: Page) -> Page:
    return question.follow("Finish and see the result").press(
        "Finish and see the result"
    )


def start(page: OpenPage, *, status: int = 200, **choices: str) -> Page:
    return page("/goals/junior/start").press("Start", choices, status=status)


def test_the_same_choice_goes_on_with_what_is_in_progress(page: OpenPage) -> None:
    question = begin(page, language="python")

    again = begin(page, language="python")

    assert (again.url, again.heading) == (question.url, question.heading)


def test_another_length_asks_what_becomes_of_the_one_in_progress(
    page: OpenPage, session: Session
) -> None:
    begin(page).press("I don’t know")

    asked = start(page, length="standard", status=409)

    assert asked.heading == "You have an assessment in progress"
    assert "quick, started on" in asked.text
    assert "1 answer" in asked.text
    assert len(sittings(session)) == 1


def test_a_longer_length_goes_on_with_all_answers(
    page: OpenPage, session: Session
) -> None:
    begin(page).press("I don’t know")

    question = start(page, length="standard", status=409).press("Go on to standard")

    assert "2 of at most 48" in question.text
    [sitting] = sittings(session)
    assert (sitting.length, sitting.answered) == ("standard", 1)


def test_starting_again_replaces_what_was_in_progress(
    page: OpenPage, session: Session
) -> None:
    begin(page).press("I don’t know")

    question = start(
        page, length="thorough", language="python", claim_sql="1", status=409
    ).press("Start again")

    assert "1 of at most 84" in question.text
    [sitting] = sittings(session)
    assert (sitting.length, sitting.language) == ("thorough", "python")
    assert sitting.claimed == {"sql": 1.0}
    assert count(session, Answer) == 0


def test_continuing_changes_nothing(page: OpenPage, session: Session) -> None:
    question = begin(page).press("I don’t know")

    same = start(page, length="standard", status=409).follow("Continue")

    assert same.heading == question.heading
    assert sittings(session)[0].length == "quick"


@pytest.mark.parametrize("choices", [{"length": "quick"}, {"length": "standard"}])
def test_another_language_cannot_go_on_with_the_answers(
    page: OpenPage, choices: dict[str, str]
) -> None:
    begin(page, language="python")

    asked = start(page, **choices, language="javascript", status=409)

    assert "Go on with all your answers" not in asked.text
    assert "or other settings" in asked.text


def test_an_earlier_result_is_named_at_the_start_and_on_the_new_result(
    page: OpenPage, session: Session
) -> None:
    assert "starting point" not in page("/goals/junior/start").text
    first = finish(begin(page, language="python").press("I don’t know"))
    assert "Started from your result" not in first.text

    before = page("/goals/junior/start")
    second = finish(before.press("Start", length="quick").press("I don’t know"))

    assert "is the starting point. It counts less the older it is" in before.text
    assert before.follow("I am somebody else").heading == "Devices and links"
    assert "Started from your result of" in second.text
    assert "your new answers by themselves must point the same way" in second.text
    assert sittings(session)[1].prior is not None
    # The language of the last time is chosen already.
    assert '<option selected value="python">' in before.html


def test_somebody_who_begins_afresh_leaves_earlier_results_out(
    page: OpenPage, session: Session
) -> None:
    finish(begin(page).press("I don’t know"))

    result = finish(
        page("/goals/junior/start")
        .press("Start", length="quick", afresh="y")
        .press("I don’t know")
    )

    _, second = sittings(session)
    assert (second.prior, second.follows_id) == (None, None)
    assert "Started from" not in result.text


def test_somebody_who_begins_afresh_is_asked_even_when_the_earlier_result_is_deleted(
    page: OpenPage, session: Session
) -> None:
    first = finish(begin(page).press("I don’t know"))
    begin(page)
    page(first.url.replace("/result", "/delete")).press("Delete permanently")

    asked = start(page, length="quick", afresh="y", status=409)

    assert asked.heading == "You have an assessment in progress"
    [second] = sittings(session)
    assert (second.follows_id, second.prior is None) == (None, False)
