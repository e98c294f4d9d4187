"""The engine's input: items, responses and exposure counts. Plain records, validated by `item_pool`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

GradedModel: TypeAlias = Literal["graded", "partial_credit"]


class ItemParameters(NamedTuple):
    """What the answers say about one item: a (1/logit) and b (logits), each with its standard error."""

    a: float
    b: float
    a_se: float
    b_se: float
    #: number of answers
    answers: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question as the engine sees it.

    Without `a` and `b` an item counts as authored: its difficulty is known to about half a
    logit only, and that uncertainty is integrated into its curves. With them it is calibrated.
    """

    id: str
    area: str
    #: the author's estimate of the ability (logits) at which half of the people know the answer
    difficulty: float = 0.0
    #: number of equally attractive answers a guesser chooses from; 0 for a typed answer
    options: int = 0
    #: how long a person who knows the answer needs, reading included
    seconds: float = 60.0
    #: 2 is right or wrong; more is partial credit with scores 0, 1/(categories-1), ..., 1
    categories: int = 2
    #: discrimination (1/logit), difficulty (logits) and lower asymptote (chance), when calibrated
    a: float | None = None
    b: float | None = None
    c: float | None = None
    #: standard errors of a and b; 0 counts them as known
    a_se: float = 0.0
    b_se: float = 0.0
    #: thresholds of a graded item relative to b, rising; None spreads them evenly
    thresholds: tuple[float, ...] | None = None
    model: GradedModel = "graded"
    objective: str = ""
    #: whether the question shows code to read
    code: bool = False
    #: answer format, such as `number`; empty where none is given
    form: str = ""
    #: whether it reads a programming language that is not the person's own
    foreign: bool = False
    #: ids of questions that must not be in the same sitting
    enemies: frozenset[str] = frozenset()

    @property
    def location(self) -> float:
        """The difficulty in logits: b when calibrated, else the author's estimate."""
        return self.difficulty if self.b is None else self.b

    @property
    def is_calibrated(self) -> bool:
        """Whether the item's parameters come from answers rather than from its author."""
        return self.a is not None and self.b is not None

    def with_parameters(self, parameters: ItemParameters | None) -> "Item":
        """Return the item with calibrated parameters, or itself where there are none."""
        if parameters is None or not parameters.answers:
            return self
        return replace(
            self,
            a=parameters.a,
            b=parameters.b,
            a_se=parameters.a_se,
            b_se=parameters.b_se,
        )


@dataclass(frozen=True, slots=True)
class Response:
    """One scored answer: a score from 0 to 1, or "I don't know"."""

    item: str
    score: float = 0.0
    dont_know: bool = False
    seconds: float | None = None


@dataclass(frozen=True, eq=False)
class Exposure:
    """Exposure counts over the sittings of one goal, when a sitting began."""

    sittings: int = 0
    shown: Mapping[str, int] = field(default_factory=dict)
