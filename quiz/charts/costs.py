"""A cost as a bar on an axis that several routes share."""

from markupsafe import Markup

#: a price of nothing is still to be seen
LEAST_WIDTH_PERCENT = 0.8

_BAR = Markup(
    '<svg class="cost" role="img" aria-label="{words}">'
    '<line class="cost-line" x1="0" x2="100%" y1="10" y2="10"/>'
    '<rect class="cost-bar" x="{x:.1f}%" width="{width:.1f}%" y="7" height="6"/>{limit}</svg>'
)
_LIMIT = Markup('<line class="cost-limit" x1="{x:.1f}%" x2="{x:.1f}%" y1="1" y2="19"/>')


def draw_cost_bar(
    low: float,
    high: float,
    *,
    top: float,
    budget: float | None,
    currency: str = "EUR",
) -> Markup:
    """Draw the range from `low` to `high` on an axis from 0 to `top`, with the budget as a mark."""
    begin, end = 100 * low / top, 100 * high / top
    width = max(end - begin, LEAST_WIDTH_PERCENT)
    words = f"{low:,.0f} to {high:,.0f} {currency} on an axis to {top:,.0f} {currency}"
    if budget is not None:
        words += f"; your budget is {budget:,.0f} {currency}"
    return _BAR.format(
        words=words,
        x=min(begin, 100 - width),
        width=width,
        limit=_LIMIT.format(x=100 * budget / top) if budget is not None else "",
    )
