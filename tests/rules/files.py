"""The files of the project, for rules about them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep."""
    # A checkout may belong to somebody else, in a container for example.
    command = [
        "git",
        "-c",
        f"safe.directory={ROOT}",
        "ls-files",
        "--cached",
        "--others",
    ]
    listed = subprocess.run(
        [*command, "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def named(path: Path) -> str:
    """Return a path as it stands in the project."""
    return str(path.relative_to(ROOT))
