"""Facts for a learner about the group as a whole, where the instructors let learners see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quiz.cohorts.analysis.standing import AreaSummary, summarise_standing
from quiz.cohorts.insight.loading import load_snapshot
from quiz.cohorts.models import Cohort


@dataclass(frozen=True)
class GroupArea:
    """One area of the group: the levels of its people summed up, and the level that the goal needs."""

    name: str
    needed: float
    summary: AreaSummary


@dataclass(frozen=True)
class GroupStanding:
    """Where the group as a whole is, by its latest check that has results."""

    check_name: str
    #: Empty while fewer people have a result than an average needs.
    areas: tuple[GroupArea, ...]


def describe_group(
    session: Session, cohort: Cohort, area_names: Mapping[str, str]
) -> GroupStanding | None:
    """Return where the group as a whole is; None where learners are not to see it, or there is no check yet."""
    if not cohort.shows_band_to_learners:
        return None
    snapshot = load_snapshot(session, cohort, tuple(area_names))
    if snapshot.check is None:
        return None
    standing = summarise_standing(
        snapshot.measured, snapshot.required, groups=snapshot.groups
    )
    return GroupStanding(
        snapshot.check.name,
        tuple(
            GroupArea(area_names.get(one.area, one.area), one.required, one.summary)
            for one in standing.areas
            if one.summary is not None
        ),
    )
