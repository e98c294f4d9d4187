"""Files of an operator's own folder that nobody reads: most likely their names are misspelt."""

from collections.abc import Collection, Iterator
from pathlib import Path

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import display_path

#: Folder -> how the names of its files end.
KNOWN_FOLDERS = {
    "goals": ".toml",
    "misconceptions": ".md",
    "routes": ".toml",
    "resources": ".toml",
    "funding": ".toml",
    "plans": ".toml",
}
#: Files that lie beside and are for people.
FOR_PEOPLE = {"readme", "licence", "license", "changelog", "notes"}


def find_ignored_files(folder: Path, areas: Collection[str]) -> list[Finding]:
    """Return a warning for each file that is left out because of its name or its place."""
    endings = KNOWN_FOLDERS | dict.fromkeys(areas, ".md")
    try:
        return [
            _warn(path, expected)
            for path in sorted(folder.iterdir())
            for path, expected in _look_at(path, endings)
        ]
    except OSError:  # what cannot be listed is told where it is read
        return []


def _look_at(path: Path, endings: dict[str, str]) -> Iterator[tuple[Path, str]]:
    if path.name.startswith(".") or path.stem.lower() in FOR_PEOPLE:
        return
    if not path.is_dir():
        yield path, "files lie in folders: " + ", ".join(sorted(endings))
    elif path.name not in endings:
        yield path, "one of the folders " + ", ".join(sorted(endings))
    else:
        ending = endings[path.name]
        for file in sorted(path.iterdir()):
            is_known = file.name.endswith(ending) and not file.is_dir()
            if not is_known and not file.name.startswith("."):
                yield file, f"a file whose name ends in {ending}"


def _warn(path: Path, expected: str) -> Finding:
    shown = display_path(path)
    return Finding(
        shown, 0, "", "name", path.name, expected, "left out", severity="warning"
    )
