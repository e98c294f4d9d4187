"""What may be wrong with a text with gaps: its marks, each gap, and answers that stand beside their gaps."""

import re
from collections.abc import Iterator

from quiz.bank.prose import normalise_text, split_words
from quiz.bank.questions import ClozeGap, Question
from quiz.bank.source.blocks import find_text_code_blocks
from quiz.bank.types.gap_parts.gap_text import (
    fill_gaps,
    gap_numbers,
    is_right,
    text_rules,
)
from quiz.bank.types.protocol import StructureFault
from quiz.bank.types.shared.choices import find_repeated
from quiz.bank.types.shared.dress import (
    Dressed,
    check_dress,
    dress_number,
    dress_text,
)

GAP_COUNT = (2, 6)
OPTION_COUNT = (3, 5)
TEXT_MAX_WORDS = 60
CODE_MAX_LINES = 25
CODE_MAX_COLUMNS = 72


def check_text(question: Question) -> Iterator[StructureFault]:
    """Yield a fault unless the text is short and each gap is marked in it once, in order."""
    low, high = GAP_COUNT
    count = len(question.gaps)
    if not low <= count <= high:
        yield StructureFault("count", "Gaps", f"{count} gaps", f"{low} to {high}")
    marks = gap_numbers(question.gap_text)
    if marks != list(range(1, count + 1)):
        shown = " ".join(f"__{mark}__" for mark in marks) or "none"
        wanted = " ".join(f"__{number}__" for number in range(1, count + 1))
        yield StructureFault("gaps", "Text", f"the marks {shown}", wanted)
    words = len(split_words(question.gap_text))
    if words > TEXT_MAX_WORDS:
        yield StructureFault(
            "load", "Text", f"{words} words", f"at most {TEXT_MAX_WORDS}"
        )
    for block in find_text_code_blocks(question.gap_text):
        rows = block.code.split("\n")
        if len(rows) > CODE_MAX_LINES or max(map(len, rows)) > CODE_MAX_COLUMNS:
            found = f"{len(rows)} lines of up to {max(map(len, rows))} characters"
            yield StructureFault(
                "load", "Text", found, f"{CODE_MAX_LINES} of {CODE_MAX_COLUMNS} at most"
            )


def check_gap(gap: ClozeGap, number: int) -> Iterator[StructureFault]:
    """Yield what is wrong with the answers of one gap."""
    section = f"Gap {number}"
    right = [option.text for option in gap.options if option.correct]
    wrong = [option.text for option in gap.options if not option.correct]
    yield from find_repeated([option.text for option in gap.options], section)
    if gap.kind == "choose":
        low, high = OPTION_COUNT
        if len(right) != 1:
            yield StructureFault(
                "keys", section, f"{len(right)} keys", "exactly one `[x]`"
            )
        if not low <= len(gap.options) <= high:
            found = f"{len(gap.options)} options"
            yield StructureFault("count", section, found, f"{low} to {high}")
        return
    if not right:
        yield StructureFault(
            "keys", section, "no accepted answer", "at least one `[x]`"
        )
    if not wrong:
        found = "no mistake that people make"
        yield StructureFault("count", section, found, "at least one `[ ]`")
    yield from _check_gap_dress(gap, section, right, wrong)
    if gap.kind == "type":
        folded = [text.lower() for text in right + wrong]
        if len(set(folded)) < len(folded):
            found = "answers that differ by upper and lower case alone"
            yield StructureFault("answers", section, found, "`type exactly`, or one")


def _check_gap_dress(
    gap: ClozeGap, section: str, right: list[str], wrong: list[str]
) -> Iterator[StructureFault]:
    def dress(text: str) -> Iterator[Dressed]:
        if gap.kind == "number":
            return dress_number(text)
        return dress_text(text, right + wrong, text_rules(gap))

    yield from check_dress(
        section, right, wrong, dress, lambda text: is_right(gap, text)
    )


def check_giveaways(question: Question) -> Iterator[StructureFault]:
    """Yield a fault where what must be typed can be copied from the question."""
    empty = fill_gaps(question.gap_text, [" "] * 9)
    shown = f" {normalise_text(question.stem)} {normalise_text(empty)} "
    for number, gap in enumerate(question.gaps, 1):
        if gap.kind not in {"type", "type exactly"}:
            continue
        keys = {normalise_text(option.text) for option in gap.options if option.correct}
        for key in sorted(keys):
            if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", shown):
                yield StructureFault(
                    "giveaway",
                    f"Gap {number}",
                    f"{key!r}, which the question shows elsewhere",
                    "an answer that must be known, or `choose`",
                )
