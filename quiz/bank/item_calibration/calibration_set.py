"""What many people's answers say of questions: one set of parameters, by the content of each question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.measurement.irt.items import ItemParameters


@dataclass(frozen=True, eq=False)
class CalibrationSet:
    """One calibration as a whole. Sittings name it and stay with it, so it never changes."""

    key: str
    #: Digest of a question's content -> what answers say of it. What is not here stays as authored.
    items: Mapping[str, ItemParameters]

    def as_content(self) -> dict[str, Any]:
        """Return it as it is kept in JSON."""
        return {"items": {digest: list(found) for digest, found in self.items.items()}}

    @classmethod
    def from_content(cls, key: str, content: Mapping[str, Any]) -> "CalibrationSet":
        """Return what `content` wrote."""
        return cls(
            key,
            {digest: ItemParameters(*row) for digest, row in content["items"].items()},
        )
