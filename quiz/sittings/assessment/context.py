"""Between rows and the engine: what a sitting asks for, what was answered, which items there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.versions import cache_questions
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import (
    STOPPING_RULES,
    AssessmentPlan,
    ExposurePolicy,
    weighted_floors,
)
from quiz.measurement.engine import (
    NextItem,
    decide_step,
    estimate_abilities,
    posterior_as_prior,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.reporting.classification import theta_from_level
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.measurement.reporting.person_fit import PersonFit, person_fit
from quiz.sittings.events.transitions import (
    counting_attempt_items,
    skipped_attempt_items,
)
from quiz.sittings.models import Sitting

#: The areas that no other area has a higher floor of questions than.
CORE_AREAS = ("prog", "sql")
#: so many tables are kept at hand, of some megabytes each: the languages people choose, as measured lately
MOST_POOLS = 16


@dataclass(frozen=True)
class SelectedQuestion:
    """The next question, or none at the end, and how many areas the answers so far settle."""

    question: Question | None
    settled: int


@dataclass(frozen=True)
class AssessmentContext:
    """What a sitting draws its questions from: the bank in memory and the engine's tables of it."""

    catalogue: Catalogue
    #: By main language and calibration; made when the first sitting needs it.
    pools: dict[tuple[str | None, str | None], ItemPool]
    #: Names this state of the bank; printed under every result.
    bank_version: str

    def find_pool(
        self, language: str | None, calibrated: CalibrationSet | None = None
    ) -> ItemPool:
        """Return the engine's tables of what is asked of somebody with this main language."""
        name = language, calibrated.key if calibrated else None
        found = self.pools.get(name)
        if found is None:
            found = ItemPool.from_items(
                build_items(
                    self.catalogue.questions_asked_of(language),
                    calibrated,
                    language=language,
                )
            )
            if len(self.pools) >= MOST_POOLS:
                self.pools.pop(next(iter(self.pools)), None)
            self.pools[name] = found
        return found

    @property
    def for_everyone(self) -> tuple[Question, ...]:
        """The questions that are asked whatever the main language."""
        return self.catalogue.questions_asked_of(None)

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue) -> "AssessmentContext":
        """Prepare the engine's tables for everything that may be asked of everyone."""
        cache_questions(catalogue.questions.values())
        digests = sorted(question.digest for question in catalogue.questions.values())
        return cls(
            catalogue=catalogue,
            pools={
                (None, None): ItemPool.from_items(
                    build_items(catalogue.questions_asked_of(None))
                )
            },
            bank_version=sha256("".join(digests).encode()).hexdigest()[:8],
        )


def build_test_plan(
    sitting: Sitting,
    *,
    barred: frozenset[str] = frozenset(),
    exposure: Exposure | None = None,
    required: Mapping[str, float] | None = None,
    whole: bool = False,
    alone: bool = False,
) -> AssessmentPlan:
    """Return the terms of a sitting for the engine; `required` reads it against other levels.

    A sitting that settles one area asks about that area alone; `whole` reads all of them, since what
    was learned of one says something of the others. `alone` leaves out what earlier sittings said.
    """
    levels = required or sitting.required
    length = sitting.stopping_length
    asked_at_most = STOPPING_RULES[length].max_items - len(
        skipped_attempt_items(sitting.positions)
    )
    return AssessmentPlan(
        cuts={area: theta_from_level(level) for area, level in levels.items()},
        length=length,
        floors=weighted_floors(levels, length, core=CORE_AREAS),
        max_items=max(asked_at_most, 0),
        seed=sitting.seed,
        areas=None if whole or sitting.area is None else frozenset({sitting.area}),
        objectives=frozenset(sitting.objectives)
        if sitting.objectives and not whole
        else None,
        prior=None if alone else sitting.prior,
        excluded_items=barred,
        exposure=exposure,
        exposure_policy=ExposurePolicy.VARIETY,
    )


def collect_responses(sitting: Sitting) -> list[Response]:
    """Return the answers that count, as the engine reads them, in the order of presentation."""
    return [
        Response(
            item=position.question.key,
            score=position.answer.score,
            dont_know=position.answer.dont_know,
            seconds=position.answer.seconds,
        )
        for position in counting_attempt_items(sitting.positions)
        if position.answer is not None
    ]


def select_pool(sitting: Sitting, tools: AssessmentContext) -> ItemPool:
    """Return the items of a sitting: today's bank, with the questions already served as they stood.

    As a rule nothing has changed since, and the shared pool serves.
    """
    pinned = [
        position.question
        for position in sitting.positions
        if not _is_current_version(position.question, tools)
    ]
    if not pinned:
        return tools.find_pool(sitting.language, sitting.calibrated)
    todays = {q.key: q for q in tools.catalogue.questions_asked_of(sitting.language)}
    asked = (todays | {q.key: q for q in pinned}).values()
    return ItemPool.from_items(
        build_items(asked, sitting.calibrated, language=sitting.language)
    )


def select_question(
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    barred: frozenset[str] = frozenset(),
    exposure: Exposure | None = None,
) -> SelectedQuestion:
    """Return the next question for a sitting, or none when it is over, and how many areas are settled."""
    waiting = frozenset(p.question.key for p in sitting.positions if p.answer is None)
    step = decide_step(
        select_pool(sitting, tools),
        build_test_plan(sitting, barred=barred, exposure=exposure),
        collect_responses(sitting),
        set_aside=waiting,
    )
    settled = (
        step.decided_areas
        if sitting.area is None
        # One area is asked about, and the others are still known from before.
        else count_decided_areas(sitting, tools)
    )
    if isinstance(step.decision, NextItem):
        return SelectedQuestion(
            tools.catalogue.find_question(step.decision.item), settled
        )
    return SelectedQuestion(None, settled)


def count_decided_areas(sitting: Sitting, tools: AssessmentContext) -> int:
    """Return how many areas are decided by answers of their own."""
    return sum(
        one.is_decided and one.asked > 0
        for one in estimate_sitting(sitting, tools).values()
    )


def estimate_sitting(
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    required: Mapping[str, float] | None = None,
    alone: bool = False,
) -> Mapping[str, AreaEstimate]:
    """Return what the answers so far say of each area, against the sitting's levels or others.

    `alone` reads this sitting as if there had been none before it.
    """
    pool = (
        ItemPool.from_items(_presented_items(sitting))
        if sitting.is_finished
        else select_pool(sitting, tools)
    )
    plan = build_test_plan(sitting, required=required, whole=True, alone=alone)
    return estimate_abilities(pool, plan, collect_responses(sitting))


def evaluate_person_fit(sitting: Sitting) -> PersonFit:
    """Return how well the answers of a finished sitting fit together, and how carefully they were given."""
    plan = build_test_plan(sitting, whole=True)
    return person_fit(
        ItemPool.from_items(_presented_items(sitting)), plan, collect_responses(sitting)
    )


def build_prior(sitting: Sitting, *, days: float) -> AbilityPrior:
    """Return what a finished sitting says of the person, widened by the days since."""
    return joint_posterior(sitting).widen_with_time(days)


def joint_posterior(sitting: Sitting) -> AbilityPrior:
    """Return what a finished sitting says of all areas together: means and covariance, in logits."""
    plan = build_test_plan(sitting, whole=True)
    return posterior_as_prior(
        ItemPool.from_items(_presented_items(sitting)), plan, collect_responses(sitting)
    )


def _presented_items(sitting: Sitting) -> Iterable[Item]:
    return build_items(
        (position.question for position in sitting.positions),
        sitting.calibrated,
        language=sitting.language,
    )


def _is_current_version(question: Question, tools: AssessmentContext) -> bool:
    today = tools.catalogue.questions.get(question.key)
    return today is question or (today is not None and today.digest == question.digest)
