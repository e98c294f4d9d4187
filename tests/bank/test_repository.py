"""Looking things up in the bank."""

import pytest

from quiz.bank.repository import Catalogue
from quiz.errors import NotFound


def keys(questions: tuple[object, ...]) -> list[str]:
    return [getattr(one, "key", "") for one in questions]


def test_a_question_is_found_by_its_key(catalogue: Catalogue) -> None:
    assert catalogue.find_question("sql-01-largest").answers == ("Frost",)


def test_a_key_that_nobody_has_is_said_so(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="no question 'sql-01-none'"):
        catalogue.find_question("sql-01-none")


def test_questions_are_found_by_area_objective_and_tag(catalogue: Catalogue) -> None:
    assert keys(catalogue.questions_of_area("sql")) == [
        "sql-01-which-clause",
        "sql-01-largest",
    ]
    assert keys(catalogue.questions_of_objective("SOFT-14")) == [
        "soft-14-stuck-colleague"
    ]
    assert keys(catalogue.questions_of_tag("collaboration")) == [
        "soft-14-stuck-colleague"
    ]
    assert (
        catalogue.questions_of_area("git")
        == catalogue.questions_of_objective("GIT-01")
        == catalogue.questions_of_tag("x")
        == ()
    )


def test_packs_are_told_apart(catalogue: Catalogue) -> None:
    assert catalogue.language_packs == ("python", "javascript")
    assert keys(catalogue.questions_of_pack("python")) == ["prog-01-two-names"]
    assert len(catalogue.questions_of_pack(None)) == 7


def test_somebody_is_asked_of_their_language_and_to_read_others(
    catalogue: Catalogue,
) -> None:
    asked = keys(catalogue.questions_asked_of("python"))

    assert "prog-01-two-names" in asked
    assert "prog-13-plus" in asked


def test_another_pack_is_not_asked_outside_of_reading_a_second_language(
    catalogue: Catalogue,
) -> None:
    assert "prog-01-two-names" not in keys(catalogue.questions_asked_of("javascript"))


def test_without_a_language_no_pack_is_asked(catalogue: Catalogue) -> None:
    assert {one.pack for one in catalogue.questions_asked_of(None)} == {None}
