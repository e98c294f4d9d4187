"""Writes about training: wishes, the plan, what is ticked off. Nothing ticked is ever lost with a plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.catalogue.skills import Objective
from quiz.core.keys import public_key
from quiz.sittings.models import Sitting
from quiz.training import queries
from quiz.training.effort import Need, collect_prerequisites
from quiz.training.models import LearnedObjective, StoredPreferences, TrainingPlan
from quiz.training.preferences import TrainingPreferences


def save_preferences(
    session: Session, sitting: Sitting, wishes: TrainingPreferences, *, now: datetime
) -> None:
    """Keep what was wished with a sitting, in place of what was said before."""
    kept = queries.find_preferences(session, sitting)
    if kept is None:
        kept = StoredPreferences(sitting_id=sitting.id, said={}, changed_at=now)
        try:
            with session.begin_nested():
                session.add(kept)
        except IntegrityError:
            # Sent twice at once: the other request was first, and this one writes over it.
            kept = queries.find_preferences(session, sitting)
            if kept is None:
                raise
    kept.said = wishes.as_dict()
    kept.changed_at = now


@dataclass(frozen=True)
class PlanDraft:
    """A plan before it is kept."""

    goal_name: str
    #: Required level by area.
    required: Mapping[str, float]
    route_key: str
    order: Sequence[Need]
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
    """Make this the plan that a person follows, in place of the one before; what is ticked off stays."""
    values: dict[str, Any] = {
        "sitting_id": sitting.id,
        "goal_name": draft.goal_name,
        "required": dict(draft.required),
        "route_key": draft.route_key,
        "hours": draft.hours,
        "begins": draft.begins,
        "order": [
            {
                "objective": need.objective.id,
                "hours": round(need.hours, 3),
                "weight": round(need.weight, 3),
                "mastery": round(need.mastery, 3),
            }
            for need in draft.order
        ],
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


def restore_needs(
    plan: TrainingPlan, objectives: Mapping[str, Objective]
) -> list[Need]:
    """Return what a stored plan holds; an objective that the bank no longer has is left out."""
    below = collect_prerequisites(objectives)
    return [
        Need(
            objectives[one["objective"]],
            one["mastery"],
            one["weight"],
            one["hours"],
            below[one["objective"]],
        )
        for one in plan.order
        if one["objective"] in objectives
    ]


def list_missing_objectives(plan: TrainingPlan, objectives: Iterable[str]) -> list[str]:
    """Return the objectives of a stored plan that the bank no longer has."""
    known = set(objectives)
    return [one["objective"] for one in plan.order if one["objective"] not in known]
