"""Between rows and the engine: what a sitting asks for, what was answered, which items there are."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.bank.versions import cache_questions
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import (
    SETTLE_ITEMS_PER_AREA,
    STOPPING_RULES,
    AssessmentPlan,
    ExposurePolicy,
    weighted_floors,
)
from quiz.measurement.engine import (
    EndReason,
    NextItem,
    estimate_abilities,
    offer_settling,
    posterior_as_prior,
    select_item,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.reporting.classification import theta_from_level
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.measurement.reporting.person_fit import PersonFit, person_fit
from quiz.measurement.selection.settling import SettleOffer
from quiz.sittings.enums import SittingMode
from quiz.sittings.events.transitions import (
    changeable_attempt_item,
    counting_attempt_items,
    skipped_attempt_items,
)
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import AttemptItem, Sitting

#: The areas that no other area has a higher floor of questions than.
CORE_AREAS = ("prog", "sql")
#: so many tables are kept at hand, of some megabytes each: the languages people choose, as measured lately
MOST_POOLS = 16


@dataclass(frozen=True)
class SelectedQuestion:
    """The next question, or why there is none."""

    question: Question | None
    end_reason: EndReason | None = None


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

    @property
    def published_keys(self) -> frozenset[str]:
        """The keys of the questions whose answer everyone can look up."""
        example = self.catalogue.example_question
        return frozenset({example.key} if example else ())

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

    A sitting that settles areas asks about those alone; `whole` reads all of them, since what
    was learned of one says something of the others. `alone` leaves out what earlier sittings said.
    """
    levels = required or sitting.required
    length = sitting.stopping_length
    skipped = len(skipped_attempt_items(sitting.positions))
    return AssessmentPlan(
        cuts={area: theta_from_level(level) for area, level in levels.items()},
        length=length,
        floors=weighted_floors(levels, length, core=CORE_AREAS),
        max_items=max(count_most_questions(sitting) - skipped, 0),
        seed=sitting.seed,
        areas=None if whole or sitting.areas is None else frozenset(sitting.areas),
        objectives=frozenset(sitting.objectives)
        if sitting.objectives and not whole
        else None,
        prior=None if alone else sitting.prior,
        excluded_items=barred,
        exposure=exposure,
        # What many are set at the same time must not be passed on from one to the next.
        exposure_policy=ExposurePolicy.CAP
        if sitting.assignment_key
        else ExposurePolicy.VARIETY,
    )


def list_all_levels(sitting: Sitting, tools: AssessmentContext) -> dict[str, float]:
    """Return a required level for every area of the bank; those that the sitting has none for get 0."""
    return dict.fromkeys(tools.catalogue.areas, 0.0) | sitting.required


def count_most_questions(sitting: Sitting) -> int:
    """Return the most questions that a sitting can have."""
    more_areas = max(len(sitting.areas or ()) - 1, 0)
    most = STOPPING_RULES[sitting.stopping_length].max_items
    return most + SETTLE_ITEMS_PER_AREA * more_areas


def list_measured_areas(sitting: Sitting, tools: AssessmentContext) -> frozenset[str]:
    """Return the areas that a sitting asks about."""
    if sitting.objectives is not None:
        known = tools.catalogue.objectives
        return frozenset(
            known[name].area for name in sitting.objectives if name in known
        )
    if sitting.areas is not None:
        return frozenset(sitting.areas)
    return frozenset(sitting.required)


def collect_responses(
    sitting: Sitting, *, without: AttemptItem | None = None
) -> list[Response]:
    """Return the answers that count, as the engine reads them, in the order of presentation, `without` one of them."""
    return [
        Response(
            item=position.question.key,
            score=position.answer.score,
            dont_know=position.answer.dont_know,
            # None when another host's clock was ahead while the question was shown: nobody knows.
            seconds=position.answer.seconds or None,
        )
        for position in counting_attempt_items(sitting.positions)
        if position.answer is not None and position is not without
    ]


def collect_merged_responses(sitting: Sitting) -> list[Response]:
    """Return the answers that the result of a sitting rests on: with those that it adds to."""
    return [response for part in sitting.parts for response in collect_responses(part)]


def select_pool(
    sitting: Sitting, tools: AssessmentContext, served: Iterable[AttemptItem]
) -> ItemPool:
    """Return the items of a sitting: today's bank, with the questions `served` already as they stood.

    As a rule nothing has changed since, and the shared pool serves.
    """
    pinned = [
        item.question
        for item in served
        if not _is_current_version(item.question, tools)
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
    """Return the next question for a sitting, or why it is over.

    Neither depends on an answer that can still be changed: otherwise the page would tell whether it is correct.
    """
    waiting = frozenset(p.question.key for p in sitting.positions if p.answer is None)
    unscored = changeable_attempt_item(sitting.positions)
    barred |= tools.published_keys
    decision = select_item(
        select_pool(sitting, tools, sitting.positions),
        build_test_plan(sitting, barred=barred, exposure=exposure),
        collect_responses(sitting, without=unscored),
        set_aside=waiting,
        unscored=[unscored.question.key] if unscored else [],
    )
    if isinstance(decision, NextItem):
        return SelectedQuestion(tools.catalogue.find_question(decision.item))
    return SelectedQuestion(None, decision.reason)


def estimate_sitting(
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    required: Mapping[str, float] | None = None,
    alone: bool = False,
) -> Mapping[str, AreaEstimate]:
    """Return what the answers so far say of each area, against the sitting's levels or others.

    A sitting that adds to another is read together with it. `alone` leaves out what earlier sittings said.
    """
    pool = (
        ItemPool.from_items(_presented_items(sitting))
        if sitting.is_finished
        else select_pool(sitting, tools, list_merged_items(sitting))
    )
    plan = build_test_plan(sitting.parts[0], required=required, whole=True, alone=alone)
    return estimate_abilities(pool, plan, collect_merged_responses(sitting))


def offer_more_questions(
    sitting: Sitting, tools: AssessmentContext, *, barred: Collection[str] = ()
) -> SettleOffer | None:
    """Return the two or three areas of a finished sitting that a few more questions would make clear, or None.

    The questions with the keys `barred` would not be asked.
    """
    if not sitting.is_finished or sitting.mode is SittingMode.CHECK:
        return None
    levels = list_all_levels(sitting, tools)
    return offer_settling(
        select_pool(sitting, tools, list_merged_items(sitting)),
        build_test_plan(sitting.parts[0], required=levels, whole=True),
        collect_merged_responses(sitting),
        areas=sitting.required,
        barred={*barred, *tools.published_keys},
    )


def evaluate_person_fit(sitting: Sitting) -> PersonFit:
    """Return how well the answers of a finished sitting fit together, and how carefully they were given."""
    plan = build_test_plan(sitting.parts[0], whole=True)
    pool = ItemPool.from_items(_presented_items(sitting))
    return person_fit(pool, plan, collect_merged_responses(sitting))


def build_prior(sitting: Sitting, *, days: float) -> AbilityPrior:
    """Return what a finished sitting says of the person, widened by the days since."""
    return joint_posterior(sitting).widen_with_time(days)


def joint_posterior(sitting: Sitting) -> AbilityPrior:
    """Return what a finished sitting says of all areas together: means and covariance, in logits."""
    plan = build_test_plan(sitting.parts[0], whole=True)
    pool = ItemPool.from_items(_presented_items(sitting))
    return posterior_as_prior(pool, plan, collect_merged_responses(sitting))


def _presented_items(sitting: Sitting) -> Iterable[Item]:
    return build_items(
        (item.question for item in list_merged_items(sitting)),
        sitting.calibrated,
        language=sitting.language,
    )


def _is_current_version(question: Question, tools: AssessmentContext) -> bool:
    today = tools.catalogue.questions.get(question.key)
    return today is question or (today is not None and today.digest == question.digest)
