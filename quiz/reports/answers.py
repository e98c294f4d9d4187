"""Answers with their reasons, and the figures of the job, as facts for the report: in the words of their pages."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import get_template_attribute

from quiz.careers.presenters import CareerView, PayRow
from quiz.reports.html_blocks import read_blocks
from quiz.review.answers import ReviewedAnswer

#: What stands where a source gives no year.
NO_YEAR = "not dated"


def describe_answers(answers: Iterable[ReviewedAnswer]) -> list[dict[str, Any]]:
    """Return what each question asked, what was answered, and the reasons."""
    return [_describe_answer(one) for one in answers]


def select_missed_answers(answers: Iterable[ReviewedAnswer]) -> list[ReviewedAnswer]:
    """Return the answers that were not correct, in order."""
    return [one for one in answers if one.view.outcome != "right"]


def describe_career(career: CareerView) -> dict[str, Any]:
    """Return pay, steps and outlook, each figure with place, year and source."""
    step_sentence = get_template_attribute("careers/_steps.html", "step_sentence")
    return {
        "pay": [
            {
                "currency": pay.currency,
                "rows": [_describe_pay(row) for row in pay.rows],
            }
            for pay in career.pay
        ],
        "steps": [
            {"name": row.name, "text": step_sentence(row).unescape().strip()}
            for row in career.steps
        ],
        "figures": [
            {
                "name": figure.name,
                "text": figure.text,
                "source": figure.source,
                "place": figure.place,
                "year": str(figure.year),
            }
            for figure in career.figures
        ],
    }


def _describe_pay(row: PayRow) -> dict[str, str]:
    pay_figures = get_template_attribute("careers/_parts.html", "pay_figures")
    return {
        "name": row.name,
        "place": row.place,
        "pay": pay_figures(row).unescape().strip(),
        "year": str(row.year) if row.year else NO_YEAR,
    }


def _describe_answer(answer: ReviewedAnswer) -> dict[str, Any]:
    view = answer.view
    return {
        "number": answer.number,
        "area": answer.area_name,
        "outcome": view.outcome,
        "confidence": answer.confidence,
        "question": view.question_text,
        "scene": read_blocks(view.scene_html),
        "code": [block for html in view.code_html for block in _read_once(html)],
        "review": read_blocks(_load_review_macro(view.type)(view.part)),
        "explanation": _read_once(view.explanation_html),
        "misconceptions": [_read_once(html) for html in view.misconceptions],
    }


def _load_review_macro(kind: str) -> Callable[[object], str]:
    macro: Callable[[object], str] = get_template_attribute(
        f"questions/types/{kind}.html", "review"
    )
    return macro


@lru_cache(maxsize=2048)
def _read_once(html: str) -> list[dict[str, Any]]:
    """Return the blocks of what is the same for everybody."""
    return read_blocks(html)
