"""The whole bank in memory, with look-ups. Built by `parsing.bank_folder` and never changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from quiz.bank.questions import PACKS, Question
from quiz.catalogue.figures import ReplacementFigure
from quiz.catalogue.funding import Funding
from quiz.catalogue.goals import Goal
from quiz.catalogue.matrix import JobProfile, MatrixRow
from quiz.catalogue.misconceptions import Misconception
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Area, Objective
from quiz.catalogue.study_plans import Curriculum
from quiz.catalogue.training_routes import Route
from quiz.errors import NotFound

Thing = TypeVar("Thing")

#: How many options the example question has.
EXAMPLE_OPTIONS = 4


@dataclass(frozen=True)
class Catalogue:
    """Everything in `questions/`, checked; dictionaries keep the order in which things are shown."""

    areas: Mapping[str, Area]
    objectives: Mapping[str, Objective]
    rows: Mapping[str, MatrixRow]
    profiles: Mapping[str, JobProfile]
    figures: Mapping[str, ReplacementFigure]
    goals: Mapping[str, Goal]
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    #: Training routes by key, in the order in which they are shown.
    routes: Mapping[str, Route] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    fundings: Mapping[str, Funding] = field(default_factory=dict)
    curriculum: Curriculum = field(default_factory=Curriculum)

    def find_question(self, key: str) -> Question:
        """Return the question with this key.

        Raises
        ------
        NotFound
            When the bank has none.
        """
        try:
            return self.questions[key]
        except KeyError:
            raise NotFound(f"The question bank has no question {key!r}.") from None

    def area_name(self, key: str) -> str:
        """Return the name of an area; one that the bank no longer has keeps its key."""
        area = self.areas.get(key)
        return area.name if area else key

    def questions_of_area(self, area: str) -> tuple[Question, ...]:
        """Return the questions of an area."""
        return self._by_area.get(area, ())

    def questions_of_objective(self, objective: str) -> tuple[Question, ...]:
        """Return the questions of an objective."""
        return self._by_objective.get(objective, ())

    def questions_of_tag(self, row: str) -> tuple[Question, ...]:
        """Return the questions that carry a row of the skills matrix."""
        return self._by_tag.get(row, ())

    def questions_of_pack(self, pack: str | None) -> tuple[Question, ...]:
        """Return the questions of a language pack; None: those that are asked of everyone."""
        return tuple(
            question for question in self.questions.values() if question.pack == pack
        )

    def questions_asked_of(self, pack: str | None) -> tuple[Question, ...]:
        """Return the questions for somebody whose main language is `pack`.

        Another language's pack is asked only where the objective is to read a second language.
        """
        return tuple(
            question
            for question in self.questions.values()
            if question.pack in {None, pack}
            or (pack and question.objective in SECOND_LANGUAGE)
        )

    def resources_for(self, objective: str, language: str = "") -> tuple[Resource, ...]:
        """Return the free pages for an objective, first the one to begin with; of another language only if none fits.

        Where no language was chosen, those that need none come first.
        """
        pages = self._resources_by_objective.get(objective, ())
        if not language:
            return tuple(sorted(pages, key=lambda page: bool(page.languages)))
        return tuple(page for page in pages if page.serves(language)) or pages

    @cached_property
    def example_question(self) -> Question | None:
        """The question that everyone may see with its answer, so nobody is asked it: always the same for a bank."""
        easy = [
            question
            for question in self.questions.values()
            if question.level == "J"
            and not question.pack
            and len(question.options) == EXAMPLE_OPTIONS
        ]
        return min(easy, key=lambda one: one.key, default=None)

    @cached_property
    def language_packs(self) -> tuple[str, ...]:
        """The language packs that hold at least one question, in the order in which they are shown."""
        held = {question.pack for question in self.questions.values()}
        return tuple(pack for pack in PACKS if pack in held)

    @cached_property
    def _by_area(self) -> Mapping[str, tuple[Question, ...]]:
        return _group_pairs(
            (question.area, question) for question in self.questions.values()
        )

    @cached_property
    def _by_objective(self) -> Mapping[str, tuple[Question, ...]]:
        return _group_pairs(
            (question.objective, question) for question in self.questions.values()
        )

    @cached_property
    def _by_tag(self) -> Mapping[str, tuple[Question, ...]]:
        return _group_pairs(
            (tag, question)
            for question in self.questions.values()
            for tag in question.tags
        )

    @cached_property
    def _resources_by_objective(self) -> Mapping[str, tuple[Resource, ...]]:
        return _group_pairs(
            (objective, one)
            for one in self.resources.values()
            for objective in one.objectives
        )


#: Objectives about reading a second language.
SECOND_LANGUAGE = ("PROG-13", "WEB-13")


def _group_pairs(pairs: Iterable[tuple[str, Thing]]) -> dict[str, tuple[Thing, ...]]:
    groups: dict[str, list[Thing]] = defaultdict(list)
    for name, thing in pairs:
        groups[name].append(thing)
    return {name: tuple(group) for name, group in groups.items()}
