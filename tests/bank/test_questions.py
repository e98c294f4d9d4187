"""The JSON of a question, and its digests."""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from tests.bank import makers


def test_json_and_back_is_the_same_question(catalogue: Catalogue) -> None:
    for one in catalogue.questions.values():
        content = json.loads(json.dumps(one.to_json()))
        back = Question.from_json(content)

        assert back == one
        assert back.to_json() == content
        assert back.digest == one.digest


def test_json_says_nothing_of_the_place_and_leaves_defaults_out() -> None:
    content = makers.question(own=True).to_json()

    assert not {"path", "line", "own", "unit", "enemies", "answers"} & set(content)


def test_the_same_content_elsewhere_is_the_same_question() -> None:
    here, there = (
        makers.question(path="a.md", line=3),
        makers.question(path="b.md", line=9),
    )

    assert here == there
    assert here.digest == there.digest


def test_another_word_is_another_digest() -> None:
    assert (
        makers.question().digest
        != makers.question(stem="Which word sorts them?").digest
    )


def test_words_around_do_not_touch_the_proof_and_the_key_does() -> None:
    one = makers.text("3", proof=makers.proof("print(3)"))

    assert (
        replace(one, explanation="Other words, of the same length or so.").proof_digest
        == one.proof_digest
    )
    assert replace(one, answers=("4",)).proof_digest != one.proof_digest
    assert replace(one, proof=makers.proof("print(4)")).proof_digest != one.proof_digest


def test_content_that_is_no_question_is_refused() -> None:
    with pytest.raises(ValidationError):
        Question.from_json(makers.question().to_json() | {"type": "riddle"})


def test_each_misconception_is_named_once() -> None:
    wrong = replace(makers.options("a", "b")[1], misconception="x")
    one = makers.question(options=(*makers.options("a"), wrong, wrong))

    assert one.misconceptions == ("x",)
