"""Templates: they compile, use what they import, lead somewhere and hold no code of their own."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, nodes

from tests.rules.files import ROOT

FOLDER = ROOT / "templates"
PAGES = sorted(FOLDER.rglob("*.html"))
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
