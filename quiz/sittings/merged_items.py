"""The attempt items of a result that adds questions to an earlier one: those of all its parts together."""

from quiz.sittings.models import AttemptItem, Sitting


def list_merged_items(sitting: Sitting) -> list[AttemptItem]:
    """Return the items that the result of a sitting rests on, those of the sittings that it adds to first."""
    return [item for part in sitting.parts for item in part.positions]


def number_in_result(item: AttemptItem) -> int:
    """Return the number of an item in a result: that of an addition continues the count of the parts before it."""
    *earlier, _ = item.sitting.parts
    return sum(len(part.positions) for part in earlier) + item.number
