"""Small drawings beside the profile: a goal's required levels as a section through ground, and ticks for areas."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from quiz.charts.drawing import Drawing
from quiz.charts.strips import SCALE_END

SECTION_WIDTH_PX = 168
SECTION_HEIGHT_PX = 48
#: Room above the level 3, so that its line is not cut.
SECTION_TOP_PX = 4

TICK_WIDTH_PX = 9
TICK_STEP_PX = 16

_SECTION_ATTRIBUTES = Markup('class="section-line" viewBox="0 0 {width} {height}"')
_SECTION_SHAPES = Markup(
    '<path class="ground" d="{steps}V{height}H0Z"/>{lines}<path class="top" d="{steps}"/>'
    '<line class="strip-line" x1="0" x2="{width}" y1="{height}" y2="{height}"/>'
)
_SECTION_LINE = Markup(
    '<line class="strip-grid" x1="0" x2="{width}" y1="{y}" y2="{y}"/>'
)


def draw_goal_section(levels: Sequence[float]) -> Drawing:
    """Draw a goal's required levels as one step per area."""
    lines = Markup().join(
        _SECTION_LINE.format(width=SECTION_WIDTH_PX, y=_height_of_level(level))
        for level in (1, 2, 3)
    )
    size = {"width": SECTION_WIDTH_PX, "height": SECTION_HEIGHT_PX}
    return Drawing(
        _SECTION_ATTRIBUTES.format(**size),
        _SECTION_SHAPES.format(steps=_step_path(levels), lines=lines, **size),
    )


_TICKS_ATTRIBUTES = Markup('viewBox="0 0 {width} 16"')
_TICK = Markup('<rect class="{name}" x="{x}" y="2" width="{width}" height="12"/>')


@lru_cache(maxsize=512)
def draw_area_ticks(*, asked: int, areas: int) -> Drawing:
    """Draw one tick per area: filled for those that were asked about, the next one marked, the rest open."""
    ticks = Markup().join(
        _TICK.format(
            name=_tick_class(index, asked),
            x=index * TICK_STEP_PX + 2,
            width=TICK_WIDTH_PX,
        )
        for index in range(areas)
    )
    return Drawing(_TICKS_ATTRIBUTES.format(width=areas * TICK_STEP_PX + 4), ticks)


def _step_path(levels: Sequence[float]) -> str:
    """Return the path along the tops of the steps, from the left edge to the right."""
    width = SECTION_WIDTH_PX / len(levels)
    parts = [f"M0 {_height_of_level(levels[0])}"]
    for index, level in enumerate(levels):
        parts.append(f"V{_height_of_level(level)}H{(index + 1) * width:.4g}")
    return "".join(parts)


def _height_of_level(level: float) -> str:
    """Return how far down from the top of the drawing a level lies."""
    per_level = (SECTION_HEIGHT_PX - SECTION_TOP_PX) / SCALE_END
    return f"{SECTION_HEIGHT_PX - level * per_level:.4g}"


def _tick_class(index: int, asked: int) -> str:
    if index < asked:
        return "tick-set"
    return "tick-open tick-now" if index == asked else "tick-open"
