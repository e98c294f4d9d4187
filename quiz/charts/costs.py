"""A cost as a bar on an axis that several routes share."""

from markupsafe import Markup

from quiz.charts.drawing import Drawing

#: A price of nothing can still be seen.
LEAST_WIDTH_PERCENT = 0.8

_ATTRIBUTES = Markup('class="cost"')
_SHAPES = Markup(
    '<line class="cost-line" x1="0" x2="100%" y1="10" y2="10"/>'
    '<rect class="cost-bar" x="{x:.1f}%" width="{width:.1f}%" y="7" height="6"/>{limit}'
)
_LIMIT = Markup('<line class="cost-limit" x1="{x:.1f}%" x2="{x:.1f}%" y1="1" y2="19"/>')


def draw_cost_bar(
    low: float, high: float, *, top: float, budget: float | None
) -> Drawing:
    """Draw the range from `low` to `high` on an axis from 0 to `top`, with the budget as a mark."""
    start, end = 100 * low / top, 100 * high / top
    width = max(end - start, LEAST_WIDTH_PERCENT)
    limit = _LIMIT.format(x=100 * budget / top) if budget is not None else ""
    shapes = _SHAPES.format(x=min(start, 100 - width), width=width, limit=limit)
    return Drawing(_ATTRIBUTES, shapes)
