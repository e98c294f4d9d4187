"""Small drawings beside the profile: a goal's required levels as a section, and the settled areas."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from quiz.charts.strips import SCALE_END

SECTION_WIDTH_PX = 168
SECTION_HEIGHT_PX = 48
#: Room above the level 3, so that its line is not cut.
_SECTION_TOP_PX = 4

_TICK_WIDTH_PX = 9
_TICK_STEP_PX = 16


_SECTION = Markup(
    '<svg class="section-line" viewBox="0 0 {width} {height}" role="img"'
    ' aria-label="Required levels, {name}. {words}"><path class="ground" d="{steps}V{height}H0Z"/>{lines}'
    '<path class="top" d="{steps}"/>'
    '<line class="strip-line" x1="0" x2="{width}" y1="{height}" y2="{height}"/></svg>'
)
_SECTION_LINE = Markup(
    '<line class="strip-grid" x1="0" x2="{width}" y1="{y}" y2="{y}"/>'
)


def draw_goal_section(levels: Sequence[float], *, name: str) -> Markup:
    """Draw a goal's required levels as one step an area, like a section through ground."""
    return _SECTION.format(
        width=SECTION_WIDTH_PX,
        height=SECTION_HEIGHT_PX,
        name=name,
        words=(
            f"From {min(levels):.1f} to {max(levels):.1f} on the scale 0 to 3, "
            f"across {len(levels)} areas."
        ),
        steps=_step_path(levels),
        lines=Markup().join(
            _SECTION_LINE.format(width=SECTION_WIDTH_PX, y=_height_of_level(level))
            for level in (1, 2, 3)
        ),
    )


_TICKS = Markup(
    '<svg viewBox="0 0 {width} 16" role="img" aria-label="{words}">{boxes}</svg>'
)
_TICK = Markup('<rect class="{kind}" x="{x}" y="2" width="{width}" height="12"/>')


@lru_cache(maxsize=512)
def draw_area_ticks(*, settled: int, areas: int) -> Markup:
    """Draw one tick an area: filled where it is settled, the next one marked, the rest open."""
    return _TICKS.format(
        width=areas * _TICK_STEP_PX + 4,
        words=f"{settled} of {areas} areas settled",
        boxes=Markup().join(
            _TICK.format(
                kind=_tick_class(index, settled),
                x=index * _TICK_STEP_PX + 2,
                width=_TICK_WIDTH_PX,
            )
            for index in range(areas)
        ),
    )


def _step_path(levels: Sequence[float]) -> str:
    """Return the path along the tops of the steps, from the left edge to the right."""
    width = SECTION_WIDTH_PX / len(levels)
    parts = [f"M0 {_height_of_level(levels[0])}"]
    for index, level in enumerate(levels):
        parts.append(f"V{_height_of_level(level)}H{(index + 1) * width:.4g}")
    return "".join(parts)


def _height_of_level(level: float) -> str:
    """Return how far down from the top of the drawing a level lies."""
    per_level = (SECTION_HEIGHT_PX - _SECTION_TOP_PX) / SCALE_END
    return f"{SECTION_HEIGHT_PX - level * per_level:.4g}"


def _tick_class(index: int, settled: int) -> str:
    if index < settled:
        return "tick-set"
    return "tick-open tick-now" if index == settled else "tick-open"
