"""The JSON of a question, and its digests."""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from tests.bank import makers
from tests.bank.conftest import SMALL
from tests.rules.files import ROOT

DATA = ROOT / "tests" / "data"
#: What questions were stored with before fields were added for newer types.
TYPES_OF_NOVEMBER = {
    *("single", "multiple", "text", "number", "ordering", "matching", "judgement")
}
FIELDS_OF_NOVEMBER = {
    *("key", "area", "level", "objective", "type", "difficulty", "seconds", "tags"),
    *("volatility", "review_by", "stem", "explanation", "references", "revision"),
    *("form", "pack", "versions", "options", "answers", "mistakes", "order", "pairs"),
    *("case", "tolerance", "unit", "enemies", "proof"),
}


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


def test_stored_questions_keep_their_digests() -> None:
    """Databases hold versions of questions by digest, and `proofs.json` holds proofs by theirs."""
    recorded = json.loads((DATA / "question_digests.json").read_text())
    questions = load_bank(SMALL).questions

    found = {key: [one.digest, one.proof_digest] for key, one in questions.items()}

    assert {one.type for one in questions.values()} >= TYPES_OF_NOVEMBER
    assert {key: found[key] for key in recorded} == recorded


def test_versions_of_an_old_database_are_read_with_the_digests_they_are_kept_under() -> (
    None
):
    kept = json.loads((DATA / "upgrade" / "rows-2026-11-28.json").read_text())
    versions = kept["rows"]["question_version"]

    assert len(versions) > 50
    for version in versions:
        question = Question.from_json(version["content"])
        assert question.digest == version["digest"]
        assert question.to_json() == version["content"]


def test_the_banks_content_uses_no_field_that_older_versions_do_not_know() -> None:
    """So no question of an older type has another digest than before."""
    for one in load_bank(ROOT / "questions").questions.values():
        if one.type in TYPES_OF_NOVEMBER:
            assert one.to_json().keys() <= FIELDS_OF_NOVEMBER, one.key
