"""What a typical programme leaves open for one person, and what to ask a school before paying. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.catalogue.skills import Area
from quiz.catalogue.training_routes import Route
from quiz.training.effort import Effort, Need
from quiz.training.planning.ordering import order_needs

#: below this share of a gap a programme leaves enough open to ask about it
THIN_COVERAGE = 0.7
#: and so do gaps of fewer hours than this
WORTH_ASKING_HOURS = 5.0
MOST_AREAS = 4
MOST_OBJECTIVES = 3


@dataclass(frozen=True, slots=True)
class SchoolQuestion:
    """A question to ask a school, and why this person should ask it."""

    question: str
    why: str


def select_open_needs(route: Route, effort: Effort) -> list[Need]:
    """Return the needs that a typical programme leaves to the person, in order of learning.

    Programmes begin with what others build on, so what they leave open in an area is what would come last: from the end of
    the order, needs are taken until they hold the hours that the programme does not touch.
    """
    open_hours = {
        area: hours * (1 - route.coverage.get(area, 0.0))
        for area, hours in effort.by_area.items()
    }
    kept: list[Need] = []
    for need in reversed(order_needs(effort.needs)):
        area = need.objective.area
        # Half an objective too much or too little: what is nearer to the hours.
        if open_hours[area] > need.hours / 2:
            kept.append(need)
            open_hours[area] -= need.hours
    return kept[::-1]


def build_school_questions(
    route: Route, effort: Effort, areas: Mapping[str, Area]
) -> list[SchoolQuestion]:
    """Return what to ask before paying: first about the person's own gaps, then what everyone should ask."""
    return [*_ask_about_gaps(route, effort, areas), *_ask_about_route(route)]


def _ask_about_gaps(
    route: Route, effort: Effort, areas: Mapping[str, Area]
) -> list[SchoolQuestion]:
    thin = [
        (hours, area)
        for area, hours in effort.by_area.items()
        if route.coverage.get(area, 0.0) < THIN_COVERAGE and hours >= WORTH_ASKING_HOURS
    ]
    return [
        SchoolQuestion(
            f"How many hours go into {areas[area].name}, and do they reach this: {_list_largest_needs(effort, area)}?",
            f"About {hours:.0f} hours of your gap are there, and programmes of this kind often pass over it.",
        )
        for hours, area in sorted(thin, reverse=True)[:MOST_AREAS]
    ]


def _list_largest_needs(effort: Effort, area: str) -> str:
    here = [need for need in effort.needs if need.objective.area == area]
    largest: Sequence[Need] = sorted(here, key=lambda need: -need.hours)[
        :MOST_OBJECTIVES
    ]
    return "; ".join(
        need.objective.name[0].lower() + need.objective.name[1:] for need in largest
    )


def _price_years(route: Route) -> str:
    years = sorted({cost.year for cost in route.costs})
    return " to ".join(dict.fromkeys(str(year) for year in (years[0], years[-1])))


def _ask_about_route(route: Route) -> list[SchoolQuestion]:
    questions = [
        SchoolQuestion(
            "What does it cost today, everything included, and what do I get back if I stop after three weeks?",
            f"The prices we know are of {_price_years(route)}, and prices change.",
        ),
        SchoolQuestion(
            "Who reviews my code, how often, and may I see a review that somebody got?",
            "Reviewed work is what learning alone misses most.",
        ),
        SchoolQuestion(
            "Of everyone who began in the last two groups, how many finished, and who counted?",
            "Figures of finding work are mostly reported by schools themselves.",
        ),
        SchoolQuestion(
            "May I talk to two people who finished last year, chosen by me from the list?",
            "They know what the prospectus leaves out.",
        ),
    ]
    if route.paper.kind == "title":
        questions.append(
            SchoolQuestion(
                "Which state-listed title does it end with, under which number, and until when is it listed?",
                "A listing ends; a title that is no longer listed is worth little.",
            )
        )
    if route.apprenticeship:
        questions.append(
            SchoolQuestion(
                "How many of this year’s apprentices had found their company when it began, and who helped?",
                "Entry depends on finding a company.",
            )
        )
    return questions
