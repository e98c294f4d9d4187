"""A question page and its answer tell nothing of the key, and a sitting nothing to strangers."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.bank.answers.form_answers import fill_form_answer
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, a_sitting, present
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


def begin(page: OpenPage, length: str = "quick") -> Page:
    """Choose a goal and start."""
    return page("/goals/junior/start").press("Start", length=length)


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
