"""What finished sittings say of the questions: gathered, fitted, and compared with what the authors said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import Person
from quiz.assess.calibration import Answer, Answers, Calibration, fit
from quiz.assess.items import Fitted, Item
from quiz.assess.personfit import Doubt
from quiz.assess.pool import Pool
from quiz.bank.calibrated import Calibrated
from quiz.bank.items import item_from
from quiz.bank.questions import Question
from quiz.errors import NotNow
from quiz.keys import public_key
from quiz.sittings.measuring import fit_of
from quiz.sittings.models import Sitting
from quiz.sittings.queries import quarantined

#: with fewer sittings the authors know better
LEAST_SITTINGS = 50
#: a difficulty further than this from the authors' word, in its own standard errors, is told
FAR_OFF = 2.0
AT_A_TIME = 200


@dataclass(frozen=True)
class Surprise:
    """A question that people find clearly harder or easier than its author thought."""

    key: str
    authored: float
    found: Fitted

    @property
    def errors_off(self) -> float:
        """How many standard errors lie between what is found and what the author said."""
        return (self.found.b - self.authored) / self.found.b_se


@dataclass(frozen=True)
class Learned:
    """A calibration, and what went into it."""

    calibrated: Calibrated
    sittings: int
    #: Sittings that were left out because many answers came faster than questions can be read.
    hasty: int
    answers: int
    #: The farthest off first.
    surprises: tuple[Surprise, ...]


def _silent(_words: str) -> None:
    pass


@dataclass
class _Gathered:
    questions: dict[str, Question]
    answers: list[Answer]
    sittings: int = 0
    hasty: int = 0


def learn(
    session: Session, *, processes: int = 1, tell: Callable[[str], None] = _silent
) -> Learned:
    """Return what all usable sittings say of the questions in them.

    Usable is a finished sitting of a real person that went on from no other, since what was asked there hangs on
    answers that are not in it, and that was not answered in haste. Answers that do not fit together stay: perhaps
    it is the authors who are wrong. A question counts by its content: when it is changed, it begins anew. Left out
    are questions in quarantine and answers that a rescoring left out.

    Parameters
    ----------
    processes
        Over how many processes the fit is spread.
    tell
        Told in a few words how far it is.

    Raises
    ------
    NotNow
        With fewer than LEAST_SITTINGS of them.
    DidNotConverge
        When the answers contradict the model.
    """
    found = _gather(session, tell)
    if found.sittings < LEAST_SITTINGS:
        raise NotNow(
            f"{found.sittings} sittings can be learned from; it takes {LEAST_SITTINGS}."
            " Until then the authors know better."
        )
    items = [_as_content(question) for question in found.questions.values()]
    pool = Pool.of(items)
    fitted = fit(
        pool.items,
        Answers.of(pool, found.answers),
        processes=processes,
        progress=lambda step, move: tell(f"Step {step}, largest move {move:.4f}"),
    )
    return Learned(
        _calibrated(fitted),
        found.sittings,
        found.hasty,
        len(found.answers),
        _surprises(found.questions, fitted),
    )


def _gather(session: Session, tell: Callable[[str], None]) -> _Gathered:
    found, held = _Gathered({}, []), quarantined(session)
    for sitting in _usable(session, tell):
        if Doubt.HASTE in fit_of(sitting).doubts:
            found.hasty += 1
            continue
        found.sittings += 1
        for position in sitting.positions:
            given, question = position.answer, position.question
            if given is None or position.left_out or question.key in held:
                continue
            found.questions[question.digest] = question
            found.answers.append(
                Answer(sitting.key, question.digest, given.score, given.dont_know)
            )
    return found


def _usable(session: Session, tell: Callable[[str], None]) -> Iterator[Sitting]:
    ids = session.scalars(
        select(Sitting.id)
        .join(Person)
        .where(
            Sitting.state == "finished",
            Sitting.follows_id.is_(None),
            Person.is_example.is_(False),
        )
        .order_by(Sitting.id)
    ).all()
    for start in range(0, len(ids), AT_A_TIME):
        yield from session.scalars(
            select(Sitting)
            .where(Sitting.id.in_(ids[start : start + AT_A_TIME]))
            .options(selectinload(Sitting.positions))
            .order_by(Sitting.id)
        )
        tell(f"Read {min(start + AT_A_TIME, len(ids)):,} of {len(ids):,} sittings")
        # Thousands of sittings are not held at once.
        session.expunge_all()


def _as_content(question: Question) -> Item:
    """Return a question as an item that goes by its content and has no enemies, which matter to choosing alone."""
    return replace(item_from(question), id=question.digest, enemies=frozenset())


def _calibrated(fitted: Calibration) -> Calibrated:
    """Return the questions alone: what was found of the people would make strangers look surer than they are."""
    return Calibrated(
        public_key(),
        {digest: one for digest, one in fitted.items.items() if one.answers},
    )


def _surprises(
    questions: dict[str, Question], fitted: Calibration
) -> tuple[Surprise, ...]:
    found = [
        Surprise(
            questions[digest].key,
            item_from(questions[digest]).difficulty,
            one,
        )
        for digest, one in fitted.items.items()
    ]
    far = [one for one in found if abs(one.errors_off) >= FAR_OFF]
    return tuple(sorted(far, key=lambda one: -abs(one.errors_off)))
