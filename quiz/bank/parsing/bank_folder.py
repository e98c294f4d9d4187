"""Reads the folder `questions/` and an operator's own folder, and reports every fault at once."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quiz.bank.parsing.question_files import KEY, read_questions
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.source.blocks import number_lines, split_at_headings
from quiz.bank.types.registry import type_of
from quiz.catalogue.findings import BankFaults, Finding
from quiz.catalogue.skills import (
    Area,
    Goal,
    JobProfile,
    MatrixRow,
    Misconception,
    Objective,
    ReplacementFigure,
)
from quiz.catalogue.toml_files import (
    display_path,
    read_table,
    read_text,
    read_toml,
    validate_data,
)
from quiz.catalogue.training_files import read_resources, read_routes


@dataclass
class BankFolder:
    """The part of a bank that could be read, and every fault."""

    catalogue: Catalogue
    findings: list[Finding] = field(default_factory=list)


def load_bank(root: Path, overlay: Path | None = None) -> Catalogue:
    """Return the bank in `root`, with an operator's own questions and goals from `overlay`.

    Raises
    ------
    BankFaults
        With every fault of every file.
    """
    bank = read_bank(root, overlay)
    if bank.findings:
        raise BankFaults(bank.findings)
    return bank.catalogue


def read_bank(root: Path, overlay: Path | None = None) -> BankFolder:
    """Return the part of the bank that can be read, and every fault."""
    findings: list[Finding] = []
    skills = root / "skills"
    areas = read_table(skills / "areas.toml", "area", Area, findings)
    objectives = read_table(
        skills / "objectives.toml", "objective", Objective, findings
    )
    rows = read_table(skills / "matrix.toml", "row", MatrixRow, findings)
    figures = read_table(skills / "current.toml", "figure", ReplacementFigure, findings)
    profiles = _read_profiles(skills / "matrix.toml", findings)
    goals: dict[str, Goal] = {}
    misconceptions: dict[str, Misconception] = {}
    questions: dict[str, Question] = {}
    folders = [root, overlay] if overlay else [root]
    for folder in folders:
        _merge_entries(goals, _read_goals(folder, findings), "goal", findings)
        _merge_entries(
            misconceptions,
            _read_misconceptions(folder, areas, findings),
            "misconception",
            findings,
        )
        found = _read_question_files(
            folder, areas, objectives, findings, own=folder == overlay
        )
        _merge_entries(questions, found, "key", findings)
    catalogue = Catalogue(
        areas=areas,
        objectives=objectives,
        rows=rows,
        profiles=profiles,
        figures=figures,
        goals={
            goal.key: goal
            for goal in sorted(goals.values(), key=lambda goal: goal.order)
        },
        misconceptions=misconceptions,
        questions=questions,
        routes=read_routes(folders, findings),
        resources=read_resources(folders, findings),
    )
    findings += _find_broken_links(catalogue)
    return BankFolder(catalogue, findings)


def find_question_files(folder: Path, areas: Iterable[str]) -> list[tuple[str, Path]]:
    """Return the area and path of every question file in a bank folder, in order."""
    return [
        (area, path) for area in areas for path in sorted((folder / area).glob("*.md"))
    ]


@dataclass(frozen=True)
class _FolderEntry:
    """An entry with an id, and the place where it was read."""

    id: str
    thing: Any
    path: str
    line: int


def _merge_entries(
    into: dict[str, Any],
    found: Iterable[_FolderEntry],
    name: str,
    findings: list[Finding],
) -> None:
    for one in found:
        if one.id in into:
            first = getattr(into[one.id], "path", "")
            seen = f"used before in {first}" if first else "used before"
            findings.append(
                Finding(
                    one.path,
                    one.line,
                    one.id,
                    name,
                    seen,
                    "an id that nothing else has",
                )
            )
        else:
            into[one.id] = one.thing


def _read_question_files(
    folder: Path,
    areas: Iterable[str],
    objectives: Mapping[str, Objective],
    findings: list[Finding],
    *,
    own: bool,
) -> list[_FolderEntry]:
    found = []
    for area, path in find_question_files(folder, areas):
        shown = display_path(path)
        text = read_text(path, findings)
        if text is None:
            continue
        content = read_questions(text, shown, area, objectives, own=own)
        findings += content.findings
        found += [
            _FolderEntry(question.key, question, shown, question.line)
            for question in content.questions
        ]
        for name in sorted({question.objective for question in content.questions}):
            if not re.match(rf"{name.lower()}(-[a-z0-9-]+)?\.md$", path.name):
                findings.append(
                    Finding(
                        shown,
                        1,
                        "",
                        "file",
                        path.name,
                        f"{name.lower()}.md or {name.lower()}-….md",
                    )
                )
    return found


def _read_misconceptions(
    folder: Path, areas: Iterable[str], findings: list[Finding]
) -> list[_FolderEntry]:
    found = []
    for path in sorted((folder / "misconceptions").glob("*.md")):
        shown = display_path(path)
        if path.stem not in areas:
            findings.append(
                Finding(shown, 1, "", "file", path.name, "an area's id and `.md`")
            )
        for part in split_at_headings(
            list(number_lines(read_text(path, findings) or "")), "##"
        )[1]:
            if not KEY.match(part.title) or not part.text:
                findings.append(
                    Finding(
                        shown,
                        part.line,
                        part.title,
                        "misconception",
                        "an odd id" if part.text else "no text",
                        "`## id` in small letters and hyphens, then a paragraph",
                    )
                )
                continue
            one = Misconception(
                id=part.title,
                area=path.stem,
                text=part.text,
                path=shown,
                line=part.line,
            )
            found.append(_FolderEntry(one.id, one, shown, one.line))
    return found


def _read_goals(folder: Path, findings: list[Finding]) -> list[_FolderEntry]:
    found = []
    for path in sorted((folder / "goals").glob("*.toml")):
        goal = validate_data(
            Goal, read_toml(path, findings), display_path(path), "goal", findings
        )
        if goal:
            found.append(_FolderEntry(goal.key, goal, display_path(path), 1))
    return found


def _read_profiles(path: Path, findings: list[Finding]) -> dict[str, JobProfile]:
    # Faults in the file itself were noted when its rows were read.
    content = read_toml(path, [])
    found = {
        name: validate_data(
            JobProfile, data, display_path(path), f"profile {name}", findings
        )
        for name, data in content.get("profiles", {}).items()
    }
    return {name: profile for name, profile in found.items() if profile}


def _find_broken_links(catalogue: Catalogue) -> list[Finding]:
    """Return references to things that do not exist."""
    findings = []
    for question in catalogue.questions.values():
        named: list[tuple[str, tuple[str, ...], Container[str], str]] = [
            ("tags", question.tags, catalogue.rows, "an id of skills/matrix.toml"),
            ("enemies", question.enemies, catalogue.questions, "the key of a question"),
        ]
        named += [
            (
                part.section,
                (part.misconception,),
                catalogue.misconceptions,
                "an id in misconceptions/",
            )
            for part in type_of(question).explained_texts(question)
            if part.misconception
        ]
        findings += [
            Finding(question.path, question.line, question.key, name, id_, expected)
            for name, ids, known, expected in named
            for id_ in ids
            if id_ not in known
        ]
    return findings + _find_broken_skills(catalogue)


def _find_broken_skills(catalogue: Catalogue) -> list[Finding]:
    named: list[tuple[str, str, str, tuple[str, ...], Iterable[str], str]] = []
    for objective in catalogue.objectives.values():
        file, id_ = "skills/objectives.toml", objective.id
        named += [
            (file, id_, "area", (objective.area,), catalogue.areas, "an area"),
            (
                file,
                id_,
                "prerequisites",
                objective.prerequisites,
                catalogue.objectives,
                "an objective",
            ),
        ]
    for row in catalogue.rows.values():
        file, areas = "skills/matrix.toml", (row.area,) if row.is_tested else ()
        named += [
            (file, row.id, "area", areas, catalogue.areas, "an area"),
            (file, row.id, "profiles", row.profiles, catalogue.profiles, "a profile"),
        ]
    named += [
        (
            "resources/",
            one.id,
            "objectives",
            one.objectives,
            catalogue.objectives,
            "an objective",
        )
        for one in catalogue.resources.values()
    ]
    findings = [
        Finding(file, 0, id_, name, word, expected)
        for file, id_, name, words, known, expected in named
        for word in words
        if word not in known
    ]
    return findings + _find_missing_areas(catalogue)


def _find_missing_areas(catalogue: Catalogue) -> list[Finding]:
    """Return the goals and routes that do not name every area: a forgotten one would count as nothing."""
    named = [
        (f"goals/{goal.key}.toml", goal.key, "levels", tuple(goal.levels))
        for goal in catalogue.goals.values()
    ]
    named += [
        (f"routes/{route.key}.toml", route.key, "coverage", tuple(route.coverage))
        for route in catalogue.routes.values()
    ]
    return [
        Finding(file, 0, key, name, ", ".join(areas), "every area once")
        for file, key, name, areas in named
        if set(areas) != set(catalogue.areas)
    ]
