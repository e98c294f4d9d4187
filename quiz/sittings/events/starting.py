"""Starts sittings: about all areas, about a few of them, or as a check of what was learned."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.item_calibration.services import load_current_calibration
from quiz.catalogue.goals import Goal
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.sittings import queries
from quiz.sittings.assessment.context import (
    AssessmentContext,
    build_prior,
)
from quiz.sittings.assessment.presenting import present_next
from quiz.sittings.enums import SittingLength, SittingMode, SittingState
from quiz.sittings.models import Sitting
from quiz.sittings.store import reload_open_sitting, save_first_item

SEED_BITS = 31
DAY = timedelta(days=1)


@dataclass(frozen=True)
class SittingOptions:
    """What a person chooses before the first question."""

    length: SittingLength
    language: str | None = None
    #: Whether each question asks how sure they are.
    asks_confidence: bool = False
    #: Whether earlier results count for nothing.
    afresh: bool = False
    #: Level from 0 to 3 that they claim, by area.
    claimed: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """What somebody else set: a full sitting for a goal, about all of its areas or a few, until a closing time."""

    key: str
    goal_key: str
    goal_name: str
    #: Required level (0 to 3) by area, of the areas that are asked about.
    required: Mapping[str, float]
    length: SittingLength
    language: str | None
    closes_at: datetime
    is_supervised: bool
    #: Whether somebody who sets it for others tries it out.
    is_trial: bool = False


def is_same_choice(sitting: Sitting, choice: SittingOptions) -> bool:
    """Say whether an open sitting is what a person chooses now, so that starting again goes on with it."""
    return (sitting.length, sitting.language) == (
        choice.length,
        choice.language,
    ) and not (choice.afresh and sitting.prior is not None)


def start_sitting(
    session: Session,
    person: Person,
    goal: Goal,
    choice: SittingOptions,
    *,
    tools: AssessmentContext,
    now: datetime,
    rng: random.Random,
) -> Sitting:
    """Return the person's open sitting for a goal, beginning one when there is none.

    A person who has a result begins with what it says of them, the less the older it is, unless they begin afresh.
    """
    before = None if choice.afresh else queries.find_latest_finished(session, person)
    sitting = build_sitting(
        session,
        person,
        tools,
        goal_key=goal.key,
        goal_name=goal.name,
        required=goal.required_levels,
        length=choice.length,
        language=choice.language,
        asks_confidence=choice.asks_confidence,
        claimed=dict(choice.claimed) or None,
        mode=SittingMode.FULL,
        **continue_from(before, now=now),
        seed=rng.getrandbits(SEED_BITS),
        started_at=now,
    )
    return _store_and_present(session, person, sitting, tools, now=now)


def start_assigned_sitting(
    session: Session,
    person: Person,
    assignment: Assignment,
    *,
    tools: AssessmentContext,
    now: datetime,
    rng: random.Random,
) -> Sitting:
    """Return the person's sitting for what was assigned, beginning it when there is none.

    It begins afresh: what earlier sittings say is the person's own, and would make what is compared later depend on them.
    """
    begun = queries.find_assigned_sitting(session, person.id, assignment.key)
    if begun is not None:
        return begun
    sitting = build_sitting(
        session,
        person,
        tools,
        goal_key=assignment.goal_key,
        goal_name=assignment.goal_name,
        required=dict(assignment.required),
        length=assignment.length,
        language=assignment.language,
        mode=SittingMode.FULL,
        seed=rng.getrandbits(SEED_BITS),
        started_at=now,
        assignment_key=assignment.key,
        closes_at=assignment.closes_at,
        is_supervised=assignment.is_supervised,
        is_trial=assignment.is_trial,
    )
    try:
        with session.begin_nested():
            session.add(sitting)
    except IntegrityError:
        # Start pressed twice: the other request was first, and its sitting is the one.
        other = queries.find_assigned_sitting(session, person.id, assignment.key)
        if other is None:
            raise
        return other
    return _present_first(session, sitting, tools, now=now)


def start_area_sitting(
    session: Session,
    finished: Sitting,
    person: Person,
    areas: Collection[str],
    *,
    tools: AssessmentContext,
    now: datetime,
    rng: random.Random,
) -> Sitting:
    """Begin a short sitting that goes on from a finished one and asks about a few areas alone.

    Raises
    ------
    NotNow
        When the sitting is not finished, or does not measure one of the areas.
    """
    if (
        not finished.is_finished
        or not areas
        or not finished.required.keys() >= set(areas)
    ):
        raise NotNow(
            "You can only answer more questions on an area once the assessment is finished."
        )
    sitting = _build_following_sitting(
        session,
        finished,
        person,
        tools,
        days=0.0,
        mode=SittingMode.AREA,
        areas=tuple(sorted(areas)),
        seed=rng.getrandbits(SEED_BITS),
        started_at=now,
    )
    return _store_and_present(session, person, sitting, tools, now=now)


def start_check_sitting(
    session: Session,
    finished: Sitting,
    person: Person,
    objectives: Collection[str],
    *,
    tools: AssessmentContext,
    now: datetime,
    rng: random.Random,
) -> Sitting:
    """Begin a short sitting that goes on from a finished one and asks about some objectives alone.

    Raises
    ------
    NotNow
        When the sitting is not finished, or there is nothing to ask about.
    """
    known = [one for one in tools.catalogue.objectives if one in objectives]
    if not finished.is_finished or not known:
        raise NotNow("Nothing to check yet. First tick what you have learned.")
    sitting = _build_following_sitting(
        session,
        finished,
        person,
        tools,
        days=(now - (finished.finished_at or now)) / DAY,
        mode=SittingMode.CHECK,
        objectives=known,
        seed=rng.getrandbits(SEED_BITS),
        started_at=now,
    )
    return _store_and_present(session, person, sitting, tools, now=now)


def continue_from(before: Sitting | None, *, now: datetime) -> dict[str, Any]:
    """Return the columns of a sitting that begins with what an earlier one says of the person."""
    if before is None:
        return {"follows_id": None, "prior": None}
    days = (now - (before.finished_at or now)) / DAY
    return {"follows_id": before.id, "prior": build_prior(before, days=days)}


def _build_following_sitting(
    session: Session,
    finished: Sitting,
    person: Person,
    tools: AssessmentContext,
    *,
    days: float,
    **columns: Any,
) -> Sitting:
    """Return a sitting that goes on from a finished one, about the same goal, so many days later."""
    return build_sitting(
        session,
        person,
        tools,
        goal_key=finished.goal_key,
        goal_name=finished.goal_name,
        required=finished.required,
        language=finished.language,
        asks_confidence=finished.asks_confidence,
        follows_id=finished.id,
        prior=build_prior(finished, days=days),
        **columns,
    )


def build_sitting(
    session: Session, person: Person, tools: AssessmentContext, **columns: Any
) -> Sitting:
    """Return an open sitting without questions, measured with the calibration of today."""
    calibrated = load_current_calibration(session)
    return Sitting(
        calibration=calibrated.key if calibrated else None,
        bank_version=tools.bank_version,
        key=public_key(),
        person_id=person.id,
        state=SittingState.OPEN,
        row_version=0,
        positions=[],
        **columns,
    )


def _store_and_present(
    session: Session,
    person: Person,
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    now: datetime,
) -> Sitting:
    same = sitting.goal_key, sitting.mode, sitting.areas
    begun = queries.find_open_sitting(session, person, *same)
    if begun is not None:
        return begun
    try:
        with session.begin_nested():
            session.add(sitting)
    except IntegrityError:
        # Start pressed twice: the other request was first, and its sitting is the one.
        other = queries.find_open_sitting(session, person, *same)
        if other is None:
            raise
        return other
    return _present_first(session, sitting, tools, now=now)


def _present_first(
    session: Session, sitting: Sitting, tools: AssessmentContext, *, now: datetime
) -> Sitting:
    begun = reload_open_sitting(session, sitting, now=now)
    present_next(session, begun, tools, now=now)
    save_first_item(session, begun)
    return sitting
