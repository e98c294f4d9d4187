"""One area over time: a dot with its band for each assessment, on an axis of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from quiz.charts.drawing import Drawing
from quiz.charts.strips import scale_share

HEIGHT_PX = 72
#: Room at the top and at the bottom.
PADDING_PX = 4
#: Room at both ends, so that no dot is cut.
MARGIN_PERCENT = 4.0

_ATTRIBUTES = Markup('class="timeline" height="{height}"')
_GRID = Markup('<line class="strip-grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
_POINT = Markup(
    '<svg x="{x:.1f}%"><rect class="strip-band" x="-5" width="10" y="{top:.1f}" height="{height:.1f}"/>'
    '<circle class="strip-dot" cx="0" cy="{y:.1f}" r="5"/></svg>'
)


@dataclass(frozen=True)
class TimelinePoint:
    """A level with its band on one day."""

    day: date
    level: float
    low: float
    high: float


def draw_timeline(points: Sequence[TimelinePoint]) -> Drawing:
    """Draw the points from left to right, as far apart as their days."""
    grid = Markup().join(
        _GRID.format(y=_height_of_level(level)) for level in (0, 1, 2, 3)
    )
    drawn = Markup().join(
        _draw_point(point, x)
        for point, x in zip(points, _horizontal_positions(points), strict=True)
    )
    return Drawing(_ATTRIBUTES.format(height=HEIGHT_PX), grid + drawn)


def _draw_point(point: TimelinePoint, x: float) -> Markup:
    top, bottom = _height_of_level(point.high), _height_of_level(point.low)
    return _POINT.format(
        x=x,
        top=top,
        height=max(bottom - top, 1.0),
        y=_height_of_level(point.level),
    )


def _horizontal_positions(points: Sequence[TimelinePoint]) -> list[float]:
    """Return where each point stands, in percent; those of one day stand side by side."""
    room = 100 - 2 * MARGIN_PERCENT
    days = [(point.day - points[0].day).days for point in points]
    if not days or days[-1] == 0:
        step = room / max(len(days) - 1, 1)
        return [MARGIN_PERCENT + step * number for number in range(len(days))]
    return [MARGIN_PERCENT + room * day / days[-1] for day in days]


def _height_of_level(level: float) -> float:
    room = HEIGHT_PX - 2 * PADDING_PX
    return HEIGHT_PX - PADDING_PX - room * scale_share(level)
