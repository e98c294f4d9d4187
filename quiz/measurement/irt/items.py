"""What the engine is told: items, responses, and how often items were shown. Plain records; `pool` checks them."""

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
    #: how many they are
    answers: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question as the engine sees it.

    Without `a` and `b` an item counts as authored: its difficulty is known to about half a
    logit only, and that doubt is integrated into its curves. With them it counts as calibrated.
    """

    id: str
    area: str
    #: the author's guess at the ability (logits) at which half of the people know the answer
    difficulty: float = 0.0
    #: among how many equally tempting answers a guesser chooses; 0 for a typed answer
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
    #: how it is answered, in a word such as `number`; empty where that is not told
    form: str = ""
    #: ids of questions that must not be in the same sitting
    enemies: frozenset[str] = frozenset()

    @property
    def is_calibrated(self) -> bool:
        """Whether the item's parameters come from answers rather than from its author."""
        return self.a is not None and self.b is not None

    def with_parameters(self, found: ItemParameters | None) -> "Item":
        """Return the item as answers have it; itself where there are none."""
        if found is None or not found.answers:
            return self
        return replace(self, a=found.a, b=found.b, a_se=found.a_se, b_se=found.b_se)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, marked: a score from 0 to 1, or an honest "I don't know"."""

    item: str
    score: float = 0.0
    dont_know: bool = False
    seconds: float | None = None


@dataclass(frozen=True, eq=False)
class Exposure:
    """How often each item was shown, over the sittings of one goal, when a sitting began."""

    sittings: int = 0
    shown: Mapping[str, int] = field(default_factory=dict)
