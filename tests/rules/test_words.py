"""Words that people read: the table of plain English holds for pages, docs, messages and comments."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import pytest

from quiz.core.plain_english import find_stumbles
from tests.rules.files import ROOT, named, project_files

#: Words of the craft that a page must not use towards people, and what they read instead.
HOUSE_WORDS = (
    (re.compile(r"\bsittings?\b", re.IGNORECASE), "assessment"),
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
#: Without the table itself, which holds the words it forbids.
MODULES = [
    p
    for p in project_files()
    if p.suffix == ".py" and p != ROOT / "quiz/core/plain_english.py"
]
OTHER_CODE = [
    p
    for p in project_files()
    if p.suffix in {".js", ".css", ".toml", ".yml", ".html", ".typ"}
    or p == ROOT / "trigpoint"
]
COMMENT = re.compile(
    r"/\*.*?\*/|\{#.*?#\}|(?:^\s*|[;{}] )(?:#|//)\s.*?$", re.DOTALL | re.MULTILINE
)


def prose_of_template(text: str) -> str:
    """Return what people read of a template."""
    return JINJA.sub(" ", text) + "\n" + "\n".join(READ_ALOUD.findall(text))


def messages(source: str) -> Iterator[str]:
    """Yield the strings of a module that have a space: messages and parts of them, labels, docstrings."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=str() as text) if " " in text:
                yield text


def docstrings(source: str) -> Iterator[str]:
    """Yield the docstrings of a module, its classes and its functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield ast.get_docstring(node) or ""


def comments(source: str) -> Iterator[str]:
    """Yield the comments of a module."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def prose_of_module(path: Path, source: str) -> str:
    """Return what people read of a module. Strings of tests and lab may be wrong on purpose."""
    texts = messages if path.is_relative_to(ROOT / "quiz") else docstrings
    return "\n".join(
        CODE.sub(" ", cleandoc(text)) for text in (*texts(source), *comments(source))
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
def test_messages_docstrings_and_comments_are_in_plain_english(path: Path) -> None:
    assert not stumbles(prose_of_module(path, path.read_text()))


@pytest.mark.parametrize("path", OTHER_CODE, ids=named)
def test_comments_of_other_code_are_in_plain_english(path: Path) -> None:
    assert not stumbles("\n".join(COMMENT.findall(path.read_text())))


@pytest.mark.parametrize(
    "source",
    [
        'reason += f"{name}; move it away to begin anew"',
        "# Built anew each time.",
        'def add():\n    """Add one.\n\n    Mend it.\n    """',
    ],
)
def test_code_that_is_not_is_caught(source: str) -> None:
    assert stumbles(prose_of_module(ROOT / "quiz/goals/services.py", source))


@pytest.mark.parametrize(
    "source", ["a(); // asked anew", "/* built\nanew */", "{# made anew #}", "# anew"]
)
def test_a_comment_that_is_not_is_caught(source: str) -> None:
    assert stumbles("\n".join(COMMENT.findall(source)))


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
