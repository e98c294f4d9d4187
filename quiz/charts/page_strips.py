"""Strips for a page: inline SVG in percentages and pixels.

A strip takes any width and nothing is stretched. No colour and no style attribute is written here: dark mode and
print belong to the stylesheet.
"""

from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from quiz.charts.drawing import Drawing, format_percentage
from quiz.charts.strips import (
    END_MARKS,
    INNER_MARKS,
    StripGeometry,
    StripValues,
    lay_out_strips,
)

_ATTRIBUTES = Markup('class="strip strip-main"')
_SHAPES = Markup(
    '{scale}{joins}<svg y="50%"><line class="strip-line" x1="0" x2="100%"/>'
    '<rect class="{band}" x="{start}" width="{width}" y="-6" height="12"/></svg>'
    '<svg class="strip-notch" x="{notch}" y="50%">'
    '<line y1="-13" y2="9"/><path d="M0-13h7l-2 3 2 3H0z"/></svg>'
    '<circle class="strip-dot" cx="{dot}" cy="50%" r="5.5"/>'
)
_LINE = Markup('<line class="{name}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>')


def draw_page_strips(rows: Sequence[StripValues]) -> list[Drawing]:
    """Draw the strips of one profile."""
    return [_draw_strip(geometry) for geometry in lay_out_strips(rows)]


def _draw_strip(geometry: StripGeometry) -> Drawing:
    band = "strip-band strip-hatched" if geometry.is_hatched else "strip-band"
    shapes = _SHAPES.format(
        scale=draw_scale(),
        joins=Markup().join(
            _draw_line("strip-shape", (one.x1, one.x2), (one.y1, one.y2))
            for one in geometry.joins
        ),
        band=band,
        start=format_percentage(geometry.band_start),
        width=format_percentage(geometry.band_width),
        notch=format_percentage(geometry.notch),
        dot=format_percentage(geometry.dot),
    )
    return Drawing(_ATTRIBUTES, shapes)


@cache
def draw_scale() -> Markup:
    """Draw the upright lines, which are the same in every strip."""
    marks = [("strip-grid", mark) for mark in INNER_MARKS]
    marks += [("strip-end", mark) for mark in END_MARKS]
    return Markup().join(
        _draw_line(name, (mark, mark), (0.0, 1.0)) for name, mark in marks
    )


def _draw_line(name: str, xs: tuple[float, float], ys: tuple[float, float]) -> Markup:
    x1, x2, y1, y2 = map(format_percentage, (*xs, *ys))
    return _LINE.format(name=name, x1=x1, x2=x2, y1=y1, y2=y2)
