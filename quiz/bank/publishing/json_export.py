"""The bank as JSON for other programs. Options stand in an order that says nothing of how they were written."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from quiz.bank.proofs.proof_store import StoredProof, is_proved
from quiz.bank.questions import Option, Question


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
        "options": _export_options(one),
        "answers": _export_answers(one),
        "tolerance": float(one.tolerance) if one.type == "number" else None,
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


def _export_options(one: Question) -> list[dict[str, Any]]:
    if one.type == "judgement":
        return [
            {"text": option.text, "points": option.points}
            for option in shuffled_options(one)
        ]
    return [
        {"text": option.text, "correct": option.correct}
        for option in shuffled_options(one)
    ]


def _export_answers(one: Question) -> list[str]:
    """Return accepted forms; the rows in the right order; `left --> right` for each pair."""
    if one.order:
        return [row.text for row in one.order]
    if one.pairs:
        return [f"{pair.left} --> {pair.right}" for pair in one.pairs if pair.left]
    return list(one.answers)


def shuffled_options(one: Question) -> list[Option]:
    """Return the options in an order taken from a hash of question and text."""

    def hash_order(option: Option) -> bytes:
        return sha256(f"{one.key}\n{option.text}".encode()).digest()

    return sorted(one.options, key=hash_order)
