"""Which units may stand behind a typed number."""

import pytest

from quiz.bank.answers.scoring import score_answer
from quiz.bank.questions import Question
from quiz.errors import NotValid
from tests.bank import makers


def score(question: Question, typed: str) -> float:
    return score_answer(question, {"text": typed}).score


@pytest.mark.parametrize(
    ("unit", "asking", "typed"),
    [
        ("seconds", "How long may it be kept?", "360"),
        ("seconds", "How long may it be kept?", "360 s"),
        ("seconds", "How long may it be kept?", "360 Seconds."),
        ("percent", "What share moves?", "360%"),
        ("percent", "What share moves?", "360 per cent"),
        ("requests per second", "How many are there?", "360 requests/s"),
        ("euros", "How much is left?", "360 €"),
        (None, "A page is kept. How many seconds can it be old?", "360 sec"),
        (None, "How many messages are delivered in all?", "360 messages"),
        (None, "What percentage is kept?", "360 %"),
        ("million calls", "When is it the same?", "360 million calls"),
    ],
)
def test_the_unit_a_question_asks_for_may_stand_behind_the_number(
    unit: str | None, asking: str, typed: str
) -> None:
    assert score(makers.number("360", unit=unit, stem=asking), typed) == 1.0


@pytest.mark.parametrize(
    ("unit", "asking", "typed"),
    [
        ("seconds", "How long may it be kept?", "360 minutes"),
        (None, "It was kept for 5 minutes. How many seconds more?", "360 minutes"),
        ("percent", "What share moves?", "%"),
        ("percent", "What share moves?", "360 rows"),
    ],
)
def test_another_unit_is_asked_about_rather_than_marked(
    unit: str | None, asking: str, typed: str
) -> None:
    with pytest.raises(NotValid, match="Enter a number"):
        score(makers.number("360", unit=unit, stem=asking), typed)


def test_words_of_the_code_are_no_units() -> None:
    question = makers.number("3", stem="```\nsleep(3, hours)\n```\n\nHow many seconds?")

    assert score(question, "3 seconds") == 1.0
    with pytest.raises(NotValid):
        score(question, "3 hours")


def test_a_unit_changes_nothing_about_a_wrong_number() -> None:
    assert score(makers.number("3", unit="ms"), "4 ms") == 0.0
