"""Requests from outside, read with suspicion: each value has the type and range it must have, or is named."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from quiz.errors import NotValid

Fields: TypeAlias = Mapping[str, Any]


class BadRequest(NotValid):
    """A request that cannot be understood; the message names the field and what it must be."""


def fields(value: Any, what: str = "a request") -> Fields:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise BadRequest(f"{what} must be a JSON object")
    return value


def text(request: Fields, name: str) -> str:
    """Return a string that must be there and not be empty."""
    value = request.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"“{name}” must be a string and not empty")
    return value


def optional_text(request: Fields, name: str) -> str | None:
    """Return a string, or None where there is none."""
    return None if request.get(name) is None else text(request, name)


def number(request: Fields, name: str, default: float | None = None) -> float:
    """Return a finite number, or the default where there is none."""
    value = request.get(name, default)
    if value is None:
        value = default
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"“{name}” must be a number")
    if not math.isfinite(value):
        raise BadRequest(f"“{name}” must be a finite number")
    return float(value)


def optional_number(request: Fields, name: str) -> float | None:
    """Return a finite number, or None where there is none."""
    return None if request.get(name) is None else number(request, name)


def whole(request: Fields, name: str, default: int | None = None) -> int:
    """Return a whole number, or the default where there is none."""
    value = number(request, name, default)
    if value != int(value):
        raise BadRequest(f"“{name}” must be a whole number")
    return int(value)


def optional_whole(request: Fields, name: str) -> int | None:
    """Return a whole number, or None where there is none."""
    return None if request.get(name) is None else whole(request, name)


def flag(request: Fields, name: str, *, default: bool) -> bool:
    """Return true or false, or the default where nothing is said."""
    value = request.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise BadRequest(f"“{name}” must be true or false")
    return value


def listed(request: Fields, name: str) -> Sequence[Any]:
    """Return a list that must be there."""
    value = request.get(name)
    if not isinstance(value, list):
        raise BadRequest(f"“{name}” must be a list")
    return value


def names(request: Fields, name: str) -> frozenset[str] | None:
    """Return a list of strings as a set, or None where there is none."""
    if request.get(name) is None:
        return None
    found = listed(request, name)
    if not all(isinstance(entry, str) for entry in found):
        raise BadRequest(f"“{name}” must be a list of strings")
    return frozenset(found)


def numbers(request: Fields, what: str) -> dict[str, float]:
    """Return an object whose values are all finite numbers."""
    return {name: number(request, name) for name in fields(request, what)}
