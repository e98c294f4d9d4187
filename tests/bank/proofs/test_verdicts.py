"""Whether an output proves the key."""

from decimal import Decimal

import pytest

from quiz.bank.proofs.sandbox import RunResult
from quiz.bank.proofs.verdicts import check_output, check_runs
from quiz.bank.prose import extract_code
from quiz.bank.questions import Question
from tests.bank import makers

OUTPUT = makers.proof("", expected=None)
VERDICTS = makers.proof("", kind="verdicts")


def code(*options: str, right: tuple[int, ...] = (0,)) -> Question:
    return makers.question(options=makers.options(*options, right=right))


PAIRS = makers.matching(("a", "`1`"), ("b", "2"), ("", "3"))

PROVED = [
    (makers.text("Frost"), OUTPUT, "frost\n"),
    (makers.text("1 2 3"), OUTPUT, "1\n2\n3\n"),
    (makers.text("x", "y"), OUTPUT, "y\n"),
    (makers.number("2.50"), OUTPUT, "2.5\n"),
    (makers.number("3", tolerance=Decimal("0.2")), OUTPUT, "3.1\n"),
    (code("`[1]`", "`[2]`", "words"), OUTPUT, "[1]\n"),
    (code("```python\n1\n2\n```", "`3`", "`4`"), OUTPUT, "1\n2\n"),
    (code("`1`", "`2`", "`3`"), makers.proof("", expected="1"), "1  \n"),
    (code("a", "b", "c", right=(1,)), VERDICTS, "wrong\nright\nwrong\n"),
    (makers.multiple("a", "b", "c", right=(0, 2)), VERDICTS, "right\nwrong\nright\n"),
    (makers.ordering("`a`", "b", "c"), VERDICTS, "a\nb\n\nc\n"),
    (PAIRS, VERDICTS, "b --> 2\na --> 1\n"),
]

REFUTED = [
    (makers.text("Frost"), OUTPUT, "Dunes\n", "no accepted answer"),
    (makers.text("Frost", case="exact"), OUTPUT, "frost\n", "no accepted answer"),
    (makers.text("12", mistakes=("1 2",)), OUTPUT, "1 2\n", "listed as a mistake"),
    (makers.number("1"), OUTPUT, "Traceback\n", "no accepted answer"),
    (code("`1`", "`2`", "`3`"), OUTPUT, "2\n", "a wrong option says"),
    (code("`1`", "`2`", "`3`"), OUTPUT, "4\n", "the key says"),
    (code("`1`", "1", "`3`"), OUTPUT, "1\n", "a wrong option says"),
    (code("`1`", "`2`", "`3`"), makers.proof("", expected="2"), "1\n", "and not '2'"),
    (code("a", "b", "c"), VERDICTS, "right\nright\nwrong\n", "its verdicts are"),
    (makers.ordering("a", "b", "c"), VERDICTS, "b\na\nc\n", "it printed the rows"),
    (PAIRS, VERDICTS, "a --> 2\nb --> 1\n", "it printed the pairs"),
    (makers.judgement(), VERDICTS, "right\n", "proved by people"),
]


@pytest.mark.parametrize(("one", "proof", "output"), PROVED)
def test_an_output_that_is_the_key_proves_it(
    one: Question, proof: object, output: str
) -> None:
    assert list(check_output(one, proof, output)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "proof", "output", "fault"), REFUTED)
def test_another_output_refutes_it(
    one: Question, proof: object, output: str, fault: str
) -> None:
    assert any(fault in said for said in check_output(one, proof, output))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("runs", "fault"),
    [
        ([RunResult("1", "", 0)] * 3, None),
        (
            [RunResult("1", "", 0), RunResult("2", "", 0)],
            "it printed different things in different runs",
        ),
        ([RunResult("", "", -9, timed_out=True)] * 3, "it did not end in time"),
        (
            [RunResult("", "first\nlast line\n", 1)] * 3,
            "it ended with code 1: last line",
        ),
    ],
)
def test_runs_must_end_well_and_agree(runs: list[RunResult], fault: str | None) -> None:
    assert list(check_runs(runs)) == ([fault] if fault else [])


def test_an_option_is_compared_as_a_program_would_print_it() -> None:
    assert extract_code("`a`, then `b`") == "a, then b"
    assert extract_code("```text\na\nb\n```") == "a\nb"
