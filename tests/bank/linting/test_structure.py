"""Checks that need no reading: each finds its fault, and a sound question passes them all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from quiz.bank.linting.structure import (
    QUESTION_CHECKS,
    check_answer_part,
    check_review_date,
    run_question_checks,
)
from quiz.bank.prose import normalise_text, split_words
from quiz.bank.questions import Question, Reference
from quiz.bank.repository import Catalogue
from quiz.catalogue.findings import Finding
from tests.bank import makers


def findings(one: Question) -> list[Finding]:
    return [*check_answer_part(one), *run_question_checks(one, QUESTION_CHECKS)]


def names(one: Question) -> set[str]:
    return {finding.check for finding in findings(one)}


def found(one: Question) -> list[str]:
    return [finding.found for finding in findings(one)]


def test_the_small_bank_passes(catalogue: Catalogue) -> None:
    for one in catalogue.questions.values():
        assert names(one) == set(), one.key


def with_reasons(one: Question, reason: str) -> Question:
    return replace(
        one,
        options=tuple(replace(option, reason=reason) for option in one.options),
        mistakes=tuple(replace(mistake, reason=reason) for mistake in one.mistakes),
        order=tuple(replace(row, reason=reason) for row in one.order),
        pairs=tuple(replace(pair, reason=reason) for pair in one.pairs),
    )


def references(*urls: str) -> tuple[Reference, ...]:
    return tuple(Reference("Title", url, "section") for url in urls)


FAULTY = [
    ("keys", makers.question(options=makers.options("a", "b", "c", right=()))),
    ("keys", makers.question(options=makers.options("a", "b", "c", right=(0, 1)))),
    ("keys", makers.multiple("a", "b", "c", right=(0,))),
    ("keys", makers.multiple("a", "b", "c", right=(0, 1, 2))),
    (
        "keys",
        makers.multiple("a", "b", "c", right=(0, 1), stem="Which hold? Choose two."),
    ),
    ("count", makers.question(options=makers.options("a", "b"))),
    ("count", makers.question(options=makers.options(*"abcdef"))),
    ("count", makers.judgement("a", "b", "c")),
    ("count", makers.ordering("a", "b")),
    ("count", makers.ordering(*"abcdefgh")),
    ("count", makers.matching(("a", "1"), ("b", "2"))),
    ("should", makers.judgement(stem="What would you do?")),
    (
        "duplicates",
        makers.question(options=makers.options("One word.", "one  word", "c")),
    ),
    ("duplicates", makers.question(options=makers.options("`a`", "`a`", "c"))),
    ("duplicates", makers.matching(("a", "1"), ("a", "2"), ("c", "3"))),
    ("answers", makers.text("Frost", "frost")),
    ("answers", makers.text("a", mistakes=("b", "B"))),
    ("answers", makers.text("a", mistakes=("A",))),
    ("reasons", with_reasons(makers.question(), "Too short.")),
    ("reasons", with_reasons(makers.text("a", mistakes=("b",)), "")),
    ("reasons", with_reasons(makers.ordering("a", "b", "c"), "")),
    ("reasons", with_reasons(makers.matching(("a", "1"), ("b", "2"), ("", "3")), "")),
    ("explanation", makers.question(explanation="Because.")),
    ("explanation", makers.question(explanation="x" * 401)),
    ("references", makers.question(references=())),
    ("references", makers.question(references=references("http://example.org/"))),
    ("references", makers.question(volatility="fast")),
    ("proof", makers.text("a", form="code-output")),
    ("load", makers.question(stem="word " * 61 + "?")),
    ("load", makers.judgement(stem="word " * 91 + "should?")),
    ("load", makers.question(options=makers.options("word " * 19, "b", "c"))),
    ("load", makers.question(stem="Why?\n\n```\n" + "x\n" * 26 + "```")),
    ("load", makers.question(stem="Why?\n\n```\n" + "x" * 73 + "\n```")),
]


@pytest.mark.parametrize(("check", "one"), FAULTY)
def test_each_fault_is_found_by_its_check(check: str, one: Question) -> None:
    assert check in names(one)


SOUND = [
    makers.question(options=makers.options("`a`", "`A`", "c")),
    makers.text("Frost", "frost", case="exact", mistakes=("FROST",)),
    makers.text("a", form="find-bug"),
    makers.text("a", form="code-output", proof=makers.proof("print('a')")),
    makers.question(
        volatility="fast",
        references=references("https://a.org/", "https://b.example.com"),
    ),
    makers.judgement("word " * 24, "b", "c", "d"),
    makers.question(
        stem="| " + "cell | " * 80 + "\n\nWhy?\n\n```\n" + "word " * 14 + "\n```"
    ),
]


@pytest.mark.parametrize("one", SOUND)
def test_what_is_allowed_passes(one: Question) -> None:
    assert found(one) == []


def remarks(items: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return list(items)


def test_a_review_date_counts_from_the_day_after() -> None:
    one = makers.question(review_by=date(2027, 1, 1))

    assert remarks(check_review_date(one, date(2027, 1, 1))) == []
    assert remarks(check_review_date(one, date(2027, 1, 2))) == [
        ("review_by", "2027-01-01", "a review; today is 2027-01-02")
    ]


def test_marks_and_case_do_not_make_a_text_another() -> None:
    assert normalise_text("The `Row`’s  end.") == normalise_text("the row's end")


def test_words_are_counted_without_code_and_tables() -> None:
    assert split_words(
        "Two words\n\n```\nnot these\n```\n\n| nor | these |\n|---|---|"
    ) == ["Two", "words"]
