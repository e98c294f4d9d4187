"""Requests from outside, read with suspicion: each value has the type and range it must have, or is named."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from quiz.errors import NotValid

JsonObject: TypeAlias = Mapping[str, Any]


class BadRequest(NotValid):
    """A request that cannot be understood; the message names the field and what it must be."""


def read_object(value: Any, what: str = "a request") -> JsonObject:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise BadRequest(f"{what} must be a JSON object")
    return value


def read_text(request: JsonObject, name: str) -> str:
    """Return a string that must be there and not be empty."""
    value = request.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"“{name}” must be a string and not empty")
    return value


def read_optional_text(request: JsonObject, name: str) -> str | None:
    """Return a string, or None where there is none."""
    return None if request.get(name) is None else read_text(request, name)


def read_number(request: JsonObject, name: str, default: float | None = None) -> float:
    """Return a finite number, or the default where there is none."""
    value = request.get(name, default)
    if value is None:
        value = default
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"“{name}” must be a number")
    if not math.isfinite(value):
        raise BadRequest(f"“{name}” must be a finite number")
    return float(value)


def read_optional_number(request: JsonObject, name: str) -> float | None:
    """Return a finite number, or None where there is none."""
    return None if request.get(name) is None else read_number(request, name)


def read_integer(request: JsonObject, name: str, default: int | None = None) -> int:
    """Return a whole number, or the default where there is none."""
    value = read_number(request, name, default)
    if value != int(value):
        raise BadRequest(f"“{name}” must be a whole number")
    return int(value)


def read_optional_integer(request: JsonObject, name: str) -> int | None:
    """Return a whole number, or None where there is none."""
    return None if request.get(name) is None else read_integer(request, name)


def read_flag(request: JsonObject, name: str, *, default: bool) -> bool:
    """Return true or false, or the default where nothing is said."""
    value = request.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise BadRequest(f"“{name}” must be true or false")
    return value


def read_list(request: JsonObject, name: str) -> Sequence[Any]:
    """Return a list that must be there."""
    value = request.get(name)
    if not isinstance(value, list):
        raise BadRequest(f"“{name}” must be a list")
    return value


def read_names(request: JsonObject, name: str) -> frozenset[str] | None:
    """Return a list of strings as a set, or None where there is none."""
    if request.get(name) is None:
        return None
    found = read_list(request, name)
    if not all(isinstance(entry, str) for entry in found):
        raise BadRequest(f"“{name}” must be a list of strings")
    return frozenset(found)


def read_numbers(request: JsonObject, what: str) -> dict[str, float]:
    """Return an object whose values are all finite numbers."""
    return {name: read_number(request, name) for name in read_object(request, what)}
