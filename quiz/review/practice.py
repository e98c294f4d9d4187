"""Practice: questions to learn from, with an answer at once. It never moves a level."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from quiz.accounts.models import Person
from quiz.bank.questions import Question
from quiz.bank.rendering import count_options

FULL_SCORE = 1.0
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PracticeTurn:
    """A question before a person, and which time it is."""

    question: Question
    number: int

    def shuffle_options(self, person: Person) -> list[int]:
        """Return where each shown option stands in the file: the same for the same turn."""
        order = list(range(count_options(self.question)))
        seed = f"{person.key}:{self.question.key}:{self.number}"
        random.Random(seed).shuffle(order)  # noqa: S311  # a shuffle, no secret
        return order
