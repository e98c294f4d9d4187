"""The bank as JSON for other programs. Options are in the order of a hash, not of the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.bank.proofs.proof_store import StoredProof, is_proved
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


def export_questions(
    questions: Sequence[Question], proofs: Mapping[str, StoredProof]
) -> list[dict[str, Any]]:
    """Return the questions as plain data, in the order of the bank."""
    return [
        _export_question(question, verified=is_proved(question, proofs))
        for question in questions
    ]


def _export_question(question: Question, *, verified: bool) -> dict[str, Any]:
    return {
        "id": question.key,
        "area": question.area,
        "level": question.level,
        "objective": question.objective,
        "pack": question.pack,
        "type": question.type,
        "stem": question.stem,
        "options": [],
        "answers": [],
        "tolerance": None,
        **type_of(question).export(question),
        "explanation": question.explanation,
        "verified": verified,
        "tags": list(question.tags),
        "references": [
            {
                "title": reference.title,
                "url": reference.url,
                "section": reference.section,
            }
            for reference in question.references
        ],
    }
