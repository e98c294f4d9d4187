"""A calibration as sittings use it: item parameters by the content of each question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.measurement.irt.items import ItemParameters


@dataclass(frozen=True, eq=False)
class CalibrationSet:
    """One published calibration. Sittings refer to it by key, so it never changes."""

    key: str
    #: Digest of a question's content -> its parameters. Questions that are missing stay as authored.
    items: Mapping[str, ItemParameters]

    def as_content(self) -> dict[str, Any]:
        """Return the set as plain values for JSON."""
        return {
            "items": {
                digest: list(parameters) for digest, parameters in self.items.items()
            }
        }

    @classmethod
    def from_content(cls, key: str, content: Mapping[str, Any]) -> "CalibrationSet":
        """Return the set that `as_content` wrote."""
        return cls(
            key,
            {digest: ItemParameters(*row) for digest, row in content["items"].items()},
        )
