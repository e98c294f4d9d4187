"""Pay as overlapping bars on one axis for each currency: ranges, never thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quiz.charts.drawing import Drawing

ROW_PX = 34
BAR_PX = 10
AXIS_PX = 20
LEAST_WIDTH_PERCENT = 0.8
MIDDLE_PERCENT = 40
STEP = 20_000
#: With more steps than this, every second one is labelled.
MOST_STEPS = 4


@dataclass(frozen=True)
class PayBar:
    """A range of pay, or a single figure where both ends agree."""

    name: str
    low: int
    high: int


_ATTRIBUTES = Markup('class="pay" height="{height}"')
_GRID = Markup(
    '<line class="strip-grid" x1="{x:.1f}%" x2="{x:.1f}%" y1="0" y2="{height}"/>'
    '<text class="pay-tick" x="{x:.1f}%" y="{below}" text-anchor="{anchor}">{amount:,.0f}</text>'
)
_BAR = Markup(
    '<text class="pay-name" x="{name_x:.1f}%" y="{text}" text-anchor="{anchor}">{name}</text>'
    '<rect class="cost-bar" x="{x:.1f}%" width="{width:.1f}%" y="{y}" height="{thick}"/>'
)


def draw_pay_bars(bars: Sequence[PayBar]) -> Drawing:
    """Draw the bars on one axis from 0."""
    top = max((bar.high for bar in bars), default=STEP)
    top = -(-top // STEP) * STEP
    shapes = _draw_grid(top, ROW_PX * len(bars)) + Markup().join(
        _draw_bar(number, bar, top) for number, bar in enumerate(bars)
    )
    height = ROW_PX * len(bars) + AXIS_PX
    return Drawing(_ATTRIBUTES.format(height=height), shapes)


def _draw_grid(top: int, height: int) -> Markup:
    step = STEP if top <= MOST_STEPS * STEP else 2 * STEP
    return Markup().join(
        _GRID.format(
            x=100 * amount / top,
            height=height,
            below=height + 14,
            amount=amount,
            anchor="start" if not amount else "end" if amount == top else "middle",
        )
        for amount in range(0, top + 1, step)
    )


def _draw_bar(number: int, bar: PayBar, top: int) -> Markup:
    width = max(100 * (bar.high - bar.low) / top, LEAST_WIDTH_PERCENT)
    start = min(100 * bar.low / top, 100 - width)
    # The name is above its bar, and grows to the side that has more room.
    is_right = start > MIDDLE_PERCENT
    return _BAR.format(
        name=bar.name,
        name_x=start + width if is_right else start,
        anchor="end" if is_right else "start",
        text=ROW_PX * number + 13,
        x=start,
        width=width,
        y=ROW_PX * number + 18,
        thick=BAR_PX,
    )
