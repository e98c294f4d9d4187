"""Pay as overlapping bars on one axis for each currency: ranges, never thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

ROW_PX = 34
BAR_PX = 10
LEAST_WIDTH_PERCENT = 0.8
STEP = 20_000


@dataclass(frozen=True)
class PayBar:
    """A range of pay, or a single figure where both ends agree."""

    name: str
    low: int | None
    high: int | None


_CHART = Markup(
    '<svg class="pay" height="{height}" role="img" aria-label="{words}">{grid}{bars}</svg>'
)
_GRID = Markup(
    '<line class="strip-grid" x1="{x:.1f}%" x2="{x:.1f}%" y1="0" y2="{height}"/>'
    '<text class="pay-tick" x="{x:.1f}%" y="{below}" text-anchor="{anchor}">{amount:,.0f}</text>'
)
_BAR = Markup(
    '<text class="pay-name" x="0" y="{text}">{name}</text>'
    '<rect class="cost-bar" x="{x:.1f}%" width="{width:.1f}%" y="{y}" height="{thick}"/>'
)


def draw_pay_bars(bars: Sequence[PayBar], *, currency: str) -> Markup:
    """Draw every bar with a known end on one axis from 0."""
    known = [one for one in bars if one.low is not None and one.high is not None]
    top = max((one.high or 0 for one in known), default=STEP)
    top = -(-top // STEP) * STEP
    height = ROW_PX * len(known)
    return _CHART.format(
        height=height + 20,
        words=f"Pay in {currency} a year: "
        + "; ".join(f"{one.name}, {_format_range(one)}" for one in known),
        grid=Markup().join(
            _GRID.format(
                x=100 * amount / top,
                height=height,
                below=height + 14,
                amount=amount,
                anchor="start" if not amount else "end" if amount == top else "middle",
            )
            for amount in range(0, top + 1, STEP if top <= 4 * STEP else 2 * STEP)
        ),
        bars=Markup().join(
            _draw_bar(number, one, top) for number, one in enumerate(known)
        ),
    )


def _draw_bar(number: int, one: PayBar, top: int) -> Markup:
    low, high = one.low or 0, one.high or 0
    width = max(100 * (high - low) / top, LEAST_WIDTH_PERCENT)
    return _BAR.format(
        name=one.name,
        text=ROW_PX * number + 13,
        x=min(100 * low / top, 100 - width),
        width=width,
        y=ROW_PX * number + 18,
        thick=BAR_PX,
    )


def _format_range(one: PayBar) -> str:
    return f"{one.low:,}" if one.low == one.high else f"{one.low:,} to {one.high:,}"
