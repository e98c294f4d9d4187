"""Statistics of the bank: counts, shares, coverage. Pages and the README show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from quiz.bank.linting.bank_level import MIN_PER_OBJECTIVE, MIN_PER_ROW
from quiz.bank.proofs.proof_store import StoredProof, is_proved
from quiz.bank.prose import split_words
from quiz.bank.questions import PACKS, Question
from quiz.bank.repository import Catalogue
from quiz.bank.types.registry import type_of
from quiz.catalogue.matrix import MatrixRow
from quiz.catalogue.skills import Objective

QUESTION_LEVELS = ("J", "C", "S")


@dataclass(frozen=True)
class ObjectiveCoverage:
    """An objective and the questions that measure it."""

    objective: Objective
    questions: tuple[Question, ...]

    @property
    def by_type(self) -> Mapping[str, int]:
        """How many of each type."""
        return Counter(question.type for question in self.questions)

    @property
    def is_thin(self) -> bool:
        """Say whether there are fewer than one objective needs."""
        return len(self.questions) < MIN_PER_OBJECTIVE


@dataclass(frozen=True)
class RowCoverage:
    """A tested row of the skills matrix and the questions that carry it."""

    row: MatrixRow
    questions: tuple[Question, ...]

    @property
    def is_thin(self) -> bool:
        """Say whether there are fewer than one row needs."""
        return len(self.questions) < MIN_PER_ROW


@dataclass(frozen=True)
class BankCoverage:
    """How many questions measure each objective and row."""

    objectives: tuple[ObjectiveCoverage, ...]
    rows: tuple[RowCoverage, ...]
    #: Questions by language pack; the empty string stands for those asked of everyone.
    packs: Mapping[str, int]


@dataclass(frozen=True)
class AreaCounts:
    """The questions of one area, counted."""

    area: str
    name: str
    total: int
    by_level: Mapping[str, int]
    by_type: Mapping[str, int]
    #: Questions with a stored proof of their present content.
    proved: int


@dataclass(frozen=True)
class BankStatistics:
    """The bank in numbers."""

    areas: tuple[AreaCounts, ...]
    packs: Mapping[str, int]
    total: int
    #: Without the language packs.
    neutral: int
    proved: int
    with_reasons: int
    past_review: int
    objectives_covered: int
    objectives: int
    rows_covered: int
    rows: int
    #: Median number of words in a stem.
    median_words: float
    median_seconds: float


def measure_coverage(catalogue: Catalogue) -> BankCoverage:
    """Count the questions of each objective, row and pack."""
    return BankCoverage(
        objectives=tuple(
            ObjectiveCoverage(objective, catalogue.questions_of_objective(objective.id))
            for objective in catalogue.objectives.values()
        ),
        rows=tuple(
            RowCoverage(row, catalogue.questions_of_tag(row.id))
            for row in catalogue.rows.values()
            if row.is_tested
        ),
        packs={
            pack: len(catalogue.questions_of_pack(pack or None))
            for pack in ("", *PACKS)
        },
    )


def compute_statistics(
    catalogue: Catalogue, proofs: Mapping[str, StoredProof], *, today: date
) -> BankStatistics:
    """Return the bank in numbers, as of `today`."""
    questions = tuple(catalogue.questions.values())
    coverage = measure_coverage(catalogue)
    return BankStatistics(
        areas=tuple(_count_area(catalogue, area, proofs) for area in catalogue.areas),
        packs=coverage.packs,
        total=len(questions),
        neutral=coverage.packs[""],
        proved=_count_proved(questions, proofs),
        with_reasons=sum(_has_all_reasons(question) for question in questions),
        past_review=sum(question.review_by < today for question in questions),
        objectives_covered=sum(not one.is_thin for one in coverage.objectives),
        objectives=len(coverage.objectives),
        rows_covered=sum(not one.is_thin for one in coverage.rows),
        rows=len(coverage.rows),
        median_words=median(
            [len(split_words(question.stem)) for question in questions] or [0]
        ),
        median_seconds=median([question.seconds for question in questions] or [0]),
    )


def _count_area(
    catalogue: Catalogue, area: str, proofs: Mapping[str, StoredProof]
) -> AreaCounts:
    questions = catalogue.questions_of_area(area)
    return AreaCounts(
        area=area,
        name=catalogue.areas[area].name,
        total=len(questions),
        by_level=Counter(question.level for question in questions),
        by_type=Counter(question.type for question in questions),
        proved=_count_proved(questions, proofs),
    )


def _count_proved(
    questions: Sequence[Question], proofs: Mapping[str, StoredProof]
) -> int:
    return sum(is_proved(question, proofs) for question in questions)


def _has_all_reasons(question: Question) -> bool:
    parts = type_of(question).explained_texts(question)
    return all(part.reason for part in parts)
