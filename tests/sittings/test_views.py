"""The pages of a sitting, as a person without script meets them."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.bank.answers.form_answers import fill_form_answer
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Answer, ProblemReport, Sitting
from tests.factories import NOW, a_person, a_sitting, present
from tests.pages import Page, open_page, words

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


def test_starting_leads_to_the_first_question(page: OpenPage) -> None:
    question = begin(page)

    assert re.fullmatch(r"/sittings/[a-z0-9]{12}", question.url)
    assert "1 of about 24" in question.text


def test_starting_again_comes_back_to_the_same_question(page: OpenPage) -> None:
    first = begin(page)

    again = begin(page)

    assert (again.url, again.heading) == (first.url, first.heading)


def test_an_answer_leads_to_the_next_question(page: OpenPage) -> None:
    question = begin(page)

    following = question.press("Answer", **filled(question))

    assert "2 of about 24" in following.text


def test_i_dont_know_needs_nothing_chosen(page: OpenPage) -> None:
    following = begin(page).press("I don’t know")

    assert "2 of about 24" in following.text


def test_skipping_is_no_answer(page: OpenPage, session: Session) -> None:
    question = begin(page)

    following = question.press("Skip for now")

    assert following.heading != question.heading or following.html != question.html
    assert "1 of about 24" in following.text
    assert count(session, Answer) == 0


def test_pressing_answer_without_a_choice_says_what_is_missing(page: OpenPage) -> None:
    question = begin(page)

    refused = question.press("Answer", status=422)

    assert refused.heading == question.heading
    assert "Something is missing" in refused.text


def test_the_last_answer_can_be_changed(page: OpenPage) -> None:
    question = begin(page)
    following = question.press("Answer", **filled(question))

    changing = following.press("Change my last answer")

    assert changing.heading == question.heading
    assert "1 of about" in changing.text
    # What was answered cannot be skipped, so no key for it is named either.
    assert "S skip for now" in following.text
    assert "skip for now" not in changing.text.lower()


def test_a_page_from_before_is_refused_with_a_clear_page(page: OpenPage) -> None:
    question = begin(page)
    question.press("I don’t know")

    stale = question.press("Answer", status=409, **filled(question))

    assert "older than your sitting" in stale.heading


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
        assert "2 of about" in following.text
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
    assert "older than your sitting" in refused.heading
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


def test_the_question_page_tells_nothing_of_the_key(
    page: OpenPage, session: Session
) -> None:
    question = begin(page)
    pages = []
    for _ in range(12):
        pages.append(question.html)
        question = question.press("I don’t know")

    session.rollback()
    sitting = session.scalars(select(Sitting)).one()
    for html, position in zip(pages, sitting.positions, strict=False):
        asked = position.question
        assert asked.key not in html
        assert asked.explanation[:40] not in html
        reasons = [one.reason for one in type_of(asked).explained_texts(asked)]
        assert not any(reason[:40] in html for reason in reasons)
        assert not any(reference.url in html for reference in asked.references)


@pytest.mark.parametrize("script", [False, True])
def test_right_and_wrong_answers_are_answered_alike_and_tell_no_key(
    app: Flask, session: Session, tools: AssessmentContext, *, script: bool
) -> None:
    """What differs is the next question alone: it is chosen from the answer, which is the point of it."""
    seen: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
    for right, looks in seen.items():
        client, person = app.test_client(), a_person(session)
        sitting = a_sitting(session, tools, person)
        client.set_cookie(
            "trigpoint_person", add_person_secret(session, person, now=NOW)
        )
        session.commit()
        url = f"/sittings/{sitting.key}"
        for _ in range(8):
            session.expire_all()
            position = present(sitting)
            asked = position.question
            shown = open_page(client, url)
            form = {
                e.attrib["name"]: e.attrib["value"]
                for e in shown.all("input")
                if e.get("name") in {"token", "csrf_token"}
            }
            fields = as_fields(asked, position.option_order, right=right)
            session.rollback()
            following = client.post(
                f"{url}/answer",
                data=form | fields | {"action": "answer"},
                headers={"X-Step": "1"} if script else {},
            )
            looks.append((following.status_code, sorted(dict(following.headers))))
            reasons = [one.reason for one in type_of(asked).explained_texts(asked)]
            for secret in (
                asked.key,
                plainest(asked.explanation),
                *map(plainest, reasons),
            ):
                assert secret not in following.text
            if not script:
                assert following.headers["Location"] == url

    assert seen[True] == seen[False]


def plainest(markdown: str) -> str:
    """Return the longest run of plain words, which looks the same in a page."""
    return max(re.split(r"[^\w ,.]+", markdown), key=len)


def as_fields(asked: Question, order: list[int], *, right: bool) -> dict[str, Any]:
    """Return a right or a wrong answer as the fields of its page."""
    content = right_answer(asked) if right else wrong_answer(asked, random.Random(1))
    match fill_form_answer(asked, order, content):
        case dict() as rows:
            return {f"answer-{row}": value for row, value in rows.items()}
        case value:
            return {"answer": value}


def test_pause_says_that_everything_is_kept_and_gives_a_way_back(
    page: OpenPage,
) -> None:
    question = begin(page)

    paused = question.follow("Pause").press("Make a link and a code")

    assert re.search(r"/resume/[\w-]{43}", paused.html)
    assert re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", paused.text)


def test_finishing_asks_first_and_offers_to_go_on_later(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")

    asked = question.follow("Finish and see the result")

    assert "first sketch" in asked.text
    assert "Go on later" in asked.text


def test_finishing_shows_the_result(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")

    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )

    assert result.url.endswith("/result")


def test_the_end_of_the_questions_is_said_and_the_result_is_one_press_away(
    page: OpenPage,
) -> None:
    at = begin(page)
    while at.url.count("/") == 2:
        at = at.press("I don’t know")

    assert "No question is left" in at.heading
    assert at.press("Finish and see the result").url.endswith("/result")


def test_explanations_open_only_after_the_end(page: OpenPage) -> None:
    question = begin(page)

    shown = page(f"{question.url}/answers")

    assert shown.heading == question.heading


def test_a_finished_sitting_shows_its_answers_with_reasons(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")
    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )

    answers = page(result.url.replace("/result", "/answers"))

    assert "You said you don’t know" in answers.text
    assert page(f"{answers.url}?show=right").text.count("You said you don’t know") == 0


def test_a_finished_sitting_sends_its_question_page_to_the_result(
    page: OpenPage,
) -> None:
    question = begin(page).press("I don’t know")
    question.follow("Finish and see the result").press("Finish and see the result")

    assert page(question.url).url.endswith("/result")


def test_my_sittings_lists_what_is_open_and_what_is_finished(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")
    question.follow("Finish and see the result").press("Finish and see the result")
    page("/goals/senior/start").press("Start", length="quick")

    mine = page("/sittings")

    assert "Go on: Senior" in mine.text
    assert "Result: Junior generalist" in mine.text


def test_without_sittings_the_list_says_what_to_do(page: OpenPage) -> None:
    assert "Choose a goal" in page("/sittings").text


def test_a_problem_with_a_question_can_be_reported(
    page: OpenPage, session: Session
) -> None:
    question = begin(page)

    back = question.open(f"{question.url}/flag").press(
        "Send the report", kind="key", note="why?"
    )

    assert (back.url, back.heading) == (question.url, question.heading)
    assert "Thank you" in back.text
    assert count(session, ProblemReport) == 1


def test_a_report_without_a_kind_says_what_is_missing(page: OpenPage) -> None:
    question = begin(page)

    refused = question.open(f"{question.url}/flag").press("Send the report", status=422)

    assert "Choose what is wrong." in refused.text


def plain(html: str, url: str) -> str:
    """Return a page without its own address and without the token that changes by the second."""
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", html.replace(url, ""))


@pytest.mark.parametrize(
    "path",
    ["", "/pause", "/finish", "/flag", "/result", "/answers", "/report", "/report.pdf"],
)
def test_somebody_elses_sitting_looks_like_one_that_does_not_exist(
    page: OpenPage, client: FlaskClient, path: str
) -> None:
    question = begin(page)
    client.delete_cookie("trigpoint_person")
    begin(page)

    other = client.get(question.url + path)
    missing = client.get("/sittings/zzzzzzzzzzzz" + path)

    assert (other.status_code, missing.status_code) == (404, 404)
    assert plain(other.text, question.url) == plain(
        missing.text, "/sittings/zzzzzzzzzzzz"
    )


def test_a_browser_without_a_secret_sees_no_sitting(
    page: OpenPage, client: FlaskClient
) -> None:
    question = begin(page)
    client.delete_cookie("trigpoint_person")

    page(question.url, status=404)


def test_an_unknown_length_begins_nothing(page: OpenPage, session: Session) -> None:
    asked_again = page("/goals/junior/start").press("Start", length="endless")

    assert asked_again.url == "/goals/junior/start"
    assert count(session, Sitting) == 0


def test_an_unknown_goal_is_not_found(page: OpenPage) -> None:
    page("/goals/astronaut/start", status=404)


def test_an_area_too_close_to_tell_can_be_settled_from_the_result(
    page: OpenPage,
) -> None:
    question = begin(page).press("I don’t know")
    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )
    settle = [
        words(e) for e in result.all("button") if words(e).startswith("Answer about ")
    ]

    settling = result.press(settle[0])

    assert "1 of about 6" in settling.text
