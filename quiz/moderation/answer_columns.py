"""The answers of finished sittings as columns of numbers, read in blocks: millions of them fit into memory.

Of a block only numbers are kept. A sitting is left out as hasty by the rule that `measurement.reporting.person_fit`
has for one person.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Integer, Select, cast, func, select
from sqlalchemy.orm import Session, undefer

from quiz.accounts.models import Person
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.versions import load_question
from quiz.measurement.reporting.person_fit import (
    MIN_RESPONSE_TIME_EFFORT,
    MIN_TIMED_ANSWERS,
    rapid_response_seconds,
)
from quiz.sittings.enums import SittingState
from quiz.sittings.models import Answer, AttemptItem, Sitting

#: Sittings that are read at once; of each there are some forty rows.
BLOCK_SITTINGS = 2000
#: Versions of questions whose content is read at once.
BLOCK_VERSIONS = 500

Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class AnswerColumns:
    """Answers as columns of equal length, sorted by sitting."""

    #: From 0, rising, without gaps.
    sitting: npt.NDArray[np.int32]
    #: Index in `questions`.
    question: npt.NDArray[np.int32]
    score: npt.NDArray[np.float32]
    dont_know: npt.NDArray[np.bool_]
    questions: tuple[Question, ...]
    #: Of each sitting: the network and month that it came from, else the number of its person.
    origins: tuple[str | int, ...]
    sittings: int
    #: Sittings that were left out because many answers came faster than questions can be read.
    hasty: int

    def __len__(self) -> int:
        return len(self.sitting)


@dataclass
class _Questions:
    """The versions that were met so far: their content, and the seconds under which an answer was not read."""

    session: Session
    held: frozenset[str]
    number_of: dict[int, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    rapid: list[float] = field(default_factory=list)
    is_held: list[bool] = field(default_factory=list)

    def number(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """Return the numbers of versions by their ids, reading those that are new."""
        found, where = np.unique(ids, return_inverse=True)
        new = [one for one in found.tolist() if one not in self.number_of]
        for start in range(0, len(new), BLOCK_VERSIONS):
            self._read(new[start : start + BLOCK_VERSIONS])
        numbers = np.array([self.number_of[one] for one in found.tolist()], np.int32)
        return numbers[where]

    def _read(self, ids: list[int]) -> None:
        versions = self.session.scalars(
            select(QuestionVersion)
            .where(QuestionVersion.id.in_(ids))
            .options(undefer(QuestionVersion.content))
            .order_by(QuestionVersion.id)
        )
        for version in versions:
            question = load_question(version)
            self.number_of[version.id] = len(self.questions)
            self.questions.append(question)
            self.rapid.append(rapid_response_seconds(question.seconds))
            self.is_held.append(question.key in self.held)


@dataclass
class _Gathered:
    """What was kept of the blocks so far."""

    columns: list[tuple[npt.NDArray[Any], ...]] = field(default_factory=list)
    origins: list[str | int] = field(default_factory=list)
    sittings: int = 0
    hasty: int = 0


def read_answer_columns(
    session: Session, held: frozenset[str], tell: Tell
) -> AnswerColumns:
    """Return the answers that can be learned from; those to questions with a key in `held` are left out.

    A sitting is used when a real person finished it without haste and it continues no other.
    """
    questions, gathered = _Questions(session, held), _Gathered()
    total, read = session.scalar(_usable(func.count())) or 0, 0
    for ids in _sitting_blocks(session):
        _gather_block(session, ids, questions, gathered)
        read += len(ids)
        tell(f"Read {read:,} of {total:,} sittings")
        # The content of questions is kept by digest, not by row.
        session.expunge_all()
    columns = [np.concatenate(parts) for parts in zip(*gathered.columns, strict=True)]
    sitting, question, score, dont_know = columns or _no_columns()
    return AnswerColumns(
        sitting,
        question,
        score,
        dont_know,
        tuple(questions.questions),
        tuple(gathered.origins),
        gathered.sittings,
        gathered.hasty,
    )


def _no_columns() -> list[npt.NDArray[Any]]:
    return [np.array([], kind) for kind in (np.int32, np.int32, np.float32, np.bool_)]


def _usable(*columns: Any) -> Select[Any]:
    """Return what is selected of the sittings that can be learned from."""
    return (
        select(*columns)
        .select_from(Sitting)
        .join(Person)
        .where(
            Sitting.state == SittingState.FINISHED,
            Sitting.prior.is_(None),
            Person.is_example.is_(False),
            Sitting.is_trial.is_(False),
        )
    )


def _sitting_blocks(session: Session) -> Iterator[list[int]]:
    last = 0
    while True:
        statement = _usable(Sitting.id).where(Sitting.id > last).order_by(Sitting.id)
        ids = list(session.scalars(statement.limit(BLOCK_SITTINGS)))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _gather_block(
    session: Session, ids: list[int], questions: _Questions, gathered: _Gathered
) -> None:
    rows = session.execute(
        _usable(
            Sitting.id,
            AttemptItem.question_version_id,
            Answer.score,
            cast(Answer.dont_know, Integer),
            cast(AttemptItem.left_out, Integer),
            Answer.seconds,
        )
        .join(AttemptItem, AttemptItem.sitting_id == Sitting.id)
        .join(Answer, Answer.position_id == AttemptItem.id)
        .where(Sitting.id.between(ids[0], ids[-1]))
        .order_by(Sitting.id, AttemptItem.number)
    ).all()
    if rows:
        _keep_usable(
            _as_columns(rows), questions, gathered, _find_origins(session, ids)
        )


def _find_origins(session: Session, ids: list[int]) -> dict[int, str | int]:
    """Return where sittings come from, by id."""
    rows = session.execute(
        _usable(Sitting.id, Sitting.person_id, Person.origin_hash).where(
            Sitting.id.between(ids[0], ids[-1])
        )
    )
    return {number: origin or person_id for number, person_id, origin in rows}


def _as_columns(rows: Iterable[Any]) -> list[npt.NDArray[Any]]:
    kinds = (np.int64, np.int64, np.float64, np.bool_, np.bool_, np.float64)
    return [
        np.array(values, kind)
        for values, kind in zip(zip(*rows, strict=True), kinds, strict=True)
    ]


def _keep_usable(
    columns: list[npt.NDArray[Any]],
    questions: _Questions,
    gathered: _Gathered,
    origins: dict[int, str | int],
) -> None:
    ids, versions, score, dont_know, left_out, seconds = columns
    found, sitting = np.unique(ids, return_inverse=True)
    question = questions.number(versions)
    # "I don't know" may be quick and honest; how long an answer took that has no time, nobody knows.
    timed = ~dont_know & ~left_out & (seconds > 0)
    rapid = timed & (seconds < np.array(questions.rapid)[question])
    timed_count = np.bincount(sitting[timed], minlength=len(found))
    rapid_count = np.bincount(sitting[rapid], minlength=len(found))
    effort = 1 - rapid_count / np.maximum(timed_count, 1)
    is_hasty = (timed_count >= MIN_TIMED_ANSWERS) & (effort < MIN_RESPONSE_TIME_EFFORT)
    kept = ~left_out & ~np.array(questions.is_held)[question] & ~is_hasty[sitting]
    # Sittings without haste are numbered one after the other.
    number = gathered.sittings + np.cumsum(~is_hasty) - 1
    gathered.columns.append(
        (
            number[sitting[kept]].astype(np.int32),
            question[kept],
            score[kept].astype(np.float32),
            dont_know[kept],
        )
    )
    gathered.origins += [origins[number] for number in found[~is_hasty].tolist()]
    gathered.sittings += int((~is_hasty).sum())
    gathered.hasty += int(is_hasty.sum())
