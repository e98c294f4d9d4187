"""How many of the gaps that were filled right count, beyond those that blind choice fills."""

from collections.abc import Sequence
from fractions import Fraction

from quiz.bank.questions import ClozeGap
from quiz.bank.types.gap_parts.gap_text import GapValue, is_right


def count_steps(gaps: Sequence[ClozeGap]) -> int:
    """Return into how many equal steps the way from nothing to all gaps right is divided."""
    chosen = sum(gap.kind == "choose" for gap in gaps)
    typed, lucky = len(gaps) - chosen, _count_lucky(gaps)
    # The most that earns less than everything: one choice wrong, or one typed answer.
    nearly = [typed + max(0, chosen - 1 - lucky)] if chosen else []
    nearly += [typed - 1 + max(0, chosen - lucky)] if typed else []
    return max(nearly) + 1


def count_earned(gaps: Sequence[ClozeGap], values: Sequence[GapValue]) -> int:
    """Return how many of the steps an answer has taken.

    Every typed answer counts. Of the choices, as many as blind choice gets right on average, rounded
    up, earn nothing; only all gaps together make up for them.
    """
    right = [
        gap for gap, value in zip(gaps, values, strict=True) if is_right(gap, value)
    ]
    if len(right) == len(gaps):
        return count_steps(gaps)
    chosen = sum(gap.kind == "choose" for gap in right)
    return len(right) - chosen + max(0, chosen - _count_lucky(gaps))


def _count_lucky(gaps: Sequence[ClozeGap]) -> int:
    """Return how many gaps blind choice fills right on average, rounded up."""
    mean = sum(
        (Fraction(1, len(gap.options)) for gap in gaps if gap.kind == "choose"),
        Fraction(0),
    )
    return -(-mean.numerator // mean.denominator)
