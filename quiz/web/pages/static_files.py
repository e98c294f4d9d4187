"""Addresses of static files carry a mark of their content, so that browsers may keep them for a year.

A page names a dozen of them, and some pages that have but one address, the same ones each time, so templates get
all of these built once.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for

MARK_CHARACTERS = 10


def init_app(app: Flask) -> None:
    """Add `v=…` to every address that `url_for("static", …)` makes."""
    folder = Path(str(app.static_folder))

    @lru_cache(maxsize=256)
    def content_mark(filename: str) -> str | None:
        path = folder / filename
        return (
            sha256(path.read_bytes()).hexdigest()[:MARK_CHARACTERS]
            if path.is_file()
            else None
        )

    @lru_cache(maxsize=256)
    def build_static_url(_root: str, filename: str) -> str:
        return url_for("static", filename=filename)

    @lru_cache(maxsize=256)
    def build_fixed_url(_root: str, endpoint: str, anchor: str | None) -> str:
        return url_for(endpoint, _anchor=anchor)

    def known_url_for(endpoint: str, **values: Any) -> str:
        """Return what `url_for` does; from memory for a static file, and for a page that has but one address."""
        if values.keys() <= {"_anchor"} and not endpoint.startswith("."):
            return build_fixed_url(request.script_root, endpoint, values.get("_anchor"))
        if endpoint == "static" and values.keys() == {"filename"}:
            return build_static_url(request.script_root, values["filename"])
        return url_for(endpoint, **values)

    app.jinja_env.globals["url_for"] = known_url_for

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.setdefault("v", content_mark(values["filename"]))
