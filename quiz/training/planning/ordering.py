"""In which order to learn: what is worth most first, and nothing before what it builds on. Pure."""

from collections.abc import Mapping, Sequence

from quiz.training.effort import LEVEL_NUMBER, Need

#: what an objective is worth without being asked for, and for each planned one that it opens
BASE_VALUE = 0.15
OPENING_VALUE = 0.12
#: not a third objective in a row from one area
MOST_IN_A_ROW = 2


def order_needs(needs: Sequence[Need]) -> list[Need]:
    """Return the needs in order of learning.

    Of those with nothing left to plan that they build on, the lowest level first, then the highest value

        (w + .15 + .12 · number of planned objectives that build on it) / hours

    and not a third time in a row from one area while another is open. What lies below a mastered objective counts
    too: mastering joins does not put what builds on joins before the keys that joins rest on.

    Raises
    ------
    ValueError
        When the prerequisites go in a circle.
    """
    planned = {need.objective.id: need for need in needs}
    opens = _find_dependents(planned)
    rank = {
        name: (
            LEVEL_NUMBER[need.objective.level],
            -_learning_value(need, len(opens[name])),
            name,
        )
        for name, need in planned.items()
    }
    missing = {
        name: len(need.builds_on & planned.keys()) for name, need in planned.items()
    }
    waiting = dict(planned)
    order: list[Need] = []
    while waiting:
        open_ones = [need for name, need in waiting.items() if not missing[name]]
        if not open_ones:
            raise ValueError(f"prerequisites go in a circle: {', '.join(waiting)}")
        chosen = min(
            _other_area(open_ones, order), key=lambda need: rank[need.objective.id]
        )
        order.append(chosen)
        del waiting[chosen.objective.id]
        for name in opens[chosen.objective.id]:
            missing[name] -= 1
    return order


def _learning_value(need: Need, behind: int) -> float:
    return (need.weight + BASE_VALUE + OPENING_VALUE * behind) / max(need.hours, 0.5)


def _other_area(open_ones: list[Need], order: Sequence[Need]) -> list[Need]:
    last = {need.objective.area for need in order[-MOST_IN_A_ROW:]}
    if len(order) < MOST_IN_A_ROW or len(last) > 1:
        return open_ones
    return [need for need in open_ones if need.objective.area not in last] or open_ones


def _find_dependents(planned: Mapping[str, Need]) -> dict[str, list[str]]:
    """Return for each objective which planned ones build on it, directly or through others."""
    opens: dict[str, list[str]] = {name: [] for name in planned}
    for name, need in planned.items():
        for before in need.builds_on & planned.keys():
            opens[before].append(name)
    return opens
