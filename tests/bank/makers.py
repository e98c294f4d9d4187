"""Questions for tests: complete ones, of which a test names only what matters to it."""

from datetime import date
from typing import Any

from quiz.bank.questions import (
    ClozeGap,
    GapKind,
    Mistake,
    Option,
    OrderedRow,
    Pair,
    Proof,
    ProofKind,
    Question,
    Reference,
)

COUNTS = {2: "TWO", 3: "THREE", 4: "FOUR"}
REASON = "A reason that is long enough."


def question(**changes: Any) -> Question:
    """Return a single choice with three options, the first of which is right."""
    values: dict[str, Any] = {
        "key": "sql-01-rows",
        "area": "sql",
        "level": "J",
        "objective": "SQL-01",
        "type": "single",
        "difficulty": "typical",
        "seconds": 40,
        "tags": ("sql",),
        "volatility": "stable",
        "review_by": date(2030, 11, 1),
        "stem": "Which word sorts the rows?",
        "explanation": "Rows come in the order that the query asks for, and else in any.",
        "references": (
            Reference("SQL", "https://www.postgresql.org/docs/", "Sorting"),
        ),
        "options": options("order by", "sort with", "arrange"),
        "path": "questions/sql/sql-01.md",
        "line": 3,
    }
    return Question(**(values | changes))


def options(*texts: str, right: tuple[int, ...] = (0,)) -> tuple[Option, ...]:
    """Return options with reasons, the first of which is right unless told otherwise."""
    return tuple(
        Option(text, REASON, correct=number in right)
        for number, text in enumerate(texts)
    )


def multiple(*texts: str, right: tuple[int, ...], **changes: Any) -> Question:
    stem = f"Which of these hold? Choose {COUNTS.get(len(right), len(right))}."
    values = {"type": "multiple", "options": options(*texts, right=right), "stem": stem}
    return question(**(values | changes))


def judgement(*texts: str, **changes: Any) -> Question:
    """Return a judgement with four options, the best one first."""
    graded = tuple(
        Option(text, REASON, points=3 - number)
        for number, text in enumerate(texts or "wxyz")
    )
    stem = "The build is red, and you go home at five.\n\nWhat should you do?"
    return question(
        **({"type": "judgement", "options": graded, "stem": stem} | changes)
    )


def text(*answers: str, mistakes: tuple[str, ...] = (), **changes: Any) -> Question:
    values = {
        "type": "text",
        "options": (),
        "answers": answers,
        "mistakes": tuple(Mistake(mistake, REASON) for mistake in mistakes),
    }
    return question(**(values | changes))


def number(*answers: str, **changes: Any) -> Question:
    return text(*answers, **({"type": "number"} | changes))


def ordering(*rows: str, **changes: Any) -> Question:
    order = tuple(OrderedRow(row, REASON) for row in rows)
    return question(**({"type": "ordering", "options": (), "order": order} | changes))


def matching(*pairs: tuple[str, str], **changes: Any) -> Question:
    made = tuple(Pair(left, right, REASON) for left, right in pairs)
    return question(**({"type": "matching", "options": (), "pairs": made} | changes))


def proof(
    code: str, *, kind: ProofKind = "output", expected: str | None = None
) -> Proof:
    return Proof(kind, "python", code, expected)


def gap(kind: GapKind, *right: str, wrong: tuple[str, ...] = ("no", "nor")) -> ClozeGap:
    """Return a gap in which the first texts are right."""
    texts = (*right, *wrong)
    return ClozeGap(kind, options(*texts, right=tuple(range(len(right)))))


def cloze(*gaps: ClozeGap, **changes: Any) -> Question:
    """Return a text with gaps: one to type into and one to choose for, unless told otherwise."""
    made = gaps or (gap("type", "LEFT JOIN"), gap("choose", "`ON`"))
    marks = " b ".join(f"__{number}__" for number in range(1, len(made) + 1))
    values = {
        "type": "cloze",
        "options": (),
        "stem": "Complete the query.",
        "gap_text": f"```sql\nSELECT a {marks}\n```",
        "gaps": made,
    }
    return question(**(values | changes))
