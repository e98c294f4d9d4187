"""How often a goal's sittings have shown each question: counted anew, or a moment old where counting is long."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quiz.assess.items import Exposure
from quiz.sittings import queries

#: from so many sittings on a count is kept for a moment: in it a sitting asks one question or two
MANY_SITTINGS = 50
KEPT_FOR = timedelta(seconds=20)


@dataclass
class Exposures:
    """The latest counts of this process."""

    _counts: dict[str, tuple[datetime, Exposure]] = field(default_factory=dict)

    def of(self, session: Session, goal_key: str, *, now: datetime) -> Exposure:
        """Return the counts of a goal."""
        counted, found = self._counts.get(goal_key, (None, None))
        if (
            counted is not None
            and found is not None
            and timedelta(0) <= now - counted < KEPT_FOR
        ):
            return found
        fresh = Exposure(*queries.times_shown(session, goal_key))
        if fresh.sittings >= MANY_SITTINGS:
            self._counts[goal_key] = (now, fresh)
        return fresh
