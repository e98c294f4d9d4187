"""Two people turn out to be one, and both are in the cohort: one entry is left, with all that was taken."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import join_people
from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.checks.services import start_check
from quiz.cohorts.joining.services import join_cohort, undo_join
from quiz.cohorts.login import cohort_zone
from quiz.cohorts.membership.services import settle_memberships
from quiz.cohorts.models import Cohort, CohortCheck, CohortMember
from quiz.core.clock import utc_now
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.events.joining import close_doubled_sittings
from quiz.sittings.models import Sitting
from tests.cohorts.cast import a_check, a_member, an_entry
from tests.factories import a_person, answer


def take(
    session: Session, member: CohortMember, check: CohortCheck, tools: AssessmentContext
) -> Sitting:
    """Take a check with one answer."""
    assert member.person is not None
    sitting = start_check(
        session,
        member,
        member.person,
        check,
        tools=tools,
        zone=cohort_zone(member.cohort),
        now=utc_now(),
        rng=random.Random(7),
    )
    answer(session, sitting, tools, now=utc_now())
    return sitting


def test_one_entry_is_left_with_the_checks_of_both_and_the_number_of_the_roster(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held, now = session.get_one(Cohort, cohort.id), utc_now()
    keeper, other = a_person(session, now=now), a_person(session, now=now)
    ours = a_member(session, held, keeper, "Ben")
    entry = an_entry(session, held, "Ben Okafor", external_id="4712")
    theirs = join_cohort(session, held, other, name="", member=entry, now=now)
    both, alone = a_check(session, held), a_check(session, held, name="Second")
    kept = take(session, ours, both, tools)
    take(session, theirs, both, tools)
    moved = take(session, theirs, alone, tools)
    session.flush()

    def settle(session: Session, keeper: Person, other: Person, now: datetime) -> None:
        settle_memberships(session, keeper, other)
        close_doubled_sittings(session, keeper, other, tools=tools, now=now)

    join_people(session, keeper, other, settle=settle, now=now)

    [member] = session.query(CohortMember).all()
    assert (member.person_id, member.external_id) == (keeper.id, "4712")
    assert member.name == "Ben Okafor"
    links = {(one.check_id, one.sitting_id) for one in session.query(CheckSitting)}
    assert links == {(both.id, kept.id), (alone.id, moved.id)}


def test_what_was_taken_before_joining_was_undone_is_seen_again_after_joining_as_oneself(
    session: Session, cohort: Cohort, tools: AssessmentContext
) -> None:
    held, now = session.get_one(Cohort, cohort.id), utc_now()
    person = a_person(session, now=now)
    entries = [an_entry(session, held, name) for name in ("Kim Lee", "Hana Sato")]
    wrong = join_cohort(session, held, person, name="", member=entries[0], now=now)
    sitting = take(session, wrong, a_check(session, held), tools)

    undo_join(session, wrong, now=now)
    session.flush()
    assert session.query(CheckSitting).count() == 0
    right = join_cohort(session, held, person, name="", member=entries[1], now=now)

    [link] = session.query(CheckSitting).all()
    assert (link.member_id, link.sitting_id) == (right.id, sitting.id)
