"""What finished sittings say of the questions: gathered, fitted, and compared with what the authors said."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.calibration import CalibrationResult, ResponseData, fit_model
from quiz.calibration.response_data import DONT_KNOW
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, ItemParameters
from quiz.moderation.answer_columns import AnswerColumns, read_answer_columns
from quiz.sittings.queries import list_quarantined_keys

#: with fewer sittings the authors know better
LEAST_SITTINGS = 50
#: a difficulty further than this from the authors' word, in its own standard errors, is told
SURPRISE_ERRORS = 2.0


@dataclass(frozen=True)
class Surprise:
    """A question that people find clearly harder or easier than its author thought."""

    key: str
    authored: float
    found: ItemParameters

    @property
    def errors_off(self) -> float:
        """How many standard errors lie between what is found and what the author said."""
        return (self.found.b - self.authored) / self.found.b_se


@dataclass(frozen=True)
class LearnedCalibration:
    """A calibration, and what went into it."""

    calibrated: CalibrationSet
    sittings: int
    #: Sittings that were left out because many answers came faster than questions can be read.
    hasty: int
    answers: int
    #: The farthest off first.
    surprises: tuple[Surprise, ...]


def _ignore_progress(_words: str) -> None:
    pass


def calibrate_from_sittings(
    session: Session,
    *,
    processes: int = 1,
    tell: Callable[[str], None] = _ignore_progress,
) -> LearnedCalibration:
    """Return what all usable sittings say of the questions in them.

    A sitting is usable when a real person finished it without haste and it continues no other: what a continuing
    sitting asks depends on answers that are not in it. Answers that do not fit together stay, since the authors may
    be wrong. Sittings that came from one network in one month together count like the root of their number, so that
    no network decides alone what is believed of a question. A question is identified by its content, so a changed
    question starts afresh. Questions in quarantine and answers that a rescoring left out do not count.

    The fit is spread over `processes`; `tell` is told in a few words how far it is.

    Raises
    ------
    NotNow
        With fewer than LEAST_SITTINGS of them.
    DidNotConverge
        When the answers contradict the model.
    """
    found = read_answer_columns(session, list_quarantined_keys(session), tell)
    if found.sittings < LEAST_SITTINGS:
        raise NotNow(
            f"{found.sittings} sittings can be learned from; it takes {LEAST_SITTINGS}."
            " Until then the authors know better."
        )
    asked, items, answers = _build_response_data(found)
    fitted = fit_model(
        items,
        answers,
        processes=processes,
        progress=lambda step, move: tell(f"Step {step}, largest move {move:.4f}"),
    )
    return LearnedCalibration(
        _question_parameters(fitted),
        found.sittings,
        found.hasty,
        len(found),
        _find_surprises(asked, fitted),
    )


def _build_response_data(
    found: AnswerColumns,
) -> tuple[dict[str, Question], Sequence[Item], ResponseData]:
    """Return the questions that have answers, as items too, and their answers.

    Raises
    ------
    ImpossibleResponse
        For a score that its question cannot have.
    """
    used, item = np.unique(found.question, return_inverse=True)
    questions = [found.questions[number] for number in used.tolist()]
    pool = ItemPool.from_items(_item_by_content(question) for question in questions)
    index = [pool.item_index(question.digest) for question in questions]
    items = np.array(index, dtype=np.int32)[item.astype(np.intp)]
    category = pool.score_categories(items, found.score)
    category[found.dont_know] = DONT_KNOW
    asked = {question.digest: question for question in questions}
    # Sittings of which no answer counts are no people.
    sittings, people = np.unique(found.sitting, return_inverse=True)
    answers = ResponseData.from_columns(people, items, category)
    weight = weigh_sittings([found.origins[number] for number in sittings.tolist()])
    return asked, pool.items, replace(answers, weight=weight)


def weigh_sittings(origins: Sequence[str | int]) -> npt.NDArray[np.float32]:
    """Return how much each sitting counts: 1/√n where n have one origin, so that together they count √n."""
    sizes = Counter(origins)
    return np.array([sizes[origin] ** -0.5 for origin in origins], dtype=np.float32)


def _item_by_content(question: Question) -> Item:
    """Return a question as an item that goes by its content and has no enemies, which matter to choosing alone."""
    return replace(build_item(question), id=question.digest, enemies=frozenset())


def _question_parameters(fitted: CalibrationResult) -> CalibrationSet:
    """Return the questions alone: what was found of the people would make strangers look surer than they are."""
    return CalibrationSet(
        public_key(),
        {digest: one for digest, one in fitted.items.items() if one.answers},
    )


def _find_surprises(
    questions: dict[str, Question], fitted: CalibrationResult
) -> tuple[Surprise, ...]:
    found = [
        Surprise(
            questions[digest].key,
            build_item(questions[digest]).difficulty,
            one,
        )
        for digest, one in fitted.items.items()
    ]
    far = [one for one in found if abs(one.errors_off) >= SURPRISE_ERRORS]
    return tuple(sorted(far, key=lambda one: -abs(one.errors_off)))
