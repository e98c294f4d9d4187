"""Downloads of what the pages about a cohort show."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from quiz.cohorts.exports.presenters import (
    build_areas_table,
    build_changes_table,
    build_effect_table,
    build_levels_table,
    build_plan_table,
    build_support_table,
)
from quiz.cohorts.exports.tables import ExportTable, write_csv
from quiz.cohorts.insight.current import (
    current_area_names,
    load_current_snapshot,
    note_seen_levels,
)
from quiz.cohorts.insight.effects.current import load_asked_effect
from quiz.cohorts.insight.levels.current import read_levels
from quiz.cohorts.insight.snapshot import CohortSnapshot
from quiz.cohorts.insight.support.presenters import SupportView, build_support_view
from quiz.cohorts.insight.teaching.current import load_current_plan
from quiz.cohorts.insight.thresholds import read_support_thresholds
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.errors import NotFound
from quiz.privacy.models import AuditAction
from quiz.web.access import declare_access

bp = Blueprint("exports", __name__)

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A file holds all pages.
ALL_ROWS = 100_000


@bp.get("/cohorts/<key>/files/levels.<kind>")
@declare_access(require_cohort)
def download_levels(key: str, kind: str) -> Response:  # noqa: ARG001  # the access rule loads the cohort
    snapshot = load_current_snapshot()
    _, view = read_levels(snapshot, rows_on_page=ALL_ROWS)
    note_download(snapshot)
    return send_tables("levels", kind, [build_levels_table(view)])


@bp.get("/cohorts/<key>/files/support.<kind>")
@declare_access(require_cohort)
def download_support(key: str, kind: str) -> Response:  # noqa: ARG001  # (the same)
    snapshot = load_current_snapshot()
    note_download(snapshot)
    view = read_support(snapshot)
    return send_tables("who-needs-help", kind, [build_support_table(view)])


@bp.get("/cohorts/<key>/files/plan.<kind>")
@declare_access(require_cohort)
def download_plan(key: str, kind: str) -> Response:  # noqa: ARG001  # (the same)
    plan = load_current_plan()
    note_download(plan.snapshot)
    return send_tables("teaching-plan", kind, [build_plan_table(plan.view)])


@bp.get("/cohorts/<key>/files/effect.<kind>")
@declare_access(require_cohort)
def download_effect(key: str, kind: str) -> Response:  # noqa: ARG001  # (the same)
    found = load_asked_effect(current_cohort())
    if found.view is None:
        raise NotFound("There is no entry and exit check with results.")
    note_download(found.first)
    return send_tables("entry-and-exit", kind, [build_effect_table(found.view)])


@bp.get("/cohorts/<key>/files/cohort.xlsx")
@declare_access(require_cohort)
def download_everything(key: str) -> Response:  # noqa: ARG001  # (the same)
    """Return one workbook with everything that the pages show."""
    snapshot = load_current_snapshot()
    note_download(snapshot)
    _, levels = read_levels(snapshot, rows_on_page=ALL_ROWS)
    support = read_support(snapshot)
    tables = [
        build_levels_table(levels),
        build_areas_table(levels),
        build_support_table(support),
        build_changes_table(support),
        build_plan_table(load_current_plan().view),
    ]
    effect = load_asked_effect(current_cohort()).view
    if effect is not None:
        tables.append(build_effect_table(effect))
    return send_tables("cohort", "xlsx", tables)


def read_support(snapshot: CohortSnapshot) -> SupportView:
    """Return who needs help, for the group that the address names."""
    group = request.args.get("group", "")
    return build_support_view(
        snapshot,
        current_area_names(),
        read_support_thresholds(current_cohort().thresholds),
        group=group if group in snapshot.groups else "",
        most_cases=ALL_ROWS,
    )


def note_download(snapshot: CohortSnapshot) -> None:
    """Keep that results were downloaded."""
    note_seen_levels(snapshot.members, AuditAction.DOWNLOADED_LEVELS)


def send_tables(name: str, kind: str, tables: Sequence[ExportTable]) -> Response:
    """Return tables as one file: csv with the first of them, or xlsx."""
    if kind == "csv":
        answer = Response(write_csv(tables[0]), mimetype="text/csv")
    elif kind != "xlsx":
        raise NotFound("There is no file of this kind.")
    else:
        # Here, so that nothing else waits for it.
        from quiz.cohorts.exports.workbook import write_workbook

        answer = Response(write_workbook(tables), mimetype=XLSX_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer
