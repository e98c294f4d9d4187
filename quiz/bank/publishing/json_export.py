"""The bank as JSON for other programs. Options stand in an order that says nothing of how they were written."""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.bank.proofs.proof_store import StoredProof, is_proved
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


def export_questions(
    questions: Sequence[Question], proofs: Mapping[str, StoredProof]
) -> list[dict[str, Any]]:
    """Return the questions as plain data, in the order of the bank."""
    return [_export_question(one, verified=is_proved(one, proofs)) for one in questions]


def _export_question(one: Question, *, verified: bool) -> dict[str, Any]:
    return {
        "id": one.key,
        "area": one.area,
        "level": one.level,
        "objective": one.objective,
        "pack": one.pack,
        "type": one.type,
        "stem": one.stem,
        "options": [],
        "answers": [],
        "tolerance": None,
        **type_of(one).export(one),
        "explanation": one.explanation,
        "verified": verified,
        "tags": list(one.tags),
        "references": [
            {
                "title": reference.title,
                "url": reference.url,
                "section": reference.section,
            }
            for reference in one.references
        ],
    }
