"""How sure somebody was: on the result, in the report, and among all answers."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.markdown import block_html
from quiz.results.confidence import (
    ConfidenceCategory,
    build_confidence_matrix,
    classify_answer,
    collect_misconceptions,
)
from quiz.sittings import services as sitting_services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import Confidence
from quiz.sittings.models import AttemptItem, Sitting
from tests.bank.makers import options
from tests.factories import NOW, a_sitting, finish, given, present, reread
from tests.pages import Page
from tests.results.builders import answer, item
from tests.results.evidence.test_views import added

OpenPage = Callable[..., Page]


@pytest.mark.parametrize(
    ("score", "dont_know", "confidence", "category"),
    [
        (1.0, False, "sure", ConfidenceCategory.SECURE),
        (1.0, False, "guess", ConfidenceCategory.FRAGILE),
        (1.0, False, "think", ConfidenceCategory.FRAGILE),
        (0.0, False, "sure", ConfidenceCategory.MISCONCEPTION),
        (0.0, False, "guess", ConfidenceCategory.KNOWN_GAP),
        (0.5, False, "think", ConfidenceCategory.KNOWN_GAP),
        (0.0, True, None, ConfidenceCategory.KNOWN_GAP),
        (1.0, False, None, None),
    ],
)
def test_confidence_and_correctness_make_four_categories(
    score: float,
    *,
    dont_know: bool,
    confidence: str | None,
    category: ConfidenceCategory | None,
) -> None:
    given_answer = answer(score, dont_know=dont_know, confidence=confidence)

    assert classify_answer(given_answer) is category


def test_answers_are_grouped_with_their_questions_and_areas(
    tools: AssessmentContext,
) -> None:
    items = [
        item(answer(0.0, confidence="sure"), number=1, area="sql"),
        item(answer(0.0, confidence="sure"), number=2, area="git"),
        item(answer(0.0, confidence="sure"), number=3, area="sql"),
        item(answer(1.0, confidence="sure"), number=4, area="gone"),
        item(answer(1.0), number=5),
        item(answer(0.0, confidence="sure"), number=6, left_out=True),
        item(None, number=7),
    ]

    groups = {
        group.category: group
        for group in build_confidence_matrix(items, tools.catalogue)
    }

    assert list(groups) == list(ConfidenceCategory)
    wrong = groups[ConfidenceCategory.MISCONCEPTION]
    assert (wrong.numbers, wrong.area_names) == ((1, 2, 3), ("SQL", "Git"))
    right = groups[ConfidenceCategory.SECURE]
    assert (right.numbers, right.area_names) == ((4,), ("gone",))
    assert groups[ConfidenceCategory.KNOWN_GAP].numbers == ()


def test_without_a_word_about_confidence_there_are_no_groups(
    tools: AssessmentContext,
) -> None:
    items = [
        item(answer(1.0)),
        item(answer(0.0, dont_know=True)),
        item(answer(1.0, confidence="sure"), left_out=True),
        item(None),
    ]

    assert build_confidence_matrix(items, tools.catalogue) == []


def test_a_misconception_is_named_once_with_all_questions_where_it_showed(
    tools: AssessmentContext,
) -> None:
    first, second = list(tools.catalogue.misconceptions)[:2]

    def wrong(number: int, key: str, **changes: Any) -> AttemptItem:
        option = replace(options("wrong", right=())[0], misconception=key)
        changes = {"options": (*options("right"), option)} | changes
        return item(answer(0.0, choice=1), number=number, **changes)

    items = [
        wrong(1, second),
        wrong(2, first),
        wrong(3, second),
        wrong(4, first, left_out=True),
        wrong(5, "gone"),
        item(None, number=6),
    ]

    collected = collect_misconceptions(items, tools.catalogue)

    assert [one.numbers for one in collected] == [(1, 3), (2,)]
    assert collected[0].html == block_html(tools.catalogue.misconceptions[second].text)


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has, as its page tree says."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


@pytest.fixture
def sure_or_not(session: Session, tools: AssessmentContext, person: Person) -> Sitting:
    """Return a finished sitting with one answer of each of the four kinds."""
    begun = a_sitting(session, tools, person)
    for right, confidence in (
        (True, Confidence.SURE),
        (False, Confidence.SURE),
        (True, Confidence.GUESS),
        (False, Confidence.GUESS),
    ):
        position = present(begun)
        one = given(position, right=right)
        said = sitting_services.SubmittedAnswer(one.content, one.marked, confidence)
        sitting_services.record_answer(
            session,
            reread(session, begun),
            position.token,
            said,
            tools=tools,
            now=NOW,
        )
    finish(session, begun, tools, now=NOW)
    session.commit()
    return begun


def test_the_result_shows_the_four_kinds_where_confidence_was_given(
    page: OpenPage, sure_or_not: Sitting
) -> None:
    result = page(f"/sittings/{sure_or_not.key}/result")

    for words in (
        "Misconception: 1",
        "Correct but unsure: 1",
        "Known gap: 1",
        "Secure: 1",
    ):
        assert words in result.text


def test_the_report_says_what_can_be_shown_and_how_sure_the_person_was(
    page: OpenPage, client: FlaskClient, sure_or_not: Sitting
) -> None:
    added(page, note="A shop *with* #tests", url="https://example.org/" + "long/" * 60)
    for number in range(6):
        added(page, note=f"Another thing, number {number}")

    report = page(f"/sittings/{sure_or_not.key}/report")
    pdf = client.get(f"/sittings/{sure_or_not.key}/report.pdf").data

    assert pages_of(pdf) == 2
    assert "1 sure but not correct, 1 correct but unsure" in report.text
    assert "number 5" in report.text
    assert "And 4 more." in report.text


def test_answers_are_found_by_area_and_by_how_sure_one_was(
    page: OpenPage, tools: AssessmentContext, sure_or_not: Sitting
) -> None:
    answers = page(f"/sittings/{sure_or_not.key}/answers")
    area = sure_or_not.positions[0].question.area
    of_area = page(f"{answers.url}?area={area}")
    sure = page(f"{answers.url}?sure=sure")
    sure_and_right = sure.follow("Correct (1)")

    def numbers(shown: Page) -> int:
        return shown.html.count('<article class="answer"')

    assert numbers(answers) == 4
    assert 1 <= numbers(of_area) < 4
    assert numbers(sure) == sure.text.count("you were sure") == 2
    assert numbers(sure_and_right) == 1
    assert numbers(page(f"{answers.url}?area=nowhere&sure=maybe")) == 4
