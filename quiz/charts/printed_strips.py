"""Strips for paper: stand-alone SVG with its own greys, because a PDF has no stylesheet.

Same geometry as on the page, in points. What is undecided is hatched, so that nothing hangs on colour.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from quiz.charts.strips import SCALE_END, StripData, describe_strip

BLACK = "#000000"
BAND_GREY = "#D9D9D9"
HATCH_GREY = "#E8E8E8"
HATCH_LINE = "#555555"
LINE_GREY = "#666666"
GRID_GREY = "#BBBBBB"
SHAPE_GREY = "#999999"
#: beside both ends of the scale, so that the dot of somebody at an end is whole; `result.typ` lets it hang out
MARGIN_PT = 5.0


def draw_printed_strips(
    rows: Sequence[StripData], *, width_pt: float = 200, height_pt: float = 26
) -> list[str]:
    """Return one SVG document a row; stacked without a gap they show the goal as one shape."""
    required = [row.required for row in rows]
    return [
        draw_printed_strip(
            row,
            above=required[index - 1] if index > 0 else None,
            below=required[index + 1] if index + 1 < len(rows) else None,
            width_pt=width_pt,
            height_pt=height_pt,
        )
        for index, row in enumerate(rows)
    ]


def draw_printed_strip(
    data: StripData,
    *,
    above: float | None = None,
    below: float | None = None,
    width_pt: float = 200,
    height_pt: float = 26,
) -> str:
    """Return one area as an SVG document; `width_pt` is that of the scale, with a margin at both ends."""
    middle = height_pt / 2
    across, whole = _HorizontalScale(width_pt), width_pt + 2 * MARGIN_PT
    band = "url(#hatch)" if data.statement == "too close to tell" else BAND_GREY
    low, high = across(data.low), across(data.high)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}pt" height="{height_pt:g}pt"'
        f' viewBox="{-MARGIN_PT:g} 0 {whole:g} {height_pt:g}">'
        f"<title>{escape(data.area_name)}: {escape(data.statement)}</title>"
        f"<desc>{escape(describe_strip(data))}</desc>{_HATCH}"
        f"{_draw_grid_lines(across, height_pt)}"
        f"{_draw_joining_lines(across, data.required, above, below, height_pt)}"
        f"{_draw_line(0.25, middle, width_pt - 0.25, middle, LINE_GREY)}"
        f'<rect x="{low:.2f}" y="{middle - 4:g}" width="{high - low:.2f}" height="8" fill="{band}"/>'
        f"{_draw_notch(across(data.required), middle)}"
        f'<circle cx="{across(data.level):.2f}" cy="{middle:g}" r="3.6" fill="{BLACK}"'
        f' stroke="#FFFFFF" stroke-width="1"/></svg>'
    )


class _HorizontalScale:
    """Where a level lies from left to right, in points; half a line of room at both ends."""

    def __init__(self, width_pt: float) -> None:
        self.width_pt = width_pt

    def __call__(self, level: float) -> float:
        share = min(max(level, 0.0), SCALE_END) / SCALE_END
        return 0.25 + share * (self.width_pt - 0.5)


_HATCH = (
    '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)">'
    f'<rect width="4" height="4" fill="{HATCH_GREY}"/>'
    f'<path d="M0 0V4" stroke="{HATCH_LINE}" stroke-width="0.8"/></pattern></defs>'
)


def _draw_grid_lines(across: _HorizontalScale, height_pt: float) -> str:
    grid = "".join(
        _draw_line(across(mark), 0, across(mark), height_pt, GRID_GREY)
        for mark in (1, 2)
    )
    ends = "".join(
        _draw_line(across(mark), 0, across(mark), height_pt, LINE_GREY)
        for mark in (0, 3)
    )
    return grid + ends


def _draw_joining_lines(
    across: _HorizontalScale,
    required: float,
    above: float | None,
    below: float | None,
    height_pt: float,
) -> str:
    middle = height_pt / 2
    parts = ""
    if above is not None:
        parts += _draw_line(
            across((above + required) / 2), 0, across(required), middle, SHAPE_GREY
        )
    if below is not None:
        edge = across((required + below) / 2)
        parts += _draw_line(across(required), middle, edge, height_pt, SHAPE_GREY)
    return parts


def _draw_notch(x: float, middle: float) -> str:
    top = middle - 9
    return (
        _draw_line(x, top, x, middle + 6, BLACK, width=1.4)
        + f'<path d="M{x:.2f} {top:g}h5l-1.4 2.1 1.4 2.1h-5z" fill="{BLACK}"/>'
    )


def _draw_line(
    x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 0.5
) -> str:
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
        f' stroke="{colour}" stroke-width="{width:g}"/>'
    )
