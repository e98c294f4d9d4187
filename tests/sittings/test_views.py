"""The pages of a sitting, as a person without script meets them."""

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.sittings.models import Answer, Sitting
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


def filled(question: Page) -> dict[str, Any]:
    """Return something that may be answered, whatever the type of the question."""
    names = [
        e.attrib["name"]
        for e in question.tree.iter()
        if e.get("name", "").startswith("answer")
    ]
    boxes = [e for e in question.all("input") if e.get("type") == "checkbox"]
    if boxes:
        return {"answer": ["0", "1"]}
    if "answer" not in names:
        selects = question.all("select")
        return {name: str(n if selects else n + 1) for n, name in enumerate(names)}
    typed = [
        e
        for e in question.all("input")
        if e.get("name") == "answer" and e.get("type") != "radio"
    ]
    return {"answer": "7" if typed else "0"}


def token_of(question: Page) -> str:
    """Return the token that names this showing of a question."""
    [field] = [e for e in question.all("input") if e.get("name") == "token"]
    return field.attrib["value"]


def test_starting_leads_to_the_first_question(page: OpenPage) -> None:
    question = begin(page)

    assert re.fullmatch(r"/sittings/[a-z0-9]{12}", question.url)
    assert "1 of at most 24" in question.text


def test_starting_again_comes_back_to_the_same_question(page: OpenPage) -> None:
    first = begin(page)

    again = begin(page)

    assert (again.url, again.heading) == (first.url, first.heading)


def test_an_answer_leads_to_the_next_question(page: OpenPage) -> None:
    question = begin(page)

    following = question.press("Answer", **filled(question))

    assert "2 of at most 24" in following.text


def test_i_dont_know_needs_nothing_chosen(page: OpenPage) -> None:
    following = begin(page).press("I don’t know")

    assert "2 of at most 24" in following.text


def test_skipping_is_no_answer(page: OpenPage, session: Session) -> None:
    question = begin(page)

    following = question.press("Skip for now")

    assert token_of(following) != token_of(question)
    assert token_of(following).startswith("2-")
    assert "1 of at most 24" in following.text
    assert count(session, Answer) == 0


def test_pressing_answer_without_a_choice_says_what_is_missing(page: OpenPage) -> None:
    question = begin(page)

    refused = question.press("Answer", status=422)

    assert refused.heading == question.heading
    assert "There is a problem" in refused.text


def test_the_last_answer_can_be_changed(page: OpenPage) -> None:
    question = begin(page)
    following = question.press("Answer", **filled(question))

    changing = following.press("Change my last answer")

    assert changing.heading == question.heading
    assert "1 of at most" in changing.text
    # What was answered cannot be skipped, so no key for it is named either.
    assert "S skip for now" in following.text
    assert "skip for now" not in changing.text.lower()


def test_a_page_from_before_is_refused_with_a_clear_page(page: OpenPage) -> None:
    question = begin(page)
    question.press("I don’t know")

    stale = question.press("Answer", status=409, **filled(question))

    assert "out of date" in stale.heading
    assert "You can still change it once" in stale.text


def test_a_page_from_before_offers_no_change_of_an_answer_that_is_closed(
    page: OpenPage,
) -> None:
    first = begin(page)
    second = first.press("I don’t know")
    again = second.press("Change my last answer")
    again.press("Answer", **filled(again))
    changed = first.press("I don’t know", status=409)
    second.press("I don’t know")
    earlier = first.press("I don’t know", status=409)

    for stale in (changed, earlier):
        assert "You have already answered this question" in stale.text
        assert "still change it" not in stale.text


def test_the_script_gets_the_next_question_with_the_answer_to_its_own(
    page: OpenPage, client: FlaskClient, session: Session
) -> None:
    question = begin(page)
    form = {
        e.attrib["name"]: e.attrib["value"]
        for e in question.all("input")
        if e.get("name") in {"token", "csrf_token"}
    } | {"action": "dont_know"}

    for _ in range(2):
        # The same again, as after a lost reply, shows the same next question.
        following = client.post(
            f"{question.url}/answer", data=form, headers={"X-Step": "1"}
        )
        assert following.status_code == 200
        assert "2 of at most" in following.text
        assert form["token"] not in following.text

    assert count(session, Answer) == 1


def test_a_page_of_long_ago_sent_again_shows_the_present_state(
    page: OpenPage, session: Session
) -> None:
    question = begin(page)
    fields = filled(question)
    second = question.press("Answer", **fields)
    third = second.press("I don’t know").press("I don’t know")

    again = question.press("Answer", **fields)
    refused = question.press("I don’t know", status=409)

    assert again.heading == third.heading
    assert "out of date" in refused.heading
    assert count(session, Answer) == 3


def test_a_double_click_answers_once(page: OpenPage, session: Session) -> None:
    question = begin(page)

    first = question.press("I don’t know")
    second = question.press("I don’t know")

    assert first.heading == second.heading
    assert count(session, Answer) == 1


def test_what_was_never_on_the_page_is_refused(
    page: OpenPage, session: Session
) -> None:
    question = begin(page)

    # Nothing for a typed answer, and for all others a choice that is not offered.
    typed = [
        e
        for e in question.all("input")
        if e.get("id") == "answer" and not e.get("type")
    ]
    given = {"answer": "" if typed else "99", "answer-0": "99"}
    question.press("Answer", given, status=422)

    assert count(session, Answer) == 0


def test_a_token_of_another_sitting_is_refused(
    page: OpenPage, client: FlaskClient
) -> None:
    question = begin(page)
    token = next(
        e for e in question.all("input") if e.get("name") == "csrf_token"
    ).attrib["value"]

    response = client.post(
        f"{question.url}/answer",
        data={"csrf_token": token, "token": "999-nothing", "action": "dont_know"},
    )

    assert response.status_code == 409


def test_an_unknown_length_begins_nothing(page: OpenPage, session: Session) -> None:
    asked_again = page("/goals/junior/start").press("Start", length="endless")

    assert asked_again.url == "/goals/junior/start"
    assert count(session, Sitting) == 0


def test_an_unknown_goal_is_not_found(page: OpenPage) -> None:
    page("/goals/astronaut/start", status=404)
