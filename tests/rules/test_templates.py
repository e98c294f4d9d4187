"""Templates: they compile, use what they import, lead somewhere and hold no code of their own."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, meta, nodes

from tests.rules.files import ROOT, named

FOLDER = ROOT / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
QUESTION_PARTS = sorted((FOLDER / "questions/types").glob("*.html"))
#: Modules that render a template.
VIEWS = [
    path
    for path in sorted((ROOT / "quiz").rglob("*.py"))
    if "render_template(" in path.read_text()
]
TEXT = {path: path.read_text() for path in PAGES}
ENVIRONMENT = Environment(
    loader=FileSystemLoader(FOLDER), extensions=["jinja2.ext.do"], autoescape=True
)

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:")


def tree(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(TEXT[path], str(path))


def shown(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def imported(path: Path) -> set[str]:
    """Return the names that a template imports, as it calls them."""
    found = tree(path)
    names = {
        name[1] if isinstance(name, tuple) else name
        for one in found.find_all(nodes.FromImport)
        for name in one.names
    }
    return names | {one.target for one in found.find_all(nodes.Import)}


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_uses_every_macro_it_imports(path: Path) -> None:
    used = {name.name for name in tree(path).find_all(nodes.Name)}

    assert not imported(path) - used


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_a_template_holds_no_style_and_no_script(path: Path) -> None:
    assert not INLINE.search(TEXT[path])


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_what_a_template_names_is_there(path: Path) -> None:
    kinds = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)
    targets = [one.template for kind in kinds for one in tree(path).find_all(kind)]  # type: ignore[attr-defined]  # all four have it
    named = {target.value for target in targets if isinstance(target, nodes.Const)}

    assert all((FOLDER / name).is_file() for name in named), named


@cache
def read_names(page: str) -> frozenset[str]:
    """Return the names that a page and whatever it extends, includes or imports read of what a view hands over."""
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [page]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        source = nodes_only(FOLDER / name)
        names |= meta.find_undeclared_variables(source)
        for target in meta.find_referenced_templates(source):
            # The part of a question is chosen by its type.
            waiting += [target] if target else map(shown, QUESTION_PARTS)
    return frozenset(names)


def nodes_only(path: Path) -> nodes.Template:
    """Return a template without its filters and tests, of which this environment knows none of the app's."""
    found = ENVIRONMENT.parse(path.read_text(), str(path))
    for one in [*found.find_all(nodes.Filter), *found.find_all(nodes.Test)]:
        one.name = "default" if isinstance(one, nodes.Filter) else "defined"
    return found


def unread_values(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of the values that a module hands to a template that does not read them."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        page = call.args[0]
        if ast.unparse(call.func) != "render_template" or not isinstance(
            page, ast.Constant
        ):
            continue
        for value in call.keywords:
            if value.arg and value.arg not in read_names(str(page.value)):
                yield value.value.lineno, value.arg


@pytest.mark.parametrize("path", VIEWS, ids=named)
def test_a_view_hands_over_nothing_that_its_template_does_not_read(path: Path) -> None:
    assert not list(unread_values(path.read_text()))


def test_a_value_that_no_template_reads_is_caught() -> None:
    source = 'render_template("sittings/list.html",\n    sittings=[],\n    old=1)'

    assert list(unread_values(source)) == [(3, "old")]


def test_every_template_is_asked_for() -> None:
    """By a view or by another template; those of errors and question types are chosen by their names."""
    asking = [*TEXT.values(), *(p.read_text() for p in (ROOT / "quiz").rglob("*.py"))]

    unused = [
        name
        for name in map(shown, PAGES)
        if not name.startswith(("errors/", "questions/types/"))
        if not any(f'"{name}"' in text or f"'{name}'" in text for text in asking)
    ]

    assert not unused


def test_every_link_of_a_template_leads_to_a_view(shared_app: Flask) -> None:
    linked = {
        (shown(path), endpoint)
        for path, text in TEXT.items()
        for endpoint in re.findall(r"url_for\(\s*[\"']([\w.]+)[\"']", text)
    }

    assert linked
    assert not {(p, e) for p, e in linked if e not in shared_app.view_functions}


def test_every_template_compiles_with_the_filters_of_the_app(shared_app: Flask) -> None:
    for path in PAGES:
        shared_app.jinja_env.get_template(shown(path))


def test_every_file_a_template_links_is_in_the_static_folder() -> None:
    # css/{{ name }}.css and the like are met when the page is opened.
    linked = {
        name
        for text in TEXT.values()
        for name in re.findall(r"filename=\"([\w./-]+\.\w+)\"", text)
    }

    assert linked
    assert not {name for name in linked if not (ROOT / "static" / name).is_file()}
