"""The sections `### Gap 1: choose` and so on of a text with gaps."""

import re

from quiz.bank.questions import ClozeGap, GapKind, Option
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import (
    FaultCollector,
    ListItem,
    read_number,
    unquote_item,
)
from quiz.bank.types.shared.choices import read_checked_items

GAP_HEADING = re.compile(r"^Gap [1-9]: (choose|type|type exactly|number)$")


def read_gap(section: SourceSection, report: FaultCollector) -> ClozeGap:
    """Return a gap from its section; the heading says how it is filled."""
    kind: GapKind = section.title.partition(": ")[2]  # type: ignore[assignment]  # the pattern of headings has these
    return ClozeGap(
        kind,
        tuple(
            Option(
                _read_answer(item, kind, section.title, report),
                item.reason,
                correct=item.mark == "x",
                misconception=item.misconception,
            )
            for item in read_checked_items(section, report)
        ),
    )


def _read_answer(
    item: ListItem, kind: GapKind, title: str, report: FaultCollector
) -> str:
    if kind == "choose":
        return item.text
    if kind == "number":
        return read_number(item, title, report)
    return unquote_item(item, title, report)
