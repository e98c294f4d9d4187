"""Does what was printed prove the key? It must equal the key, and no wrong answer may equal it as well."""

import re
from collections.abc import Iterator

from quiz.bank.answers.typed_answers import is_same_number, is_same_text
from quiz.bank.answers.units import accepted_units
from quiz.bank.parsing.blocks import find_text_code_blocks
from quiz.bank.proofs.sandbox import RunResult
from quiz.bank.questions import Proof, Question


def check_runs(runs: list[RunResult]) -> Iterator[str]:
    """Yield what is wrong with the runs themselves."""
    for ran in runs:
        if ran.timed_out:
            yield "it did not end in time"
            return
        if ran.code:
            last = ran.errors.strip().split("\n")[-1]
            yield f"it ended with code {ran.code}: {last[:200]}"
            return
    if len({ran.output for ran in runs}) > 1:
        yield "it printed different things in different runs"


def check_output(one: Question, proof: Proof, output: str) -> Iterator[str]:
    """Yield how the output contradicts the question."""
    expected = proof.expected
    if expected is not None and _strip_line_ends(output) != _strip_line_ends(expected):
        yield f"it printed {_strip_line_ends(output)!r} and not {_strip_line_ends(expected)!r}"
    elif one.type in {"text", "number"}:
        yield from _check_answers(one, output)
    elif one.type in {"ordering", "matching"}:
        yield from _check_rows(one, output)
    elif one.type == "judgement":
        yield "a judgement is proved by people, not by running it"
    elif proof.kind == "verdicts":
        yield from _check_verdicts(one, output)
    else:
        yield from _check_options(one, output)


def _check_answers(one: Question, output: str) -> Iterator[str]:
    if not any(_is_same_answer(one, output, answer) for answer in one.answers):
        yield f"it printed {_strip_line_ends(output)!r}, which is no accepted answer"
    for mistake in one.mistakes:
        if _is_same_answer(one, output, mistake.text):
            yield f"it printed {_strip_line_ends(output)!r}, which is listed as a mistake"


def _is_same_answer(one: Question, output: str, answer: str) -> bool:
    if one.type == "number":
        return is_same_number(output, answer, one.tolerance, accepted_units(one))
    return is_same_text(output, answer, exact=one.case == "exact")


def _check_options(one: Question, output: str) -> Iterator[str]:
    printed = _strip_line_ends(output)
    for option in one.options:
        says_so = _strip_line_ends(extract_code(option.text)) == printed
        if option.correct and not says_so:
            yield f"it printed {printed!r}, and the key says {option.text!r}"
        if says_so and not option.correct:
            yield f"it printed {printed!r}, which a wrong option says"


def _check_verdicts(one: Question, output: str) -> Iterator[str]:
    verdicts = output.split()
    expected = ["right" if option.correct else "wrong" for option in one.options]
    if verdicts != expected:
        yield f"its verdicts are {' '.join(verdicts)!r}, and the keys are {' '.join(expected)!r}"


def _check_rows(one: Question, output: str) -> Iterator[str]:
    rows = [_strip_back_quotes(row.text) for row in one.order]
    pairs = sorted(
        f"{_strip_back_quotes(pair.left)} --> {_strip_back_quotes(pair.right)}"
        for pair in one.pairs
        if pair.left
    )
    printed = [_strip_back_quotes(line) for line in output.split("\n") if line.strip()]
    if rows and printed != rows:
        yield f"it printed the rows {printed}, and the key has {rows}"
    if pairs and sorted(printed) != pairs:
        yield f"it printed the pairs {sorted(printed)}, and the key has {pairs}"


def extract_code(text: str) -> str:
    """Return an option as a program would print it: its code, without the marks around it."""
    blocks = find_text_code_blocks(text)
    return blocks[0].code if blocks else _strip_back_quotes(text)


def _strip_back_quotes(text: str) -> str:
    return re.sub(r"(?<!\\)`+", "", text).strip()


def _strip_line_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
