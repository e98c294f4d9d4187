"""From the page of levels to its picture."""

from quiz.charts.heat_picture import (
    HeatPicture,
    PictureCell,
    PictureRow,
    draw_heat_picture,
)
from quiz.cohorts.insight.levels.heat_map import HeatCell, HeatMap
from quiz.cohorts.insight.snapshot import MemberState
from quiz.core.text import format_level

LEGEND = (
    "below 0.5",
    "0.5 to 0.9",
    "1.0 to 1.4",
    "1.5 to 1.9",
    "2.0 and above",
    "too close to call",
)
STATE_WORDS = {
    MemberState.OPEN: "in progress",
    MemberState.NOT_STARTED: "not started",
    MemberState.NOT_JOINED: "invited, not joined",
    MemberState.NOT_INVITED: "not invited yet",
    MemberState.NOT_SHARED: "not shared",
}


def draw_levels_picture(
    heat: HeatMap, *, title: str, check_name: str, has_names: bool
) -> str:
    """Return the heat map as an SVG document; without names people are numbered, and those without a result left out."""
    rows = [
        PictureRow("Needed", [PictureCell(format_level(one)) for one in heat.required])
    ]
    if any(heat.medians):
        medians = [_build_picture_cell(one) for one in heat.medians]
        rows.append(PictureRow("Median", medians, is_strong=True))
    shown = [row for row in heat.rows if has_names or row.cells]
    for number, row in enumerate(shown, start=1):
        rows.append(
            PictureRow(
                row.name if has_names else f"Person {number}",
                [_build_picture_cell(one) for one in row.cells],
                remark="" if row.cells else STATE_WORDS[row.state],
            )
        )
    return draw_heat_picture(
        HeatPicture(
            title=title,
            subtitle=check_name,
            description=f"Levels from 0 to 3 of {len(shown)} people in {len(heat.areas)} areas",
            columns=heat.areas,
            rows=rows,
            legend=LEGEND,
        )
    )


def _build_picture_cell(cell: HeatCell | None) -> PictureCell | None:
    if cell is None:
        return None
    return PictureCell(format_level(cell.level), cell.tint, cell.is_unsure)
