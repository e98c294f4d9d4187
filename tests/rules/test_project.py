"""The project as a whole: settings are told, locks are whole, nothing points outside."""

import re
import tomllib
from pathlib import Path

from quiz.bank.parsing.bank_folder import read_bank
from tests.rules.files import ROOT, named, project_files

TEXT_KINDS = {
    "",
    ".css",
    ".html",
    ".js",
    ".json",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".typ",
}
# Put together here so that this file does not find itself.
OUTSIDE = [
    "".join(parts)
    for parts in (
        ("/work", "/"),
        ("/tm", "p/brief"),
        ("/root", "/"),
        (".py", "env/"),
        ("py", "pi.org"),
        ("pythonhosted", ".org"),
        ("registry.npm", "js"),
        ("deb.debian", ".org"),
        ("artifact", "registry"),
        ("anthro", "pic"),
        ("clau", "de"),
    )
]


def locked(name: str) -> dict[str, str]:
    """Return package and version of each line of a lock file."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", text, re.MULTILINE))


def test_every_setting_is_in_the_readme() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "quiz").rglob("*.py"))
    readme = (ROOT / "README.md").read_text()

    settings = set(re.findall(r"\bTRIGPOINT_[A-Z_]+", code))

    assert settings
    assert settings == set(re.findall(r"\bTRIGPOINT_[A-Z_]+", readme))


def dead_links(page: Path) -> list[str]:
    """Return the links and the paths of a page of the docs that lead to no file; those with a <part> are patterns."""
    text = page.read_text()
    links = re.findall(r"\]\((?!\w+:)([^)#\s]+)", text)
    paths = re.findall(
        r"`((?:docs|lab|migrations|quiz|static|templates|tests)/[^`\s<]+)`", text
    )
    return [
        *(link for link in links if not (page.parent / link).exists()),
        *(path for path in paths if not (ROOT / path).exists()),
    ]


def test_every_file_that_the_docs_name_is_there() -> None:
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *ROOT.glob("docs/**/*.md")]

    assert {named(page): dead for page in pages if (dead := dead_links(page))} == {}


def test_a_link_that_leads_nowhere_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("See [it](gone.md#part), `quiz/gone.py`, [us](https://x.org/a).")

    assert dead_links(page) == ["gone.md", "quiz/gone.py"]


def test_no_file_points_to_the_place_where_it_was_written() -> None:
    found = [
        f"{named(path)}: {word}"
        for path in project_files()
        if path.suffix in TEXT_KINDS
        for word in OUTSIDE
        if word in path.read_text().lower()
    ]

    assert not found


def test_every_locked_package_has_its_hash() -> None:
    for name in ("requirements.txt", "requirements-test.txt", "requirements-uv.txt"):
        text = (ROOT / name).read_text().replace("\\\n", " ")

        assert not [
            line
            for line in text.splitlines()
            if line
            and not line.lstrip().startswith("#")
            and "--hash=sha256:" not in line
        ]


def test_the_test_lock_holds_the_plain_lock_in_the_same_versions() -> None:
    """The launcher takes an environment with the tests' packages for the app's too."""
    assert locked("requirements.txt").items() <= locked("requirements-test.txt").items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]

    names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked}  # type: ignore[index]  # each begins with a name

    assert not names - {name.lower() for name in locked("requirements-test.txt")}


def test_the_wheel_takes_every_folder_that_the_program_reads() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    taken = tool["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert taken == {name: f"quiz/{name}" for name in taken}
    assert {"migrations", "questions", "static", "templates"} <= set(taken)
    assert all((ROOT / name).is_dir() for name in taken)


def test_every_question_file_loads() -> None:
    bank = read_bank(ROOT / "questions")

    assert not bank.findings
