"""The cost of a booklet in several versions: choosing its questions, and setting booklets, sheets and keys in type."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from lab.benchmarks.timing import reference_work, time_call
from quiz.bank.models import QuestionVersion
from quiz.bank.parsing.bank_folder import load_bank
from quiz.config import assets_folder
from quiz.core.clock import utc_now
from quiz.paper.models import Booklet, BookletKind, BookletQuestion, Sheet
from quiz.paper.presenters import (
    TEMPLATE,
    DocumentKind,
    PrintOptions,
    build_document,
)
from quiz.paper.selection import select_test_questions
from quiz.sittings.assessment.context import AssessmentContext
from quiz.typesetting.pdf import typeset_pdf

GOAL = "junior"
LANGUAGE = "python"


@dataclass(frozen=True)
class PrintingCost:
    """What one booklet costs, the median of some rounds, beside a piece of work that shows the speed of the machine."""

    choosing_seconds: float
    booklets_seconds: float
    booklets_cpu_seconds: float
    key_seconds: float
    reference_ms: float
    #: Wall time of the booklets over that of the reference work.
    ratio: float
    kilobytes: float


def measure_printing(questions: int, versions: int, rounds: int) -> PrintingCost:
    """Return the cost of a booklet with a sheet for each version; every round has other questions."""
    tools = AssessmentContext.from_catalogue(load_bank(assets_folder() / "questions"))
    reference = time_call(reference_work, 20).p50
    rows = [
        _measure_round(tools, questions, versions, seed) for seed in range(rounds + 1)
    ]
    # The first round reads fonts and fills caches.
    medians = [sorted(values)[rounds // 2] for values in zip(*rows[1:], strict=True)]
    choosing, wall, cpu, key, size = medians
    return PrintingCost(
        choosing, wall, cpu, key, reference, 1000 * wall / reference, size / 1024
    )


def _measure_round(
    tools: AssessmentContext, questions: int, versions: int, seed: int
) -> tuple[float, float, float, float, float]:
    started = time.perf_counter()
    booklet = _make_booklet(tools, questions, versions, seed)
    choosing = time.perf_counter() - started
    before = time.process_time()
    wall, document = _time(lambda: _print(tools, booklet, DocumentKind.BOOKLETS))
    cpu = time.process_time() - before
    key, _ = _time(lambda: _print(tools, booklet, DocumentKind.KEY))
    return choosing, wall, cpu, key, float(len(document))


def _time(call: Callable[[], bytes]) -> tuple[float, bytes]:
    started = time.perf_counter()
    made = call()
    return time.perf_counter() - started, made


def _print(tools: AssessmentContext, booklet: Booklet, kind: DocumentKind) -> bytes:
    content = build_document(
        booklet, PrintOptions(kind), tools.catalogue, site="example.org/paper"
    )
    return typeset_pdf(TEMPLATE, content, {})


def _make_booklet(
    tools: AssessmentContext, questions: int, versions: int, seed: int
) -> Booklet:
    goal = tools.catalogue.goals[GOAL]
    chosen = select_test_questions(
        tools,
        goal.required_levels,
        LANGUAGE,
        questions,
        calibrated=None,
        excluded=(),
        seed=seed,
    )
    booklet = Booklet(
        code="BENCH",
        kind=BookletKind.TEST,
        goal_name=goal.name,
        required=goal.required_levels,
        language=LANGUAGE,
        versions=versions,
        seed=seed,
        bank_version=tools.bank_version,
        created_at=utc_now(),
    )
    booklet.questions = [
        BookletQuestion(
            number=number,
            version=QuestionVersion(
                key=question.key, digest=question.digest, content=question.to_json()
            ),
        )
        for number, question in enumerate(chosen, 1)
    ]
    booklet.sheets = [
        Sheet(number=version + 1, version=version, name=f"Person {version + 1}")
        for version in range(versions)
    ]
    return booklet
