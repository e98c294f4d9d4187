"""A heat map as an SVG document of its own, for a slide: always light, with its words in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

NAME_WIDTH, CELL_WIDTH, CELL_HEIGHT = 190, 54, 30
MARGIN, HEAD_HEIGHT, LEGEND_HEIGHT = 24, 84, 62
#: Grounds of the five tints, and the colour of the number on each; as in the stylesheet, in light.
TINTS = ("#F4EFE6", "#DCE9E2", "#A9CFC3", "#5FA392", "#0E5A4F")
INKS = ("#1E2421", "#1E2421", "#1E2421", "#1E2421", "#FFFFFF")
INK, SOFT, CLAY, PAPER = "#1E2421", "#525A55", "#A8461C", "#FAF7F1"

_DOCUMENT = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">'
    "<title>{title}</title><desc>{description}</desc>"
    '<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1" height="6" fill="#1E2421" fill-opacity=".35"/></pattern></defs>'
    '<rect width="100%" height="100%" fill="{paper}"/>'
    "<g font-family=\"'IBM Plex Sans', 'Segoe UI', Arial, sans-serif\" font-size=\"14\">{shapes}</g></svg>"
)
_TEXT = Markup(
    '<text x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">{words}</text>'
)
_CELL = Markup(
    '<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"/>'
)


@dataclass(frozen=True)
class PictureCell:
    """A number on a tint from 1 to 5; without a tint it is text alone."""

    words: str
    tint: int = 0
    is_hatched: bool = False


@dataclass(frozen=True)
class PictureRow:
    """One row: a name and its cells; or one remark in place of the cells."""

    name: str
    cells: Sequence[PictureCell | None]
    remark: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class HeatPicture:
    """Everything that is on the picture."""

    title: str
    subtitle: str
    description: str
    columns: Sequence[str]
    rows: Sequence[PictureRow]
    #: Words of the five tints, and of the hatch.
    legend: Sequence[str]


def draw_heat_picture(picture: HeatPicture) -> str:
    """Return the SVG document."""
    width = 2 * MARGIN + NAME_WIDTH + max(len(picture.columns), 6) * CELL_WIDTH
    height = HEAD_HEIGHT + (len(picture.rows) + 1) * CELL_HEIGHT + LEGEND_HEIGHT
    shapes = [
        _write(MARGIN, 38, picture.title, size=20, weight=600),
        _write(MARGIN, 62, picture.subtitle, fill=SOFT),
        *_draw_columns(picture.columns),
    ]
    for number, row in enumerate(picture.rows, start=1):
        shapes += _draw_row(row, HEAD_HEIGHT + number * CELL_HEIGHT)
    shapes += _draw_legend(picture.legend, height - LEGEND_HEIGHT + 24, width)
    return str(
        _DOCUMENT.format(
            width=width,
            height=height,
            title=picture.title,
            description=picture.description,
            paper=PAPER,
            shapes=Markup().join(shapes),
        )
    )


def _draw_columns(columns: Sequence[str]) -> list[Markup]:
    return [
        _write(
            _column_middle(number), HEAD_HEIGHT + 20, name, fill=SOFT, anchor="middle"
        )
        for number, name in enumerate(columns)
    ]


def _draw_row(row: PictureRow, top: int) -> list[Markup]:
    weight = 600 if row.is_strong else 400
    shapes = [_write(MARGIN, top + 20, row.name, weight=weight)]
    if row.remark:
        shapes.append(_write(MARGIN + NAME_WIDTH + 8, top + 20, row.remark, fill=SOFT))
    for number, cell in enumerate(row.cells):
        if cell is None:
            continue
        left = MARGIN + NAME_WIDTH + number * CELL_WIDTH
        size = {"x": left, "width": CELL_WIDTH - 1, "height": CELL_HEIGHT - 1, "y": top}
        if cell.tint:
            shapes.append(_CELL.format(fill=TINTS[cell.tint - 1], **size))
        if cell.is_hatched:
            shapes.append(_CELL.format(fill="url(#h)", **size))
            plate = {"x": left + 14, "width": 25, "height": 18, "y": top + 6}
            shapes.append(_CELL.format(fill=TINTS[cell.tint - 1], **plate))
        fill = INKS[cell.tint - 1] if cell.tint else CLAY
        shapes.append(
            _write(
                _column_middle(number),
                top + 20,
                cell.words,
                fill=fill,
                anchor="middle",
                weight=weight,
            )
        )
    return shapes


def _draw_legend(words: Sequence[str], top: int, width: int) -> list[Markup]:
    """Draw a swatch for each tint and one hatched; a row that is full goes on in the next."""
    shapes, left = [], MARGIN
    for number, name in enumerate(words):
        needed = 44 + 7 * len(name)
        if left + needed > width - MARGIN:
            left, top = MARGIN, top + 22
        fill = TINTS[number] if number < len(TINTS) else TINTS[0]
        box = {"x": left, "width": 24, "height": 14, "y": top - 11}
        shapes.append(_CELL.format(fill=fill, **box))
        if number >= len(TINTS):
            shapes.append(_CELL.format(fill="url(#h)", **box))
        shapes.append(_write(left + 30, top, name, fill=SOFT, size=12))
        left += needed
    return shapes


def _column_middle(number: int) -> float:
    return MARGIN + NAME_WIDTH + number * CELL_WIDTH + (CELL_WIDTH - 1) / 2


def _write(
    x: float,
    y: float,
    words: str,
    *,
    fill: str = INK,
    anchor: str = "start",
    size: int = 14,
    weight: int = 400,
) -> Markup:
    return _TEXT.format(
        x=x, y=y, words=words, fill=fill, anchor=anchor, size=size, weight=weight
    )
