"""Made-up members for the tests of this folder."""

from collections.abc import Mapping

from quiz.cohorts.analysis.members import MeasuredArea, MeasuredMember
from quiz.measurement.reporting.classification import MasteryStatement

REQUIRED = {"git": 1.0, "http": 1.0, "prog": 1.0, "sql": 2.0}


def measured(
    level: float,
    statement: MasteryStatement | None = None,
    *,
    required: float = 1.0,
    half_band: float = 0.3,
    answers: int = 4,
) -> MeasuredArea:
    """Return an area with a band about the level; without a statement, one that follows from the band."""
    low, high = max(level - half_band, 0.0), min(level + half_band, 3.0)
    if statement is None:
        if low >= required:
            statement = MasteryStatement.REACHED
        elif high < required:
            statement = MasteryStatement.NOT_YET
        else:
            statement = MasteryStatement.TOO_CLOSE
    return MeasuredArea(level, low, high, statement, answers)


def member(key: str, levels: Mapping[str, float], **options: float) -> MeasuredMember:
    """Return a member with these levels by area, held against `REQUIRED`."""
    return MeasuredMember(
        key,
        {
            area: measured(
                level,
                required=REQUIRED[area],
                half_band=options.get("half_band", 0.3),
                answers=int(options.get("answers", 4)),
            )
            for area, level in levels.items()
        },
    )


def everywhere(key: str, level: float, **options: float) -> MeasuredMember:
    """Return a member with one level in all areas."""
    return member(key, dict.fromkeys(REQUIRED, level), **options)
