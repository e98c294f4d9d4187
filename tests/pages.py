"""Pages as a person meets them: read, follow a link, fill in a form, send it.

Every page that a test opens this way is inspected, so each test of a page is a test of
its accessibility too. What only a browser can see is in `tests/journeys`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

Values = dict[str, str | list[str]]

FIELDS = {"input", "select", "textarea"}
# These say what they are by themselves, or are not seen at all.
NEED_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
OK = 200


@dataclass(frozen=True)
class Page:
    """An answer of the app that was read as a page and found in order."""

    url: str
    status: int
    html: str
    client: FlaskClient

    @cached_property
    def tree(self) -> Element:
        """The page as a tree of plain element names."""
        root: Element = html5lib.parse(self.html, namespaceHTMLElements=False)
        return root

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return words(self.only("title"))

    @property
    def heading(self) -> str:
        """What the one `h1` says."""
        return words(self.only("h1"))

    @property
    def text(self) -> str:
        """All that the body says, in one line."""
        return words(self.only("body"))

    def all(self, name: str) -> list[Element]:
        """Return the elements of a name, in the order of the page."""
        return list(self.tree.iter(name))

    def only(self, name: str) -> Element:
        """Return the one element of a name."""
        [element] = self.all(name)
        return element

    def open(self, url: str, *, status: int = OK) -> "Page":
        """Open an address seen from here."""
        return open_page(self.client, urljoin(self.url, url), status=status)

    def follow(self, link: str, *, status: int = OK) -> "Page":
        """Follow the link with these words."""
        targets = {
            words(a): a.attrib["href"] for a in self.all("a") if "href" in a.attrib
        }
        if link not in targets:
            raise AssertionError(f"No link {link!r} on {self.url}, only {[*targets]}")
        return self.open(targets[link], status=status)

    def press(
        self,
        button: str,
        values: Mapping[str, str | list[str]] | None = None,
        *,
        status: int = OK,
        **more: str | list[str],
    ) -> "Page":
        """Fill in the form that has the button with these words, and send it."""
        form, pressed = self._form_with(button)
        filled = form_values(form) | dict(values or {}) | more
        if name := pressed.get("name"):
            filled[name] = pressed.get("value", "")
        target = urljoin(
            self.url, pressed.get("formaction") or form.get("action") or self.url
        )
        if form.get("method", "get").lower() == "get":
            response = self.client.get(
                target, query_string=filled, follow_redirects=True
            )
        else:
            response = self.client.post(target, data=filled, follow_redirects=True)
        return inspected(response, self.client, status=status)

    def _form_with(self, button: str) -> tuple[Element, Element]:
        seen = []
        for form in self.all("form"):
            for element in [
                *form.iter("button"),
                *form.iter("input"),
                *self._beside(form),
            ]:
                name = words(element) or element.get("value", "")
                if element.get("type", "submit") != "submit":
                    continue
                if button in {name, element.get("aria-label")}:
                    return form, element
                seen.append(name)
        raise AssertionError(f"No button {button!r} on {self.url}, only {seen}")

    def _beside(self, form: Element) -> list[Element]:
        """Return the buttons of a form that stand outside it."""
        return [
            button
            for button in self.all("button")
            if "form" in button.attrib and button.get("form") == form.get("id")
        ]


def open_page(client: FlaskClient, url: str, *, status: int = OK) -> Page:
    """Open an address, following redirects, and return the page once it was inspected."""
    return inspected(client.get(url, follow_redirects=True), client, status=status)


def inspected(response: "TestResponse", client: FlaskClient, *, status: int) -> Page:
    """Return the answer as a page; fail with everything about it that is not in order."""
    page = Page(
        url=response.request.path,
        status=response.status_code,
        html=response.get_data(as_text=True),
        client=client,
    )
    assert page.status == status, f"{page.url} says {page.status}: {page.text[:300]}"
    assert response.mimetype == "text/html", f"{page.url} is {response.mimetype}"
    faults = [fault for check in CHECKS for fault in check(page)]
    assert not faults, f"{page.url} ({page.status}):\n  " + "\n  ".join(faults)
    return page


def words(element: Element) -> str:
    """Return what an element says, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def form_values(form: Element) -> Values:
    """Return what a form would send untouched."""
    values: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag not in FIELDS or "disabled" in element.attrib:
            continue
        values.setdefault(name, []).extend(_field_values(element))
    return {name: kept for name, kept in values.items() if kept}


def _field_values(field: Element) -> list[str]:
    if field.tag == "textarea":
        return ["".join(field.itertext())]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib]
        return [option.get("value", words(option)) for option in chosen or options[:1]]
    kind = field.get("type", "text")
    if kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"checkbox", "radio"} and "checked" not in field.attrib:
        return []
    return [field.get("value", "on" if kind in {"checkbox", "radio"} else "")]


# Each check yields a sentence for each thing that is wrong.


def _invalid_html(page: Page) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(page.html)
    lines = page.html.splitlines()
    return [
        f"line {line}: {code} {detail or ''}: {lines[line - 1].strip()[:120]}"
        for (line, _), code, detail in parser.errors
    ]


def _headings(page: Page) -> list[str]:
    levels = [
        int(e.tag[1])
        for e in page.tree.iter()
        if e.tag in {f"h{n}" for n in range(1, 7)}
    ]
    if levels.count(1) != 1:
        return [f"{levels.count(1)} h1 elements, expected one"]
    faults = [
        f"an h{below} follows an h{above}"
        for above, below in pairwise(levels)
        if below > above + 1
    ]
    if page.url != "/" and not page.title.startswith(page.heading):
        faults.append(f"the title {page.title!r} does not begin with {page.heading!r}")
    return faults


def _ids(page: Page) -> list[str]:
    ids = Counter(e.attrib["id"] for e in page.tree.iter() if "id" in e.attrib)
    faults = [
        f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1
    ]
    for element in page.tree.iter():
        for attribute in (
            "for",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
        ):
            faults += [
                f"{attribute}={name!r} of a {element.tag} names nothing"
                for name in element.get(attribute, "").split()
                if name not in ids
            ]
        target = element.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in ids:
            faults.append(f"the link to {target!r} leads nowhere")
    return faults


def _labels(page: Page) -> list[str]:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(e) for label in page.all("label") for e in label.iter()}
    return [
        f"{field.tag} {field.get('name')!r} has no label"
        for field in page.tree.iter()
        if field.tag in FIELDS and field.get("type") not in NEED_NO_LABEL
        if field.get("id") not in labelled and id(field) not in inside
        if not (field.get("aria-label") or field.get("aria-labelledby"))
    ]


def _forms(page: Page) -> list[str]:
    return [
        f"the form to {form.get('action', page.url)!r} has no CSRF field"
        for form in page.all("form")
        if form.get("method", "get").lower() == "post"
        if "csrf_token" not in {field.get("name") for field in form.iter("input")}
    ]


def _inline_code(page: Page) -> list[str]:
    faults = [
        f"{e.tag} has {name}="
        for e in page.tree.iter()
        for name in e.attrib
        if name == "style" or name.startswith("on")
    ]
    faults += ["a style element" for _ in page.all("style")]
    return faults + [
        "a script without src"
        for script in page.all("script")
        if "src" not in script.attrib and script.get("type") != "application/json"
    ]


def _words_for_everything(page: Page) -> list[str]:
    faults = (
        [] if page.only("html").get("lang") else ["the page does not say its language"]
    )
    faults += [
        f"an image without alt: {i.get('src')}"
        for i in page.all("img")
        if "alt" not in i.attrib
    ]
    for element in [*page.all("a"), *page.all("button")]:
        named = (
            words(element)
            or element.get("aria-label")
            or element.get("aria-labelledby")
        )
        if not named and not any(i.get("alt") for i in element.iter("img")):
            faults.append(f"a nameless {element.tag} {dict(element.attrib)}")
    return faults


CHECKS = (
    _invalid_html,
    _headings,
    _ids,
    _labels,
    _forms,
    _inline_code,
    _words_for_everything,
)
