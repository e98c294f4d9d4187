"""A cohort with a story: people of different levels take an entry and an exit check, some do not, and one leaves."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from quiz.accounts.services import create_person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.cohorts.checks.services import CheckDetails, create_check, start_check
from quiz.cohorts.joining.services import add_entry, join_cohort, leave_cohort
from quiz.cohorts.login import cohort_zone
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck, CohortMember
from quiz.core.clock import utc_now
from quiz.measurement.reporting.classification import theta_from_level
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import transitions
from quiz.sittings.models import Sitting
from quiz.sittings.store import reload_open_sitting

NAMES = [
    "Adaeze Nwosu",
    "Bastien Roche",
    "Chiara Lunghi",
    "Daan Visser",
    "Elif Aksoy",
    "Farid Haddad",
    "Greta Lindholm",
    "Hugo Ferrand",
    "Inês Carvalho",
    "Jonas Weidel",
    "Katya Morozova",
    "Liam Byrne",
    "Maren Oduya",
    "Noor Siddiqui",
    "Olu Adeyemi",
    "Petra Novák",
    "Quentin Marchand",
    "Rosa Iglesias",
    "Sanjay Mehta",
    "Tuuli Korhonen",
    "Uma Krishnan",
    "Viktor Brandt",
    "Wen Zhang",
    "Ximena Torres",
    "Yusuf Demir",
]
#: How sharply knowing turns into not knowing as questions get harder (1/logit).
STEEPNESS = 1.4
HONEST_PROBABILITY = 0.5
SECONDS_BETWEEN = 40
#: Good with code, weak in what a course teaches late.
AREA_SHIFTS = {
    "prog": 0.4,
    "git": 0.5,
    "http": 0.2,
    "sec": -0.5,
    "ops": -0.6,
    "arch": -0.3,
}


@dataclass(frozen=True)
class Scene:
    """A cohort whose members have taken checks."""

    cohort: Cohort
    entry: CohortCheck
    exit: CohortCheck
    members: tuple[CohortMember, ...]


def plan_checks(session: Session, cohort: Cohort) -> tuple[CohortCheck, CohortCheck]:
    """Plan an entry check that is over and an exit check that is open."""
    now = utc_now()
    spans = {
        CheckPurpose.ENTRY: (now - timedelta(days=70), now - timedelta(days=63)),
        CheckPurpose.EXIT: (now - timedelta(days=5), now + timedelta(days=2)),
    }
    entry, last = (
        create_check(
            session,
            cohort,
            CheckDetails(
                name=f"{purpose.value.capitalize()} assessment",
                purpose=purpose,
                length=SittingLength.QUICK,
                areas=None,
                opens_at=opens,
                closes_at=closes,
                is_supervised=purpose is CheckPurpose.EXIT,
            ),
            now=now,
        )
        for purpose, (opens, closes) in spans.items()
    )
    return entry, last


def join_people(
    session: Session, cohort: Cohort, names: Sequence[str], *, groups: Sequence[str]
) -> list[CohortMember]:
    """Let people join a cohort, one after the other into each group."""
    members = []
    for number, name in enumerate(names):
        entry = add_entry(session, cohort, name, now=utc_now())
        entry.external_id = f"S{100 + number}"
        entry.group_name = groups[number % len(groups)] if groups else None
        person, _ = create_person(session, now=utc_now())
        members.append(
            join_cohort(session, cohort, person, name=name, member=entry, now=utc_now())
        )
    return members


def draw_levels(
    areas: Sequence[str], rng: random.Random, *, mean: float
) -> dict[str, float]:
    """Return the true levels of one person."""
    general = rng.gauss(mean, 0.4)
    return {
        area: min(
            max(general + AREA_SHIFTS.get(area, 0.0) + rng.gauss(0, 0.35), 0.0), 3.0
        )
        for area in areas
    }


def take_check(
    session: Session,
    tools: AssessmentContext,
    member: CohortMember,
    check: CohortCheck,
    levels: Mapping[str, float],
    rng: random.Random,
    *,
    most: int = 99,
    finishes: bool = True,
    closed: bool = False,
) -> Sitting:
    """Let a member take a check, or answer so many of its questions."""
    assert member.person is not None
    moment = check.opens_at + timedelta(hours=1 + rng.random() * 20)
    begun = start_check(
        session,
        member,
        member.person,
        check,
        tools=tools,
        zone=cohort_zone(member.cohort),
        now=moment,
        rng=rng,
    )
    sitting = reload_open_sitting(session, begun, now=moment)
    for _ in range(most):
        position = transitions.current_attempt_item(sitting.positions)
        if position is None:
            break
        moment += timedelta(seconds=SECONDS_BETWEEN)
        content = answer_like(position.question, levels, rng)
        given = services.SubmittedAnswer(
            content, score_answer(position.question, content or None)
        )
        services.record_answer(
            session, sitting, position.token, given, tools=tools, now=moment
        )
    finish_it(session, sitting, tools, moment, finishes=finishes, closed=closed)
    session.flush()
    return begun


def finish_it(
    session: Session,
    sitting: Sitting,
    tools: AssessmentContext,
    moment: datetime,
    *,
    finishes: bool,
    closed: bool,
) -> None:
    """Finish a sitting, close it at its closing time, or leave it open."""
    if closed:
        services.close_sitting(session, sitting, tools=tools, now=moment)
    elif finishes:
        services.finish_sitting(session, sitting, tools=tools, now=moment)


def answer_like(
    question: Question, levels: Mapping[str, float], rng: random.Random
) -> dict[str, Any]:
    """Answer as somebody with these levels would; empty is "I don't know"."""
    gap = (
        theta_from_level(levels.get(question.area, 0.5))
        - build_item(question).difficulty
    )
    if rng.random() < 1 / (1 + math.exp(-STEEPNESS * gap)):
        return right_answer(question)
    if rng.random() < HONEST_PROBABILITY:
        return {}
    return wrong_answer(question, rng)


def play_small(
    session: Session,
    tools: AssessmentContext,
    cohort: Cohort,
    *,
    people: int = 6,
    answers: int = 8,
    seed: int = 5,
) -> Scene:
    """Let a few people take the entry check, with few answers each."""
    rng = random.Random(seed)
    entry, last = plan_checks(session, cohort)
    members = join_people(session, cohort, NAMES[:people], groups=("Red", "Blue"))
    for member in members:
        levels = draw_levels(list(cohort.required), rng, mean=0.8)
        take_check(session, tools, member, entry, levels, rng, most=answers)
    return Scene(cohort, entry, last, tuple(members))


def play_whole(
    session: Session, tools: AssessmentContext, cohort: Cohort, *, seed: int = 3
) -> Scene:
    """Let 25 people be anywhere between not invited and done at the exit check, ten weeks after the entry check."""
    rng = random.Random(seed)
    entry, last = plan_checks(session, cohort)
    members = join_people(session, cohort, NAMES[:22], groups=("Morning", "Evening"))
    areas = list(cohort.required)
    for number, member in enumerate(members):
        levels = draw_levels(areas, rng, mean=0.35)
        take_check(session, tools, member, entry, levels, rng)
        grown = {
            area: min(level + rng.gauss(0.45, 0.3), 3.0)
            for area, level in levels.items()
        }
        if number < 18:
            take_check(session, tools, member, last, grown, rng)
        elif number == 18:
            take_check(session, tools, member, last, grown, rng, most=9, closed=True)
        elif number == 19:
            take_check(session, tools, member, last, grown, rng, most=7, finishes=False)
        elif number == 21:
            leave_cohort(session, member, now=utc_now())
    invited, unknown, late = (
        add_entry(session, cohort, name, now=utc_now()) for name in NAMES[22:25]
    )
    invited.invited_at = utc_now()
    late.group_name = "Evening"
    session.flush()
    return Scene(cohort, entry, last, (*members, invited, unknown, late))


def keep_readable(session: Session, scene: Scene) -> Scene:
    """Commit a scene, so that it can be read without a transaction, which would keep pages from writing."""
    session.expire_on_commit = False
    session.commit()
    for one in (scene.cohort, scene.entry, scene.exit, *scene.members):
        session.refresh(one)
    session.commit()
    return scene
