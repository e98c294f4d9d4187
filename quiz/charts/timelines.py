"""One area over time: a dot with its band for each sitting, on an axis of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from quiz.charts.strips import SCALE_END

HEIGHT_PX = 72
#: room at both ends, in percent, so that no dot is cut
MARGIN_PERCENT = 4.0

_LINE = Markup(
    '<svg class="timeline" height="{height}" role="img" aria-label="{name} over time. {words}">'
    "{grid}{moments}</svg>"
)
_GRID = Markup('<line class="strip-grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
_MOMENT = Markup(
    '<svg x="{x:.1f}%"><rect class="strip-band" x="-5" width="10" y="{top:.1f}" height="{height:.1f}"/>'
    '<circle class="strip-dot" cx="0" cy="{y:.1f}" r="5"/></svg>'
)


@dataclass(frozen=True)
class TimelinePoint:
    """What one sitting says: a level with its 80 % band."""

    day: date
    level: float
    low: float
    high: float


def draw_timeline(moments: Sequence[TimelinePoint], *, name: str) -> Markup:
    """Draw the moments from left to right, as far apart as their days."""
    words = "; ".join(
        f"{one.day.day} {one.day:%B %Y}: {one.level:.1f}, between {one.low:.1f} and {one.high:.1f}"
        for one in moments
    )
    return _LINE.format(
        height=HEIGHT_PX,
        name=name,
        words=words + ".",
        grid=Markup().join(
            _GRID.format(y=_height_of_level(level)) for level in (0, 1, 2, 3)
        ),
        moments=Markup().join(
            _MOMENT.format(
                x=place,
                top=_height_of_level(one.high),
                height=max(_height_of_level(one.low) - _height_of_level(one.high), 1.0),
                y=_height_of_level(one.level),
            )
            for place, one in zip(_horizontal_places(moments), moments, strict=True)
        ),
    )


def _horizontal_places(moments: Sequence[TimelinePoint]) -> list[float]:
    """Return where each stands, in percent; those of one day side by side."""
    room = 100 - 2 * MARGIN_PERCENT
    days = [(one.day - moments[0].day).days for one in moments]
    if not days or days[-1] == 0:
        step = room / max(len(days) - 1, 1)
        return [MARGIN_PERCENT + step * number for number in range(len(days))]
    return [MARGIN_PERCENT + room * day / days[-1] for day in days]


def _height_of_level(level: float) -> float:
    return HEIGHT_PX - 4 - (HEIGHT_PX - 8) * min(max(level, 0.0), SCALE_END) / SCALE_END
