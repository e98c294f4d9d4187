"""The answers that a calibration uses, as columns of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response

Int32Array: TypeAlias = npt.NDArray[np.int32]
Float32Array: TypeAlias = npt.NDArray[np.float32]

#: the category code of "I don't know"
DONT_KNOW = -1


@dataclass(frozen=True, slots=True)
class ScoredResponse:
    """One scored answer of one candidate.

    A candidate is assumed to have one ability per area; give sittings that lie far apart as
    different candidates.
    """

    candidate: str
    item: str
    score: float = 0.0
    dont_know: bool = False


@dataclass(frozen=True, eq=False)
class ResponseData:
    """Answers as columns of equal length, sorted by person; items are indices in a pool."""

    #: of shape (n_answers,), from 0 to `people` - 1, rising
    person: Int32Array
    #: of shape (n_answers,)
    item: Int32Array
    #: of shape (n_answers,): the category reached, or DONT_KNOW
    category: Int32Array
    people: int
    #: of shape (people,), above 0: how much a person's answers count
    weight: Float32Array

    @classmethod
    def from_responses(
        cls, pool: ItemPool, records: Iterable[ScoredResponse]
    ) -> "ResponseData":
        """Validate records against the pool and turn them into columns.

        Raises
        ------
        UnknownItem, ImpossibleResponse
            For an answer to an item that is not there, or with a score that item cannot have.
        """
        person, item, category = [], [], []
        numbers: dict[str, int] = {}
        for record in records:
            person.append(numbers.setdefault(record.candidate, len(numbers)))
            item.append(pool.item_index(record.item))
            reached = pool.score_category(Response(record.item, record.score))
            category.append(DONT_KNOW if record.dont_know else reached)
        return cls.from_columns(np.array(person), np.array(item), np.array(category))

    @classmethod
    def from_columns(
        cls, person: npt.ArrayLike, item: npt.ArrayLike, category: npt.ArrayLike
    ) -> "ResponseData":
        """Build the data from columns of integers; people are numbered from 0 without gaps and count once."""
        numbers_of_people = np.asarray(person, dtype=np.int32)
        order = np.argsort(numbers_of_people, kind="stable")
        people = int(numbers_of_people.max()) + 1 if len(numbers_of_people) else 0
        return cls(
            numbers_of_people[order],
            np.asarray(item, dtype=np.int32)[order],
            np.asarray(category, dtype=np.int32)[order],
            people,
            np.ones(people, dtype=np.float32),
        )

    def __len__(self) -> int:
        return len(self.person)

    def honest_people(self) -> npt.NDArray[np.bool_]:
        """Return who has used "I don't know" at least once, of shape (people,)."""
        honest = np.zeros(self.people, dtype=bool)
        honest[self.person[self.category == DONT_KNOW]] = True
        return honest
