"""One person's way through the pages in the program itself, with every query that each page asks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Engine

from lab.benchmarks.growth.query_plans import AskedQuery, recorded_queries
from quiz.errors import NotNow

_TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')
_SITTING = re.compile(r"/sittings/(\w+)")
ANSWERS = 24
FIRST_ERROR = 400


@dataclass
class PageWalk:
    """A browser without script that remembers what each page asked the database."""

    app: Flask
    engine: Engine
    client: FlaskClient
    html: str = ""
    path: str = ""
    #: Page, by the name of its view, -> the queries of the time that asked most.
    queries: dict[str, list[AskedQuery]] = field(default_factory=dict)

    def open_page(self, path: str) -> None:
        """Open a page."""
        self._send(path, None)

    def send_form(self, path: str, **fields: str) -> None:
        """Send a form of the page before as it is but for `fields`; where that leads is a page of its own."""
        self._send(path, _read_form(self.html, path) | fields)

    def _send(self, path: str, fields: dict[str, str] | None) -> None:
        while path:
            with self._recorded(path, "GET" if fields is None else "POST"):
                answer = (
                    self.client.get(path)
                    if fields is None
                    else self.client.post(path, data=fields)
                )
            if answer.status_code >= FIRST_ERROR:
                raise NotNow(f"{path} was answered with {answer.status_code}.")
            self.html, self.path = answer.get_data(as_text=True), path
            path, fields = answer.headers.get("Location", ""), None

    @contextmanager
    def _recorded(self, path: str, method: str) -> Iterator[None]:
        rules = self.app.create_url_adapter(None) or self.app.url_map.bind("localhost")
        endpoint = str(rules.match(path.split("?", maxsplit=1)[0], method=method)[0])
        with recorded_queries(self.engine) as log:
            yield
        if len(log.queries) >= len(self.queries.get(endpoint, ())):
            self.queries[endpoint] = log.queries


def _read_form(html: str, path: str) -> dict[str, str]:
    """Return what a form would send untouched."""
    tree = LexborHTMLParser(html)
    values: dict[str, str] = {}
    for element in tree.css(
        f'form[action="{path}"] input, form[action="{path}"] select'
    ):
        name, kind = element.attributes.get("name"), element.attributes.get("type")
        is_choice = kind in {"radio", "checkbox"}
        if not name or (is_choice and "checked" not in element.attributes):
            continue
        chosen = element.css_first("option[selected]") or element.css_first("option")
        source = chosen if element.tag == "select" and chosen else element
        values[name] = source.attributes.get("value") or ""
    return values


def walk_pages(app: Flask, engine: Engine) -> PageWalk:
    """Take a quick sitting and look at what comes of it; return the walk with its queries."""
    walk = PageWalk(app, engine, app.test_client())
    walk.open_page("/")
    # The second goes on from the first.
    take_sitting(walk)
    key = take_sitting(walk)
    for path in ("/", "/sittings", "/history", f"/sittings/{key}/result"):
        walk.open_page(path)
    for part in ("answers", "report", "routes", "share"):
        walk.open_page(f"/sittings/{key}/{part}")
    walk.open_page(f"/sittings/{key}/routes/self-taught")
    walk.send_form(f"/sittings/{key}/routes/self-taught")
    for path in ("/plan", "/my-data", "/my-data/download.json", "/devices", "/goals"):
        walk.open_page(path)
    for path in ("/evidence", "/practice/objective/SQL-01"):
        walk.open_page(path)
    return walk


def take_sitting(walk: PageWalk, answers: int = ANSWERS) -> str:
    """Begin a quick sitting, answer with "I don't know", finish it, and return its key."""
    walk.open_page("/goals/junior/start")
    walk.send_form("/sittings", goal="junior", length="quick", language="")
    [key] = _SITTING.findall(walk.path)[:1]
    for _ in range(answers):
        token = _TOKEN.search(walk.html)
        if token is None:
            break
        walk.send_form(f"/sittings/{key}/answer", token=token[1], action="dont_know")
    walk.open_page(f"/sittings/{key}/finish")
    walk.send_form(f"/sittings/{key}/finish")
    return str(key)
