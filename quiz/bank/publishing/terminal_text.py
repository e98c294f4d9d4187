"""A question as plain text for a terminal: as its taker sees it, and with everything that its author wrote."""

from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


def taker_text(question: Question) -> str:
    """Return the stem and what can be chosen, in an order that says nothing."""
    return "\n".join([question.stem, "", *type_of(question).taker_lines(question)])


def author_text(question: Question) -> str:
    """Return the same with key, reasons, explanation and everything around."""
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


def _question_details(one: Question) -> str:
    facts = [
        one.objective,
        f"level {one.level}",
        one.difficulty,
        one.type,
        f"{one.seconds} s",
    ]
    facts += [one.pack] if one.pack else []
    facts += [
        f"tags {', '.join(one.tags)}",
        f"{one.volatility}, review by {one.review_by}",
    ]
    facts += [f"proved by {one.proof.language}"] if one.proof else []
    return "; ".join(facts)
