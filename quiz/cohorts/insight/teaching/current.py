"""The teaching plan that the address asks for, for its page, its files and its calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from quiz.cohorts.analysis.teaching_plan import build_teaching_plan
from quiz.cohorts.analysis.teaching_weeks import MONDAY_TO_FRIDAY, TeachingCalendar
from quiz.cohorts.insight.current import current_area_names, load_current_snapshot
from quiz.cohorts.insight.snapshot import CohortSnapshot
from quiz.cohorts.insight.teaching.forms import TeachingPlanForm, build_plan_form
from quiz.cohorts.insight.teaching.needs import load_needs
from quiz.cohorts.insight.teaching.presenters import (
    PlanWriter,
    TeachingPlanView,
    list_days_off,
)
from quiz.cohorts.insight.thresholds import read_teaching_thresholds
from quiz.cohorts.login import cohort_zone, current_cohort
from quiz.core.clock import utc_now
from quiz.sittings.current import current_catalogue
from quiz.web.transactions import request_session

#: A cohort without an end is planned for so long.
USUAL_SPAN = timedelta(weeks=6)
#: No plan is longer.
LONGEST_SPAN = timedelta(weeks=52)


@dataclass(frozen=True)
class CurrentPlan:
    """Everything that the address asks for."""

    snapshot: CohortSnapshot
    form: TeachingPlanForm
    group: str
    view: TeachingPlanView
    #: What links pass on.
    asked: dict[str, str]


def load_current_plan() -> CurrentPlan:
    """Return the teaching plan that the address asks for."""
    cohort, snapshot = current_cohort(), load_current_snapshot()
    today = utc_now().astimezone(cohort_zone(cohort)).date()
    form = build_plan_form(
        request.args,
        hours=cohort.hours_per_week,
        usual=read_teaching_thresholds(cohort.thresholds),
    )
    group = request.args.get("group", "")
    group = group if group in snapshot.groups else ""
    begins, ends = find_span(cohort.starts_on, cohort.ends_on, today)
    plan = build_teaching_plan(
        load_needs(request_session(), snapshot, current_catalogue(), group=group),
        current_catalogue().objectives,
        TeachingCalendar(
            begins,
            ends,
            float(form.hours.data or 0),
            list_days_off(cohort.days_off),
        ),
        curriculum=current_catalogue().curriculum,
        thresholds=form.read_thresholds(),
    )
    view = PlanWriter(plan, snapshot, current_area_names()).build_view(
        begins=begins, ends=ends, today=today, group=group
    )
    asked = {"group": group, "check": snapshot.check.key if snapshot.check else ""}
    asked |= {
        "hours": f"{float(form.hours.data or 0):g}",
        "share": str(form.share.data),
        "smallest": str(form.smallest.data),
    }
    return CurrentPlan(
        snapshot, form, group, view, {name: one for name, one in asked.items() if one}
    )


def find_span(
    starts_on: date | None, ends_on: date | None, today: date
) -> tuple[date, date]:
    """Return the first and the last day of a plan: from today, or the first day of teaching, to the end of the course.

    A course that is over, or has no end, is planned for six weeks.
    """
    begins = max(today, starts_on or today)
    while begins.weekday() not in MONDAY_TO_FRIDAY:
        begins += timedelta(days=1)
    ends = ends_on if ends_on is not None and ends_on >= begins else begins + USUAL_SPAN
    return begins, min(ends, begins + LONGEST_SPAN)
