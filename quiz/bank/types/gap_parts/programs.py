"""The programs that prove a text with gaps: filled with the key, and with every other answer."""

import re
from collections.abc import Sequence
from textwrap import indent

from quiz.bank.prose import extract_code
from quiz.bank.questions import Proof, Question
from quiz.bank.types.gap_parts.gap_text import fill_gaps, key_option, option_value
from quiz.bank.types.protocol import TrialProgram

#: The line of a proof that stands for the filled text.
_TEXT_LINE = re.compile(r"^([ \t]*)__text__$", re.MULTILINE)


def key_values(question: Question) -> list[str]:
    """Return what is right in each gap, as it stands in the text."""
    return [option_value(gap, key_option(gap)) for gap in question.gaps]


def fill_program(question: Question, proof: Proof, values: Sequence[str]) -> str:
    """Return the proof's program with the text put in and the gaps filled."""
    text = extract_code(question.gap_text)
    code = _TEXT_LINE.sub(lambda line: indent(text, line[1]), proof.code)
    return fill_gaps(code, values)


def gap_trials(question: Question, proof: Proof) -> tuple[TrialProgram, ...]:
    """Return a program for each further accepted form and each mistake, the other gaps right."""
    key = key_values(question)
    trials = []
    for place, gap in enumerate(question.gaps):
        for option in gap.options:
            value = option_value(gap, option)
            if value != key[place]:
                filled = [*key[:place], value, *key[place + 1 :]]
                code = fill_program(question, proof, filled)
                label = f"{value!r} in gap {place + 1}"
                trials.append(TrialProgram(label, code, option.correct))
    return tuple(trials)
