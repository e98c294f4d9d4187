"""What finished sittings say of the questions: gathered, fitted, and compared with what the authors said."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import Person
from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.questions import Question
from quiz.calibration import CalibrationResult, ResponseData, ScoredResponse, fit_model
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, ItemParameters
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.sittings.assessment.context import evaluate_person_fit
from quiz.sittings.enums import SittingState
from quiz.sittings.models import Sitting
from quiz.sittings.queries import list_quarantined_keys

#: with fewer sittings the authors know better
LEAST_SITTINGS = 50
#: a difficulty further than this from the authors' word, in its own standard errors, is told
SURPRISE_ERRORS = 2.0
BATCH_SIZE = 200


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


@dataclass
class _GatheredAnswers:
    questions: dict[str, Question]
    answers: list[ScoredResponse]
    sittings: int = 0
    hasty: int = 0


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
    no network decides alone what is believed of a question. A question is identified by its content, so a changed question starts afresh. Questions in quarantine
    and answers that a rescoring left out do not count.

    The fit is spread over `processes`; `tell` is told in a few words how far it is.

    Raises
    ------
    NotNow
        With fewer than LEAST_SITTINGS of them.
    DidNotConverge
        When the answers contradict the model.
    """
    found = _gather_answers(session, tell)
    if found.sittings < LEAST_SITTINGS:
        raise NotNow(
            f"{found.sittings} sittings can be learned from; it takes {LEAST_SITTINGS}."
            " Until then the authors know better."
        )
    items = [_item_by_content(question) for question in found.questions.values()]
    pool = ItemPool.from_items(items)
    weights = weigh_sittings(session, {one.candidate for one in found.answers})
    fitted = fit_model(
        pool.items,
        ResponseData.from_responses(pool, found.answers, weights),
        processes=processes,
        progress=lambda step, move: tell(f"Step {step}, largest move {move:.4f}"),
    )
    return LearnedCalibration(
        _question_parameters(fitted),
        found.sittings,
        found.hasty,
        len(found.answers),
        _find_surprises(found.questions, fitted),
    )


def _gather_answers(session: Session, tell: Callable[[str], None]) -> _GatheredAnswers:
    found, held = _GatheredAnswers({}, []), list_quarantined_keys(session)
    for sitting in _usable_sittings(session, tell):
        if PersonFitFlag.HASTE in evaluate_person_fit(sitting).flags:
            found.hasty += 1
            continue
        found.sittings += 1
        for position in sitting.positions:
            given, question = position.answer, position.question
            if given is None or position.left_out or question.key in held:
                continue
            found.questions[question.digest] = question
            found.answers.append(
                ScoredResponse(
                    sitting.key, question.digest, given.score, given.dont_know
                )
            )
    return found


def weigh_sittings(session: Session, keys: set[str]) -> dict[str, float]:
    """Return how much each sitting counts: 1/√n where n came from one network in a month, so that all count √n."""
    rows = session.execute(
        select(Sitting.key, Sitting.person_id, Person.origin_hash).join(Person)
    )
    origins: dict[str, str | int] = {
        key: origin or person_id for key, person_id, origin in rows if key in keys
    }
    sizes = Counter(origins.values())
    return {key: sizes[origin] ** -0.5 for key, origin in origins.items()}


def _usable_sittings(
    session: Session, tell: Callable[[str], None]
) -> Iterator[Sitting]:
    ids = session.scalars(
        select(Sitting.id)
        .join(Person)
        .where(
            Sitting.state == SittingState.FINISHED,
            Sitting.follows_id.is_(None),
            Person.is_example.is_(False),
            Sitting.is_trial.is_(False),
        )
        .order_by(Sitting.id)
    ).all()
    for start in range(0, len(ids), BATCH_SIZE):
        yield from session.scalars(
            select(Sitting)
            .where(Sitting.id.in_(ids[start : start + BATCH_SIZE]))
            .options(selectinload(Sitting.positions))
            .order_by(Sitting.id)
        )
        tell(f"Read {min(start + BATCH_SIZE, len(ids)):,} of {len(ids):,} sittings")
        # Thousands of sittings are not held at once.
        session.expunge_all()


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
