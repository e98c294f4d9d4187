"""What the pages of training read of a person: aim, hours that are missing, and what is planned of them."""

from flask import request

from quiz.accounts.current import required_person
from quiz.bank.routes import Route
from quiz.gaps.goals import goal_for
from quiz.gaps.readings import levels_of
from quiz.sittings.current import catalogue, tools
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.effort import Effort, Need, effort
from quiz.training.forms import PlanForm
from quiz.training.pages import Aim
from quiz.training.schools import left_open
from quiz.training.standing import open_levels, standing_of
from quiz.web.transactions import session

ALONE = "self-taught"


def aim_of(sitting: Sitting) -> Aim:
    """Return the levels to plan for: the sitting's own goal, or the one that the address names."""
    goal = goal_for(session(), required_person(), catalogue(), goal_in_address() or "")
    if goal is None:
        levels = {area: float(level) for area, level in sitting.required.items()}
        return Aim(sitting.goal_name, levels)
    return Aim(goal.name, levels_of(goal), goal.key)


def goal_in_address() -> str | None:
    """Return the key of the goal that the address names, None without one."""
    return request.values.get("goal") or None


def effort_of(sitting: Sitting, aim: Aim) -> Effort:
    """Return the hours that are missing; what is ticked off and not borne out counts as missing."""
    learned = queries.ticks_of(session(), required_person()).counted
    chain = queries.chain_of(session(), sitting)
    levels = open_levels(sitting, tools(), aim.required)
    standing = standing_of(chain, levels, learned)
    return effort(standing, catalogue().objectives)


def order_of(one: Route, needed: Effort) -> list[Need]:
    """Return what is planned: everything for somebody alone, what stays open for the others."""
    return list(needed.needs) if one.key == ALONE else left_open(one, needed)


def draft_of(aim: Aim, one: Route, needed: Effort, form: PlanForm) -> services.Draft:
    """Return the plan that a form asks for, not kept yet."""
    hours, begins = form.said()
    return services.Draft(
        aim.name, aim.required, one.key, order_of(one, needed), hours, begins
    )
