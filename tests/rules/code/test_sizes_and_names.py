"""Sizes of files and folders, and names: what only the whole program can break."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.rules.code.code_rules import MAX_FILE_LINES
from tests.rules.files import ROOT, named

MAX_FILES_IN_FOLDER = {"quiz": 12, "lab": 12, "migrations": 12, "tests": 15}
MAX_FILES_AT_TOP = 6
MAX_ONE_WORD_SHARE = 0.25

#: Tables of people and of devices that are read as a whole.
LONG_FILES = {
    "tests/accounts/test_devices.py",
    "tests/training/test_counselling.py",
}
#: Migrations are a history: one file a change, for good.
UNBOUNDED_FOLDERS = {"migrations/versions"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for name in folders for path in (ROOT / name).rglob("*.py"))


def crowded_folders(root: Path, most: int) -> list[str]:
    """Return the folders below `root` that hold more than `most` Python files."""
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    return [
        f"{folder}: {count} files"
        for folder in folders
        if (count := len(list(folder.glob("*.py")))) > most
        if str(folder.relative_to(root.parent)) not in UNBOUNDED_FOLDERS
    ]


@pytest.mark.parametrize("folder", MAX_FILES_IN_FOLDER)
def test_no_folder_is_crowded(folder: str) -> None:
    assert not crowded_folders(ROOT / folder, MAX_FILES_IN_FOLDER[folder])


def test_the_top_of_the_package_holds_the_roof_alone() -> None:
    assert len(list((ROOT / "quiz").glob("*.py"))) <= MAX_FILES_AT_TOP


def test_a_crowded_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for number in range(13):
        (tmp_path / "room" / f"file_{number}.py").touch()

    assert crowded_folders(tmp_path, 12)


def test_a_file_fits_a_few_screens() -> None:
    long = {
        named(path): lines
        for path in python_files("quiz", "lab", "tests", "migrations")
        if (lines := len(path.read_text().splitlines())) > MAX_FILE_LINES
    }

    assert long.keys() == LONG_FILES


def classes_by_name(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return the files that define each class."""
    where: dict[str, set[str]] = defaultdict(set)
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                where[node.name].add(path)
    return where


def twice(where: dict[str, set[str]]) -> dict[str, set[str]]:
    #: Flask-WTF wants this name inside each form.
    return {
        name: paths
        for name, paths in where.items()
        if len(paths) > 1 and name != "Meta"
    }


def test_a_class_name_means_one_thing() -> None:
    sources = {named(path): path.read_text() for path in python_files("quiz", "lab")}

    assert not twice(classes_by_name(sources))


def test_a_class_of_the_same_name_is_found() -> None:
    assert twice(
        classes_by_name({"a.py": "class Plan: ...", "b.py": "class Plan: ..."})
    )


def one_word_names(source: str) -> tuple[int, int]:
    """Return how many functions there are, and how many of their names have one word."""
    names = [
        node.name.strip("_")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("__")
    ]
    return len(names), sum("_" not in name for name in names)


def test_functions_are_named_by_verb_and_noun() -> None:
    counts = [one_word_names(path.read_text()) for path in python_files("quiz")]
    total, one_word = (sum(column) for column in zip(*counts, strict=True))

    assert one_word / total < MAX_ONE_WORD_SHARE


def test_one_word_names_are_counted() -> None:
    source = "def of(): ...\ndef load_goal(): ...\ndef _one(): ...\nclass A:\n    def __len__(self): ..."

    assert one_word_names(source) == (3, 2)
