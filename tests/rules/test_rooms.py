"""Doors between rooms open downward only.

Every import counts, also those inside functions and for type checking: that is where
other projects lost the order of theirs.
"""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from tests.rules.files import ROOT, named

# The roof may see all rooms, and no room may see the roof.
ROOF = {"__init__", "__main__", "app", "cli", "server"}
FOUNDATION = {"config", "core", "errors"}
# From the bottom up. A room may import the rooms below its own layer, not those beside it.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("core",),
    ("config",),
    ("measurement", "charts", "typesetting"),
    ("calibration",),
    ("catalogue",),
    ("bank",),
    ("web",),
    ("mail", "access"),
    ("accounts",),
    ("jobs", "privacy"),
    ("organisations",),
    ("credentials",),
    ("administration",),
    ("sittings",),
    ("review", "moderation"),
    ("goals",),
    ("results",),
    ("careers", "adverts"),
    ("training",),
    ("cohorts",),
    ("reports", "paper"),
    ("operations",),
)
#: Numbers in, numbers or SVG out.
PURE = {
    "measurement": {"errors"},
    "calibration": {"errors", "measurement"},
    "charts": set[str](),
}
# The room, and what of `quiz` it may import.
ROOMS: dict[str, set[str]] = {
    room: PURE.get(room, {below for layer in LAYERS[:height] for below in layer})
    for height, layer in enumerate(LAYERS)
    for room in layer
}

# Inside a room: the file, and which files beside it it must not see.
FILES = {
    "models": {"queries", "services", "forms", "policies", "views"},
    "queries": {"services", "forms", "views"},
    "forms": {"models", "queries", "services", "views"},
    "policies": {"services", "forms", "views"},
    "services": {"forms", "views"},
}


def modules() -> list[Path]:
    return sorted((ROOT / "quiz").rglob("*.py"))


def room_of(module: str) -> str:
    """Return the room of a dotted name below `quiz`, or "roof"."""
    name = [*module.split("."), "__init__"][1]
    return "roof" if name in ROOF else name


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of all that a file imports of `quiz`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = dotted(path).split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def ours(path: Path) -> list[tuple[int, str]]:
    return [
        (line, name) for line, name in imports(path) if name.split(".")[0] == "quiz"
    ]


def test_the_table_of_rooms_has_no_circle() -> None:
    order = list(TopologicalSorter(ROOMS).static_order())

    assert set(order) == set(ROOMS)


def test_every_room_stands_in_the_table() -> None:
    rooms = {room_of(dotted(path)) for path in modules()}

    assert rooms - {"roof"} <= set(ROOMS)


def test_a_room_opens_doors_downward_only() -> None:
    wrong = [
        f"{named(path)}:{line} imports {name}: {room} may import {sorted(ROOMS[room])}"
        for path in modules()
        if (room := room_of(dotted(path))) != "roof"
        for line, name in ours(path)
        if room_of(name) not in {room} | ROOMS[room]
    ]

    assert not wrong, "\n".join(wrong)


def test_the_served_program_knows_nothing_of_the_laboratory() -> None:
    wrong = [
        f"{named(path)}:{line} imports {name}"
        for path in modules()
        for line, name in imports(path)
        if name.split(".")[0] == "lab"
    ]

    assert not wrong, "\n".join(wrong)


def test_inside_a_room_views_see_the_rest_and_not_the_other_way() -> None:
    wrong = [
        f"{named(path)}:{line} imports {name}"
        for path in modules()
        for line, name in ours(path)
        for beside in FILES.get(path.stem, ())
        if f"{name}.".startswith(f"{dotted(path.parent / beside)}.")
    ]

    assert not wrong, "\n".join(wrong)


def test_pure_rooms_know_neither_the_web_nor_the_database() -> None:
    outside = {"flask", "jinja2", "os", "random", "sqlalchemy", "werkzeug", "wtforms"}
    pure = [path for path in modules() if room_of(dotted(path)) in PURE]

    wrong = [
        f"{named(path)}:{line} imports {name}"
        for path in pure
        for line, name in imports(path)
        if name.split(".")[0] in outside
    ]

    assert pure
    assert not wrong, "\n".join(wrong)
