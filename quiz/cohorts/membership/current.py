"""The checks that whoever asks can take now; the home page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from quiz.accounts import login
from quiz.cohorts.calendar_days import format_moment
from quiz.cohorts.checks.queries import list_current_checks
from quiz.cohorts.checks.services import find_closing_time
from quiz.cohorts.joining.queries import list_memberships_of
from quiz.cohorts.models import CohortMember
from quiz.core.clock import utc_now
from quiz.web.transactions import request_session


@dataclass(frozen=True)
class OpenCheck:
    """A check that can be taken now."""

    member_key: str
    check_key: str
    name: str
    cohort: str
    until: str
    is_supervised: bool
    #: Key of the sitting that was begun; empty: not begun.
    sitting_key: str


def list_open_checks() -> list[OpenCheck]:
    """Return the checks that whoever asks can take now and has not finished, the one that closes first at first."""
    known = login.find_current()
    return list(_find_open_checks(known.id)) if known is not None else []


def list_own_groups() -> list[CohortMember]:
    """Return the entries as which whoever asks takes part in cohorts."""
    known = login.find_current()
    if known is None:
        return []
    return list(list_memberships_of(request_session(), known.id))


def _find_open_checks(person_id: int) -> Iterator[OpenCheck]:
    now = utc_now()
    for member, check, sitting in list_current_checks(
        request_session(), person_id, now=now
    ):
        zone = ZoneInfo(member.cohort.organisation.time_zone)
        closes_at = find_closing_time(check, member, zone=zone)
        if closes_at <= now or (sitting is not None and not sitting.is_open):
            continue
        yield OpenCheck(
            member.key,
            check.key,
            check.name,
            member.cohort.name,
            format_moment(closes_at, zone),
            check.is_supervised,
            sitting.key if sitting is not None else "",
        )
