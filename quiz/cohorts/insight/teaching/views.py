"""The pages of the teaching plan: on screen and printed, and as a calendar."""

from flask import Blueprint, Response, render_template

from quiz.cohorts.insight.current import note_seen_levels
from quiz.cohorts.insight.teaching.current import load_current_plan
from quiz.cohorts.insight.teaching.presenters import CHECK_MINUTES, CHECK_QUESTIONS
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.core.clock import utc_now
from quiz.privacy.models import AuditAction
from quiz.training.planning.calendar import CalendarEntry, build_calendar
from quiz.web.access import declare_access
from quiz.web.current_settings import external_url

bp = Blueprint("teaching", __name__)


@bp.get("/cohorts/<key>/plan")
@declare_access(require_cohort)
def show_plan(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    plan = load_current_plan()
    note_seen_levels(plan.snapshot.members, AuditAction.SAW_LEVELS)
    return render_template(
        "cohorts/teaching_plan.html",
        cohort=current_cohort(),
        snapshot=plan.snapshot,
        form=plan.form,
        group=plan.group,
        view=plan.view,
        asked=plan.asked,
        questions=CHECK_QUESTIONS,
        minutes=CHECK_MINUTES,
    )


@bp.get("/cohorts/<key>/plan.ics")
@declare_access(require_cohort)
def download_calendar(key: str) -> Response:
    """Return the weeks with teaching as a calendar file, without names of people."""
    cohort, now = current_cohort(), utc_now()
    weeks = [week for week in load_current_plan().view.weeks if week.lines]
    content = build_calendar(
        [
            CalendarEntry(
                number=week.number,
                begins=week.begins,
                summary=render_template(
                    "cohorts/calendar/summary.txt", cohort=cohort, week=week
                ).strip(),
                description=render_template(
                    "cohorts/calendar/description.txt", week=week
                ).strip(),
            )
            for week in weeks
        ],
        name=cohort.name,
        plan_key=cohort.key,
        # Each download is newer than the one before, so that a calendar takes it.
        version=int(now.timestamp()) // 60,
        changed_at=now,
        address=external_url("teaching.show_plan", key=key),
    )
    answer = Response(content, mimetype="text/calendar")
    answer.headers.set(
        "Content-Disposition", "attachment", filename="teaching-plan.ics"
    )
    return answer
