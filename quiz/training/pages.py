"""What the pages of training show, put together from the pure functions. No request, no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.bank.catalogue import Catalogue
from quiz.bank.routes import Figure, Route
from quiz.drawing.costs import cost_bar
from quiz.training.compare import Comparison, Offered
from quiz.training.effort import Effort, in_hours
from quiz.training.measure import ALONE_EFFICIENCY, Measured, total_range
from quiz.training.told import Told, is_old, long_span
from quiz.training.wishes import Wishes

#: areas of which a programme leaves at least this share open are named, so many at most
OPEN_SHARE = 0.3
MOST_OPEN = 3
LEAST_OPEN_HOURS = 3.0


@dataclass(frozen=True)
class Aim:
    """The levels that are planned for."""

    name: str
    #: Required level by area.
    required: Mapping[str, float]
    #: Key of another goal than the sitting's own; empty for its own.
    other: str = ""


@dataclass(frozen=True)
class Cell:
    """One criterion of one route."""

    told: Told
    #: A drawing above the words, or nothing.
    drawing: str = ""
    old: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Row:
    """One criterion over all routes."""

    name: str
    cells: tuple[Cell, ...]


def rows_of(
    comparison: Comparison,
    effort: Effort,
    wishes: Wishes,
    catalogue: Catalogue,
    today: date,
) -> list[Row]:
    """Return the criteria as rows, the routes that are offered as columns."""
    top = max(
        total_range([one.measured for one in comparison.offered]), wishes.budget or 0.0
    )
    criteria: dict[str, Callable[[Offered], Cell]] = {
        "Ready": lambda one: _ready(one.measured, today),
        "Weeks at your hours": lambda one: _weeks(one.measured, effort),
        "Cost": lambda one: _cost(one.measured, wishes, top),
        "Stays open": lambda one: _open(one.measured, effort, catalogue),
        "Degree": lambda one: _paper(one.measured.route),
        "Fixed times": lambda one: Cell(Told(one.measured.route.times)),
        "Who helps": lambda one: Cell(Told(one.measured.route.help)),
        "Speaks for it": lambda one: Cell(
            Told(" ".join(one.fit.reasons_for) or "Nothing stands out.")
        ),
        "Speaks against": lambda one: Cell(
            Told(" ".join(one.fit.reasons_against) or "Nothing stands out.")
        ),
        "Fit": _fit,
    }
    return [
        Row(name, tuple(_marked(cell(one), today) for one in comparison.offered))
        for name, cell in criteria.items()
    ]


def _marked(cell: Cell, today: date) -> Cell:
    """Mark figures that are older than three years."""
    old = tuple(one for one in cell.told.figures if is_old(one, today))
    return Cell(cell.told, cell.drawing, old)


def _ready(one: Measured, today: date) -> Cell:
    first, last = one.weeks.finish(today)
    same = (first.year, first.month) == (last.year, last.month)
    value = _month(last) if same else f"{_month(first)} to {_month(last)}"
    return Cell(Told(value, "Counted from today; a programme may begin later."))


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _weeks(one: Measured, effort: Effort) -> Cell:
    route, weeks = one.route, one.weeks
    parts = [
        f"Your gap is {in_hours(effort.low, effort.high)}, projects included.",
        f"At {one.hours:g} hours a week, of which {_percent(route.efficiency)} go into what back-end jobs ask for.",
    ]
    figures = []
    if route.weeks:
        parts.append(f"The programme itself: {_range(route.weeks)}.")
        figures.append(route.weeks)
    if one.weeks_alone >= 1:
        parts.append(
            f"Then about {one.weeks_alone:.0f} weeks alone for what stays open,"
            f" with {_percent(ALONE_EFFICIENCY)} of the hours."
        )
    parts.append(f"{route.assumptions}.")
    return Cell(Told(long_span(weeks.low, weeks.high), " ".join(parts), tuple(figures)))


def _cost(one: Measured, wishes: Wishes, top: float) -> Cell:
    values = [_money(cost) for cost in one.costs]
    value = "; ".join(dict.fromkeys(values))
    if one.costs_elsewhere:
        value += f" (known for {one.costs[0].place} only)"
    drawing = (
        cost_bar(*one.price, top=top, budget=wishes.budget) if one.price and top else ""
    )
    return Cell(Told(value, figures=one.costs), drawing)


def _money(cost: Figure) -> str:
    if cost.low == cost.high:
        return f"{cost.low:,.0f} {cost.unit}"
    return f"{cost.low:,.0f} to {cost.high:,.0f} {cost.unit}"


def _open(one: Measured, effort: Effort, catalogue: Catalogue) -> Cell:
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
    return Cell(Told(value, how))


def _fit(one: Offered) -> Cell:
    words = f"{one.fit.score:.0f} of 100"
    if one.is_equally_good:
        words += ": equally good for you"
    parts = [
        f"{_TERM_WORDS[u.term]} {u.value:.0%} (counts {u.weight:g})".replace("%", " %")
        for u in one.fit.utilities
        if u.weight
    ]
    return Cell(Told(words, "; ".join(parts) + "."))


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


def _paper(route: Route) -> Cell:
    paper = route.paper
    said_by = f" {paper.source}, {paper.year}." if paper.source else ""
    return Cell(Told(_PAPER_WORDS[paper.kind], paper.text + said_by))


def facts_of(route: Route) -> list[tuple[str, tuple[Figure, ...]]]:
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


def _range(figure: Figure) -> str:
    if figure.low == figure.high:
        return f"{figure.low:g} {figure.unit.removesuffix(' a week')}"
    return f"{figure.low:g} to {figure.high:g} {figure.unit.removesuffix(' a week')}"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def headline(offered: Sequence[Offered]) -> str:
    """Say how many routes fit, as the heading of the comparison."""
    numbers = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    count = len(offered)
    number = numbers[count] if count < len(numbers) else str(count)
    if count == 1:
        return "One way to close the gap fits your limits"
    return f"{number} {'ways' if count else 'way'} to close the gap fit{'' if count else 's'} your limits"


def countries_of(routes: Mapping[str, Route]) -> list[str]:
    """Return the countries for which some price is known."""
    return sorted(
        {cost.place for route in routes.values() for cost in route.costs if cost.place}
    )
