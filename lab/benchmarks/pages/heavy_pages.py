"""People answer while others ask for PDFs: how much longer the former wait."""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPException

from lab.benchmarks.quiz_client import QuizClient, RequestRefused
from lab.benchmarks.timing import Percentiles

PEOPLE = 4
#: Seconds between two answers of one person.
THINK_SECONDS = 0.2
#: Seconds after which somebody who was told to wait asks again, as the page says.
WAIT_SECONDS = 3.0
ANSWERS_BEFORE_PDF = 3


@dataclass(frozen=True)
class HeavyResult:
    """Waiting for the next question, ms, without and with people who ask for PDFs."""

    answers_alone: Percentiles
    answers_beside_pdfs: Percentiles
    ratio_of_p95: float
    pdfs: int
    told_to_wait: int
    errors: int


def compare_with_pdfs(port: int, *, askers: int, seconds: float) -> HeavyResult:
    """Let four people answer for so long, alone and then beside so many who ask for their PDF again and again."""
    alone = _time_answers(port, seconds)
    reports = [_finish_sitting(port) for _ in range(askers)]
    tally: Counter[str] = Counter()
    stop = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask_for_pdfs, args=(*each, tally, stop), daemon=True)
        for each in reports
    ]
    for thread in threads:
        thread.start()
    beside = _time_answers(port, seconds)
    for thread in threads:
        thread.join(60)
    return HeavyResult(
        alone,
        beside,
        beside.p95 / alone.p95,
        tally["pdf"],
        tally["wait"],
        tally["error"],
    )


def _finish_sitting(port: int) -> tuple[QuizClient, str]:
    """Return somebody with a finished sitting, and the address of its PDF."""
    client = QuizClient(port)
    client.begin_sitting()
    sitting = client.path.rstrip("/")
    for _ in range(ANSWERS_BEFORE_PDF):
        client.answer_question()
    client.open_page(f"{sitting}/finish")
    client.post_form(f"{sitting}/finish", {})
    return client, f"{sitting}/report.pdf"


def _ask_for_pdfs(
    client: QuizClient, address: str, tally: Counter[str], stop: float
) -> None:
    while time.monotonic() < stop:
        try:
            client.open_page(address)
            tally["pdf"] += 1
        except RequestRefused as refusal:
            tally["wait" if "503" in str(refusal) else "error"] += 1
            time.sleep(WAIT_SECONDS)
        except (OSError, HTTPException):
            tally["error"] += 1
            client.drop_connection()


def _time_answers(port: int, seconds: float) -> Percentiles:
    waits: list[float] = []
    stop = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_answer, args=(port, waits, stop), daemon=True)
        for _ in range(PEOPLE)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    return Percentiles.from_values(waits)


def _answer(port: int, waits: list[float], stop: float) -> None:
    while time.monotonic() < stop:
        client = QuizClient(port)
        client.begin_sitting()
        while time.monotonic() < stop:
            took = client.answer_question()
            if took is None:
                break
            waits.append(1000 * took)
            time.sleep(THINK_SECONDS)
