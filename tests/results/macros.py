"""The macros that say what a result means, called without the app."""

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader

from quiz.web.filters import FILTERS
from tests.rules.files import ROOT


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {function.__name__: function for function in FILTERS}
    return environment


def macro(file: str, name: str) -> Callable[..., str]:
    """Return a macro of a file as a function that returns plain text in one line."""
    found = getattr(_environment().get_template(file).module, name)
    return lambda *values, **named: " ".join(found(*values, **named).unescape().split())
