"""One meaning of "reached" for result, comparison and plan."""

import pytest

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.training.aims import Experience, TrainingAim
from quiz.training.effort import Effort, Need
from quiz.training.gap_status import (
    CLOSE_HOURS,
    MOST_CLOSE_HOURS,
    GapStatus,
    summarise_gap,
)
from quiz.training.learner_state import select_open_levels
from tests.training.people import bank, levels

REACHED, LIKELY = MasteryStatement.REACHED, MasteryStatement.LIKELY
CLOSE, PROBABLY_NOT = MasteryStatement.TOO_CLOSE, MasteryStatement.LIKELY_NOT_YET
NOT_YET = MasteryStatement.NOT_YET


def effort_of(total: float) -> Effort:
    if not total:
        return Effort((), 0, 0)
    objective = bank().objectives["SQL-01"]
    need = Need(objective, 0.0, total * 0.8 / 1.3, frozenset())
    return Effort((need,), total, total)


@pytest.mark.parametrize(
    ("statements", "total", "status"),
    [
        ((REACHED, LIKELY), 0, GapStatus.REACHED),
        # Where the result says "reached", a missed question alone is no gap.
        ((REACHED, REACHED), 20, GapStatus.REACHED),
        ((REACHED, CLOSE), 0, GapStatus.CLOSE),
        ((REACHED, CLOSE), 60, GapStatus.CLOSE),
        ((REACHED, CLOSE), CLOSE_HOURS + 1, GapStatus.BELOW),
        ((REACHED, LIKELY), 20, GapStatus.CLOSE),
        ((REACHED, PROBABLY_NOT), 20, GapStatus.BELOW),
        ((REACHED, NOT_YET), 0, GapStatus.BELOW),
    ],
)
def test_status_follows_the_statements_of_the_result(
    statements: tuple[MasteryStatement, ...], total: float, status: GapStatus
) -> None:
    by_area = dict(zip(("sql", "git"), statements, strict=True))

    summary = summarise_gap(by_area, effort_of(total))

    assert summary.status is status
    assert summary.too_close == tuple(
        area for area, statement in by_area.items() if statement is CLOSE
    )


def test_a_small_gap_with_a_wide_range_is_not_close() -> None:
    small = effort_of(60)

    def status(high: float) -> GapStatus:
        wide = Effort(small.needs, 0, high)
        return summarise_gap({"sql": CLOSE}, wide).status

    assert status(MOST_CLOSE_HOURS) is GapStatus.CLOSE
    assert status(MOST_CLOSE_HOURS + 1) is GapStatus.BELOW


def test_an_area_that_is_probably_reached_has_nothing_to_plan() -> None:
    statements = {"sql": REACHED, "git": LIKELY, "web": CLOSE, "api": NOT_YET}

    open_levels = select_open_levels(statements, dict.fromkeys(statements, 1.2))

    assert open_levels == {"web": 1.2, "api": 1.2}


@pytest.mark.parametrize(
    ("goal", "experience"),
    [
        ("junior", Experience.NONE),
        ("junior-api", Experience.NONE),
        ("confirmed", Experience.SOME),
        ("senior", Experience.LONG),
    ],
)
def test_higher_goals_mean_years_in_a_job(goal: str, experience: Experience) -> None:
    assert TrainingAim(goal, levels(goal)).experience is experience


def test_areas_that_are_not_required_do_not_lower_the_experience() -> None:
    assert TrainingAim("own", {"sql": 2.6, "git": 0.0}).experience is Experience.LONG
    assert TrainingAim("own", {"sql": 0.0}).experience is Experience.NONE
