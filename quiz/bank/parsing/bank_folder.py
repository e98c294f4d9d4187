"""Reads the folder `questions/` and an operator's own folder, and reports every fault at once."""

import logging
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quiz.bank.parsing.ignored_files import find_ignored_files
from quiz.bank.parsing.question_files import read_questions
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.types.registry import type_of
from quiz.catalogue.figures import read_figures
from quiz.catalogue.findings import BankFaults, Finding
from quiz.catalogue.funding import read_fundings
from quiz.catalogue.goals import Goal, read_goals
from quiz.catalogue.matrix import read_matrix, read_profiles
from quiz.catalogue.misconceptions import Misconception, read_misconceptions
from quiz.catalogue.resources import read_resources
from quiz.catalogue.skills import Objective, read_areas, read_objectives
from quiz.catalogue.study_plans import read_curriculum
from quiz.catalogue.toml_files import (
    FolderEntry,
    display_path,
    merge_entries,
    read_text,
)
from quiz.catalogue.training_routes import read_routes

log = logging.getLogger(__name__)


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
    errors = [each for each in bank.findings if each.severity == "error"]
    if errors:
        raise BankFaults(errors)
    for warning in bank.findings:
        log.warning("%s", warning)
    return bank.catalogue


def read_bank(root: Path, overlay: Path | None = None) -> BankFolder:
    """Return the part of the bank that can be read, and every fault."""
    findings: list[Finding] = []
    skills = root / "skills"
    areas = read_areas(skills / "areas.toml", findings)
    objectives = read_objectives(skills / "objectives.toml", findings)
    rows = read_matrix(skills / "matrix.toml", findings)
    figures = read_figures(skills / "current.toml", findings)
    profiles = read_profiles(skills / "matrix.toml", findings)
    goals: dict[str, Goal] = {}
    misconceptions: dict[str, Misconception] = {}
    questions: dict[str, Question] = {}
    folders = [root, overlay] if overlay else [root]
    for folder in folders:
        merge_entries(goals, read_goals(folder, findings), "goal", findings)
        merge_entries(
            misconceptions,
            read_misconceptions(folder, areas, findings),
            "misconception",
            findings,
        )
        found = _read_question_files(
            folder, areas, objectives, findings, own=folder == overlay
        )
        merge_entries(questions, found, "key", findings)
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
        fundings=read_fundings(folders, findings),
        curriculum=read_curriculum(folders, findings),
    )
    findings += _find_broken_links(catalogue)
    if overlay:
        findings += find_ignored_files(overlay, areas)
    return BankFolder(catalogue, findings)


def find_question_files(folder: Path, areas: Iterable[str]) -> list[tuple[str, Path]]:
    """Return the area and path of every question file in a bank folder, in order."""
    return [
        (area, path) for area in areas for path in sorted((folder / area).glob("*.md"))
    ]


def _read_question_files(
    folder: Path,
    areas: Iterable[str],
    objectives: Mapping[str, Objective],
    findings: list[Finding],
    *,
    own: bool,
) -> list[FolderEntry[Question]]:
    found = []
    for area, path in find_question_files(folder, areas):
        shown = display_path(path)
        text = read_text(path, findings)
        if text is None:
            continue
        content = read_questions(text, shown, area, objectives, own=own)
        findings += content.findings
        found += [
            FolderEntry(question.key, question, shown, question.line)
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
    spine, objectives = catalogue.curriculum.spine, catalogue.objectives
    named.append(("plans/", "spine", "objectives", spine, objectives, "an objective"))
    named += [
        ("plans/", project.id, "needs", project.needs, objectives, "an objective")
        for project in catalogue.curriculum.projects
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
