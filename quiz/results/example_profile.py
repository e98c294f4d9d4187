"""The profile on the home page: what the example person's standard assessment really came to.

`trigpoint demo make` takes the same assessment. The figures are kept here, so that the home page costs nothing; a test
compares them with a new one.
"""

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.outcomes import AreaOutcome

EXAMPLE_PERSON = "Maren"
EXAMPLE_GOAL = "Junior generalist"
EXAMPLE_LENGTH = "standard"
REACHED, LIKELY, TOO_CLOSE, LIKELY_NOT_YET = (
    MasteryStatement.REACHED,
    MasteryStatement.LIKELY,
    MasteryStatement.TOO_CLOSE,
    MasteryStatement.LIKELY_NOT_YET,
)


def _build_outcome(
    key: str,
    name: str,
    levels: tuple[float, float, float, float],
    certainty: tuple[float, MasteryStatement, int],
) -> AreaOutcome:
    level, low, high, required = levels
    p_reached, statement, answers = certainty
    return AreaOutcome(
        area_key=key,
        area_name=name,
        level=level,
        low=low,
        high=high,
        required=required,
        p_reached=p_reached,
        statement=statement,
        answers=answers,
    )


#: By area: level, ends of the likely range, required level; chance to reach it, statement, answers. The biggest gap
#: first.
EXAMPLE_OUTCOMES = (
    _build_outcome(
        "sec", "Security", (0.65, 0.0, 1.33, 1.0), (0.251, LIKELY_NOT_YET, 4)
    ),
    _build_outcome("sql", "SQL", (1.46, 0.87, 2.06, 1.2), (0.697, TOO_CLOSE, 6)),
    _build_outcome("test", "Testing", (1.26, 0.61, 1.92, 1.0), (0.685, TOO_CLOSE, 4)),
    _build_outcome("ops", "Operations", (1.2, 0.56, 1.86, 0.9), (0.716, LIKELY, 4)),
    _build_outcome(
        "stores", "Data stores", (1.19, 0.54, 1.85, 0.8), (0.774, LIKELY, 3)
    ),
    _build_outcome("prog", "Programming", (1.74, 1.06, 2.51, 1.2), (0.839, LIKELY, 3)),
    _build_outcome("web", "Frameworks", (1.75, 1.07, 2.51, 1.1), (0.886, LIKELY, 3)),
    _build_outcome("soft", "Teamwork", (1.79, 1.11, 2.56, 1.0), (0.928, REACHED, 3)),
    _build_outcome("http", "HTTP", (1.82, 1.16, 2.58, 1.0), (0.94, REACHED, 3)),
    _build_outcome("arch", "Architecture", (1.43, 0.76, 2.13, 0.6), (0.94, REACHED, 3)),
    _build_outcome("git", "Git", (1.84, 1.18, 2.6, 1.0), (0.946, REACHED, 3)),
    _build_outcome("api", "APIs", (1.86, 1.21, 2.62, 1.0), (0.95, REACHED, 3)),
)
#: How many questions the example person answered.
EXAMPLE_ANSWERS = sum(outcome.answers for outcome in EXAMPLE_OUTCOMES)
