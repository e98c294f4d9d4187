"""Writes about training: preferences, the plan, what is ticked. Nothing ticked is ever lost with a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import public_key
from quiz.sittings.models import Sitting
from quiz.training import queries
from quiz.training.models import LearnedObjective, StoredPreferences, TrainingPlan
from quiz.training.planning.stored_plan import PlanContent, list_items
from quiz.training.preferences import TrainingPreferences


def save_preferences(
    session: Session,
    sitting: Sitting,
    preferences: TrainingPreferences,
    *,
    now: datetime,
) -> None:
    """Store what was said with an assessment, in place of what was said before."""
    stored = queries.find_preferences(session, sitting)
    if stored is None:
        stored = StoredPreferences(
            sitting_id=sitting.id, said=preferences, changed_at=now
        )
        try:
            with session.begin_nested():
                session.add(stored)
        except IntegrityError:
            # Sent twice at once: the other request was first, and this one writes over it.
            stored = queries.find_preferences(session, sitting)
            if stored is None:
                raise
    stored.said = preferences
    stored.changed_at = now


def save_told_price(
    session: Session,
    sitting: Sitting,
    preferences: TrainingPreferences,
    route_key: str,
    price: float | None,
    *,
    now: datetime,
) -> None:
    """Store what a person was told a route costs; None takes it back."""
    told = {
        key: amount
        for key, amount in preferences.told_prices.items()
        if key != route_key
    }
    if price is not None:
        told[route_key] = price
    changed = preferences.model_copy(update={"told_prices": told})
    save_preferences(session, sitting, changed, now=now)


@dataclass(frozen=True)
class PlanDraft:
    """A plan before it is stored."""

    goal_name: str
    #: Required level by area.
    required: Mapping[str, float]
    route_key: str
    content: PlanContent
    #: Hours a week.
    hours: float
    begins: date


def save_plan(
    session: Session,
    person: Person,
    sitting: Sitting,
    draft: PlanDraft,
    *,
    now: datetime,
) -> TrainingPlan:
    """Make this the plan that a person follows, in place of the one before; what is ticked stays."""
    values: dict[str, Any] = {
        "sitting_id": sitting.id,
        "goal_name": draft.goal_name,
        "required": dict(draft.required),
        "route_key": draft.route_key,
        "hours": draft.hours,
        "begins": draft.begins,
        "order": list_items(draft.content),
        "changed_at": now,
    }
    plan = queries.find_plan(session, person, lock=True)
    if plan is None:
        plan = TrainingPlan(key=public_key(), person_id=person.id, version=0, **values)
        try:
            with session.begin_nested():
                session.add(plan)
        except IntegrityError:
            # Chosen twice at once: the other request made the plan, and this one writes over it.
            plan = queries.find_plan(session, person, lock=True)
            if plan is None:
                raise
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    return plan


def tick_objective(
    session: Session, person: Person, objective: str, *, now: datetime
) -> None:
    """Note that an objective was learned; while that counts, a second time changes nothing."""
    ticks = queries.load_ticks(session, person)
    if objective in ticks.counted:
        return
    if objective in ticks.missed:
        untick_objective(session, person, objective)
    try:
        with session.begin_nested():
            session.add(
                LearnedObjective(
                    person_id=person.id, objective=objective, learned_at=now
                )
            )
    except IntegrityError:
        # Pressed twice: the other request was first.
        return


def untick_objective(session: Session, person: Person, objective: str) -> None:
    """Take a tick back."""
    session.execute(
        delete(LearnedObjective).where(
            LearnedObjective.person_id == person.id,
            LearnedObjective.objective == objective,
        )
    )


def delete_plan(session: Session, plan: TrainingPlan) -> None:
    """Take a plan away; what is ticked off stays with the person."""
    session.delete(plan)
