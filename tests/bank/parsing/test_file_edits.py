"""Small edits of question files."""

from quiz.bank.parsing.file_edits import (
    add_enemies,
    can_shuffle_options,
    shuffle_options,
)
from quiz.bank.parsing.question_files import read_questions
from quiz.bank.repository import Catalogue
from tests.bank import makers
from tests.bank.conftest import SMALL


def file(name: str) -> str:
    return (SMALL / name).read_text(encoding="utf-8")


def test_enemies_are_noted_behind_the_other_fields(catalogue: Catalogue) -> None:
    text = add_enemies(file("prog/prog-01.md"), "prog-01-sum", ["prog-01-lower"])

    [_, _, one, _] = read_questions(text, "x", "prog", catalogue.objectives).questions
    assert one.enemies == ("prog-01-lower",)
    assert "- revision: 2\n- enemies: prog-01-lower\n\n" in text


def test_enemies_are_added_to_those_that_are_noted() -> None:
    text = add_enemies(file("sql/sql-01.md"), "sql-01-which-clause", ["sql-01-a"])

    assert "- enemies: sql-01-a, sql-01-largest\n" in text


def test_mixing_changes_the_order_and_nothing_else(catalogue: Catalogue) -> None:
    text = shuffle_options(file("soft/soft-14.md"), "soft-14-stuck-colleague")

    [mixed] = read_questions(text, "x", "soft", catalogue.objectives).questions
    one = catalogue.find_question("soft-14-stuck-colleague")
    assert mixed.options != one.options
    assert sorted(mixed.options, key=repr) == sorted(one.options, key=repr)
    assert sorted(text.split("\n")) == sorted(file("soft/soft-14.md").split("\n"))


def test_mixing_twice_is_mixing_once() -> None:
    once = shuffle_options(file("prog/prog-01.md"), "prog-01-safe-to-change")

    assert shuffle_options(once, "prog-01-safe-to-change") == once


def test_options_that_stand_apart_stay_apart() -> None:
    spaced = (
        file("soft/soft-14.md")
        .replace("\n- [2]", "\n\n- [2]")
        .replace("\n- [1]", "\n\n- [1]")
    )
    spaced = spaced.replace("\n- [0]", "\n\n- [0]")
    assert spaced.count("\n\n- [") == 5  # four options and a reference

    text = shuffle_options(spaced, "soft-14-stuck-colleague")

    assert text.count("\n\n- [") == 5


def test_the_last_question_of_a_file_may_end_with_its_options() -> None:
    text = "# SQL-01: x\n\n## sql-01-a\n\n### Options\n\n- [x] b\n- [ ] a\n"

    assert sorted(shuffle_options(text, "sql-01-a").split("\n")) == sorted(
        text.split("\n")
    )


def test_figures_and_verdicts_keep_their_order() -> None:
    figures = makers.question(options=makers.options("`1`", "10 ms", "1,000"))
    verdicts = makers.question(proof=makers.proof("print()", kind="verdicts"))

    assert can_shuffle_options(makers.question())
    assert not can_shuffle_options(figures)
    assert not can_shuffle_options(verdicts)
    assert not can_shuffle_options(makers.text("a"))
