"""What the pages of training read of a person: the aim, the hours that are missing, and what is planned of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request

from quiz.accounts.login import required_person
from quiz.catalogue.training_routes import Route
from quiz.goals.repository import find_goal
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.current import load_evaluation
from quiz.results.history.change import AreaChange, compare_areas
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.aims import TrainingAim
from quiz.training.comparison.school_questions import select_open_needs
from quiz.training.effort import Effort, Need, estimate_effort
from quiz.training.forms import PlanForm
from quiz.training.gap_status import GapSummary, summarise_gap
from quiz.training.learner_state import (
    build_learner_state,
    classify_areas,
    select_open_levels,
)
from quiz.training.models import TrainingPlan
from quiz.training.planning.checks import CheckView, check_objectives
from quiz.training.planning.projects import PlannedProject, select_projects
from quiz.training.planning.schedule import StudyPlan, build_plan
from quiz.training.planning.stored_plan import PlanContent, read_content
from quiz.training.preferences import TrainingPreferences
from quiz.web.current_settings import local_day
from quiz.web.transactions import request_session

#: objectives without which nobody is said to program in any language
FIRST_STEPS = {"PROG-01", "PROG-02"}


@dataclass(frozen=True)
class TrainingGap:
    """What lies between a person and an aim."""

    statements: Mapping[str, MasteryStatement]
    effort: Effort
    summary: GapSummary


def load_aim(sitting: Sitting) -> TrainingAim:
    """Return the levels to plan for: the assessment's own goal, or the one that the address names."""
    goal = find_goal(
        request_session(),
        required_person(),
        current_catalogue(),
        requested_goal_key() or "",
    )
    if goal is None:
        levels = {area: float(level) for area, level in sitting.required.items()}
        return TrainingAim(sitting.goal_name, levels)
    return TrainingAim(goal.name, goal.required_levels, goal.key)


def requested_goal_key() -> str | None:
    """Return the key of the goal that the address names, None without one."""
    return request.args.get("goal") or None


def load_gap(sitting: Sitting, aim: TrainingAim) -> TrainingGap:
    """Return what is missing; what was ticked and turned out wrong counts as missing."""
    learned = queries.load_ticks(request_session(), required_person()).counted
    chain = queries.list_sitting_chain(request_session(), sitting)
    statements = classify_areas(sitting, assessment_context(), aim.required)
    levels = select_open_levels(statements, aim.required)
    learner = build_learner_state(chain, levels, learned)
    effort = estimate_effort(learner, current_catalogue().objectives)
    return TrainingGap(statements, effort, summarise_gap(statements, effort))


def load_check_view(sitting: Sitting) -> CheckView:
    """Return what the page of a finished progress check shows."""
    catalogue = current_catalogue()
    answered = counting_attempt_items(sitting.positions)
    checked = check_objectives(
        answered, catalogue.objectives, {a.id: a.name for a in catalogue.areas.values()}
    )
    seen = {one.objective.id for one in checked}
    before = request_session().get(Sitting, sitting.follows_id or 0)
    asked_areas = {item.question.area for item in answered}
    changes: list[AreaChange] = []
    if before is not None:
        first, then = load_evaluation(before), load_evaluation(sitting)
        changes = compare_areas(
            first.estimates,
            then.estimates,
            catalogue,
            alone=(first.alone.estimates, then.alone.estimates),
        )
    return CheckView(
        key=sitting.key,
        goal_name=sitting.goal_name,
        finished_on=local_day(sitting.finished_at or sitting.started_at),
        correct=sum(one.correct for one in checked),
        asked=sum(one.asked for one in checked),
        objectives=tuple(checked),
        unasked=tuple(
            catalogue.objectives[name]
            for name in sitting.objectives or ()
            if name in catalogue.objectives and name not in seen
        ),
        before_on=local_day(before.finished_at or before.started_at)
        if before
        else None,
        changes=tuple(one for one in changes if one.area_key in asked_areas),
    )


def load_preferences(sitting: Sitting) -> TrainingPreferences:
    """Return what was said with this assessment, or with the latest one: nothing is asked twice."""
    kept = queries.find_preferences(
        request_session(), sitting
    ) or queries.find_latest_preferences(request_session(), required_person())
    if kept is None:
        return TrainingPreferences()
    return kept.said


def select_needs(route: Route, effort: Effort) -> list[Need]:
    """Return what is planned: everything for somebody alone, what is not covered for the others."""
    if route.is_self_taught:
        return list(effort.needs)
    return select_open_needs(route, effort, current_catalogue().curriculum)


def build_plan_draft(
    aim: TrainingAim, route: Route, sitting: Sitting, effort: Effort, form: PlanForm
) -> services.PlanDraft:
    """Return the plan that a form asks for, not stored yet."""
    hours, begins = form.read_hours_and_day()
    needs, language = select_needs(route, effort), form.language.data or ""
    projects: tuple[PlannedProject, ...] = ()
    if route.is_self_taught:
        projects = select_projects(
            needs,
            effort.mastered,
            current_catalogue().curriculum,
            bridge_to=select_bridge(language, sitting.language, effort),
        )
    content = PlanContent(tuple(needs), projects, language)
    return services.PlanDraft(aim.name, aim.required, route.key, content, hours, begins)


def select_bridge(language: str, before: str | None, effort: Effort) -> str:
    """Return the language that somebody who can program in another one changes to; empty for everyone else."""
    can_program = effort.mastered >= FIRST_STEPS
    return language if before and language != before and can_program else ""


def read_plan_content(plan: TrainingPlan) -> PlanContent:
    """Return what a stored plan holds; one from before projects were stored gets those of today."""
    catalogue = current_catalogue()
    content = read_content(plan.order, catalogue.objectives, catalogue.curriculum)
    route = catalogue.routes.get(plan.route_key)
    if content.projects or route is None or not route.is_self_taught:
        return content
    planned = {need.objective.id for need in content.needs}
    others = catalogue.objectives.keys() - planned
    projects = select_projects(content.needs, others, catalogue.curriculum)
    return replace(content, projects=projects)


def build_stored_plan(plan: TrainingPlan) -> StudyPlan:
    """Return a stored plan in weeks."""
    content = read_plan_content(plan)
    return build_plan(
        content.needs,
        hours=plan.hours,
        begins=plan.begins,
        projects=content.projects,
        curriculum=current_catalogue().curriculum,
    )
