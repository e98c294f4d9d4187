"""Between rows and the engine: what a sitting asks for, what was answered, which items there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias, cast

from quiz.assess.engine import Ask, next_and_settled, posterior_prior, report
from quiz.assess.estimates import AreaEstimate
from quiz.assess.items import Exposure, Item, Response
from quiz.assess.levels import theta_of
from quiz.assess.personfit import PersonFit, person_fit
from quiz.assess.plan import LIMITS, Length, Plan
from quiz.assess.pool import Pool
from quiz.assess.prior import Prior
from quiz.bank.calibrated import Calibrated
from quiz.bank.catalogue import Catalogue
from quiz.bank.items import items_from
from quiz.bank.questions import Question
from quiz.bank.versions import remember
from quiz.sittings.events import answered_positions, set_aside
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.models import Sitting

#: A sitting as its pages know it, or as its steps do.
AnySitting: TypeAlias = Sitting | LiveSitting

#: The scope of a sitting about all areas, and of one about a few objectives.
ALL_AREAS = "all"
CHECK = "check"
#: so many tables are kept at hand, of some megabytes each: the languages people choose, as measured lately
MOST_POOLS = 16


@dataclass(frozen=True)
class Chosen:
    """The next question, or none at the end, and how many areas the answers so far settle."""

    question: Question | None
    settled: int


@dataclass(frozen=True)
class Tools:
    """What a sitting draws its questions from: the bank in memory and the engine's tables of it."""

    catalogue: Catalogue
    #: By main language and calibration; made when the first sitting needs it.
    pools: dict[tuple[str | None, str | None], Pool]
    #: Names this state of the bank; printed under every result.
    bank_version: str

    def pool_of(
        self, language: str | None, calibrated: Calibrated | None = None
    ) -> Pool:
        """Return the engine's tables of what is asked of somebody with this main language."""
        name = language, calibrated.key if calibrated else None
        found = self.pools.get(name)
        if found is None:
            found = Pool.of(items_from(self.catalogue.asked_of(language), calibrated))
            if len(self.pools) >= MOST_POOLS:
                self.pools.pop(next(iter(self.pools)), None)
            self.pools[name] = found
        return found

    @property
    def for_everyone(self) -> tuple[Question, ...]:
        """The questions that are asked whatever the main language."""
        return self.catalogue.asked_of(None)

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Tools":
        """Prepare the engine's tables for everything that may be asked of everyone."""
        remember(catalogue.questions.values())
        digests = sorted(question.digest for question in catalogue.questions.values())
        return cls(
            catalogue=catalogue,
            pools={(None, None): Pool.of(items_from(catalogue.asked_of(None)))},
            bank_version=sha256("".join(digests).encode()).hexdigest()[:8],
        )


def plan_of(
    sitting: AnySitting,
    *,
    barred: frozenset[str] = frozenset(),
    exposure: Exposure | None = None,
    required: Mapping[str, float] | None = None,
    whole: bool = False,
    alone: bool = False,
) -> Plan:
    """Return the terms of a sitting for the engine; `required` reads it against other levels.

    A sitting that settles one area asks about that area alone; `whole` reads all of them, since what
    was learned of one says something of the others. `alone` leaves out what earlier sittings said.
    """
    levels = required or sitting.required
    length = cast("Length", sitting.length)
    asked_at_most = LIMITS[length].most - len(set_aside(sitting.positions))
    return Plan(
        cuts={area: theta_of(level) for area, level in levels.items()},
        length=length,
        max_items=max(asked_at_most, 0),
        seed=sitting.seed,
        areas=None
        if whole or sitting.scope in {ALL_AREAS, CHECK}
        else frozenset({sitting.scope}),
        objectives=frozenset(sitting.objectives)
        if sitting.objectives and not whole
        else None,
        prior=Prior.from_dict(sitting.prior) if sitting.prior and not alone else None,
        barred=barred,
        exposure=exposure,
    )


def responses_of(sitting: AnySitting) -> list[Response]:
    """Return the answers that count, as the engine reads them, in the order of serving.

    The one place that decides which do: what a rescoring left out does not, anywhere.
    """
    return [
        Response(
            item=position.question.key,
            score=position.answer.score,
            dont_know=position.answer.dont_know,
            seconds=position.answer.seconds,
        )
        for position in answered_positions(sitting.positions)
        if position.answer is not None and not position.left_out
    ]


def pool_for(sitting: AnySitting, tools: Tools) -> Pool:
    """Return the items of a sitting: today's bank, with the questions already served as they stood.

    As a rule nothing has changed since, and the shared pool serves.
    """
    pinned = [
        position.question
        for position in sitting.positions
        if not _is_todays(position.question, tools)
    ]
    if not pinned:
        return tools.pool_of(sitting.language, sitting.calibrated)
    todays = {q.key: q for q in tools.catalogue.asked_of(sitting.language)}
    asked = (todays | {q.key: q for q in pinned}).values()
    return Pool.of(items_from(asked, sitting.calibrated))


def choose(
    sitting: LiveSitting,
    tools: Tools,
    *,
    barred: frozenset[str] = frozenset(),
    exposure: Exposure | None = None,
) -> Chosen:
    """Return the next question for a sitting, or none when it is over, and how many areas are settled."""
    waiting = frozenset(p.question.key for p in sitting.positions if p.answer is None)
    step = next_and_settled(
        pool_for(sitting, tools),
        plan_of(sitting, barred=barred, exposure=exposure),
        responses_of(sitting),
        set_aside=waiting,
    )
    settled = (
        step.settled
        if sitting.scope in {ALL_AREAS, CHECK}
        # One area is asked about, and the others are still known from before.
        else sum(
            one.settled and one.asked > 0
            for one in estimates_of(sitting, tools).values()
        )
    )
    if isinstance(step.decision, Ask):
        return Chosen(tools.catalogue.question(step.decision.item), settled)
    return Chosen(None, settled)


def estimates_of(
    sitting: AnySitting,
    tools: Tools,
    *,
    required: Mapping[str, float] | None = None,
    alone: bool = False,
) -> Mapping[str, AreaEstimate]:
    """Return what the answers so far say of each area, against the sitting's levels or others.

    `alone` reads this sitting as if there had been none before it.
    """
    pool = (
        Pool.of(_served(sitting))
        if sitting.state == "finished"
        else pool_for(sitting, tools)
    )
    plan = plan_of(sitting, required=required, whole=True, alone=alone)
    return report(pool, plan, responses_of(sitting))


def estimates_against(
    sitting: Sitting, tools: Tools, many: Sequence[Mapping[str, float]]
) -> list[Mapping[str, AreaEstimate]]:
    """Return what the answers say against each of several sets of levels; the questions are tabulated once."""
    finished = sitting.state == "finished"
    pool = Pool.of(_served(sitting)) if finished else pool_for(sitting, tools)
    responses = responses_of(sitting)
    return [
        report(pool, plan_of(sitting, required=required, whole=True), responses)
        for required in many
    ]


def fit_of(sitting: Sitting) -> PersonFit:
    """Return how well the answers of a finished sitting fit together, and how carefully they were given."""
    plan = plan_of(sitting, whole=True)
    return person_fit(Pool.of(_served(sitting)), plan, responses_of(sitting))


def prior_from(sitting: Sitting, *, days: float) -> dict[str, Any]:
    """Return what a finished sitting says of the person, widened by the days since, ready to be kept."""
    return joint_of(sitting).widened(days).as_dict()


def joint_of(sitting: Sitting) -> Prior:
    """Return what a finished sitting says of all areas together: means and covariance, in logits."""
    plan = plan_of(sitting, whole=True)
    return posterior_prior(Pool.of(_served(sitting)), plan, responses_of(sitting))


def _served(sitting: AnySitting) -> Iterable[Item]:
    return items_from(
        (position.question for position in sitting.positions), sitting.calibrated
    )


def _is_todays(question: Question, tools: Tools) -> bool:
    today = tools.catalogue.questions.get(question.key)
    return today is question or (today is not None and today.digest == question.digest)
