"""Rows about one area of a cohort: a dot for each person, stacked at equal levels; and a change with its interval."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from quiz.charts.drawing import Drawing, format_percentage
from quiz.charts.page_strips import draw_scale
from quiz.charts.strips import scale_share

#: Height that every stack has to fit in, and the line that it stands on.
STACK_HEIGHT_PX = 42.0
BOTTOM_PX = 48
MOST_STEP_PX = 8.0

_ATTRIBUTES = Markup('class="strip dot-row"')
_SHAPES = Markup(
    '{scale}{quartiles}<line class="strip-line" x1="0" x2="100%" y1="48" y2="48"/>{dots}{median}'
    '<svg class="strip-notch" x="{required}" y="48"><line y1="-46" y2="6"/><path d="M0-46h7l-2 3 2 3H0z"/></svg>'
)
_QUARTILES = Markup(
    '<rect class="strip-band" x="{start}" width="{width}" y="44" height="8"/>'
)
_MEDIAN = Markup('<line class="dot-median" x1="{at}" x2="{at}" y1="41" y2="55"/>')
#: Numbers of our own, made safe in one go.
_DOT = '<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'

_CHANGE_SHAPES = Markup(
    '<line class="strip-grid" x1="{zero}" x2="{zero}" y1="0" y2="100%"/>'
    '<svg y="50%"><line class="strip-line" x1="0" x2="100%"/>'
    '<rect class="{band}" x="{start}" width="{width}" y="-6" height="12"/></svg>'
    '<circle class="strip-dot" cx="{dot}" cy="50%" r="5.5"/>'
)


def draw_dot_row(
    levels: Sequence[float],
    *,
    required: float,
    quartiles: tuple[float, float] | None = None,
    median: float | None = None,
) -> Drawing:
    """Stack one dot per person on the scale, full at the required level or above it.

    Levels that are equal stand on each other, so give them rounded. The band from quartile to quartile and the
    median are drawn where they are given.
    """
    return Drawing(
        _ATTRIBUTES,
        _SHAPES.format(
            scale=draw_scale(),
            quartiles=_draw_quartiles(*quartiles) if quartiles else "",
            dots=_draw_people(levels, required),
            median=_MEDIAN.format(at=format_percentage(scale_share(median)))
            if median is not None
            else "",
            required=format_percentage(scale_share(required)),
        ),
    )


def _draw_quartiles(lower: float, upper: float) -> Markup:
    start = scale_share(lower)
    return _QUARTILES.format(
        start=format_percentage(start),
        width=format_percentage(scale_share(upper) - start),
    )


def _draw_people(levels: Sequence[float], required: float) -> Markup:
    counts = Counter(levels)
    step = min(MOST_STEP_PX, STACK_HEIGHT_PX / max(counts.values(), default=1))
    return Markup(  # noqa: S704  # numbers, and names of our own
        "".join(
            _DOT.format(
                name="strip-full" if level >= required else "strip-ring",
                x=format_percentage(scale_share(level)),
                y=f"{BOTTOM_PX - 5 - (height + 0.5) * step:.4g}",
                radius=f"{min(step * 0.42, 3.4):.3g}",
            )
            for level, count in sorted(counts.items())
            for height in range(count)
        )
    )


def draw_change_row(
    change: float,
    *,
    low: float,
    high: float,
    scale: tuple[float, float],
    is_shown: bool,
) -> Drawing:
    """Draw a change as a dot with its interval, on a scale that has zero in it; hatched where the interval has zero in it."""
    left, right = scale

    def place(value: float) -> float:
        return min(max((value - left) / (right - left), 0.0), 1.0)

    start = place(low)
    return Drawing(
        Markup('class="strip strip-main"'),
        _CHANGE_SHAPES.format(
            zero=format_percentage(place(0.0)),
            band="strip-band" if is_shown else "strip-band strip-hatched",
            start=format_percentage(start),
            width=format_percentage(place(high) - start),
            dot=format_percentage(place(change)),
        ),
    )
