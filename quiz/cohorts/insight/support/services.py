"""Keeping the thresholds of a cohort."""

from collections.abc import Mapping

from quiz.cohorts.models import Cohort


def change_thresholds(cohort: Cohort, values: Mapping[str, float]) -> None:
    """Set thresholds by name; the others stay."""
    cohort.thresholds = dict(cohort.thresholds or {}) | dict(values)


def reset_thresholds(cohort: Cohort) -> None:
    """Go back to the defaults."""
    cohort.thresholds = None
