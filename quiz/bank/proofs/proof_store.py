"""Proofs that were made, kept as text beside the questions: which content, on what runtime, what it printed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from quiz.bank.questions import Question

PROOFS_FILE = "proofs.json"


@dataclass(frozen=True)
class StoredProof:
    """A proof that held."""

    #: `Question.proof_digest` of what was run.
    digest: str
    runtime: str
    output: str


def read_proofs(root: Path) -> dict[str, StoredProof]:
    """Return the kept proofs by question key; none when nothing was kept yet."""
    path = root / PROOFS_FILE
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {key: StoredProof(**proof) for key, proof in content.items()}


def write_proofs(root: Path, proofs: Mapping[str, StoredProof]) -> None:
    """Keep the proofs, sorted by key so that a change is easy to read."""
    content = {key: asdict(proofs[key]) for key in sorted(proofs)}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (root / PROOFS_FILE).write_text(text, encoding="utf-8")


def is_proved(one: Question, proofs: Mapping[str, StoredProof]) -> bool:
    """Say whether a proof of exactly this content was kept."""
    return one.proof is not None and (
        one.key in proofs and proofs[one.key].digest == one.proof_digest
    )
