"""How often a goal's sittings have presented each question; not counted until a cap can be reached, then cached."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quiz.measurement.irt.items import Exposure
from quiz.measurement.specification import is_cap_reachable
from quiz.sittings import queries

#: A count is reused this long, in which a sitting asks one or two questions.
CACHE_LIFETIME = timedelta(seconds=20)


@dataclass
class ExposureCache:
    """The latest counts of this process."""

    _counts: dict[str, tuple[datetime, Exposure]] = field(default_factory=dict)

    def count_for_goal(
        self, session: Session, goal_key: str, *, now: datetime
    ) -> Exposure:
        """Return the counts of a goal."""
        counted, found = self._counts.get(goal_key, (None, None))
        if (
            counted is not None
            and found is not None
            and timedelta(0) <= now - counted < CACHE_LIFETIME
        ):
            return found
        sittings = queries.count_goal_sittings(session, goal_key)
        if not is_cap_reachable(sittings):
            return Exposure(sittings)
        fresh = Exposure(sittings, queries.count_presentations(session, goal_key))
        self._counts[goal_key] = (now, fresh)
        return fresh
