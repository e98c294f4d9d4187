"""What many people's answers say of questions: one set of parameters, by the content of each question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Parameters(NamedTuple):
    """Discrimination a (1/logit) and difficulty b (logits) of a question, with standard errors."""

    a: float
    b: float
    a_se: float
    b_se: float
    #: How many answers they rest on.
    answers: int


@dataclass(frozen=True, eq=False)
class Calibrated:
    """One calibration as a whole. Sittings name it and stay with it, so it never changes."""

    key: str
    #: Digest of a question's content -> its parameters. What is not here stays as authored.
    items: Mapping[str, Parameters]

    def content(self) -> dict[str, Any]:
        """Return it as it is kept in JSON."""
        return {"items": {digest: list(found) for digest, found in self.items.items()}}

    @classmethod
    def from_content(cls, key: str, content: Mapping[str, Any]) -> "Calibrated":
        """Return what `content` wrote."""
        return cls(
            key,
            {digest: Parameters(*row) for digest, row in content["items"].items()},
        )
