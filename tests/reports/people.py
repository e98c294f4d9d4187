"""People of all sizes of gap, whose reports are rendered and measured."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.goals.models import OwnGoal
from quiz.goals.repository import build_goal
from quiz.results.models import Evidence, ResultName
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting
from quiz.sittings.models import Sitting
from tests.factories import NOW
from tests.journeys.scripts import Rule, always, at_level, finish_by_rule, guessing

LONG_NAME = "Bartholomäus-Maximilian Featherstonehaugh"[:40]
LONG_GOAL = "Back-end developer for payments and reconciliation at a bank"
ALL_AREAS = (
    *("prog", "sql", "stores", "http", "api", "web"),
    *("sec", "ops", "test", "git", "arch", "soft"),
)


@dataclass(frozen=True)
class ReportedPerson:
    """Somebody whose report is printed."""

    name: str
    rule: Rule
    length: SittingLength = SittingLength.STANDARD
    goal: str = "junior"
    #: Levels of a goal that they made themselves; empty for a goal of the bank.
    own_levels: Mapping[str, float] = field(default_factory=dict)
    goal_name: str = LONG_GOAL
    result_name: str = ""
    stop_after: int | None = None
    evidence: int = 0


PEOPLE = (
    ReportedPerson("knows nothing", always(None)),
    ReportedPerson("beginner with many gaps", at_level(0.1), result_name=LONG_NAME),
    ReportedPerson("about half way", at_level(0.9), evidence=2),
    ReportedPerson("one small gap", at_level(1.9, {"sql": 0.6})),
    ReportedPerson("everything right", always(True), evidence=5),
    ReportedPerson("five answers", always(True), SittingLength.QUICK, stop_after=5),
    ReportedPerson("guesses", guessing(0.3), SittingLength.QUICK),
    ReportedPerson(
        "own goal of one area",
        at_level(0.8),
        SittingLength.QUICK,
        own_levels={"git": 1.4},
        result_name="Jo",
    ),
    ReportedPerson(
        "own goal, twelve gaps, long names",
        always(False),
        own_levels=dict.fromkeys(ALL_AREAS, 3.0),
        result_name=LONG_NAME,
        evidence=4,
    ),
    ReportedPerson("senior", at_level(2.4), SittingLength.THOROUGH, "senior"),
)


def take_as(
    session: Session, tools: AssessmentContext, person: Person, who: ReportedPerson
) -> Sitting:
    """Take the assessment of one of the people and finish it."""
    goal, now = tools.catalogue.goals.get(who.goal), NOW - timedelta(days=1)
    if who.own_levels:
        own = OwnGoal(
            key=public_key(),
            person_id=person.id,
            name=who.goal_name,
            sentence="",
            levels=dict(who.own_levels),
            skills={},
            changed_at=now,
        )
        session.add(own)
        goal = build_goal(own)
    assert goal is not None
    rng = random.Random(who.name)
    begun = starting.start_sitting(
        session,
        person,
        goal,
        starting.SittingOptions(who.length),
        tools=tools,
        now=now,
        rng=rng,
    )
    finish_by_rule(
        session, tools, begun, who.rule, rng, stop_after=who.stop_after, now=now
    )
    _add_words(session, person, begun, who)
    return begun


def _add_words(
    session: Session, person: Person, sitting: Sitting, who: ReportedPerson
) -> None:
    if who.result_name:
        session.add(ResultName(sitting_id=sitting.id, name=who.result_name))
    session.add_all(
        Evidence(
            key=public_key(),
            person_id=person.id,
            url=f"https://example.org/a/rather/long/path/to/project/number/{number}",
            note="A shop with a basket, payments and a small back office that three people use",
            areas=["sql", "web"],
            created_at=utc_now(),
        )
        for number in range(who.evidence)
    )
