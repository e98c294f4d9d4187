"""Strips for paper: stand-alone SVG in points with its own greys, because a PDF has no stylesheet.

What is undecided is hatched, so that nothing depends on colour. The text alternative is in the report's template.
"""

from collections.abc import Sequence

from quiz.charts.strips import (
    END_MARKS,
    INNER_MARKS,
    MIDDLE,
    StripGeometry,
    StripValues,
    lay_out_strips,
)

BLACK = "#000000"
BAND_GREY = "#D9D9D9"
HATCH_GREY = "#E8E8E8"
HATCH_LINE = "#555555"
LINE_GREY = "#666666"
GRID_GREY = "#BBBBBB"
SHAPE_GREY = "#999999"
#: Beside both ends of the scale, so that a dot at an end is whole; `result.typ` lets it hang out.
MARGIN_PT = 5.0
#: Half a line of room at both ends of the scale.
INSET_PT = 0.25

_HATCH = (
    '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)">'
    f'<rect width="4" height="4" fill="{HATCH_GREY}"/>'
    f'<path d="M0 0V4" stroke="{HATCH_LINE}" stroke-width="0.8"/></pattern></defs>'
)


def draw_printed_strips(
    rows: Sequence[StripValues], *, width_pt: float = 200, height_pt: float = 26
) -> list[str]:
    """Return one SVG document per row; `width_pt` is that of the scale, with a margin at both ends.

    Stacked without a gap they show the goal as one outline.
    """
    return [
        _PrintedStrip(geometry, width_pt, height_pt).draw()
        for geometry in lay_out_strips(rows)
    ]


class _PrintedStrip:
    """One strip on paper."""

    def __init__(
        self, geometry: StripGeometry, width_pt: float, height_pt: float
    ) -> None:
        self.geometry, self.width_pt, self.height_pt = geometry, width_pt, height_pt
        self.middle = MIDDLE * height_pt

    def draw(self) -> str:
        whole = self.width_pt + 2 * MARGIN_PT
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}pt" height="{self.height_pt:g}pt"'
            f' viewBox="{-MARGIN_PT:g} 0 {whole:g} {self.height_pt:g}">{_HATCH}'
            f"{self._draw_grid()}{self._draw_joins()}{self._draw_scale()}"
            f"{self._draw_band()}{self._draw_notch()}{self._draw_dot()}</svg>"
        )

    def _across(self, share: float) -> float:
        return INSET_PT + share * (self.width_pt - 2 * INSET_PT)

    def _draw_grid(self) -> str:
        marks = [(mark, GRID_GREY) for mark in INNER_MARKS]
        marks += [(mark, LINE_GREY) for mark in END_MARKS]
        return "".join(
            _draw_line(self._across(mark), 0, self._across(mark), self.height_pt, grey)
            for mark, grey in marks
        )

    def _draw_joins(self) -> str:
        return "".join(
            _draw_line(
                self._across(one.x1),
                one.y1 * self.height_pt,
                self._across(one.x2),
                one.y2 * self.height_pt,
                SHAPE_GREY,
            )
            for one in self.geometry.joins
        )

    def _draw_scale(self) -> str:
        left, right = map(self._across, END_MARKS)
        return _draw_line(left, self.middle, right, self.middle, LINE_GREY)

    def _draw_band(self) -> str:
        start = self._across(self.geometry.band_start)
        end = self._across(self.geometry.band_start + self.geometry.band_width)
        fill = "url(#hatch)" if self.geometry.is_hatched else BAND_GREY
        return (
            f'<rect x="{start:.2f}" y="{self.middle - 4:g}" width="{end - start:.2f}"'
            f' height="8" fill="{fill}"/>'
        )

    def _draw_notch(self) -> str:
        x, top = self._across(self.geometry.notch), self.middle - 9
        flag = f'<path d="M{x:.2f} {top:g}h5l-1.4 2.1 1.4 2.1h-5z" fill="{BLACK}"/>'
        return _draw_line(x, top, x, self.middle + 6, BLACK, width=1.4) + flag

    def _draw_dot(self) -> str:
        return (
            f'<circle cx="{self._across(self.geometry.dot):.2f}" cy="{self.middle:g}" r="3.6"'
            f' fill="{BLACK}" stroke="#FFFFFF" stroke-width="1"/>'
        )


def _draw_line(
    x1: float, y1: float, x2: float, y2: float, grey: str, *, width: float = 0.5
) -> str:
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
        f' stroke="{grey}" stroke-width="{width:g}"/>'
    )
