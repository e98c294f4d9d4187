"""How often a goal's sittings have shown each question: not asked while it cannot matter, then a moment old."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quiz.assess.items import Exposure
from quiz.assess.terms import cap_can_hold
from quiz.sittings import queries

#: a count is kept for a moment, in which a sitting asks one question or two
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
        sittings = queries.sittings_for(session, goal_key)
        if not cap_can_hold(sittings):
            return Exposure(sittings)
        fresh = Exposure(sittings, queries.times_shown(session, goal_key))
        self._counts[goal_key] = (now, fresh)
        return fresh
