"""One area over time: a dot with its band for each assessment, on an axis of days and one of levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from quiz.charts.drawing import Drawing
from quiz.charts.strips import scale_share

HEIGHT_PX = 72
#: Room at the top and at the bottom.
PADDING_PX = 4
#: Room for the names of the levels, and at the other end, so that no dot is cut.
NAMES_PERCENT = 22.0
MARGIN_PERCENT = 6.0
#: Below the lines: room for the days.
DAYS_PX = 18
LEVEL_NAMES = ("0", "junior", "mid-level", "senior")
#: A day between the first and the last is written where it has this much room on both sides, in percent.
ROOM_FOR_DAY = 24.0

_ATTRIBUTES = Markup('class="timeline" height="{height}"')
_GRID = Markup(
    '<line class="strip-grid" x1="{start:.1f}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
    '<text class="timeline-word" x="0" y="{text:.1f}">{name}</text>'
)
_LINE = Markup(
    '<line class="timeline-line" x1="{x1:.1f}%" y1="{y1:.1f}" x2="{x2:.1f}%" y2="{y2:.1f}"/>'
)
_DAY = Markup(
    '<text class="timeline-word" x="{x:.1f}%" y="{y}" text-anchor="{anchor}">{day}</text>'
)
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
    #: The day as people read it.
    label: str = ""


def draw_timeline(points: Sequence[TimelinePoint]) -> Drawing:
    """Draw the points from left to right, as far apart as their days."""
    places = _horizontal_positions(points)
    grid = Markup().join(
        _GRID.format(
            start=NAMES_PERCENT - MARGIN_PERCENT,
            y=_height_of_level(level),
            text=_height_of_level(level) + 4,
            name=name,
        )
        for level, name in enumerate(LEVEL_NAMES)
    )
    drawn = Markup().join(
        _draw_point(point, x) for point, x in zip(points, places, strict=True)
    )
    return Drawing(
        _ATTRIBUTES.format(height=HEIGHT_PX + DAYS_PX),
        grid + _draw_lines(points, places) + drawn + _draw_days(points, places),
    )


def _draw_lines(points: Sequence[TimelinePoint], places: Sequence[float]) -> Markup:
    """Join each point to the next."""
    return Markup().join(
        _LINE.format(
            x1=x1, y1=_height_of_level(one.level), x2=x2, y2=_height_of_level(two.level)
        )
        for (one, x1), (two, x2) in pairwise(zip(points, places, strict=True))
    )


def _draw_days(points: Sequence[TimelinePoint], places: Sequence[float]) -> Markup:
    """Write the days under the points: the first from its place on, the last up to its place."""
    last = len(points) - 1
    return Markup().join(
        _DAY.format(
            x=100.0 if number == last and last else x,
            y=HEIGHT_PX + DAYS_PX - 4,
            anchor="middle" if 0 < number < last else "end" if number else "start",
            day=point.label,
        )
        for number, (point, x) in enumerate(zip(points, places, strict=True))
        if number in {0, last}
        or min(x - places[number - 1], places[number + 1] - x) >= ROOM_FOR_DAY
    )


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
    room = 100 - NAMES_PERCENT - MARGIN_PERCENT
    days = [(point.day - points[0].day).days for point in points]
    if not days or days[-1] == 0:
        step = room / max(len(days) - 1, 1)
        return [NAMES_PERCENT + step * number for number in range(len(days))]
    return [NAMES_PERCENT + room * day / days[-1] for day in days]


def _height_of_level(level: float) -> float:
    room = HEIGHT_PX - 2 * PADDING_PX
    return HEIGHT_PX - PADDING_PX - room * scale_share(level)
