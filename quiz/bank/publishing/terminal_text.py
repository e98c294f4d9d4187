"""A question as plain text for a terminal: as its taker sees it, and with everything that its author wrote."""

from string import ascii_uppercase

from quiz.bank.answers.scoring import left_sides, right_sides
from quiz.bank.publishing.json_export import shuffled_options
from quiz.bank.questions import Question


def taker_text(one: Question) -> str:
    """Return the stem and what can be chosen, in an order that says nothing."""
    lines = [one.stem, ""]
    if one.options:
        lines += [
            f"  {letter}  {_indent_text(option.text)}"
            for letter, option in zip(
                ascii_uppercase, shuffled_options(one), strict=False
            )
        ]
    elif one.order:
        lines += [
            f"  __ {_indent_text(text)}"
            for text in sorted(row.text for row in one.order)
        ]
    elif one.pairs:
        lines += [f"  {left} --> ____" for left in left_sides(one)]
        lines += ["", *(f"  {text}" for text in sorted(right_sides(one)))]
    else:
        lines.append("  Your answer: ________" + (f" {one.unit}" if one.unit else ""))
    return "\n".join(lines)


def author_text(one: Question) -> str:
    """Return the same with key, reasons, explanation and everything around."""
    lines = [
        f"{one.key} (revision {one.revision}), {one.path}:{one.line}",
        _question_details(one),
        "",
    ]
    lines += [taker_text(one), "", "Key"]
    for letter, option in zip(ascii_uppercase, shuffled_options(one), strict=False):
        mark = (
            str(option.points)
            if option.points is not None
            else "+-"[not option.correct]
        )
        lines.append(
            f"  {letter} {mark} {option.reason}"
            + _misconception_note(option.misconception)
        )
    lines += [f"  = {answer}" for answer in one.answers]
    lines += [
        f"  x {wrong.text}: {wrong.reason}{_misconception_note(wrong.misconception)}"
        for wrong in one.mistakes
    ]
    lines += [
        f"  {place} {row.text}: {row.reason}" for place, row in enumerate(one.order, 1)
    ]
    lines += [f"  {pair.left} --> {pair.right}: {pair.reason}" for pair in one.pairs]
    lines += ["", one.explanation, ""]
    lines += [f"{it.title}, {it.section}: {it.url}" for it in one.references]
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


def _misconception_note(misconception: str | None) -> str:
    return f" ({misconception})" if misconception else ""


def _indent_text(text: str) -> str:
    return text.replace("\n", "\n     ")
