"""From the pages to their tables: the same figures, rounded as they are shown."""

from quiz.cohorts.analysis.standing import LEVEL_DIGITS
from quiz.cohorts.exports.tables import ExportCell, ExportTable, StackedChart
from quiz.cohorts.exports.wording import (
    MODE_NAMES,
    REASON_NAMES,
    STATE_NAMES,
    SUPPORT_NAMES,
)
from quiz.cohorts.insight.effects.presenters import EffectView
from quiz.cohorts.insight.levels.heat_map import HeatCell, HeatRow
from quiz.cohorts.insight.levels.presenters import LevelsView
from quiz.cohorts.insight.support.presenters import CaseRow, SupportView
from quiz.cohorts.insight.teaching.presenters import LessonLine, TeachingPlanView


def build_levels_table(view: LevelsView) -> ExportTable:
    """Return people by areas, with the rows above them; after the levels, what is said of each."""
    heat = view.heat
    names = [view.area_names[area] for area in heat.areas]
    blank: list[ExportCell] = [None] * len(names)
    rows: list[list[ExportCell]] = [
        ["Needed", None, None, None, *heat.required, *blank],
        ["Median", None, None, None, *map(_read_level, heat.medians), *blank],
        ["People measured (n)", None, None, None, *heat.measured, *blank],
    ]
    rows += [_write_person(row, len(names)) for row in heat.rows]
    columns = ["Name", "ID number", "Group", "State", *names]
    return ExportTable(
        "Levels", [*columns, *(f"{name}: status" for name in names)], rows
    )


def _write_person(row: HeatRow, areas: int) -> list[ExportCell]:
    cells = row.cells or (None,) * areas
    head: list[ExportCell] = [
        row.name,
        row.external_id,
        row.group,
        STATE_NAMES[row.state],
    ]
    return [*head, *map(_read_level, cells), *map(_name_status, cells)]


def _read_level(cell: HeatCell | None) -> float | None:
    return None if cell is None else cell.level


def _name_status(cell: HeatCell | None) -> str | None:
    if cell is None:
        return None
    if cell.is_unsure:
        return "too close to call"
    return "below" if cell.is_below else "reached"


def build_areas_table(view: LevelsView) -> ExportTable:
    """Return how each area is spread over people."""
    rows: list[list[ExportCell]] = []
    for row in view.rows:
        one, summary = row.distribution, row.distribution.summary
        rows.append(
            [
                row.name,
                one.required,
                one.below,
                one.undecided,
                row.reached,
                one.measured,
                summary.median if summary else None,
                summary.lower_quartile if summary else None,
                summary.upper_quartile if summary else None,
            ]
        )
    columns = ["Area", "Needed", "Not yet", "Too close to call", "Reached"]
    columns += ["n", "Median", "Lower quartile", "Upper quartile"]
    chart = StackedChart(
        "People by area",
        "Bars of how many people have not reached, nearly and reached the needed level, by area",
        (2, 3, 4),
    )
    return ExportTable("Areas", columns, rows, chart)


def build_support_table(view: SupportView) -> ExportTable:
    """Return who needs help, and why."""
    columns = ["Name", "Group", "Where they stand", "Why", "Areas below"]
    columns += ["Levels missing", "Higher than before", "Lower than before"]
    return ExportTable(
        "Who needs help", columns, [_write_case(row, view) for row in view.cases]
    )


def _write_case(row: CaseRow, view: SupportView) -> list[ExportCell]:
    reasons = []
    for reason in row.case.reasons:
        areas = ", ".join(view.area_names.get(one, one) for one in reason.areas)
        words = REASON_NAMES[reason.kind]
        reasons.append(f"{words}: {areas}" if areas else words)
    return [
        row.name,
        row.group,
        SUPPORT_NAMES[row.case.group],
        "; ".join(reasons),
        row.case.areas_below,
        round(row.case.missing_levels, LEVEL_DIGITS),
        ", ".join(row.higher),
        ", ".join(row.lower),
    ]


def build_changes_table(view: SupportView) -> ExportTable:
    """Return how many people changed in each area by more than the margin of error."""
    rows: list[list[ExportCell]] = [
        [
            row.name,
            row.counts.higher,
            row.counts.lower,
            row.counts.no_change_shown,
            round(row.counts.by_chance, LEVEL_DIGITS),
            row.counts.people,
        ]
        for row in view.changes
    ]
    columns = ["Area", "Higher", "Lower", "No change shown", "By chance alone", "n"]
    return ExportTable("Changes", columns, rows)


def build_plan_table(view: TeachingPlanView) -> ExportTable:
    """Return the teaching plan: the weeks in order, then what is individual, then what there is no time for."""
    rows = [
        _write_lesson(line, week.number, week.begins)
        for week in view.weeks
        for line in week.lines
    ]
    rows += [_write_lesson(line, "own time", None) for line in view.individual]
    rows += [_write_lesson(line, "no time left", None) for line in view.left_over]
    columns = ["Week", "Monday", "For", "Objective", "Area", "Hours"]
    columns += ["Not yet", "Too close to call", "Ticked", "People"]
    return ExportTable("Teaching plan", columns, rows)


def _write_lesson(
    line: LessonLine, week: ExportCell, begins: ExportCell
) -> list[ExportCell]:
    return [
        week,
        begins,
        MODE_NAMES[line.mode],
        line.name,
        line.area_name,
        line.hours,
        len(line.lacking),
        line.undecided,
        line.claimed,
        ", ".join(line.lacking),
    ]


def build_effect_table(view: EffectView) -> ExportTable:
    """Return growth by area, after that over all areas."""
    rows: list[list[ExportCell]] = []
    if view.effect.overall is not None and view.overall is not None:
        overall = view.effect.overall
        mean = view.effect.paired.level
        rows.append(
            [
                "All areas",
                mean,
                None,
                *view.overall,
                "Yes" if overall.is_shown else "No",
                overall.people,
            ]
        )
    rows += [
        [
            row.name,
            row.before,
            row.after,
            row.growth,
            row.low,
            row.high,
            "Yes" if row.is_shown else "No",
            row.people,
        ]
        for row in view.rows
    ]
    columns = ["Area", "Entry, mean level", "Exit, mean level", "Change"]
    columns += ["95% interval from", "to", "Larger than the margin of error", "n"]
    return ExportTable("Entry and exit", columns, rows)
