"""The profile: one horizontal line an area, drawn as inline SVG that the stylesheet colours.

Along the scale everything is a percentage, across it pixels, so a strip takes any width and nothing is
stretched. No colour and no style attribute is written here: dark mode and print are the stylesheet's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markupsafe import Markup

#: Upper end of the scale that people see; 1 is junior, 2 confirmed, 3 senior.
SCALE_END = 3.0

Statement = Literal[
    "reached", "likely", "too close to tell", "likely not yet", "not yet"
]


@dataclass(frozen=True)
class StripData:
    """What is known about one area; all levels are on the scale 0 to 3."""

    key: str
    area_name: str
    level: float
    #: Ends of the band that holds the true level with 80 % certainty.
    low: float
    high: float
    required: float
    statement: Statement
    #: A name for narrow places; the full one where it is empty.
    short_name: str = ""
    #: Quantiles of the level, smallest first, 20 as a rule: the dots behind "how sure is this?".
    quantiles: tuple[float, ...] = ()
    #: Chance that the required level is reached, where it was measured.
    p_reached: float | None = None


@dataclass(frozen=True)
class ProfileRow:
    """One area with its drawings, ready for a page."""

    data: StripData
    strip: Markup
    #: Empty when there are no quantiles.
    dots: Markup
    #: How many of the quantiles are at the required level or above.
    at_or_above: int


def build_profile_rows(rows: Sequence[StripData]) -> list[ProfileRow]:
    """Draw the rows of one profile; the clay line joins each notch to its neighbours'."""
    required = [row.required for row in rows]
    return [
        ProfileRow(
            data=row,
            strip=draw_strip(
                row,
                above=required[index - 1] if index > 0 else None,
                below=required[index + 1] if index + 1 < len(rows) else None,
            ),
            dots=draw_quantile_dots(row.quantiles, row.required)
            if row.quantiles
            else Markup(),
            at_or_above=count_at_or_above(row.quantiles, row.required),
        )
        for index, row in enumerate(rows)
    ]


_STRIP = Markup(
    '<svg class="strip strip-main" role="img" aria-label="{area}: {statement}. {words}">'
    '{scale}{joining}<svg y="50%"><line class="strip-line" x1="0" x2="100%"/>'
    '<rect class="{band}" x="{low}" width="{width}" y="-6" height="12"/></svg>'
    '<svg class="strip-notch" x="{required}" y="50%">'
    '<line y1="-13" y2="9"/><path d="M0-13h7l-2 3 2 3H0z"/></svg>'
    '<circle class="strip-dot" cx="{level}" cy="50%" r="5.5"/></svg>'
)


def draw_strip(
    data: StripData,
    *,
    above: float | None = None,
    below: float | None = None,
) -> Markup:
    """Draw one area: scale, band, notch with its flag, dot.

    `above` and `below` are the required levels of the neighbouring rows, where there are any.
    """
    return _STRIP.format(
        area=data.area_name,
        statement=data.statement,
        words=describe_strip(data),
        scale=_draw_scale(),
        joining=_draw_joining_line(data.required, above, below),
        band=_band_class(data),
        low=format_scale_position(data.low),
        width=format_scale_position(data.high - data.low),
        required=format_scale_position(data.required),
        level=format_scale_position(data.level),
    )


def describe_strip(data: StripData) -> str:
    """Say in one breath what the strip shows."""
    return (
        f"Estimate {data.level:.1f}, between {data.low:.1f} and {data.high:.1f}. "
        f"The goal needs {data.required:.1f}."
    )


_DOTS = Markup(
    '<svg class="strip" role="img" aria-label="{words}">{scale}'
    '<line class="strip-line" x1="0" x2="100%" y1="76" y2="76"/>{dots}'
    '<svg class="strip-notch" x="{required}" y="76"><line y1="-62" y2="6"/></svg></svg>'
)


def draw_quantile_dots(quantiles: Sequence[float], required: float) -> Markup:
    """Stack one dot a quantile on the scale, full where it is at the required level or above."""
    above = count_at_or_above(quantiles, required)
    return _DOTS.format(
        words=(
            f"{len(quantiles)} dots on the scale from 0 to 3, "
            f"{above} of them at or above {required:.1f}"
        ),
        scale=_draw_scale(),
        dots=_stack_dots(quantiles, required),
        required=format_scale_position(required),
    )


def count_at_or_above(quantiles: Sequence[float], required: float) -> int:
    """Count the quantiles that are at the required level or above it."""
    return sum(_reaches_level(value, required) for value in quantiles)


def format_scale_position(level: float) -> str:
    """Return where a level lies on the scale, as a percentage of its length; never off the scale."""
    share = min(max(level, 0.0), SCALE_END) / SCALE_END
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


_LINE = Markup('<line class="{kind}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>')


def _draw_line(kind: str, xs: tuple[str, str], ys: tuple[str, str]) -> Markup:
    return _LINE.format(kind=kind, x1=xs[0], x2=xs[1], y1=ys[0], y2=ys[1])


@cache
def _draw_scale() -> Markup:
    """Draw the upright lines, the same in every strip: hairlines at junior and confirmed, the two ends."""
    uprights = [
        ("strip-grid", format_scale_position(1)),
        ("strip-grid", format_scale_position(2)),
        ("strip-end", "0"),
        ("strip-end", "100%"),
    ]
    return Markup().join(
        _draw_line(kind, (x, x), ("0", "100%")) for kind, x in uprights
    )


def _draw_joining_line(
    required: float, above: float | None, below: float | None
) -> Markup:
    """Lead from the notch to the row's edges, half way towards each neighbour's notch.

    Each row draws its own half, so the rows may grow when they are opened.
    """
    notch, parts = format_scale_position(required), Markup()
    if above is not None:
        parts += _draw_line(
            "strip-shape",
            (format_scale_position((above + required) / 2), notch),
            ("0", "50%"),
        )
    if below is not None:
        parts += _draw_line(
            "strip-shape",
            (notch, format_scale_position((required + below) / 2)),
            ("50%", "100%"),
        )
    return parts


def _band_class(data: StripData) -> str:
    """Mark the band of an undecided area: the printed report hatches it."""
    return (
        "strip-band strip-hatched"
        if data.statement == "too close to tell"
        else "strip-band"
    )


#: Width of a stack of dots, in levels, and the height all stacks have to fit in, in pixels.
_STACK_WIDTH = 0.1
_STACK_HEIGHT_PX = 60.0


#: A page has 240 dots, and nothing in one comes from a person: plain text, escaped once and for all.
_DOT = '<circle class="{kind}" cx="{x}" cy="{y}" r="{radius}"/>'


def _stack_dots(quantiles: Sequence[float], required: float) -> Markup:
    """Return the dots, bottom up in each stack; high stacks get smaller dots, never hidden ones."""
    last_stack = round(SCALE_END / _STACK_WIDTH) - 1
    stacks: dict[int, list[float]] = {}
    for value in sorted(quantiles):
        # A little more than the value, so that 0.3 / 0.1 = 2.9999… lands in its own stack.
        stack = min(max(int(value / _STACK_WIDTH + 1e-6), 0), last_stack)
        stacks.setdefault(stack, []).append(value)
    step_px = min(
        10.0, _STACK_HEIGHT_PX / max(len(values) for values in stacks.values())
    )
    drawn = [
        _DOT.format(
            kind="strip-full" if _reaches_level(value, required) else "strip-ring",
            x=format_scale_position((stack + 0.5) * _STACK_WIDTH),
            y=f"{75 - (height + 0.5) * step_px:.4g}",
            radius=f"{step_px * 0.4:.3g}",
        )
        for stack, values in sorted(stacks.items())
        for height, value in enumerate(values)
    ]
    return Markup("".join(drawn))  # noqa: S704  # numbers, and names of our own


def _reaches_level(level: float, required: float) -> bool:
    # Levels are shown with one decimal; a rounding crumb must not turn a dot.
    return level >= required - 1e-9
