"""Reads `routes/` and `resources/` of the bank and of an operator's own folder."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import display_path, read_toml, validate_data
from quiz.catalogue.training_routes import Resource, Route


def read_routes(folders: Iterable[Path], findings: list[Finding]) -> dict[str, Route]:
    """Return the training routes by key, in the order in which they are shown.

    A file of a later folder that names a key of an earlier one needs to hold only what differs:
    tables are laid over each other, lists and values take the place of what was there.
    """
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for folder in folders:
        for path in sorted((folder / "routes").glob("*.toml")):
            content = read_toml(path, findings)
            key = content.get("key")
            if isinstance(key, str):
                before = found[key][1] if key in found else {}
                found[key] = (path, _merge_tables(before, content))
            elif content:
                findings.append(
                    Finding(
                        display_path(path), 0, "", "key", repr(key), "a route's key"
                    )
                )
    routes = [
        validate_data(Route, content, display_path(path), f"route {key}", findings)
        for key, (path, content) in found.items()
    ]
    in_order = sorted((one for one in routes if one), key=lambda one: one.order)
    return {one.key: one for one in in_order}


def read_resources(
    folders: Iterable[Path], findings: list[Finding]
) -> dict[str, Resource]:
    """Return the free resources by id; a later folder's take the place of earlier ones of the same id."""
    resources: dict[str, Resource] = {}
    for folder in folders:
        for path in sorted((folder / "resources").glob("*.toml")):
            resources |= _read_resource_file(path, findings)
    return resources


def _read_resource_file(path: Path, findings: list[Finding]) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for data in read_toml(path, findings).get("resource", []):
        name = f"resource {data.get('id', '?')}"
        one = validate_data(Resource, data, display_path(path), name, findings)
        if one and one.id in found:
            findings.append(
                Finding(
                    display_path(path), 0, one.id, "id", "used before", "each id once"
                )
            )
        elif one:
            found[one.id] = one
    return found


def _merge_tables(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of both, those of `above` where both have one, table by table."""
    both = dict(below)
    for name, value in above.items():
        under = both.get(name)
        is_table = isinstance(value, dict) and isinstance(under, dict)
        both[name] = _merge_tables(under, value) if is_table and under else value
    return both
