"""An operator's own folder: whatever lies in it, every fault is named with its file, and nothing hangs or breaks.

Each row of the table is one folder that once hung, crashed or made pages answer 500. Add another.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.bank.parsing.bank_folder import load_bank, read_bank
from quiz.catalogue.findings import BankFaults

QUESTIONS = Path(__file__).parents[3] / "questions"
ROUTE = (QUESTIONS / "routes" / "self-taught.toml").read_text()
GOAL = (QUESTIONS / "goals" / "junior.toml").read_text()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return our own bank without its questions, which take seconds to read."""
    root = tmp_path_factory.mktemp("questions")
    for name in ("skills", "goals", "routes", "plans"):
        (root / name).symlink_to(QUESTIONS / name)
    return root


def put(name: str, content: str | bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


def fifo(folder: Path) -> None:
    (folder / "prog").mkdir()
    os.mkfifo(folder / "prog" / "prog-01.md")


def device(folder: Path) -> None:
    (folder / "prog").mkdir()
    (folder / "prog" / "prog-01.md").symlink_to("/dev/zero")


def circle(folder: Path) -> None:
    (folder / "goals").mkdir()
    (folder / "goals" / "a.toml").symlink_to(folder / "goals" / "b.toml")
    (folder / "goals" / "b.toml").symlink_to(folder / "goals" / "a.toml")


def huge(folder: Path) -> None:
    (folder / "goals").mkdir()
    with (folder / "goals" / "a.toml").open("wb") as file:
        file.truncate(2 << 30)


def goal(**changed: str) -> Callable[[Path], None]:
    text = GOAL.replace('key = "junior"', 'key = "mine"')
    for name, value in changed.items():
        lines = text.splitlines()
        lines = [
            f"{name} = {value}" if line.startswith(f"{name} =") else line
            for line in lines
        ]
        text = "\n".join(lines)
    return put("goals/mine.toml", text)


def route(text: str) -> Callable[[Path], None]:
    return put("routes/mine.toml", f'key = "self-taught"\n{text}')


FIGURE = 'unit = "{unit}", text = "x", dated = "2026", assumption = true'
WEEKS, HOURS = FIGURE.format(unit="weeks"), FIGURE.format(unit="hours a week")

#: How the folder is made, and words that every finding must hold between them.
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe in place of a file": (fifo, "a plain file"),
    "a device in place of a file": (device, "a plain file"),
    "links in a circle": (circle, "goals/a.toml"),
    "two gigabytes": (huge, "bytes"),
    "nested lists": (put("goals/a.toml", "x = " + "[" * 5000 + "]" * 5000), "levels"),
    "nested tables": (put("goals/a.toml", "[" + "a." * 400 + "b]\nx=1"), "levels"),
    "no TOML": (put("goals/a.toml", "key = \n"), "goals/a.toml:1"),
    "Latin-1": (put("goals/a.toml", b'name = "\xe4"'), "UTF-8"),
    "a NUL": (put("prog/prog-01.md", "# x\0"), "NUL"),
    "a resource that is a number": (put("resources/a.toml", "resource = 3"), "tables"),
    "resources that are words": (put("resources/a.toml", 'resource = ["x"]'), "tables"),
    "a single resource": (put("resources/a.toml", '[resource]\nid = "x"'), "tables"),
    "a key with a slash": (goal(key='"a/b"'), "key"),
    "an empty key": (goal(key='""'), "key"),
    "a key with blanks": (goal(key='" a "'), "key"),
    "a key with a line end": (goal(key='"a\\r\\nb"'), "key"),
    "a key of 200 letters": (goal(key='"' + "a" * 200 + '"'), "key"),
    "a key with capitals": (goal(key='"Mine"'), "key"),
    "a name of 120 letters": (goal(name='"' + "a" * 120 + '"'), "name"),
    "a name of two lines": (goal(name='"a\\nb"'), "name"),
    "an order beyond all": (goal(order="1" + "0" * 30), "order"),
    "a level of nan": (goal(sql="nan"), "levels"),
    "a level of 4": (goal(sql="4.0"), "levels"),
    "a level below 0": (goal(sql="-1.0"), "levels"),
    "weeks of nan": (route(f"weeks = {{ low = nan, high = nan, {WEEKS} }}"), "weeks"),
    "weeks without end": (
        route(f"weeks = {{ low = 1, high = inf, {WEEKS} }}"),
        "weeks",
    ),
    "weeks of 0": (route(f"weeks = {{ low = 0, high = 0, {WEEKS} }}"), "weeks"),
    "a million weeks": (route(f"weeks = {{ low = 1, high = 1e6, {WEEKS} }}"), "weeks"),
    "no hours": (route(f"hours_a_week = {{ low = 0, high = 0, {HOURS} }}"), "hours"),
    "hours below 0": (
        route(f"hours_a_week = {{ low = -5, high = 9, {HOURS} }}"),
        "hours",
    ),
    "200 hours a week": (
        route(f"hours_a_week = {{ low = 9, high = 200, {HOURS} }}"),
        "hours",
    ),
    "efficiency of nothing": (route("efficiency = 1e-300"), "efficiency"),
    "a route of another kind": (route('kind = "wizardry"'), "kind"),
    "an unknown field": (route("wizard = 1"), "wizard"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_file(root: Path, tmp_path: Path, name: str) -> None:
    make, words = FAULTS[name]
    make(tmp_path)

    with pytest.raises(BankFaults) as refused:
        load_bank(root, tmp_path)

    told = str(refused.value)
    assert words in told
    assert all(finding.path for finding in refused.value.findings)
    assert tmp_path.name in told


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (goal(key='"a/b"'), "goals/mine.toml:3"),
        (route("\n\nefficiency = 5.0"), "routes/mine.toml:4"),
        (put("goals/a.toml", 'key = "a"\n\nname = \n'), "goals/a.toml:3"),
    ],
)
def test_a_fault_is_named_with_its_line(
    root: Path, tmp_path: Path, make: Callable[[Path], None], place: str
) -> None:
    make(tmp_path)

    with pytest.raises(BankFaults) as refused:
        load_bank(root, tmp_path)

    assert place in str(refused.value)


@pytest.mark.parametrize(
    "name", ["progz/prog-01.md", "prog/prog-01.MD", "goals/mine.tml", "mine.toml"]
)
def test_a_file_that_is_left_out_is_warned_of(
    root: Path, tmp_path: Path, name: str
) -> None:
    put(name, "x")(tmp_path)

    bank = read_bank(root, tmp_path)

    [warning] = bank.findings
    assert warning.severity == "warning"
    assert name.split("/", maxsplit=1)[0] in warning.path
    load_bank(root, tmp_path)


def test_a_folder_as_it_should_be_is_taken(root: Path, tmp_path: Path) -> None:
    goal()(tmp_path)
    put("README.md", "What this is.")(tmp_path)
    put(".git/config", "")(tmp_path)

    catalogue = load_bank(root, tmp_path)

    assert "mine" in catalogue.goals
    assert read_bank(root, tmp_path).findings == []
