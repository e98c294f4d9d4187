"""The example person: a made-up learner who really takes a sitting, for pictures, trials and tests."""

import math
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import begin_person, forget_person
from quiz.assess.levels import theta_of
from quiz.bank.items import item_from
from quiz.bank.marking import left_sides, mark, right_matches, right_sides
from quiz.bank.questions import Question
from quiz.bank.versions import question_of
from quiz.errors import NotNow
from quiz.sittings import events, services
from quiz.sittings.measuring import Tools
from quiz.sittings.models import Sitting

#: The level in each area that the example person has: good with code, lost on a server.
LEVELS: Mapping[str, float] = {
    "prog": 1.8,
    "http": 1.4,
    "web": 1.1,
    "api": 0.9,
    "sql": 0.6,
    "stores": 0.5,
    "sec": 0.5,
    "test": 0.9,
    "git": 1.6,
    "ops": 0.2,
    "arch": 0.6,
    "soft": 1.3,
}
GOAL = "junior"
SEED = 20
#: The chance to say "I don't know" rather than to guess, when the answer is not known.
HONEST = 0.6
SECONDS_BETWEEN = 45
#: How sharply knowing turns into not knowing as questions get harder (1/logit).
STEEPNESS = 1.4


def make_example(
    session: Session, tools: Tools, *, now: datetime
) -> tuple[Person, Sitting, str]:
    """Return a new example person, their finished sitting, and the secret for a browser.

    Raises
    ------
    NotNow
        When there is one already.
    """
    if example_people(session):
        raise NotNow(
            "There is an example person already; remove it first: trigpoint demo remove"
        )
    rng = random.Random(SEED)  # noqa: S311  # made-up answers
    begun = now - timedelta(seconds=SECONDS_BETWEEN * 48)
    person, secret = begin_person(session, now=begun, is_example=True)
    goal = tools.catalogue.goals[GOAL]
    sitting = services.start_sitting(
        session, person, goal, "standard", tools=tools, now=begun, rng=rng
    )
    moment = begun
    while (position := events.current_position(sitting)) is not None:
        moment += timedelta(seconds=SECONDS_BETWEEN)
        content = _answer(question_of(position.version), rng)
        given = services.Given(content, mark(question_of(position.version), content))
        services.answer(
            session, sitting, position.token, given, tools=tools, now=moment
        )
    services.finish(session, sitting, tools=tools, now=moment)
    return person, sitting, secret


def remove_examples(session: Session) -> int:
    """Delete every example person with everything that hangs on them; return how many there were."""
    people = example_people(session)
    for person in people:
        forget_person(session, person)
    return len(people)


def example_people(session: Session) -> list[Person]:
    """Return the example people in the database."""
    return list(session.scalars(select(Person).where(Person.is_example)))


def right_answer(question: Question) -> dict[str, Any]:
    """Return what earns the full score."""
    match question.type:
        case "single":
            return {
                "choice": [option.correct for option in question.options].index(True)
            }
        case "judgement":
            points = [option.points or 0 for option in question.options]
            return {"choice": points.index(max(points))}
        case "multiple":
            keys = [
                number
                for number, option in enumerate(question.options)
                if option.correct
            ]
            return {"choices": keys}
        case "ordering":
            return {"order": list(range(len(question.order)))}
        case "matching":
            return {"matches": list(right_matches(question))}
        case _:
            return {"text": question.answers[0]}


def wrong_answer(question: Question, rng: random.Random) -> dict[str, Any]:
    """Return something that a person might answer and that earns little or nothing."""
    numbers = range(len(question.options))
    match question.type:
        case "single" | "multiple":
            wrong = [
                number for number in numbers if not question.options[number].correct
            ]
            keys = len(numbers) - len(wrong)
            if question.type == "single":
                return {"choice": rng.choice(wrong)}
            return {"choices": sorted(rng.sample(wrong, min(keys, len(wrong))))}
        case "judgement":
            return {
                "choice": rng.choice(
                    [n for n in numbers if question.options[n].points != 3]
                )
            }
        case "ordering":
            return {"order": list(reversed(range(len(question.order))))}
        case "matching":
            count = len(right_sides(question))
            return {
                "matches": [
                    (right_matches(question)[left] + 1) % count
                    for left in range(len(left_sides(question)))
                ]
            }
        case "number":
            return {"text": question.mistakes[0].text if question.mistakes else "-1"}
        case _:
            return {
                "text": question.mistakes[0].text if question.mistakes else "no idea"
            }


def _answer(question: Question, rng: random.Random) -> dict[str, Any]:
    """Answer as somebody would whose levels are `LEVELS`; empty is "I don't know"."""
    gap = theta_of(LEVELS[question.area]) - item_from(question).difficulty
    knows = rng.random() < 1 / (1 + math.exp(-STEEPNESS * gap))
    if knows:
        return right_answer(question)
    return {} if rng.random() < HONEST else wrong_answer(question, rng)
