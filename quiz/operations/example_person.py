"""The example person: a made-up learner who really takes a sitting, for pictures, trials and tests."""

import math
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import create_person, delete_person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.errors import NotNow
from quiz.measurement.reporting.classification import theta_from_level
from quiz.operations.queries import list_example_people
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.events.starting import SittingOptions
from quiz.sittings.models import Sitting
from quiz.sittings.store import reload_open_sitting

#: The level in each area that the example person has: good with code, lost on a server.
EXAMPLE_LEVELS: Mapping[str, float] = {
    "prog": 2.8,
    "http": 2.5,
    "web": 2.0,
    "api": 1.6,
    "sql": 0.8,
    "stores": 1.2,
    "sec": 0.4,
    "test": 1.7,
    "git": 2.7,
    "ops": 0.2,
    "arch": 1.4,
    "soft": 2.4,
}
EXAMPLE_GOAL = "junior"
EXAMPLE_SEED = 2
#: The chance to say "I don't know" rather than to guess, when the answer is not known.
HONEST_PROBABILITY = 0.6
SECONDS_BETWEEN = 45
#: How sharply knowing turns into not knowing as questions get harder (1/logit).
STEEPNESS = 1.4


def make_example(
    session: Session, tools: AssessmentContext, *, now: datetime
) -> tuple[Person, Sitting, str]:
    """Return a new example person, their finished sitting, and the secret for a browser.

    Raises
    ------
    NotNow
        When there is one already.
    """
    if list_example_people(session):
        raise NotNow(
            "There is an example person already; remove it first: trigpoint demo remove"
        )
    rng = random.Random(EXAMPLE_SEED)  # noqa: S311  # made-up answers
    begun = now - timedelta(seconds=SECONDS_BETWEEN * 48)
    person, secret = create_person(session, now=begun, is_example=True)
    goal = tools.catalogue.goals[EXAMPLE_GOAL]
    begun_sitting = starting.start_sitting(
        session,
        person,
        goal,
        SittingOptions(SittingLength.STANDARD),
        tools=tools,
        now=begun,
        rng=rng,
    )
    moment, sitting = begun, reload_open_sitting(session, begun_sitting, now=begun)
    while (position := transitions.current_attempt_item(sitting.positions)) is not None:
        moment += timedelta(seconds=SECONDS_BETWEEN)
        content = _make_answer(position.question, rng)
        given = services.SubmittedAnswer(
            content, score_answer(position.question, content)
        )
        services.record_answer(
            session, sitting, position.token, given, tools=tools, now=moment
        )
    services.finish_sitting(session, sitting, tools=tools, now=moment)
    return person, sitting, secret


def remove_examples(session: Session) -> int:
    """Delete every example person with everything that hangs on them; return how many there were."""
    people = list_example_people(session)
    for person in people:
        delete_person(session, person)
    return len(people)


def _make_answer(question: Question, rng: random.Random) -> dict[str, Any]:
    """Answer as somebody would whose levels are `EXAMPLE_LEVELS`; empty is "I don't know"."""
    gap = (
        theta_from_level(EXAMPLE_LEVELS[question.area])
        - build_item(question).difficulty
    )
    knows = rng.random() < 1 / (1 + math.exp(-STEEPNESS * gap))
    if knows:
        return right_answer(question)
    if rng.random() < HONEST_PROBABILITY:
        return {}
    return wrong_answer(question, rng)
