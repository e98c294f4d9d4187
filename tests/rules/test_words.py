"""Words that people read: the table of plain English holds for pages, docs and messages in the code."""

import ast
import re
from pathlib import Path

import pytest

from quiz.core.plain_english import find_stumbles
from tests.rules.files import ROOT, named, project_files

#: Words of the craft that a page must not use towards people, and what they read instead.
HOUSE_WORDS = (
    (re.compile(r"\bsittings?\b", re.IGNORECASE), "assessment"),
    (re.compile(r"\bby choice\b", re.IGNORECASE), "optional"),
    (re.compile(r"\bsettled?\b", re.IGNORECASE), "clear"),
)
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", re.DOTALL)
#: Text of a tag that people read or hear.
READ_ALOUD = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"{]*)"')
CODE = re.compile(
    r"```.*?```|`[^`]*`|^    .*$|<!--.*?-->|\]\([^)]*\)", re.DOTALL | re.MULTILINE
)

TEMPLATES = [
    p
    for p in project_files()
    if p.suffix in {".html", ".typ"} and "templates" in p.parts
]
DOCS = [p for p in project_files() if p.suffix == ".md" and "questions" not in p.parts]
MODULES = [
    p for p in project_files() if p.suffix == ".py" and p.is_relative_to(ROOT / "quiz")
]


def prose_of_template(text: str) -> str:
    """Return what people read of a template."""
    return JINJA.sub(" ", text) + "\n" + "\n".join(READ_ALOUD.findall(text))


def messages(source: str) -> str:
    """Return the strings of a module that are sentences or labels: they have a space and a capital."""
    return "\n".join(
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        if isinstance(node.value, str) and re.match(r"[A-Z“].* ", node.value)
    )


def stumbles(prose: str, *, house: bool = False) -> list[str]:
    found = [
        f"{words!r}: write {rule.instead}"
        for rule, words in find_stumbles(prose)
        if rule.weight == "error"
    ]
    if house:
        found += [
            f"{match[0]!r}: write {instead}"
            for pattern, instead in HOUSE_WORDS
            for match in pattern.finditer(prose)
        ]
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_page_is_in_plain_english(path: Path) -> None:
    assert not stumbles(prose_of_template(path.read_text()), house=True)


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_the_docs_are_in_plain_english(path: Path) -> None:
    assert not stumbles(CODE.sub(" ", path.read_text()))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_messages_and_docstrings_are_in_plain_english(path: Path) -> None:
    assert not stumbles(CODE.sub(" ", messages(path.read_text())))


@pytest.mark.parametrize(
    "prose",
    [
        "<p>How long shall it be?</p>",
        "<p>Optional, by choice.</p>",
        '<a aria-label="My sittings"></a>',
    ],
)
def test_a_page_that_is_not_is_caught(prose: str) -> None:
    assert stumbles(prose_of_template(prose), house=True)
