"""Who needs help first and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quiz.cohorts.analysis.members import MeasuredArea, MeasuredMember


class SupportGroup(StrEnum):
    """How urgently a member needs help, the most urgent first."""

    NEEDS_HELP = "needs help"
    ON_THE_WAY = "on the way"
    AHEAD = "ahead"
    NOT_ENOUGH_INFORMATION = "not enough information"


class SupportReasonKind(StrEnum):
    """Why somebody is in a group."""

    #: Below the required level in many areas; `count` areas, `areas` names them.
    MANY_GAPS = "many gaps"
    #: Far below the required level in one area; `levels` says how far.
    LARGE_GAP = "large gap"
    #: Lower than at the check before by more than the margin of error; `areas` names them.
    FELL_BACK = "fell back"
    #: Some gaps, fewer than make a person need help.
    SOME_GAPS = "some gaps"
    #: Clearly above what is required in most areas.
    ABOVE = "above"
    #: At or above what is required everywhere, as far as that is clear.
    NO_GAP = "no gap"
    #: Too few answers to say anything.
    FEW_ANSWERS = "few answers"
    #: Too close to call in most areas.
    MOSTLY_UNDECIDED = "mostly undecided"
    #: No result that could be read.
    NO_RESULT = "no result"


@dataclass(frozen=True, slots=True)
class SupportThresholds:
    """What an instructor sets: when somebody needs help, is ahead, or is too little known."""

    #: From this share of the measured areas below the required level on, a member needs help.
    share_below: float = 0.5
    #: From this many levels under the required one in any area on, a member needs help. The whole band has to
    #: lie below the requirement for that.
    levels_below: float = 1.0
    #: From this many areas lower than at the check before on (beyond the margin of error), a member needs help.
    areas_fallen: int = 2
    #: From this share of the measured areas with the whole band at or above the requirement on, and no gap, a member is ahead.
    share_above: float = 0.75
    #: With fewer answers in all, nothing is said of a member.
    fewest_answers: int = 12
    #: With a larger share of areas that are too close to call, and no other reason, nothing is said of a member.
    share_undecided: float = 0.75


@dataclass(frozen=True, slots=True)
class SupportReason:
    """One reason, with the figures that a sentence needs."""

    kind: SupportReasonKind
    #: The areas that it is about, the worst first.
    areas: tuple[str, ...] = ()
    #: How many areas, or how many answers.
    count: int = 0
    #: Of how many.
    of: int = 0
    #: How many levels under the required one, for a large gap.
    levels: float = 0.0


@dataclass(frozen=True)
class SupportCase:
    """One member: the group, the reasons, and what decides the order."""

    key: str
    group: SupportGroup
    #: The strongest first.
    reasons: tuple[SupportReason, ...]
    #: Sum over the areas below of the levels that are missing.
    missing_levels: float = 0.0
    #: Areas below the required level, certainly or probably.
    areas_below: int = 0


def classify_support(
    member: MeasuredMember,
    required: Mapping[str, float],
    *,
    fallen: Sequence[str] = (),
    thresholds: SupportThresholds = SupportThresholds(),  # frozen
) -> SupportCase:
    """Return the group of one member, and why.

    Few answers come first: then nothing else is said. Reasons for help follow from what is below the requirement; an area
    that is too close to call is a reason for nothing, except where nearly all are.

    Parameters
    ----------
    fallen
        Areas that are lower than at the check before by more than the margin of error.
    """
    areas = {area: one for area, one in member.areas.items() if required.get(area)}
    answers = sum(one.answers for one in areas.values())
    if not areas or answers < thresholds.fewest_answers:
        kind = SupportReasonKind.FEW_ANSWERS if areas else SupportReasonKind.NO_RESULT
        return SupportCase(
            member.key,
            SupportGroup.NOT_ENOUGH_INFORMATION,
            (SupportReason(kind, count=answers, of=thresholds.fewest_answers),),
        )
    below = _sort_by_missing(areas, required)
    urgent = _list_urgent_reasons(areas, below, required, fallen, thresholds)
    group, reasons = (
        (SupportGroup.NEEDS_HELP, urgent)
        if urgent
        else _describe_others(areas, below, required, thresholds)
    )
    return SupportCase(
        member.key,
        group,
        tuple(reasons),
        missing_levels=sum(
            max(required[area] - areas[area].level, 0.0) for area in below
        ),
        areas_below=len(below),
    )


def rank_by_need(
    members: Iterable[MeasuredMember],
    required: Mapping[str, float],
    *,
    fallen: Mapping[str, Sequence[str]] | None = None,
    thresholds: SupportThresholds = SupportThresholds(),  # frozen
) -> list[SupportCase]:
    """Return all members, those who need help first and among them those who miss most.

    `fallen` holds, by member, the areas that are lower than at the check before by more than the margin of error.
    """
    cases = [
        classify_support(
            member,
            required,
            fallen=(fallen or {}).get(member.key, ()),
            thresholds=thresholds,
        )
        for member in members
    ]
    order = list(SupportGroup)
    return sorted(
        cases,
        key=lambda case: (
            order.index(case.group),
            -case.missing_levels,
            -case.areas_below,
            case.key,
        ),
    )


def _list_urgent_reasons(
    areas: Mapping[str, MeasuredArea],
    below: Sequence[str],
    required: Mapping[str, float],
    fallen: Sequence[str],
    thresholds: SupportThresholds,
) -> list[SupportReason]:
    reasons = []
    if below and len(below) >= thresholds.share_below * len(areas):
        reasons.append(
            SupportReason(
                SupportReasonKind.MANY_GAPS, tuple(below), len(below), len(areas)
            )
        )
    for area in below:
        missing = required[area] - areas[area].level
        is_clear = areas[area].high < required[area]
        if is_clear and missing >= thresholds.levels_below:
            reasons.append(
                SupportReason(SupportReasonKind.LARGE_GAP, (area,), levels=missing)
            )
    here = tuple(area for area in fallen if area in areas)
    if here and len(here) >= thresholds.areas_fallen:
        reasons.append(
            SupportReason(SupportReasonKind.FELL_BACK, here, len(here), len(areas))
        )
    return reasons


def _describe_others(
    areas: Mapping[str, MeasuredArea],
    below: Sequence[str],
    required: Mapping[str, float],
    thresholds: SupportThresholds,
) -> tuple[SupportGroup, list[SupportReason]]:
    """Return the group of a member who does not need help, and the one reason."""
    total = len(areas)
    above = tuple(area for area, one in areas.items() if one.low >= required[area])
    undecided = tuple(area for area, one in areas.items() if one.is_undecided)
    if below:
        reason = SupportReason(
            SupportReasonKind.SOME_GAPS, tuple(below), len(below), total
        )
        return SupportGroup.ON_THE_WAY, [reason]
    if len(undecided) > thresholds.share_undecided * total:
        reason = SupportReason(
            SupportReasonKind.MOSTLY_UNDECIDED, undecided, len(undecided), total
        )
        return SupportGroup.NOT_ENOUGH_INFORMATION, [reason]
    if above and len(above) >= thresholds.share_above * total:
        reason = SupportReason(SupportReasonKind.ABOVE, above, len(above), total)
        return SupportGroup.AHEAD, [reason]
    reason = SupportReason(SupportReasonKind.NO_GAP, count=len(above), of=total)
    return SupportGroup.ON_THE_WAY, [reason]


def _sort_by_missing(
    areas: Mapping[str, MeasuredArea], required: Mapping[str, float]
) -> list[str]:
    """Return the areas below the required level, the one that misses most first."""
    below = [area for area, one in areas.items() if one.is_below]
    return sorted(below, key=lambda area: (areas[area].level - required[area], area))


def count_groups(cases: Iterable[SupportCase]) -> dict[SupportGroup, int]:
    """Return how many members are in each group."""
    counts = Counter(case.group for case in cases)
    return {group: counts[group] for group in SupportGroup}
