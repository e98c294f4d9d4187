"""Typesetting with Typst: facts go in as JSON, a PDF comes back. The only file that knows Typst."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import typst

from quiz.config import assets_folder
from quiz.typesetting.printable_text import (
    change_texts,
    describe_letters,
    find_uncommon_letters,
)

#: Tagged, and readable by machines; Typst refuses an image without a text alternative and a letter that no font has.
STANDARD: Final = "ua-1"
#: How many scripts that no font has are described one after the other, before all are.
MOST_SCRIPTS = 4
_MISSING_TEXT = re.compile(r'the text `"(.+)"` could not be displayed')


def typeset_pdf(
    template: str, content: Mapping[str, Any], drawings: Mapping[str, str]
) -> bytes:
    """Return the PDF of a template, which is named by its path in `templates/`.

    `content` reaches the template as data, so that what a person typed stays text. `drawings` are SVG
    documents by file name; the template finds them as `drawings` in the content. The compiler sees the folder of
    the template and the fonts, and nothing else. Letters that no font has are replaced by a description.
    """
    facts: Any = dict(content)
    missing: set[str] = set()
    for _ in range(MOST_SCRIPTS):
        try:
            return _compile(template, facts, drawings)
        except typst.TypstError as error:
            found = _MISSING_TEXT.search(error.message)
            if found is None:
                raise
            missing |= set(found[1])
        describe = partial(describe_letters, missing=frozenset(missing))
        facts = change_texts(content, describe)
    return _compile(template, change_texts(facts, _describe_everything), drawings)


def _compile(
    template: str, content: Mapping[str, Any], drawings: Mapping[str, str]
) -> bytes:
    source = assets_folder() / "templates" / template
    facts = {**content, "drawings": dict(drawings)}
    return typst.compile(
        str(source),
        format="pdf",
        pdf_standards=[STANDARD],
        root=str(source.parent),
        font_paths=load_fonts(),
        sys_inputs={"content": json.dumps(facts)},
    )


def render_drawing(drawing: str, *, dots_per_inch: int = 192) -> bytes:
    """Return an SVG document as a PNG image, at twice the size of the screen."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")'
    with TemporaryDirectory(prefix="trigpoint-") as work:
        root = Path(work)
        (root / "drawing.svg").write_text(drawing, encoding="utf-8")
        (root / "page.typ").write_text(page, encoding="utf-8")
        png = typst.compile(
            str(root / "page.typ"),
            format="png",
            ppi=float(dots_per_inch),
            root=work,
            font_paths=load_fonts(),
        )
    return cast("bytes", png)


@lru_cache(maxsize=1)
def load_fonts() -> typst.Fonts:
    """Return the fonts that come with the program, read once: 30 ms, more than a whole report takes."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(assets_folder() / "static" / "fonts" / "print")],
    )


def _describe_everything(text: str) -> str:
    return describe_letters(text, find_uncommon_letters(text))
