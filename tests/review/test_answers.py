"""All answers: what was missed first, a list to jump by, the correct option marked, the level of each question."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.measurement.engine import EndReason
from quiz.sittings.assessment.context import AssessmentContext, select_question
from tests.factories import a_person, a_sitting, answer, finish
from tests.pages import Page
from tests.results.conftest import known

OpenPage = Callable[..., Page]


def test_what_was_missed_comes_first_and_each_answer_can_be_jumped_to(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)
    for right in (True, False, None, True):
        answer(session, sitting, tools, right=right)
    finish(session, sitting, tools)
    key, levels = sitting.key, {item.question.level for item in sitting.positions}
    known(client, session, person)

    answers = page(f"/sittings/{key}/answers")

    shown = re.findall(r'<article class="answer" id="answer-(\d)"', answers.html)
    assert shown[:2] == ["2", "3"]
    assert shown[2:] == ["1", "4"]
    assert re.findall(r'href="#answer-(\d)"', answers.html) == shown
    named = {"J": "Junior", "C": "Mid-level", "S": "Senior"}
    assert all(f"· {named[level]}" in answers.text for level in levels)


def test_the_correct_option_is_marked_by_more_than_a_colour(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, right=False, times=12)
    finish(session, sitting, tools)
    key = sitting.key
    chosen_from = [
        item
        for item in sitting.positions
        if item.answer and item.question.type == "single"
    ]
    known(client, session, person)

    answers = page(f"/sittings/{key}/answers")

    for item in chosen_from:
        article = answers.html.partition(f'id="answer-{item.number}"')[2]
        article = article.partition("</article>")[0]
        assert article.count('class="reason-key"') == 1
        [mark] = re.findall(r'class="reason-key">.*?</b>', article, re.DOTALL)
        assert mark.endswith("correct</b>")


def test_everybody_can_see_one_question_with_its_answer_and_reasons(
    page: OpenPage, tools: AssessmentContext
) -> None:
    example = page("/bank").follow("See an example question with its explanation")

    assert example.url == "/bank/example"
    assert example.html.count('class="reason-key"') == 1
    assert "Why" in [heading.text for heading in example.all("h3")]
    assert "Read more:" in example.text
    assert "Not correct" not in example.text


@pytest.mark.parametrize("language", [None, "python"])
def test_nobody_is_asked_the_question_whose_answer_everybody_can_see(
    session: Session, tools: AssessmentContext, language: str | None
) -> None:
    sitting = a_sitting(session, tools)
    sitting.language = language
    example = tools.catalogue.example_question
    assert example is not None
    others = frozenset(tools.catalogue.questions) - {example.key}

    chosen = select_question(sitting, tools, barred=others)

    assert chosen.question is None
    assert chosen.end_reason is EndReason.NO_ITEM_LEFT
    session.rollback()
