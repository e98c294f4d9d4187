"""Proofs that held, stored beside the questions: digest of the content, runtime, output."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from quiz.bank.questions import Question

PROOFS_FILE = "proofs.json"


@dataclass(frozen=True)
class StoredProof:
    """A proof that held."""

    #: The `Question.proof_digest` of the content that was run.
    digest: str
    runtime: str
    output: str


def read_proofs(root: Path) -> dict[str, StoredProof]:
    """Return the stored proofs by question key; empty if there is no file yet."""
    path = root / PROOFS_FILE
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {key: StoredProof(**proof) for key, proof in content.items()}


def write_proofs(root: Path, proofs: Mapping[str, StoredProof]) -> None:
    """Store the proofs, sorted by key so that diffs are easy to read."""
    content = {key: asdict(proofs[key]) for key in sorted(proofs)}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (root / PROOFS_FILE).write_text(text, encoding="utf-8")


def is_proved(question: Question, proofs: Mapping[str, StoredProof]) -> bool:
    """Say whether there is a stored proof of exactly this content."""
    return question.proof is not None and (
        question.key in proofs and proofs[question.key].digest == question.proof_digest
    )
