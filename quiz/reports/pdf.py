"""A report as PDF: numbers and words go to Typst as JSON, pages come back. The only file that knows Typst."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import typst

from quiz.config import assets_folder

#: Tagged and readable by machines; Typst refuses to write when an image has no words.
STANDARD: Final = "ua-1"


def typeset_pdf(
    template: str, content: Mapping[str, Any], drawings: Mapping[str, str]
) -> bytes:
    """Return the PDF of a template in `templates/reports/`.

    `content` reaches the template as data, so that what a person typed stays text. `drawings` are SVG
    documents by file name. The compiler sees the template and the drawings, and nothing else.
    """
    folder = assets_folder() / "templates" / "reports"
    with tempfile.TemporaryDirectory(prefix="trigpoint-") as work:
        root = Path(work)
        (root / template).write_bytes((folder / template).read_bytes())
        for name, drawing in drawings.items():
            (root / name).write_text(drawing, encoding="utf-8")
        return _compile_pdf(root / template, root, json.dumps(content))


def _compile_pdf(source: Path, root: Path, content: str) -> bytes:
    options: dict[str, Any] = {
        "root": str(root),
        "font_paths": [str(assets_folder() / "static" / "fonts" / "print")],
        "ignore_system_fonts": True,
        "sys_inputs": {"content": content},
        "format": "pdf",
    }
    try:
        pdf = typst.compile(str(source), pdf_standards=[STANDARD], **options)
    except typst.TypstError:
        # A name in a script that the fonts lack cannot be tagged for a machine to read. It is
        # printed all the same, with the marks that the fonts have.
        pdf = typst.compile(str(source), **options)
    return cast("bytes", pdf)
