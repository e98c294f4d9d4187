"""What the pages of training show, put together from the pure functions. No request, no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.bank.repository import Catalogue
from quiz.catalogue.training_routes import Route, SourcedFigure
from quiz.charts.costs import draw_cost_bar
from quiz.training.comparison.explained_figures import (
    ExplainedFigure,
    format_duration,
    is_old,
)
from quiz.training.comparison.measures import (
    ALONE_EFFICIENCY,
    RouteMeasures,
    highest_price,
)
from quiz.training.comparison.ranking import OfferedRoute, RouteComparison
from quiz.training.effort import Effort, format_hours_range
from quiz.training.preferences import TrainingPreferences

#: areas of which a programme leaves at least this share open are named, so many at most
OPEN_SHARE = 0.3
MOST_OPEN = 3
LEAST_OPEN_HOURS = 3.0


@dataclass(frozen=True)
class TrainingAim:
    """The levels that are planned for."""

    name: str
    #: Required level by area.
    required: Mapping[str, float]
    #: Key of another goal than the sitting's own; empty for its own.
    other: str = ""


@dataclass(frozen=True)
class CriterionCell:
    """One criterion of one route."""

    told: ExplainedFigure
    #: A drawing above the words, or nothing.
    drawing: str = ""
    old: tuple[SourcedFigure, ...] = ()


@dataclass(frozen=True)
class CriterionRow:
    """One criterion over all routes."""

    name: str
    cells: tuple[CriterionCell, ...]


def build_comparison_rows(
    comparison: RouteComparison,
    effort: Effort,
    wishes: TrainingPreferences,
    catalogue: Catalogue,
    today: date,
) -> list[CriterionRow]:
    """Return the criteria as rows, the routes that are offered as columns."""
    top = max(
        highest_price([one.measured for one in comparison.offered]),
        wishes.budget or 0.0,
    )
    criteria: dict[str, Callable[[OfferedRoute], CriterionCell]] = {
        "Ready": lambda one: _ready_cell(one.measured, today),
        "Weeks at your hours": lambda one: _weeks_cell(one.measured, effort),
        "Cost": lambda one: _cost_cell(one.measured, wishes, top),
        "Stays open": lambda one: _open_cell(one.measured, effort, catalogue),
        "Degree": lambda one: _credential_cell(one.measured.route),
        "Fixed times": lambda one: CriterionCell(
            ExplainedFigure(one.measured.route.times)
        ),
        "Who helps": lambda one: CriterionCell(
            ExplainedFigure(one.measured.route.help)
        ),
        "Speaks for it": lambda one: CriterionCell(
            ExplainedFigure(" ".join(one.fit.reasons_for) or "Nothing stands out.")
        ),
        "Speaks against": lambda one: CriterionCell(
            ExplainedFigure(" ".join(one.fit.reasons_against) or "Nothing stands out.")
        ),
        "Fit": _fit_cell,
    }
    return [
        CriterionRow(
            name,
            tuple(_mark_old_figures(cell(one), today) for one in comparison.offered),
        )
        for name, cell in criteria.items()
    ]


def _mark_old_figures(cell: CriterionCell, today: date) -> CriterionCell:
    """Mark figures that are older than three years."""
    old = tuple(one for one in cell.told.figures if is_old(one, today))
    return CriterionCell(cell.told, cell.drawing, old)


def _ready_cell(one: RouteMeasures, today: date) -> CriterionCell:
    first, last = one.weeks.finish_dates(today)
    same = (first.year, first.month) == (last.year, last.month)
    value = (
        _format_month(last)
        if same
        else f"{_format_month(first)} to {_format_month(last)}"
    )
    return CriterionCell(
        ExplainedFigure(value, "Counted from today; a programme may begin later.")
    )


def _format_month(day: date) -> str:
    return f"{day:%B %Y}"


def _weeks_cell(one: RouteMeasures, effort: Effort) -> CriterionCell:
    route, weeks = one.route, one.weeks
    parts = [
        f"Your gap is {format_hours_range(effort.low, effort.high)}, projects included.",
        f"At {one.hours:g} hours a week, of which {_format_percent(route.efficiency)} go into what back-end jobs ask for.",
    ]
    figures = []
    if route.weeks:
        parts.append(f"The programme itself: {_format_range(route.weeks)}.")
        figures.append(route.weeks)
    if one.weeks_alone >= 1:
        parts.append(
            f"Then about {one.weeks_alone:.0f} weeks alone for what stays open,"
            f" with {_format_percent(ALONE_EFFICIENCY)} of the hours."
        )
    parts.append(f"{route.assumptions}.")
    return CriterionCell(
        ExplainedFigure(
            format_duration(weeks.low, weeks.high), " ".join(parts), tuple(figures)
        )
    )


def _cost_cell(
    one: RouteMeasures, wishes: TrainingPreferences, top: float
) -> CriterionCell:
    values = [_format_money(cost) for cost in one.costs]
    value = "; ".join(dict.fromkeys(values))
    if one.costs_elsewhere:
        value += f" (known for {one.costs[0].place} only)"
    drawing = (
        draw_cost_bar(*one.price_range, top=top, budget=wishes.budget)
        if one.price_range and top
        else ""
    )
    return CriterionCell(ExplainedFigure(value, figures=one.costs), drawing)


def _format_money(cost: SourcedFigure) -> str:
    if cost.low == cost.high:
        return f"{cost.low:,.0f} {cost.unit}"
    return f"{cost.low:,.0f} to {cost.high:,.0f} {cost.unit}"


def _open_cell(
    one: RouteMeasures, effort: Effort, catalogue: Catalogue
) -> CriterionCell:
    left = {
        area: hours * (1 - one.route.coverage.get(area, 0.0))
        for area, hours in effort.by_area.items()
    }
    named = [
        catalogue.areas[area].name
        for area, hours in sorted(left.items(), key=lambda pair: -pair[1])
        if 1 - one.route.coverage.get(area, 0.0) >= OPEN_SHARE
        and hours >= LEAST_OPEN_HOURS
    ][:MOST_OPEN]
    total = sum(left.values())
    how = (
        f"About {total:.0f} of {effort.objectives:.0f} hours: for each area, your hours times the share"
        f" that a typical programme leaves out. {one.route.assumptions}."
    )
    value = (
        ", ".join(named)
        if named
        else "A little in every area"
        if total >= 1
        else "Nothing"
    )
    return CriterionCell(ExplainedFigure(value, how))


def _fit_cell(one: OfferedRoute) -> CriterionCell:
    words = f"{one.fit.score:.0f} of 100"
    if one.is_equally_good:
        words += ": equally good for you"
    parts = [
        f"{_TERM_WORDS[u.term]} {u.value:.0%} (counts {u.weight:g})".replace("%", " %")
        for u in one.fit.utilities
        if u.weight
    ]
    return CriterionCell(ExplainedFigure(words, "; ".join(parts) + "."))


_TERM_WORDS: Mapping[str, str] = {
    "time": "Time",
    "cost": "cost",
    "coverage": "coverage of your gap",
    "load": "hours",
    "degree": "degree",
    "style": "way of learning",
    "keep": "keeping going",
}


_PAPER_WORDS = {
    "none": "None",
    "title": "No degree, often a professional title",
    "degree": "A degree",
}


def _credential_cell(route: Route) -> CriterionCell:
    paper = route.paper
    said_by = f" {paper.source}, {paper.year}." if paper.source else ""
    return CriterionCell(
        ExplainedFigure(_PAPER_WORDS[paper.kind], paper.text + said_by)
    )


def build_route_facts(route: Route) -> list[tuple[str, tuple[SourcedFigure, ...]]]:
    """Return what is known of a route as named figures, for its own page."""
    weeks = (route.weeks,) if route.weeks else ()
    taught = (route.taught,) if route.taught else ()
    found = [
        ("Length", weeks),
        ("Hours", (route.hours_a_week, *taught)),
        ("Cost", route.costs),
        ("What becomes of people", route.outcomes),
    ]
    return [(name, figures) for name, figures in found if figures]


def _format_range(figure: SourcedFigure) -> str:
    if figure.low == figure.high:
        return f"{figure.low:g} {figure.unit.removesuffix(' a week')}"
    return f"{figure.low:g} to {figure.high:g} {figure.unit.removesuffix(' a week')}"


def _format_percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def write_headline(offered: Sequence[OfferedRoute]) -> str:
    """Say how many routes fit, as the heading of the comparison."""
    numbers = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    count = len(offered)
    number = numbers[count] if count < len(numbers) else str(count)
    if count == 1:
        return "One way to close the gap fits your limits"
    return f"{number} {'ways' if count else 'way'} to close the gap fit{'' if count else 's'} your limits"


def list_countries(routes: Mapping[str, Route]) -> list[str]:
    """Return the countries for which some price is known."""
    return sorted(
        {cost.place for route in routes.values() for cost in route.costs if cost.place}
    )
