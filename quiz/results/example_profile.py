"""The invented profile on the home page; it belongs to nobody."""

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.outcomes import AreaOutcome

EXAMPLE_PERSON = "Maren"
EXAMPLE_GOAL = "Junior generalist"
ANSWERS_PER_AREA = 3

#: A probability in the middle of the range of each statement.
_PROBABILITIES = {
    MasteryStatement.REACHED: 0.95,
    MasteryStatement.LIKELY: 0.8,
    MasteryStatement.TOO_CLOSE: 0.5,
    MasteryStatement.LIKELY_NOT_YET: 0.2,
    MasteryStatement.NOT_YET: 0.05,
}


def _build_outcome(
    key: str,
    name: str,
    levels: tuple[float, float, float, float],
    statement: MasteryStatement,
) -> AreaOutcome:
    level, low, high, required = levels
    return AreaOutcome(
        area_key=key,
        area_name=name,
        level=level,
        low=low,
        high=high,
        required=required,
        p_reached=_PROBABILITIES[statement],
        statement=statement,
        answers=ANSWERS_PER_AREA,
    )


#: Level, low and high end of the likely range, and required level of each area, the biggest gap first.
EXAMPLE_OUTCOMES = (
    _build_outcome("ops", "Operations", (0.3, 0.0, 0.6, 0.9), MasteryStatement.NOT_YET),
    _build_outcome("sql", "SQL", (0.7, 0.4, 1.0, 1.2), MasteryStatement.NOT_YET),
    _build_outcome("sec", "Security", (0.5, 0.1, 0.9, 1.0), MasteryStatement.NOT_YET),
    _build_outcome(
        "test", "Testing", (0.8, 0.5, 1.1, 1.0), MasteryStatement.LIKELY_NOT_YET
    ),
    _build_outcome(
        "stores", "Data stores", (0.6, 0.2, 1.0, 0.8), MasteryStatement.LIKELY_NOT_YET
    ),
    _build_outcome("api", "APIs", (0.9, 0.5, 1.3, 1.0), MasteryStatement.TOO_CLOSE),
    _build_outcome(
        "arch", "Architecture", (0.6, 0.1, 1.1, 0.6), MasteryStatement.TOO_CLOSE
    ),
    _build_outcome(
        "web", "Frameworks", (1.2, 0.9, 1.5, 1.1), MasteryStatement.TOO_CLOSE
    ),
    _build_outcome("soft", "Teamwork", (1.2, 0.9, 1.5, 1.0), MasteryStatement.LIKELY),
    _build_outcome("http", "HTTP", (1.4, 1.1, 1.7, 1.0), MasteryStatement.REACHED),
    _build_outcome(
        "prog", "Programming", (1.7, 1.4, 2.0, 1.2), MasteryStatement.REACHED
    ),
    _build_outcome("git", "Git", (1.6, 1.3, 1.9, 1.0), MasteryStatement.REACHED),
)
