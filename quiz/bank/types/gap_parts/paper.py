"""A text with gaps on paper: a box for each gap, and why each answer is right or wrong."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from quiz.bank.prose import quote_code
from quiz.bank.questions import ClozeGap, GapKind, Question
from quiz.bank.types.protocol import AnswerBox, BoxKind, PaperPart, PaperReason

_WRITTEN: Mapping[GapKind, BoxKind] = {
    "type": BoxKind.TEXT,
    "type exactly": BoxKind.TEXT,
    "number": BoxKind.NUMBER,
}


def print_gaps(question: Question, orders: Sequence[Sequence[int]]) -> PaperPart:
    """Return the text with a box for each gap; `orders` holds for each its option numbers in the order of the paper."""
    boxes = [
        AnswerBox(BoxKind.ONE, tuple(gap.options[number].text for number in order))
        if gap.kind == "choose"
        else AnswerBox(_WRITTEN[gap.kind])
        for gap, order in zip(question.gaps, orders, strict=True)
    ]
    return PaperPart(tuple(boxes), gap_text=question.gap_text)


def explain_gaps(
    question: Question, orders: Sequence[Sequence[int]]
) -> tuple[PaperReason, ...]:
    """Return what may be answered to each gap, with the reasons, as the paper names it."""
    return tuple(
        reason
        for number, (gap, order) in enumerate(
            zip(question.gaps, orders, strict=True), 1
        )
        for reason in _explain_gap(number, gap, order)
    )


def _explain_gap(number: int, gap: ClozeGap, order: Sequence[int]) -> list[PaperReason]:
    if gap.kind == "choose":
        return [
            PaperReason(
                f"{number} {ascii_uppercase[place]}",
                gap.options[option].text,
                gap.options[option].reason,
                gap.options[option].correct,
            )
            for place, option in enumerate(order)
        ]
    return [
        PaperReason(str(number), quote_code(option.text), option.reason, option.correct)
        for option in gap.options
    ]
