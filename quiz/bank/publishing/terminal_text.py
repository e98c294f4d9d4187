"""A question as plain text for a terminal, with and without its key."""

from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


def taker_text(question: Question) -> str:
    """Return the question as its taker sees it; options are in the order of a hash."""
    return "\n".join([question.stem, "", *type_of(question).taker_lines(question)])


def author_text(question: Question) -> str:
    """Return the question with its key, reasons, explanation and details."""
    lines = [
        f"{question.key} (revision {question.revision}), {question.path}:{question.line}",
        _question_details(question),
        "",
        taker_text(question),
        "",
        "Key",
        *type_of(question).author_lines(question),
        "",
        question.explanation,
        "",
    ]
    lines += [f"{it.title}, {it.section}: {it.url}" for it in question.references]
    return "\n".join(lines)


def _question_details(question: Question) -> str:
    facts = [
        question.objective,
        f"level {question.level}",
        question.difficulty,
        question.type,
        f"{question.seconds} s",
    ]
    facts += [question.pack] if question.pack else []
    facts += [
        f"tags {', '.join(question.tags)}",
        f"{question.volatility}, review by {question.review_by}",
    ]
    facts += [f"proved by {question.proof.language}"] if question.proof else []
    return "; ".join(facts)
