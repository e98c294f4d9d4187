"""What an instructor sets for a cohort: stored by name, the default where nothing is stored. Pure."""

from collections.abc import Mapping
from dataclasses import fields

from quiz.cohorts.analysis.support import SupportThresholds
from quiz.cohorts.analysis.teaching_plan import TeachingThresholds

#: Thresholds that are counts.
WHOLE_NUMBERS = {"areas_fallen", "fewest_answers", "smallest_group"}


def read_support_thresholds(stored: Mapping[str, float] | None) -> SupportThresholds:
    """Return when somebody of the cohort needs help or is ahead."""
    return SupportThresholds(**_select(SupportThresholds, stored))  # type: ignore[arg-type]  # `_select` makes them


def read_teaching_thresholds(stored: Mapping[str, float] | None) -> TeachingThresholds:
    """Return from when on something is taught to all or to a group."""
    return TeachingThresholds(**_select(TeachingThresholds, stored))  # type: ignore[arg-type]  # (the same)


def _select(
    kind: type[SupportThresholds | TeachingThresholds],
    stored: Mapping[str, float] | None,
) -> dict[str, float]:
    names = {one.name for one in fields(kind)}
    return {
        name: int(value) if name in WHOLE_NUMBERS else value
        for name, value in (stored or {}).items()
        if name in names
    }
