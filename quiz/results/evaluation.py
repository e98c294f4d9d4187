"""What the engine says about one finished assessment: its answers are evaluated once, whatever is read from them."""

from collections.abc import Collection, Mapping
from functools import cached_property

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    theta_from_level,
)
from quiz.measurement.reporting.estimates import (
    AreaEstimate,
    estimate_from_state,
    statements_from_state,
)
from quiz.measurement.reporting.person_fit import PersonFit, person_fit_from_state
from quiz.measurement.selection.settling import SettleOffer, offer_from_state
from quiz.measurement.specification import AssessmentSpecification
from quiz.results.outcomes import AreaOutcome, build_outcomes
from quiz.sittings.assessment.context import (
    AssessmentContext,
    build_test_plan,
    collect_merged_responses,
    list_all_levels,
    select_pool,
)
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import Sitting


class Evaluation:
    """The examinee state of a finished assessment, and everything that pages read from it.

    The state covers every area of the bank, so that any goal can be read from it: what the answers say about the
    person does not depend on what a goal requires. With `alone` it leaves out what earlier assessments said.
    """

    def __init__(
        self,
        sitting: Sitting,
        context: AssessmentContext,
        *,
        alone: bool = False,
        pool: ItemPool | None = None,
    ) -> None:
        """Take the sitting and the bank; `pool` holds its items where they are at hand already."""
        self.sitting = sitting
        self._context = context
        self._known_pool = pool
        self._is_alone = alone or not sitting.parts[0].prior

    @cached_property
    def alone(self) -> "Evaluation":
        """The same answers as if there had been no earlier assessment: this evaluation itself where there was none."""
        if self._is_alone:
            return self
        return Evaluation(self.sitting, self._context, alone=True, pool=self._pool)

    @cached_property
    def estimates(self) -> Mapping[str, AreaEstimate]:
        """The estimates of the areas that the assessment set out to measure."""
        required = self.sitting.required
        return {
            area: estimate
            for area, estimate in self._all_estimates.items()
            if area in required
        }

    @cached_property
    def person_fit(self) -> PersonFit:
        """How well the answers fit together, and how carefully they were given."""
        return person_fit_from_state(self._state, self._responses)

    def offer_more_questions(self, barred: Collection[str]) -> SettleOffer | None:
        """Return the two or three areas that a few questions, none of them `barred`, would make clear, or None."""
        return offer_from_state(self._state, areas=self.sitting.required, barred=barred)

    def read_outcomes(self, required: Mapping[str, float]) -> list[AreaOutcome]:
        """Return the outcomes against these required levels, without areas that the bank no longer has."""
        measured = self._select_measured(required)
        cuts = _list_cuts(measured)
        return build_outcomes(
            self._all_estimates,
            measured,
            self._state.p_reached_at(cuts),
            statements_from_state(self._state, cuts),
            self._context.catalogue,
        )

    def read_statements(self, required: Mapping[str, float]) -> list[MasteryStatement]:
        """Return the statements about these required levels."""
        cuts = _list_cuts(self._select_measured(required))
        return list(statements_from_state(self._state, cuts).values())

    def _select_measured(self, required: Mapping[str, float]) -> dict[str, float]:
        return {area: level for area, level in required.items() if area in self._levels}

    @cached_property
    def _all_estimates(self) -> Mapping[str, AreaEstimate]:
        return estimate_from_state(self._state)

    @cached_property
    def _responses(self) -> list[Response]:
        return collect_merged_responses(self.sitting)

    @cached_property
    def _levels(self) -> dict[str, float]:
        return list_all_levels(self.sitting, self._context)

    @cached_property
    def _pool(self) -> ItemPool:
        if self._known_pool is not None:
            return self._known_pool
        served = list_merged_items(self.sitting)
        return select_pool(self.sitting, self._context, served)

    @cached_property
    def _state(self) -> ExamineeState:
        plan = build_test_plan(
            self.sitting.parts[0],
            required=self._levels,
            whole=True,
            alone=self._is_alone,
        )
        specification = AssessmentSpecification.compile_plan(self._pool, plan)
        return ExamineeState(specification, self._responses)


def _list_cuts(required: Mapping[str, float]) -> dict[str, float]:
    return {area: theta_from_level(level) for area, level in required.items()}
