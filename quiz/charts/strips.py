"""The geometry of the profile: one horizontal strip per area, for every surface it is drawn on.

Along the scale everything is a share from 0 (its left end) to 1. Across it a strip runs from 0 (its top) to 1, with
the scale in the middle. How thick things are, and in which colours, is decided by `page_strips` and `printed_strips`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: Upper end of the scale; 1 is junior, 2 mid-level, 3 senior.
SCALE_END = 3.0
MIDDLE = 0.5


@dataclass(frozen=True)
class StripValues:
    """What a strip shows of one area; all levels are on the scale from 0 to 3."""

    level: float
    #: Ends of the band around the level.
    low: float
    high: float
    required: float
    #: Whether the band is hatched, because the area is undecided.
    is_hatched: bool = False


@dataclass(frozen=True)
class Segment:
    """A straight line between two points of a strip."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class StripGeometry:
    """Where the parts of one strip lie."""

    dot: float
    band_start: float
    band_width: float
    notch: float
    #: Halves of the lines that join the notch to the neighbours' notches.
    joins: tuple[Segment, ...]
    is_hatched: bool


#: Hairlines at the levels 1 and 2, and the two ends of the scale.
INNER_MARKS = (1 / SCALE_END, 2 / SCALE_END)
END_MARKS = (0.0, 1.0)


def scale_share(level: float) -> float:
    """Return where a level lies on the scale, from 0 to 1; never off the scale."""
    return min(max(level, 0.0), SCALE_END) / SCALE_END


def lay_out_strips(rows: Sequence[StripValues]) -> list[StripGeometry]:
    """Return the geometry of the strips of one profile, whose notches join to one outline from row to row."""
    required = [row.required for row in rows]
    return [
        lay_out_strip(
            row,
            above=required[index - 1] if index > 0 else None,
            below=required[index + 1] if index + 1 < len(rows) else None,
        )
        for index, row in enumerate(rows)
    ]


def lay_out_strip(
    values: StripValues, *, above: float | None = None, below: float | None = None
) -> StripGeometry:
    """Return the geometry of one strip; `above` and `below` are the required levels of its neighbours."""
    low = scale_share(values.low)
    return StripGeometry(
        dot=scale_share(values.level),
        band_start=low,
        band_width=scale_share(values.high) - low,
        notch=scale_share(values.required),
        joins=tuple(_joining_segments(values.required, above, below)),
        is_hatched=values.is_hatched,
    )


def _joining_segments(
    required: float, above: float | None, below: float | None
) -> list[Segment]:
    """Lead from the notch to the strip's edges, half way towards each neighbour's notch.

    Each strip draws its own half, so rows may grow when they are opened.
    """
    notch, segments = scale_share(required), []
    if above is not None:
        segments.append(
            Segment(scale_share((above + required) / 2), 0.0, notch, MIDDLE)
        )
    if below is not None:
        segments.append(
            Segment(notch, MIDDLE, scale_share((required + below) / 2), 1.0)
        )
    return segments
