"""Stacks of dots behind "how sure is this?": one dot for each quantile of a level."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from quiz.charts.drawing import Drawing, format_percentage
from quiz.charts.page_strips import draw_scale
from quiz.charts.strips import SCALE_END, scale_share

#: Width of a stack of dots, in levels.
STACK_WIDTH = 0.1
#: Height that every stack has to fit in.
STACK_HEIGHT_PX = 60.0
MOST_STEP_PX = 10.0
BOTTOM_PX = 75

_ATTRIBUTES = Markup('class="strip"')
_SHAPES = Markup(
    '{scale}<line class="strip-line" x1="0" x2="100%" y1="76" y2="76"/>{dots}'
    '<svg class="strip-notch" x="{required}" y="76"><line y1="-62" y2="6"/></svg>'
)
#: A page has 240 dots, and nothing in one comes from a person: plain text, made safe in one go.
_DOT = '<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'


def draw_quantile_dots(quantiles: Sequence[float], required: float) -> Drawing:
    """Stack one dot per quantile on the scale, full where it is at the required level or above."""
    shapes = _SHAPES.format(
        scale=draw_scale(),
        dots=_draw_dots(quantiles, required),
        required=format_percentage(scale_share(required)),
    )
    return Drawing(_ATTRIBUTES, shapes)


def count_at_or_above(quantiles: Sequence[float], required: float) -> int:
    """Count the quantiles that are at the required level or above it."""
    return sum(_reaches_level(value, required) for value in quantiles)


def _draw_dots(quantiles: Sequence[float], required: float) -> Markup:
    """Draw the dots bottom up in each stack; high stacks get smaller dots, never hidden ones."""
    stacks = _stack_values(quantiles)
    highest = max(len(values) for values in stacks.values())
    step_px = min(MOST_STEP_PX, STACK_HEIGHT_PX / highest)
    drawn = [
        _DOT.format(
            name="strip-full" if _reaches_level(value, required) else "strip-ring",
            x=format_percentage(scale_share((stack + 0.5) * STACK_WIDTH)),
            y=f"{BOTTOM_PX - (height + 0.5) * step_px:.4g}",
            radius=f"{step_px * 0.4:.3g}",
        )
        for stack, values in sorted(stacks.items())
        for height, value in enumerate(values)
    ]
    return Markup("".join(drawn))  # noqa: S704  # numbers, and names of our own


def _stack_values(quantiles: Sequence[float]) -> Mapping[int, list[float]]:
    """Return the quantiles by the number of their stack, from the left end of the scale."""
    last_stack = round(SCALE_END / STACK_WIDTH) - 1
    stacks: dict[int, list[float]] = {}
    for value in sorted(quantiles):
        # A little more than the value, so that 0.3 / 0.1 = 2.9999… lands in its own stack.
        stack = min(max(int(value / STACK_WIDTH + 1e-6), 0), last_stack)
        stacks.setdefault(stack, []).append(value)
    return stacks


def _reaches_level(level: float, required: float) -> bool:
    # Levels are shown with one decimal; a rounding error must not turn a dot.
    return level >= required - 1e-9
