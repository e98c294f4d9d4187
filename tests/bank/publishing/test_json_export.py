"""The bank as JSON for other programs."""

from typing import Any

from quiz.bank.proofs.proof_store import StoredProof
from quiz.bank.publishing.json_export import export_questions
from quiz.bank.repository import Catalogue
from quiz.bank.types.shared.choices import shuffled_options
from tests.bank import makers

FIELDS = [
    *("id", "area", "level", "objective", "pack", "type", "stem", "options", "answers"),
    *("tolerance", "explanation", "verified", "tags", "references"),
]


def of(catalogue: Catalogue, key: str) -> dict[str, Any]:
    [one] = [
        one
        for one in export_questions(tuple(catalogue.questions.values()), {})
        if one["id"] == key
    ]
    return one


def test_every_question_has_every_field(catalogue: Catalogue) -> None:
    content = export_questions(tuple(catalogue.questions.values()), {})

    assert [one["id"] for one in content] == list(catalogue.questions)
    assert all(list(one) == FIELDS for one in content)


def test_options_say_whether_they_are_right_or_how_good(catalogue: Catalogue) -> None:
    single = of(catalogue, "prog-01-two-names")
    judgement = of(catalogue, "soft-14-stuck-colleague")

    assert {"text": "`[1, 2, 3]`", "correct": True} in single["options"]
    assert sorted(option["points"] for option in judgement["options"]) == [0, 1, 2, 3]


def test_answers_are_forms_rows_or_pairs(catalogue: Catalogue) -> None:
    assert of(catalogue, "prog-01-lower")["answers"] == ["lower", "casefold"]
    assert of(catalogue, "prog-13-steps-in-order")["answers"][0] == "The source is read"
    assert (
        of(catalogue, "sql-01-which-clause")["answers"][2]
        == "At most ten rows --> `LIMIT`"
    )
    assert of(catalogue, "prog-01-two-names")["answers"] == []


def test_only_a_number_has_a_tolerance(catalogue: Catalogue) -> None:
    assert of(catalogue, "prog-01-sum")["tolerance"] == 0.5
    assert of(catalogue, "prog-01-lower")["tolerance"] is None


def test_verified_means_a_proof_of_this_very_content(catalogue: Catalogue) -> None:
    one = catalogue.find_question("sql-01-largest")
    good = {one.key: StoredProof(one.proof_digest, "SQLite 3", "Frost\n")}
    old = {one.key: StoredProof("0" * 64, "SQLite 3", "Frost\n")}

    assert export_questions([one], good)[0]["verified"]
    assert not export_questions([one], old)[0]["verified"]
    assert not export_questions([makers.question()], {})[0]["verified"]


def test_the_order_of_options_does_not_follow_the_file() -> None:
    firsts = [
        shuffled_options(makers.question(key=f"sql-01-{number}"))[0].correct
        for number in range(300)
    ]

    # 300 draws at a third: 100, give or take four times 8.2.
    assert 67 < sum(firsts) < 133
