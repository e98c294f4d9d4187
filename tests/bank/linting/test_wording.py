"""Checks of wording: each finds its fault, and good wording passes."""

import pytest

from quiz.bank.linting.structure import run_question_checks
from quiz.bank.linting.wording import WORDING_CHECKS, is_negative
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from tests.bank import makers


def found(one: Question) -> list[tuple[str, str]]:
    return [
        (finding.check, finding.severity)
        for finding in run_question_checks(one, WORDING_CHECKS)
    ]


def choice(*options: str, right: tuple[int, ...] = (0,)) -> Question:
    return makers.question(options=makers.options(*options, right=right))


def asking(stem: str) -> Question:
    return makers.question(stem=stem)


def test_the_small_bank_passes(catalogue: Catalogue) -> None:
    for one in catalogue.questions.values():
        assert found(one) == [], one.key


LONG = "a key that says a good deal more than any of the others would"

FAULTY = [
    ("above", "error", choice("a", "b", "All of the above")),
    ("above", "error", choice("a", "b", "None of these")),
    ("above", "error", choice("a", "b", "A and B")),
    ("negative", "error", asking("Which of these is not a key?")),
    ("negative", "error", asking("Which call doesn't block?")),
    ("negative", "error", asking("Which one is wrong?")),
    ("negative", "warning", asking("Which of these is **NOT** a key?")),
    ("absolute", "warning", choice("it may be a row", "it is always a row", "a column")),
    ("length", "warning", choice(LONG, "a short one", "another one")),
    ("length", "warning", makers.judgement(LONG, "one", "two", "three")),
    ("grammar", "error", makers.question(stem="The answer is an ___", options=makers.options("index", "row", "key"))),
    ("grammar", "error", makers.question(stem="Complete it: the answer is a", options=makers.options("row", "index", "key"))),
    ("grammar", "error", asking("Which of these are a row?")),
    ("grammar", "error", makers.multiple("a", "b", "c", right=(0, 1), stem="Which one holds? Choose TWO.")),
    ("form", "warning", choice("`a`", "a row", "a key")),
    ("form", "warning", choice("It is a row.", "It is a key", "It is a view")),
    ("form", "warning", choice("It is a row", "it is a key", "it is a view")),
    ("form", "warning", choice("A row.", "A key.", "A view.")),
    ("numbers", "warning", choice("10", "2", "30")),
    ("opposites", "warning", choice("the row is locked for readers", "the row is free for readers", "nobody can tell at all here", "it is up to the server")),
    ("question", "warning", asking("The program prints something")),
    ("question", "warning", makers.multiple("a", "b", "c", right=(0, 1), stem="Which hold?\n\nChoose TWO.")),
    ("content", "error", asking("Who buys a beer?")),
    ("content", "error", asking("Why does the salesman wait?")),
    ("english", "error", asking("How long shall the row be kept?")),
    ("english", "error", asking("Which worker works off the queue?")),
    ("english", "error", asking("Which data are sent?")),
    ("english", "warning", asking("How many rows are read at most?")),
    ("text", "warning", asking("Why does the the row vanish?")),
    ("text", "warning", asking("Why is the lenght wrong?")),
    ("text", "warning", asking("Why is `a wrong?")),
    ("text", "warning", asking("Why is `“a”` wrong?")),
    ("text", "warning", asking("Why?\n\n```\nprint(“a”)\n```")),
]  # fmt: skip


@pytest.mark.parametrize(("check", "severity", "one"), FAULTY)
def test_each_fault_is_found_by_its_check(
    check: str, severity: str, one: Question
) -> None:
    assert (check, severity) in found(one)


SOUND = [
    choice("all of the rows", "any of the columns", "both of the keys"),
    asking("Why is the row not found?"),
    asking("Which row comes first when the second is not there?"),
    choice("it is always so", "never", "so it is"),
    makers.judgement("always", "b", "c", "d"),
    choice("a short one", LONG, "another one"),
    makers.question(stem="Complete it: the answer is a", options=makers.options("row", "key", "view")),
    choice("`a`", "`b`", "a key"),
    choice("`a`", "2", "a key"),
    choice("`a`", "`b`"),
    choice("1", "2", "30"),
    choice("30 ms", "20 ms", "1 ms"),
    choice("It waits...", "It stops...", "It runs..."),
    choice("the row is locked for readers", "the row is free for readers", "it is up to the server"),
    choice("it is up to the server here", "the row is locked for readers", "the row is free for readers", "few can tell"),
    asking("Put the rows in order."),
    asking("Complete the sentence: rows have ___"),
    asking("Why had that that had had an end?"),
    makers.text("a"),
    makers.ordering("a", "b", "c"),
    makers.matching(("a", "1"), ("b", "2"), ("c", "3")),
]  # fmt: skip


@pytest.mark.parametrize("one", SOUND)
def test_what_is_well_said_passes(one: Question) -> None:
    assert found(one) == []


def test_a_negative_question_is_recognised_by_its_choice() -> None:
    assert is_negative(asking("Which of these is **NOT** a key?"))
    assert not is_negative(asking("Why is this not a key?"))
