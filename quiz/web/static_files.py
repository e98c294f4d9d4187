"""Addresses of static files carry a mark of their content, so that browsers may keep them for a year."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

MARK_CHARACTERS = 10


def init_app(app: Flask) -> None:
    """Add `v=…` to every address that `url_for("static", …)` makes."""
    folder = Path(str(app.static_folder))

    @lru_cache(maxsize=256)
    def mark(filename: str) -> str | None:
        path = folder / filename
        return (
            sha256(path.read_bytes()).hexdigest()[:MARK_CHARACTERS]
            if path.is_file()
            else None
        )

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.setdefault("v", mark(values["filename"]))
