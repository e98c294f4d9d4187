"""Single terms of a match by hand, and the order of the reasons."""

from datetime import timedelta
from itertools import pairwise

import pytest

from quiz.catalogue.training_routes import LearningStyle
from quiz.training.comparison.measures import RouteMeasures
from quiz.training.comparison.prices import RoutePrice
from quiz.training.comparison.utility import (
    WEIGHTS,
    Reason,
    ReasonKind,
    RouteMatch,
    Term,
    TermUtility,
    score_route,
)
from quiz.training.preferences import DegreeWish, SupportQuestion, TrainingPreferences
from tests.training.comparison.makers import measures, price, route
from tests.training.people import TODAY, bank


def term(name: Term, person: TrainingPreferences, found: RouteMeasures) -> TermUtility:
    match = score_route(found, person, TODAY)
    return next(utility for utility in match.utilities if utility.term is name)


def by(weeks: float) -> TrainingPreferences:
    return TrainingPreferences(ready_by=TODAY + timedelta(weeks=weeks))


@pytest.mark.parametrize(
    ("weeks", "value", "kind"),
    [
        (20, 1.0, ReasonKind.WITHIN_DATE),
        (40, 1.0, ReasonKind.WITHIN_DATE),
        (60, 0.75, ReasonKind.AFTER_DATE),
        (80, 0.5, ReasonKind.AFTER_DATE),
        (120, 0.0, ReasonKind.AFTER_DATE),
        (200, 0.0, ReasonKind.AFTER_DATE),
    ],
)
def test_time_falls_to_nothing_at_three_times_the_time_there_is(
    weeks: float, value: float, kind: ReasonKind
) -> None:
    found = term(Term.TIME, by(40), measures(weeks=weeks))

    assert found.value == pytest.approx(value)
    assert found.reason == Reason(kind, weeks, 40)
    assert found.is_for is (kind is ReasonKind.WITHIN_DATE)
    assert found.weight == 3


def test_without_a_date_a_year_is_the_measure_and_nothing_is_said() -> None:
    found = term(Term.TIME, TrainingPreferences(), measures(weeks=104))

    assert found == TermUtility(Term.TIME, 0.5, 1.5)


@pytest.mark.parametrize(
    ("cost", "budget", "value", "kind"),
    [
        (1000, 1000, 1.0, ReasonKind.WITHIN_BUDGET),
        (3000, 2000, 0.5, ReasonKind.ABOVE_BUDGET),
        (5000, 2000, 0.0, ReasonKind.ABOVE_BUDGET),
        # Below a thousand, a budget of a thousand is the measure.
        (750, 500, 0.75, ReasonKind.ABOVE_BUDGET),
        (200, 0, 0.8, ReasonKind.ABOVE_BUDGET),
    ],
)
def test_cost_falls_by_the_share_of_the_budget_it_is_above(
    cost: float, budget: float, value: float, kind: ReasonKind
) -> None:
    found = term(
        Term.COST, TrainingPreferences(budget=budget), measures(cost=price(cost))
    )

    assert found.value == pytest.approx(value)
    assert found.reason == Reason(kind, cost, budget)
    assert found.is_for is (kind is ReasonKind.WITHIN_BUDGET)
    assert found.weight == 3


def test_what_costs_nothing_is_free_with_or_without_a_budget() -> None:
    free = measures(cost=price(0))

    assert term(Term.COST, TrainingPreferences(), free).reason == Reason(
        ReasonKind.FREE
    )
    with_budget = term(Term.COST, TrainingPreferences(budget=0), free)
    assert with_budget == TermUtility(
        Term.COST, 1.0, 3, Reason(ReasonKind.FREE), is_for=True
    )


def test_a_price_that_is_not_known_is_neutral_and_says_nothing() -> None:
    unknown = measures(cost=price(None))

    assert term(Term.COST, TrainingPreferences(budget=5), unknown) == TermUtility(
        Term.COST, 0.5, 3
    )
    assert term(Term.COST, TrainingPreferences(), unknown) == TermUtility(
        Term.COST, 0.5, 1.5
    )


def test_a_price_is_held_against_the_usual_budget_where_none_was_said() -> None:
    found = term(Term.COST, TrainingPreferences(), measures(cost=price(2500)))

    assert found == TermUtility(Term.COST, 0.75, 1.5)


def test_public_money_that_may_pay_is_said_and_at_least_neutral() -> None:
    funding = bank().fundings["de-bildungsgutschein"]
    funded = RoutePrice(9000, 9000, 9000, is_told=False, fundings=(funding,))

    found = term(Term.COST, TrainingPreferences(budget=0), measures(cost=funded))

    assert found.value == 0.5
    assert found.reason == Reason(
        ReasonKind.MAY_BE_FUNDED, 9000, 0, "Bildungsgutschein"
    )
    assert found.is_for
    slightly = RoutePrice(1100, 1100, 1100, is_told=False, fundings=(funding,))
    near = term(Term.COST, TrainingPreferences(budget=1000), measures(cost=slightly))
    assert near.value == pytest.approx(0.9)


def test_coverage_is_for_from_85_percent_on() -> None:
    good = term(Term.COVERAGE, TrainingPreferences(), measures(coverage=0.85))
    poor = term(Term.COVERAGE, TrainingPreferences(), measures(coverage=0.8))

    assert (good.value, good.weight, good.is_for) == (0.85, 2, True)
    assert good.reason == Reason(ReasonKind.COVERS_MUCH, 0.85)
    assert not poor.is_for
    assert poor.reason is not None
    assert poor.reason.kind is ReasonKind.LEAVES_OPEN
    assert poor.reason.amount == pytest.approx(0.2)


def test_covering_everything_is_no_reason_for_learning_alone() -> None:
    alone = measures(bank().routes["self-taught"], coverage=1)

    assert term(Term.COVERAGE, TrainingPreferences(), alone).reason is None


def test_hours_speak_against_a_route_only_when_they_fall_short() -> None:
    # The course takes 20 hours a week at least.
    enough = term(Term.LOAD, TrainingPreferences(hours=25), measures())
    short = term(Term.LOAD, TrainingPreferences(hours=18), measures())
    unsaid = term(Term.LOAD, TrainingPreferences(), measures())

    assert enough == TermUtility(Term.LOAD, 1.0, 2)
    assert short == TermUtility(Term.LOAD, 0.9, 2, Reason(ReasonKind.FEW_HOURS, 20, 18))
    assert unsaid == TermUtility(Term.LOAD, 1.0, 1)


@pytest.mark.parametrize("wish", [DegreeWish.NICE, DegreeWish.MUST])
def test_a_degree_counts_where_one_is_wanted(wish: DegreeWish) -> None:
    person = TrainingPreferences(degree=wish)
    degree = term(Term.DEGREE, person, measures(bank().routes["university"]))
    none = term(Term.DEGREE, person, measures())

    assert degree == TermUtility(
        Term.DEGREE, 1.0, 1, Reason(ReasonKind.DEGREE), is_for=True
    )
    assert none == TermUtility(Term.DEGREE, 0.2, 1, Reason(ReasonKind.NO_DEGREE))


@pytest.mark.parametrize("wish", [None, DegreeWish.NO])
def test_not_asking_for_a_degree_is_no_reason_for_a_route(
    wish: DegreeWish | None,
) -> None:
    found = term(Term.DEGREE, TrainingPreferences(degree=wish), measures())

    assert found == TermUtility(Term.DEGREE, 1.0, 0.5)


@pytest.mark.parametrize(
    ("wishes", "value", "kind"),
    [
        # The course offers structure 1, peers .5, theory 0.
        ({"structure": 1.0}, 1.0, ReasonKind.STYLE_MATCHES),
        ({"structure": 0.5}, 1.0, ReasonKind.STYLE_MATCHES),
        ({"structure": 0.0}, 0.0, ReasonKind.STYLE_DIFFERS),
        ({"peers": 1.0}, 0.5, ReasonKind.STYLE_DIFFERS),
        ({"theory": 0.0}, 1.0, ReasonKind.STYLE_MATCHES),
        ({"theory": 1.0, "structure": 1.0}, 0.5, ReasonKind.STYLE_DIFFERS),
        ({"theory": 0.5, "structure": 1.0}, 0.75, ReasonKind.STYLE_MATCHES),
    ],
)
def test_more_than_some_is_no_fault_and_little_is_a_wish_for_less(
    wishes: dict[str, float], value: float, kind: ReasonKind
) -> None:
    person = TrainingPreferences(
        style={LearningStyle(name): wish for name, wish in wishes.items()}
    )

    found = term(Term.STYLE, person, measures())

    assert found.value == pytest.approx(value)
    assert found.reason == Reason(kind)
    assert found.is_for is (kind is ReasonKind.STYLE_MATCHES)
    assert found.weight == 2


def test_no_wish_for_a_way_of_learning_counts_nothing() -> None:
    found = term(Term.STYLE, TrainingPreferences(), measures())

    assert found == TermUtility(Term.STYLE, 0.5, 0.0)


@pytest.mark.parametrize(
    ("answers", "support", "value", "kind"),
    [
        ((False, False), 0.8, 0.8, ReasonKind.SUPPORTED),
        ((False, False), 0.79, 0.79, ReasonKind.ON_YOUR_OWN),
        ((True, False), 0.2, 0.6, ReasonKind.ON_YOUR_OWN),
        ((True, False), 0.9, 0.95, ReasonKind.SUPPORTED),
        ((True, True), 0.9, 1.0, ReasonKind.KEEPS_GOING),
        ((True, True), 0.1, 1.0, ReasonKind.KEEPS_GOING),
        ((True, False), 0.75, 0.875, ReasonKind.KEEPS_GOING),
    ],
)
def test_support_counts_as_far_as_a_person_needs_it(
    answers: tuple[bool, bool], support: float, value: float, kind: ReasonKind
) -> None:
    questions = (SupportQuestion.ALONE, SupportQuestion.DATES)
    person = TrainingPreferences(support=dict(zip(questions, answers, strict=True)))

    found = term(Term.SUPPORT, person, measures(route(support=support)))

    assert found.value == pytest.approx(value)
    assert found.reason == Reason(kind)
    assert found.is_for is (kind is not ReasonKind.ON_YOUR_OWN)
    assert found.weight == 3


def test_nothing_is_said_of_support_that_nobody_was_asked_about() -> None:
    found = term(Term.SUPPORT, TrainingPreferences(), measures(route(support=0.9)))

    assert (found.term, found.weight) == (Term.SUPPORT, 1.5)
    assert found.value == pytest.approx(0.95)


#: A date, a budget, hours, a degree, a style, and no staying power.
DEMANDING = TrainingPreferences(
    ready_by=TODAY + timedelta(weeks=40),
    budget=2000,
    hours=18,
    degree=DegreeWish.NICE,
    style={LearningStyle.THEORY: 1.0},
    support=dict.fromkeys(SupportQuestion, False),
)


def demanding_match() -> RouteMatch:
    found = measures(weeks=60, coverage=0.6, cost=price(3000))
    return score_route(found, DEMANDING, TODAY)


def test_the_score_is_the_weighted_mean_of_all_terms() -> None:
    # time .75, cost .5, coverage .6, hours .9, degree .2, style 0, support .9
    sum_ = 3 * 0.75 + 3 * 0.5 + 2 * 0.6 + 2 * 0.9 + 1 * 0.2 + 2 * 0.0 + 3 * 0.9
    assert demanding_match().score == pytest.approx(100 * sum_ / 16)


def test_reasons_against_are_those_that_lower_the_score_most() -> None:
    # Loss: style 2, cost 1.5, coverage .8, degree .8, time .75, hours .2.
    kinds = [reason.kind for reason in demanding_match().reasons_against]

    assert kinds == [ReasonKind.STYLE_DIFFERS, ReasonKind.ABOVE_BUDGET]


def test_reasons_for_are_those_that_raise_the_score_most() -> None:
    person = DEMANDING.model_copy(
        update={"hours": 25, "style": {LearningStyle.STRUCTURE: 1.0}}
    )
    found = measures(weeks=30, coverage=0.9, cost=price(1000))

    # Gain: time 3, cost 3, support 2.7, style 2, coverage 1.8.
    kinds = [reason.kind for reason in score_route(found, person, TODAY).reasons_for]
    assert kinds == [ReasonKind.WITHIN_DATE, ReasonKind.WITHIN_BUDGET]
    late = measures(weeks=60, coverage=0.9, cost=price(3000))
    kinds = [reason.kind for reason in score_route(late, person, TODAY).reasons_for]
    assert kinds == [ReasonKind.SUPPORTED, ReasonKind.STYLE_MATCHES]


def test_all_routes_have_one_denominator() -> None:
    for person in (TrainingPreferences(), DEMANDING):
        totals = {
            sum(
                utility.weight
                for utility in score_route(
                    measures(of, cost=cost), person, TODAY
                ).utilities
            )
            for of in bank().routes.values()
            for cost in (price(None), price(0), price(900))
        }
        assert len(totals) == 1


def test_a_lower_price_never_lowers_a_score() -> None:
    person = TrainingPreferences(budget=2000)
    scores = [
        score_route(measures(cost=price(amount)), person, TODAY).score
        for amount in (6000, 4000, 3000, 2500, 2000, 1000, 0)
    ]

    assert all(cheaper >= dearer for dearer, cheaper in pairwise(scores))


def test_every_weight_is_of_a_term() -> None:
    assert set(WEIGHTS) == set(Term)
    assert sum(WEIGHTS.values()) == 16
