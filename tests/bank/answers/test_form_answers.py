"""Between the fields of a page and an answer in the order of the file."""

import pytest

from quiz.bank.answers.form_answers import fill_form_answer, parse_form_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.questions import Question
from quiz.errors import NotValid
from tests.bank import makers

PAIRS = (("a", "1"), ("b", "2"), ("c", "3"), ("", "4"))

CASES = [
    (makers.question(), [2, 0, 1], {"answer": ["1"]}, {"choice": 0}, "1"),
    (makers.judgement(), [3, 2, 1, 0], {"answer": ["3"]}, {"choice": 0}, "3"),
    (
        makers.multiple("a", "b", "c", right=(0, 1)),
        [2, 0, 1],
        {"answer": ["1", "2"]},
        {"choices": [0, 1]},
        ["1", "2"],
    ),
    (makers.text("a"), [], {"answer": [" a "]}, {"text": "a"}, "a"),
    (
        makers.ordering("a", "b", "c"),
        [2, 0, 1],
        {"answer-0": ["3"], "answer-1": ["1"], "answer-2": [" 2"]},
        {"order": [0, 1, 2]},
        {"1": "1", "2": "2", "0": "3"},
    ),
    (
        makers.matching(*PAIRS),
        [3, 2, 1, 0],
        {"answer-0": ["3"], "answer-1": ["2"], "answer-2": ["1"]},
        {"matches": [0, 1, 2]},
        {"0": "3", "1": "2", "2": "1"},
    ),
]


@pytest.mark.parametrize(("one", "order", "fields", "given", "shown"), CASES)
def test_a_page_gives_an_answer_and_an_answer_fills_the_page(
    one: Question,
    order: list[int],
    fields: dict[str, list[str]],
    given: dict[str, object],
    shown: object,
) -> None:
    assert parse_form_answer(one, order, fields) == given
    assert score_answer(one, given).is_right
    assert fill_form_answer(one, order, given) == shown


def test_nothing_given_leaves_the_page_empty() -> None:
    assert fill_form_answer(makers.question(), [0, 1, 2], None) is None


def test_an_empty_text_goes_on_to_marking() -> None:
    assert parse_form_answer(makers.text("a"), [], {}) == {"text": ""}


@pytest.mark.parametrize(
    ("one", "order", "fields"),
    [
        (makers.question(), [0, 1, 2], {}),
        (makers.question(), [0, 1, 2], {"answer": ["3"]}),
        (makers.question(), [0, 1, 2], {"answer": ["²"]}),
        (makers.question(), [0, 1, 2], {"answer": ["000"]}),
        (
            makers.ordering("a", "b", "c"),
            [0, 1, 2],
            {"answer-0": ["1"], "answer-1": ["2"]},
        ),
        (makers.ordering("a", "b"), [0, 1], {"answer-0": ["1"], "answer-1": ["1"]}),
        (makers.matching(*PAIRS), [0, 1, 2, 3], {"answer-0": ["1"], "answer-1": ["2"]}),
        (
            makers.matching(*PAIRS),
            [0, 1, 2, 3],
            {f"answer-{left}": ["9"] for left in range(3)},
        ),
    ],
)
def test_fields_that_were_never_on_the_page_are_refused(
    one: Question, order: list[int], fields: dict[str, list[str]]
) -> None:
    with pytest.raises(NotValid):
        parse_form_answer(one, order, fields)
