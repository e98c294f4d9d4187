"""Judges the output of a proof: it must equal the key, and no wrong answer may equal it."""

from collections.abc import Iterator

from quiz.bank.proofs.sandbox import RunResult
from quiz.bank.prose import strip_line_ends
from quiz.bank.questions import Proof, Question
from quiz.bank.types.protocol import TrialProgram
from quiz.bank.types.registry import type_of


def check_runs(runs: list[RunResult]) -> Iterator[str]:
    """Yield a remark on runs that failed, timed out or differ."""
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


def check_output(question: Question, proof: Proof, output: str) -> Iterator[str]:
    """Yield how the output contradicts the expected output, or else the question."""
    printed = strip_line_ends(output)
    if proof.expected is not None and printed != strip_line_ends(proof.expected):
        yield f"it printed {printed!r} and not {strip_line_ends(proof.expected)!r}"
    else:
        yield from type_of(question).check_output(question, proof, output)


def check_trial(trial: TrialProgram, key: RunResult, ran: RunResult) -> Iterator[str]:
    """Yield a remark where an accepted answer does not do what the key does, or a wrong one does."""
    does_same = not (ran.code or ran.timed_out) and ran.output == key.output
    if trial.is_right and not does_same:
        shown = strip_line_ends(ran.output) or ran.errors.strip().split("\n")[-1][:200]
        yield f"{trial.label} is accepted, and with it the program gave {shown!r}"
    if does_same and not trial.is_right:
        yield f"{trial.label} is listed as wrong, and with it the program prints the same"
