"""Proofs of options: whether the output is what the right one says, or a verdict on each."""

from collections.abc import Iterator

from quiz.bank.prose import extract_code, strip_line_ends
from quiz.bank.questions import Proof, Question


def check_option_output(question: Question, proof: Proof, output: str) -> Iterator[str]:
    """Yield how an output contradicts the keys: as the text of an option, or as verdicts on all."""
    if proof.kind == "verdicts":
        yield from _check_verdicts(question, output)
        return
    printed = strip_line_ends(output)
    for option in question.options:
        says_so = strip_line_ends(extract_code(option.text)) == printed
        if option.correct and not says_so:
            yield f"it printed {printed!r}, and the key says {option.text!r}"
        if says_so and not option.correct:
            yield f"it printed {printed!r}, which a wrong option says"


def _check_verdicts(question: Question, output: str) -> Iterator[str]:
    verdicts = output.split()
    expected = ["right" if option.correct else "wrong" for option in question.options]
    if verdicts != expected:
        yield f"its verdicts are {' '.join(verdicts)!r}, and the keys are {' '.join(expected)!r}"
