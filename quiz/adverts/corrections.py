"""What a reader changed of what adverts ask for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quiz.adverts.goal_draft import Requirement, combine_adverts, common_level
from quiz.adverts.parsing.lexicon import Row
from quiz.adverts.requirements import Advert, SkillNeed

DEFAULT_LEVEL = "junior"


@dataclass(frozen=True, slots=True)
class Corrections:
    """Needs by row, "" for one that is not asked for, and the level; "" where it stays as the adverts say it."""

    needs: Mapping[str, str] = field(default_factory=dict)
    level: str = ""


def find_corrections(
    needs: Mapping[str, str],
    level: str,
    shown: Sequence[Advert],
    rows: Mapping[str, Row],
) -> Corrections:
    """Return what differs from what the adverts on the page ask for.

    A page sends all its controls back. What comes back as it was shown corrects nothing, so that it may change with
    the next advert.
    """
    said = {one.row.id: one.need.value for one in combine_adverts(shown, rows)}
    return Corrections(
        {row: need for row, need in needs.items() if need != said.get(row, "")},
        "" if level == (common_level(shown) or DEFAULT_LEVEL) else level,
    )


def apply_corrections(
    requirements: Sequence[Requirement],
    rows: Mapping[str, Row],
    needs: Mapping[str, str],
) -> tuple[list[Requirement], list[Requirement]]:
    """Return the requirements as corrected, with those added at the end, and those that were taken out."""
    kept, removed = [], []
    for one in requirements:
        need = needs.get(one.row.id, one.need.value)
        if need:
            kept.append(replace(one, need=SkillNeed(need)))
        else:
            removed.append(one)
    known = {one.row.id for one in requirements}
    added = [
        Requirement(rows[row], rows[row].name, SkillNeed(need), None, 0)
        for row, need in needs.items()
        if need and row in rows and row not in known
    ]
    return kept + added, removed
