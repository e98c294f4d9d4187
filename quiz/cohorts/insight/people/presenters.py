"""Facts for the page of one member."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.cohorts.models import CohortCheck
from quiz.results.outcomes import read_stored_outcomes
from quiz.results.presenters import ProfileRow, build_profile_rows
from quiz.sittings.models import Sitting


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many answers of one area were what."""

    right: int = 0
    #: Not correct, or partly.
    wrong: int = 0
    dont_know: int = 0

    @property
    def total(self) -> int:
        """All answers."""
        return self.right + self.wrong + self.dont_know


@dataclass(frozen=True)
class PersonRow:
    """One area of a member: the measured level, and how the answers were."""

    profile: ProfileRow
    counts: OutcomeCounts


@dataclass(frozen=True)
class CheckLine:
    """One check of the cohort, and where the member is with it."""

    check: CohortCheck
    sitting: Sitting | None
    is_shown: bool


def build_person_rows(
    sitting: Sitting,
    counts: dict[str, OutcomeCounts],
    catalogue: Catalogue,
    area_order: Sequence[str],
) -> list[PersonRow]:
    """Return the areas of a result in the order of the bank."""
    outcomes = sorted(
        read_stored_outcomes(sitting.results, catalogue),
        key=lambda one: (
            area_order.index(one.area_key)
            if one.area_key in area_order
            else len(area_order)
        ),
    )
    return [
        PersonRow(row, counts.get(row.outcome.area_key, OutcomeCounts()))
        for row in build_profile_rows(outcomes)
    ]


def count_answers(
    answers: Iterable[tuple[str, float, bool]],
) -> dict[str, OutcomeCounts]:
    """Count answers by area; each comes with its area, its score, and whether it was "I don't know"."""
    counts: dict[str, list[int]] = {}
    for area, score, dont_know in answers:
        place = 2 if dont_know else int(score < 1)
        counts.setdefault(area, [0, 0, 0])[place] += 1
    return {area: OutcomeCounts(*numbers) for area, numbers in counts.items()}


def build_check_lines(
    results: Sequence[tuple[CohortCheck, Sitting | None]], shown: Sitting | None
) -> list[CheckLine]:
    """Return all checks of the cohort, with which of them the page shows."""
    return [
        CheckLine(check, sitting, sitting is not None and sitting is shown)
        for check, sitting in results
    ]
