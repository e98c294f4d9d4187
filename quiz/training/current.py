"""What the pages of training read of a person: aim, hours that are missing, and what is planned of them."""

from flask import request

from quiz.accounts.login import required_person
from quiz.catalogue.training_routes import Route
from quiz.goals.repository import find_goal
from quiz.results.gaps.readings import required_levels
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.comparison.presenters import TrainingAim
from quiz.training.comparison.school_questions import select_open_needs
from quiz.training.effort import Effort, Need, estimate_effort
from quiz.training.forms import PlanForm
from quiz.training.learner_state import build_learner_state, unreached_levels
from quiz.web.transactions import request_session

SELF_TAUGHT_ROUTE = "self-taught"


def load_aim(sitting: Sitting) -> TrainingAim:
    """Return the levels to plan for: the sitting's own goal, or the one that the address names."""
    goal = find_goal(
        request_session(),
        required_person(),
        current_catalogue(),
        requested_goal_key() or "",
    )
    if goal is None:
        levels = {area: float(level) for area, level in sitting.required.items()}
        return TrainingAim(sitting.goal_name, levels)
    return TrainingAim(goal.name, required_levels(goal), goal.key)


def requested_goal_key() -> str | None:
    """Return the key of the goal that the address names, None without one."""
    return request.values.get("goal") or None


def load_effort(sitting: Sitting, aim: TrainingAim) -> Effort:
    """Return the hours that are missing; what is ticked off and not borne out counts as missing."""
    learned = queries.load_ticks(request_session(), required_person()).counted
    chain = queries.list_sitting_chain(request_session(), sitting)
    levels = unreached_levels(sitting, assessment_context(), aim.required)
    standing = build_learner_state(chain, levels, learned)
    return estimate_effort(standing, current_catalogue().objectives)


def select_needs(one: Route, needed: Effort) -> list[Need]:
    """Return what is planned: everything for somebody alone, what stays open for the others."""
    return (
        list(needed.needs)
        if one.key == SELF_TAUGHT_ROUTE
        else select_open_needs(one, needed)
    )


def build_plan_draft(
    aim: TrainingAim, one: Route, needed: Effort, form: PlanForm
) -> services.PlanDraft:
    """Return the plan that a form asks for, not kept yet."""
    hours, begins = form.said()
    return services.PlanDraft(
        aim.name, aim.required, one.key, select_needs(one, needed), hours, begins
    )
