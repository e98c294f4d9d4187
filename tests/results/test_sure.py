"""How sure somebody was: on the result, in the report, and among all answers."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.results.confidence import build_confidence_matrix, classify_answer
from quiz.sittings import services as sitting_services
from quiz.sittings import transitions
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import Confidence
from quiz.sittings.models import Answer, Sitting
from tests.factories import NOW, a_sitting, finish, given, present, reread
from tests.pages import Page
from tests.results.test_evidence import added

OpenPage = Callable[..., Page]


@pytest.mark.parametrize(
    ("score", "dont_know", "confidence", "kind"),
    [
        (1.0, False, "sure", "mastered"),
        (1.0, False, "guess", "fragile"),
        (1.0, False, "think", "fragile"),
        (0.0, False, "sure", "misconception"),
        (0.0, False, "guess", "honest gap"),
        (0.5, False, "think", "honest gap"),
        (0.0, True, None, "honest gap"),
        (1.0, False, None, ""),
    ],
)
def test_confidence_and_rightness_make_four_kinds(
    score: float, *, dont_know: bool, confidence: str | None, kind: str
) -> None:
    one = Answer(score=score, dont_know=dont_know, confidence=confidence)

    assert classify_answer(one) == kind


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
    page: OpenPage, tools: AssessmentContext, sure_or_not: Sitting
) -> None:
    begun = sure_or_not
    result = page(f"/sittings/{begun.key}/result")

    for words in ("Misconception: 1", "Fragile: 1", "Honest gap: 1", "Mastered: 1"):
        assert words in result.text
    assert (
        len(
            build_confidence_matrix(
                transitions.answered_attempt_items(begun.positions), tools.catalogue
            )
        )
        == 4
    )


def test_the_report_says_what_can_be_shown_and_how_sure_the_person_was(
    page: OpenPage, client: FlaskClient, sure_or_not: Sitting
) -> None:
    added(page, note="A shop *with* #tests", url="https://example.org/" + "long/" * 60)
    for number in range(6):
        added(page, note=f"Another thing, number {number}")

    report = page(f"/sittings/{sure_or_not.key}/report")
    pdf = client.get(f"/sittings/{sure_or_not.key}/report.pdf").data

    assert pages_of(pdf) == 2
    assert "1 sure and right, 1 right but not sure" in report.text
    assert "number 5" in report.text
    assert "And 4 more." in report.text


def test_answers_are_found_by_area_and_by_how_sure_one_was(
    page: OpenPage, tools: AssessmentContext, sure_or_not: Sitting
) -> None:
    answers = page(f"/sittings/{sure_or_not.key}/answers")
    area = sure_or_not.positions[0].question.area
    of_area = page(f"{answers.url}?area={area}")
    sure = page(f"{answers.url}?sure=sure")
    sure_and_right = sure.follow("Right (1)")

    def numbers(shown: Page) -> int:
        return shown.html.count('<article class="answer"')

    assert numbers(answers) == 4
    assert 1 <= numbers(of_area) < 4
    assert numbers(sure) == sure.text.count("you were sure") == 2
    assert numbers(sure_and_right) == 1
    assert numbers(page(f"{answers.url}?area=nowhere&sure=maybe")) == 4
