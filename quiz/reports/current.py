"""What a report of the current request needs: the facts of its pages and of the parts that were chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import segno

from quiz.accounts.login import required_person
from quiz.careers.presenters import build_career_view
from quiz.catalogue.goals import Goal
from quiz.reports.answers import (
    describe_answers,
    describe_career,
    select_missed_answers,
)
from quiz.reports.options import ReportOptions, ReportPart
from quiz.reports.presenters import (
    PrintedCode,
    PrintedEvidence,
    ReportFacts,
    SupportingEvidence,
    build_report_content,
    draw_report_strips,
)
from quiz.reports.weeks import PrintedWeeks, describe_weeks
from quiz.results.confidence import build_confidence_matrix
from quiz.results.current import (
    load_evaluation,
    load_newer,
    load_offered_goals,
    load_result_view,
)
from quiz.results.gaps.readings import (
    GoalReading,
    find_next_goal,
    read_against_goals,
)
from quiz.results.queries import list_evidence
from quiz.results.summary import GoalCase
from quiz.review.answers import build_reviewed_answers
from quiz.sittings.current import current_catalogue
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import Sitting
from quiz.training import queries
from quiz.training.aims import TrainingAim
from quiz.training.current import (
    build_stored_plan,
    load_gap,
    load_preferences,
    read_plan_content,
)
from quiz.training.models import TrainingPlan
from quiz.training.planning.presenters import build_plan_view
from quiz.training.planning.projects import select_projects
from quiz.training.planning.schedule import build_plan
from quiz.web.current_settings import external_url, local_today
from quiz.web.transactions import request_session

#: Hours a week that are assumed of somebody who said nothing; the report says so.
ASSUMED_HOURS = 8.0
QR_FILE = "qr.svg"


def load_report(
    sitting: Sitting, options: ReportOptions, code: str
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Return the facts of a report and its drawings."""
    evaluation, goals = load_evaluation(sitting), load_offered_goals()
    result = load_result_view(evaluation, newer=load_newer(sitting))
    readings = read_against_goals(evaluation, goals.values())
    weeks = load_weeks(sitting, _find_next(readings, goals, result.goal_key))
    printed_code = PrintedCode(
        code, external_url("verification.show_report_code", code=code)
    )
    facts = ReportFacts(
        code=printed_code,
        readings=tuple(one for one in readings if one.key != result.goal_key),
        weeks=weeks,
        supporting=load_supporting_evidence(sitting),
        parts=_load_parts(sitting, options, weeks),
        paper=options.paper,
    )
    drawings = draw_report_strips(result) | {QR_FILE: _draw_qr(printed_code.link)}
    return build_report_content(result, facts), drawings


def load_supporting_evidence(sitting: Sitting) -> SupportingEvidence:
    """Return what the person showed or said besides answering."""
    catalogue = current_catalogue()
    answered = answered_attempt_items(list_merged_items(sitting))
    return SupportingEvidence(
        evidence=tuple(
            PrintedEvidence(
                one.note, one.url, tuple(map(catalogue.area_name, one.areas))
            )
            for one in list_evidence(request_session(), sitting.person_id)
        ),
        matrix=tuple(build_confidence_matrix(answered, catalogue)),
    )


def load_weeks(sitting: Sitting, next_goal: Goal | None = None) -> PrintedWeeks | None:
    """Return the weeks to come.

    They are of the person's plan where it is for this goal, else of the plan that they could make for it; where nothing is
    missing for it, for the goal after it.
    """
    plan = queries.find_plan(request_session(), required_person())
    if plan is not None and _is_for(plan, sitting):
        printed = _build_stored_weeks(plan)
        if printed.weeks:
            return printed
    levels = {area: float(level) for area, level in sitting.required.items()}
    weeks = _build_assumed_weeks(sitting, TrainingAim(sitting.goal_name, levels))
    if weeks is not None or next_goal is None:
        return weeks
    aim = TrainingAim(next_goal.name, next_goal.required_levels, next_goal.key)
    further = _build_assumed_weeks(sitting, aim)
    return further and replace(further, towards=next_goal.name)


def _find_next(
    readings: Sequence[GoalReading], goals: Mapping[str, Goal], key: str
) -> Goal | None:
    """Return the goal that asks for the least of those that ask for more and leave something to learn."""
    worth_a_plan = [
        one for one in readings if one.key == key or one.counts.case is GoalCase.NOT_YET
    ]
    found = find_next_goal(worth_a_plan, key)
    return goals[found.key] if found else None


def _is_for(plan: TrainingPlan, sitting: Sitting) -> bool:
    return plan.sitting_id == sitting.id or plan.goal_name == sitting.goal_name


def _build_stored_weeks(plan: TrainingPlan) -> PrintedWeeks:
    today = local_today()
    view = build_plan_view(
        build_stored_plan(plan),
        current_catalogue(),
        queries.load_ticks(request_session(), required_person()),
        today,
        whole=True,
        language=read_plan_content(plan).language,
    )
    weeks = [week for week in view.weeks if week.last_day >= today]
    return PrintedWeeks(weeks, plan.hours, is_stored=True)


def _build_assumed_weeks(sitting: Sitting, aim: TrainingAim) -> PrintedWeeks | None:
    """Return the weeks of somebody who learns alone from today on; None where there is no gap."""
    catalogue, today = current_catalogue(), local_today()
    effort = load_gap(sitting, aim).effort
    if not effort.needs:
        return None
    hours = load_preferences(sitting).hours or ASSUMED_HOURS
    plan = build_plan(
        list(effort.needs),
        hours=hours,
        begins=today,
        projects=select_projects(effort.needs, effort.mastered, catalogue.curriculum),
        curriculum=catalogue.curriculum,
    )
    ticks = queries.load_ticks(request_session(), required_person())
    view = build_plan_view(plan, catalogue, ticks, today, whole=True)
    return PrintedWeeks(view.weeks, hours, is_stored=False)


def _load_parts(
    sitting: Sitting, options: ReportOptions, weeks: PrintedWeeks | None
) -> dict[str, Any]:
    parts, reviewed = options.parts, []
    if parts & {ReportPart.ANSWERS, ReportPart.MISSED}:
        reviewed = build_reviewed_answers(sitting, current_catalogue())
    all_answers = reviewed if ReportPart.ANSWERS in parts else []
    # All answers hold those that were missed.
    missed = [] if all_answers else select_missed_answers(reviewed)
    career = None
    if ReportPart.CAREER in parts:
        career = describe_career(build_career_view(current_catalogue(), local_today()))
    return {
        "plan": describe_weeks(weeks) if ReportPart.PLAN in parts else None,
        "answers": describe_answers(all_answers),
        "missed": describe_answers(missed),
        "career": career,
    }


@lru_cache(maxsize=256)
def _draw_qr(link: str) -> str:
    drawing: str = segno.make(link, error="m").svg_inline(border=0, scale=2)
    return drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
