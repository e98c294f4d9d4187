"""Levels over time: what each sitting about all areas says by itself, and what changed beyond its noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from quiz.charts.timelines import TimelinePoint, draw_timeline
from quiz.measurement.reporting.change import ChangeDirection, reliable_change
from quiz.measurement.reporting.classification import level_from_theta
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.sittings.assessment.context import (
    ALL_AREAS,
    AssessmentContext,
    estimate_sitting,
)
from quiz.sittings.models import Sitting

#: the latest so many sittings are drawn
MOST_SITTINGS = 12


@dataclass(frozen=True)
class AreaHistory:
    """One area over time."""

    area_name: str
    moments: tuple[TimelinePoint, ...]
    drawing: Markup
    #: The change from the earlier to the later of the two that are compared, in words.
    sentence: str
    changed: bool


@dataclass(frozen=True)
class History:
    """All areas over time."""

    #: Sittings about all areas, the first first.
    sittings: tuple[Sitting, ...]
    #: The two that are compared.
    before: Sitting
    after: Sitting
    areas: tuple[AreaHistory, ...]


def build_history(
    sittings: Sequence[Sitting],
    tools: AssessmentContext,
    *,
    before: str = "",
    after: str = "",
) -> History | None:
    """Return levels over time, None with fewer than two finished sittings about all areas.

    Each sitting is read by itself, as if there had been no other: only so do two errors add up, and a
    change is said only where it is larger than both (Jacobson & Truax 1991).
    """
    whole = [
        one
        for one in sittings
        if one.scope == ALL_AREAS and one.state == "finished" and one.finished_at
    ]
    if len(whole) < 2:
        return None
    whole = sorted(whole, key=lambda one: one.finished_at or one.started_at)[
        -MOST_SITTINGS:
    ]
    by_key = {one.key: one for one in whole}
    first, last = by_key.get(before, whole[0]), by_key.get(after, whole[-1])
    if whole.index(first) >= whole.index(last):
        first, last = whole[0], whole[-1]
    read = {one.key: estimate_sitting(one, tools, alone=True) for one in whole}
    return History(
        tuple(whole),
        first,
        last,
        tuple(
            _build_area_history(area, name, whole, read, (first, last))
            for area, name in (
                (one.id, one.name) for one in tools.catalogue.areas.values()
            )
            if area in read[first.key] and area in read[last.key]
        ),
    )


def _build_area_history(
    area: str,
    name: str,
    whole: Sequence[Sitting],
    read: Mapping[str, Mapping[str, AreaEstimate]],
    pair: tuple[Sitting, Sitting],
) -> AreaHistory:
    moments = tuple(
        TimelinePoint(
            _finished_day(one),
            read[one.key][area].level,
            level_from_theta(read[one.key][area].low80),
            level_from_theta(read[one.key][area].high80),
        )
        for one in whole
        if area in read[one.key]
    )
    old, new = (read[one.key][area] for one in pair)
    direction = reliable_change(old, new).direction
    from_to = f"{old.level:.1f} to {new.level:.1f}"
    sentence = (
        f"{from_to}: no change beyond the noise."
        if direction is ChangeDirection.NO_CHANGE_SHOWN
        else f"{from_to}: {'higher' if direction is ChangeDirection.HIGHER else 'lower'}, by more than the noise."
    )
    return AreaHistory(
        name,
        moments,
        draw_timeline(moments, name=name),
        sentence,
        direction is not ChangeDirection.NO_CHANGE_SHOWN,
    )


def _finished_day(sitting: Sitting) -> date:
    return (sitting.finished_at or sitting.started_at).date()
