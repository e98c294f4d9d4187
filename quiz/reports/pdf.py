"""Typesetting with Typst: facts go in as JSON, a PDF comes back. The only file that knows Typst."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

import typst

from quiz.config import assets_folder

#: Tagged, and readable by machines; Typst refuses to write an image without a text alternative.
STANDARD: Final = "ua-1"


def typeset_pdf(
    template: str, content: Mapping[str, Any], drawings: Mapping[str, str]
) -> bytes:
    """Return the PDF of a template in `templates/reports/`.

    `content` reaches the template as data, so that what a person typed stays text. `drawings` are SVG
    documents by file name. The compiler sees the template and the drawings, and nothing else.
    """
    with _prepared_folder(template, drawings) as root:
        options = _compile_options(root, content)
        source = str(root / template)
        try:
            pdf = typst.compile(
                source, format="pdf", pdf_standards=[STANDARD], **options
            )
        except typst.TypstError:
            # A name in a script that the fonts lack cannot be tagged for a machine to read. It is
            # printed all the same, with the glyphs that the fonts have.
            pdf = typst.compile(source, format="pdf", **options)
        return cast("bytes", pdf)


@contextmanager
def _prepared_folder(template: str, drawings: Mapping[str, str]) -> Iterator[Path]:
    """Yield a temporary folder with the template and its drawings."""
    folder = assets_folder() / "templates" / "reports"
    with tempfile.TemporaryDirectory(prefix="trigpoint-") as work:
        root = Path(work)
        (root / template).write_bytes((folder / template).read_bytes())
        for name, drawing in drawings.items():
            (root / name).write_text(drawing, encoding="utf-8")
        yield root


def _compile_options(root: Path, content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": str(root),
        "font_paths": [str(assets_folder() / "static" / "fonts" / "print")],
        "ignore_system_fonts": True,
        "sys_inputs": {"content": json.dumps(content)},
    }


def render_drawing(drawing: str, *, dots_per_inch: int = 192) -> bytes:
    """Return an SVG document as a PNG image, at twice the size of the screen."""
    with tempfile.TemporaryDirectory(prefix="trigpoint-") as work:
        root = Path(work)
        (root / "drawing.svg").write_text(drawing, encoding="utf-8")
        source = root / "page.typ"
        source.write_text(
            '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")',
            encoding="utf-8",
        )
        png = typst.compile(
            str(source),
            format="png",
            ppi=float(dots_per_inch),
            **_compile_options(root, {}),
        )
        return cast("bytes", png)
