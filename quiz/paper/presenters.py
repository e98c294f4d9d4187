"""What the documents of a booklet show, as data for their templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any

from quiz.bank.markdown_nodes import Node, block_nodes
from quiz.bank.questions import Question
from quiz.bank.rendering import split_stem
from quiz.bank.repository import Catalogue
from quiz.bank.types.gap_parts.gap_text import fill_gaps
from quiz.bank.types.registry import type_of
from quiz.bank.versions import load_question
from quiz.core.text import format_count, format_list
from quiz.paper.models import Booklet
from quiz.paper.printed import PrintedQuestion, SheetBox, print_version
from quiz.sittings.assessment.languages import find_foreign_language
from quiz.sittings.assessment.progress import (
    ROUND_TO_MINUTES,
    SECONDS_IN_MINUTE,
    TIME_ALLOWANCE,
)

TEMPLATE = "paper/booklet.typ"
#: Lines from which a question may go over a page break.
LONG_LINES = 34
LINE_CHARACTERS = 90
MOST_GAPS = 9
#: Characters that no text holds: each stands for a gap while Markdown becomes nodes.
_FIRST_GAP_MARK = 0xE001
_GAPS = {_FIRST_GAP_MARK + n: f"___{n + 1}___" for n in range(MOST_GAPS)}


class PaperSize(StrEnum):
    """What the documents are printed on; Typst's names."""

    A4 = "a4"
    LETTER = "us-letter"


class DocumentKind(StrEnum):
    """What a PDF of a booklet holds."""

    #: For each sheet the booklet of its version, then the sheet.
    BOOKLETS = "booklets"
    #: Each version once, the key beneath every question.
    ANNOTATED = "annotated"
    #: The key of each version with reasons, apart from the questions.
    KEY = "key"


@dataclass(frozen=True)
class PrintOptions:
    """How a document is printed."""

    kind: DocumentKind
    size: PaperSize = PaperSize.A4
    #: Whether each booklet and each sheet begins on the front of a page.
    is_double_sided: bool = True


def build_document(
    booklet: Booklet, options: PrintOptions, catalogue: Catalogue, *, site: str
) -> dict[str, Any]:
    """Return the facts of a document for Typst. Without a key in it, nothing in them tells one.

    `site` is where the answers are entered.
    """
    versions = {
        letter: [
            _describe_question(one, options.kind)
            | {
                "foreign": find_foreign_language(
                    one.question, booklet.language, catalogue
                )
            }
            for one in print_version(booklet, number)
        ]
        for number, letter in enumerate(booklet.letters)
    }
    count = format_count(len(booklet.questions), "question", "questions")
    language = catalogue.rows[booklet.language].name if booklet.language else ""
    title = ", ".join(filter(None, (booklet.goal_name, language)))
    return {
        "size": options.size.value,
        "is_double_sided": options.is_double_sided,
        "is_test": booklet.is_test,
        "title": title,
        "heading": f"{count}, {title}",
        "areas": format_list(list(map(catalogue.area_name, booklet.required))),
        "minutes": estimate_minutes(
            load_question(one.version) for one in booklet.questions
        ),
        "bank": booklet.bank_version,
        "site": site,
        "versions": versions,
        "parts": _list_parts(booklet, options.kind),
    }


def estimate_minutes(questions: Iterable[Question]) -> int:
    """Return about how many minutes it takes to answer these questions, rounded up."""
    seconds = sum(question.seconds for question in questions)
    return (
        ceil(seconds * TIME_ALLOWANCE / SECONDS_IN_MINUTE / ROUND_TO_MINUTES)
        * ROUND_TO_MINUTES
    )


def _list_parts(booklet: Booklet, kind: DocumentKind) -> list[dict[str, Any]]:
    nobody = {"name": "", "code": ""}
    if kind is DocumentKind.KEY:
        return [
            {"kind": "key", "letter": letter, "with_key": True} | nobody
            for letter in booklet.letters
        ]
    if kind is DocumentKind.ANNOTATED or not booklet.is_test:
        with_key = kind is DocumentKind.ANNOTATED
        return [
            {"kind": "booklet", "letter": letter, "with_key": with_key} | nobody
            for letter in booklet.letters
        ]
    return [
        {
            "kind": part,
            "letter": sheet.letter,
            "with_key": False,
            "name": sheet.name or "",
            "code": sheet.code,
        }
        for sheet in booklet.sheets
        for part in ("booklet", "sheet")
    ]


def _describe_question(printed: PrintedQuestion, kind: DocumentKind) -> dict[str, Any]:
    question, part = printed.question, printed.part
    boxes = [_describe_box(box) for box in printed.boxes]
    texts = [text for box in part.boxes for text in box.texts]
    described: dict[str, Any] = {
        "number": printed.number,
        "stem": block_nodes(question.stem),
        "boxes": boxes,
        "lefts": [block_nodes(text) for text in part.lefts],
        "gap_text": _gap_nodes(part.gap_text) if part.gap_text else (),
        "is_long": _count_lines([question.stem, part.gap_text, *texts]) > LONG_LINES,
    }
    if kind is DocumentKind.BOOKLETS:
        return described
    return described | _describe_key(printed, with_texts=kind is DocumentKind.KEY)


def _describe_key(printed: PrintedQuestion, *, with_texts: bool) -> dict[str, Any]:
    """Return what is right, and why; without `with_texts` what has a letter is printed above already."""
    question, (first, *others) = printed.question, printed.key
    accepted = type_of(question).accepted_texts(question)
    is_written = not others and first in accepted
    return {
        "title": split_stem(question.stem).question_text,
        "key": printed.key,
        "also": [text for text in accepted if text != first] if is_written else [],
        "explanation": block_nodes(question.explanation),
        "reasons": [
            {
                "label": reason.label,
                "text": block_nodes(reason.text),
                "reason": block_nodes(reason.reason),
                "is_right": reason.is_right,
                "points": reason.points,
                "with_text": with_texts or not reason.label[-1:].isalpha(),
            }
            for reason in printed.reasons
        ],
    }


def _describe_box(box: SheetBox) -> dict[str, Any]:
    return {
        "label": box.label,
        "kind": box.box.kind.value,
        "texts": [block_nodes(text) for text in box.box.texts],
        "count": box.box.count,
        "unit": box.box.unit,
    }


def _gap_nodes(text: str) -> list[Node]:
    """Return a text whose gaps are numbered lines to be filled in, in prose and in code alike."""
    return [
        _write_gaps(node)
        for node in block_nodes(fill_gaps(text, list(map(chr, _GAPS))))
    ]


def _write_gaps(node: Any) -> Any:
    if isinstance(node, str):
        return node.translate(_GAPS)
    if isinstance(node, Mapping):
        return {name: _write_gaps(value) for name, value in node.items()}
    if isinstance(node, tuple | list):
        return [_write_gaps(one) for one in node]
    return node


def _count_lines(texts: Sequence[str]) -> int:
    """Return about how many lines some Markdown takes on paper."""
    lines = [line for text in texts for line in text.split("\n")]
    return sum(1 + len(line) // LINE_CHARACTERS for line in lines)
