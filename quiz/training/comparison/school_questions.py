"""What a typical programme does not cover for one person, and what to ask before signing up. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quiz.catalogue.skills import Area, Objective
from quiz.catalogue.study_plans import Curriculum
from quiz.catalogue.training_routes import CredentialKind, Route, RouteKind
from quiz.training.comparison.measures import covered_share
from quiz.training.effort import Effort, Need
from quiz.training.planning.ordering import order_needs

#: below this share of a gap a programme leaves enough open to ask about it
THIN_COVERAGE = 0.7
#: but only where the gap has at least this many hours
WORTH_ASKING_HOURS = 5.0
MOST_AREAS = 4
MOST_OBJECTIVES = 3


class QuestionTopic(StrEnum):
    """What to ask a school, a university or a company about."""

    GAP = "gap"
    PRICE = "price"
    LANGUAGE = "language"
    REVIEWS = "reviews"
    JOBS = "jobs"
    FUNDING = "funding"
    STOPPING = "stopping"
    GRADUATES = "graduates"
    TITLE = "title"
    COMPANY = "company"
    COMPLETION = "completion"
    PLACEMENT_WORK = "work"


@dataclass(frozen=True, slots=True)
class SchoolQuestion:
    """A question to ask; where it is about a gap, with the gap."""

    topic: QuestionTopic
    area: Area | None = None
    hours: float = 0.0
    objectives: tuple[Objective, ...] = ()


_BY_KIND: Mapping[RouteKind, tuple[QuestionTopic, ...]] = {
    RouteKind.BOOTCAMP: (
        QuestionTopic.PRICE,
        QuestionTopic.FUNDING,
        QuestionTopic.LANGUAGE,
        QuestionTopic.JOBS,
        QuestionTopic.STOPPING,
        QuestionTopic.REVIEWS,
        QuestionTopic.GRADUATES,
    ),
    RouteKind.SCHOOL: (
        QuestionTopic.PRICE,
        QuestionTopic.FUNDING,
        QuestionTopic.LANGUAGE,
        QuestionTopic.COMPLETION,
        QuestionTopic.JOBS,
        QuestionTopic.STOPPING,
        QuestionTopic.REVIEWS,
    ),
    RouteKind.UNIVERSITY: (
        QuestionTopic.FUNDING,
        QuestionTopic.COMPLETION,
        QuestionTopic.LANGUAGE,
        QuestionTopic.PLACEMENT_WORK,
    ),
    RouteKind.DISTANCE_DEGREE: (
        QuestionTopic.PRICE,
        QuestionTopic.FUNDING,
        QuestionTopic.COMPLETION,
        QuestionTopic.LANGUAGE,
        QuestionTopic.REVIEWS,
    ),
    RouteKind.PEER_SCHOOL: (
        QuestionTopic.COMPLETION,
        QuestionTopic.LANGUAGE,
        QuestionTopic.JOBS,
        QuestionTopic.GRADUATES,
    ),
    RouteKind.APPRENTICESHIP: (
        QuestionTopic.COMPANY,
        QuestionTopic.PLACEMENT_WORK,
        QuestionTopic.REVIEWS,
        QuestionTopic.JOBS,
    ),
    RouteKind.SELF_TAUGHT: (),
}


def select_open_needs(
    route: Route, effort: Effort, curriculum: Curriculum
) -> list[Need]:
    """Return the needs that a typical programme leaves to the person, in order of learning.

    Programmes begin with what others build on, so what they leave open in an area is what would come last: from the end
    of the order, needs are taken until they hold the hours that the programme does not cover.
    """
    open_hours: dict[str, float] = {}
    for need in effort.needs:
        area = need.objective.area
        left = need.hours * (1 - covered_share(route, need))
        open_hours[area] = open_hours.get(area, 0.0) + left
    kept: list[Need] = []
    for need in reversed(order_needs(effort.needs, curriculum)):
        area = need.objective.area
        # Half an objective too much or too little: what is nearer to the hours.
        if open_hours[area] > need.hours / 2:
            kept.append(need)
            open_hours[area] -= need.hours
    return kept[::-1]


def build_school_questions(
    route: Route, effort: Effort, areas: Mapping[str, Area]
) -> list[SchoolQuestion]:
    """Return what to ask: first about the person's own gaps, then what everyone should ask this kind of school."""
    topics = list(_BY_KIND[route.kind])
    if route.paper.kind is CredentialKind.TITLE:
        topics.append(QuestionTopic.TITLE)
    return [
        *_ask_about_gaps(route, effort, areas),
        *(SchoolQuestion(topic) for topic in topics),
    ]


def _ask_about_gaps(
    route: Route, effort: Effort, areas: Mapping[str, Area]
) -> list[SchoolQuestion]:
    if route.is_self_taught:
        return []
    thin = [
        (hours, area)
        for area, hours in effort.by_area.items()
        if route.coverage.get(area, 0.0) < THIN_COVERAGE and hours >= WORTH_ASKING_HOURS
    ]
    return [
        SchoolQuestion(
            QuestionTopic.GAP, areas[area], hours, _largest_objectives(effort, area)
        )
        for hours, area in sorted(thin, reverse=True)[:MOST_AREAS]
    ]


def _largest_objectives(effort: Effort, area: str) -> tuple[Objective, ...]:
    here = [need for need in effort.needs if need.objective.area == area]
    largest: Sequence[Need] = sorted(here, key=lambda need: -need.hours)
    return tuple(need.objective for need in largest[:MOST_OBJECTIVES])
