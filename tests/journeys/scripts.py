"""People who answer by a script: each takes a whole assessment, and the pages about it are read."""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.measurement.reporting.classification import theta_from_level
from quiz.results.summary import GoalCase
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.models import Sitting
from quiz.sittings.store import reload_open_sitting
from tests.factories import NOW

#: Whether a person answers a question correctly; None is "I don't know".
Rule = Callable[[Question, random.Random], bool | None]
#: How sharply knowing turns into not knowing as questions get harder (1/logit).
STEEPNESS = 1.4


def always(right: bool | None) -> Rule:  # noqa: FBT001  # the one thing it says
    """Answer everything alike."""
    return lambda _question, _rng: right


def at_level(level: float, areas: Mapping[str, float] | None = None) -> Rule:
    """Answer as somebody of this level would, with other levels in some areas; half of what is not known is said."""

    def answer(question: Question, rng: random.Random) -> bool | None:
        ability = theta_from_level((areas or {}).get(question.area, level))
        gap = ability - build_item(question).difficulty
        if rng.random() < 1 / (1 + math.exp(-STEEPNESS * gap)):
            return True
        return None if rng.random() < 0.5 else False

    return answer


def guessing(share: float) -> Rule:
    """Be correct by luck in this share of the questions, and never say "I don't know"."""
    return lambda _question, rng: rng.random() < share


@dataclass(frozen=True)
class Script:
    """One person, the assessment they take, and what its pages must and must not say."""

    name: str
    rule: Rule
    cases: frozenset[GoalCase]
    length: SittingLength = SittingLength.QUICK
    goal: str = "junior"
    #: Answers after which they finish; None is at the end.
    stop_after: int | None = None
    #: The goal that the result is read against; None is its own.
    read_against: str | None = None
    #: What they did in an earlier assessment.
    before: Rule | None = None
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = field(default=())


def take(
    session: Session,
    tools: AssessmentContext,
    person: Person,
    script: Script,
    *,
    now: datetime = NOW,
) -> Sitting:
    """Take the assessment of a script and finish it."""
    if script.before is not None:
        earlier = Script("before", script.before, frozenset())
        take(session, tools, person, earlier, now=now - timedelta(days=30))
    rng = random.Random(script.name)
    begun = starting.start_sitting(
        session,
        person,
        tools.catalogue.goals[script.goal],
        starting.SittingOptions(script.length),
        tools=tools,
        now=now,
        rng=rng,
    )
    finish_by_rule(
        session, tools, begun, script.rule, rng, stop_after=script.stop_after, now=now
    )
    return begun


def finish_by_rule(
    session: Session,
    tools: AssessmentContext,
    begun: Sitting,
    rule: Rule,
    rng: random.Random,
    *,
    stop_after: int | None = None,
    now: datetime = NOW,
) -> None:
    """Answer what is left of a sitting, or some of it, and finish it."""
    session.flush()
    sitting = reload_open_sitting(session, begun, now=now)
    answered = 0
    while answered != stop_after and (
        item := transitions.current_attempt_item(sitting.positions)
    ):
        now += timedelta(seconds=item.question.seconds)
        given = _answer(item.question, rule(item.question, rng), rng)
        services.record_answer(
            session, sitting, item.token, given, tools=tools, now=now
        )
        answered += 1
    services.finish_sitting(session, sitting, tools=tools, now=now)
    session.flush()
    session.refresh(begun)


def _answer(
    question: Question,
    right: bool | None,  # noqa: FBT001  # as a rule returns it
    rng: random.Random,
) -> services.SubmittedAnswer:
    if right is None:
        return services.SubmittedAnswer({}, score_answer(question, None))
    content = right_answer(question) if right else wrong_answer(question, rng)
    return services.SubmittedAnswer(content, score_answer(question, content))
