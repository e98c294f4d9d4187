"""The errors of the measurement engine: input that it cannot measure with."""

from quiz.errors import NotValid


class ImpossibleItem(NotValid):
    """An item's numbers contradict each other or lie outside what they can be."""


class DuplicateItem(NotValid):
    """Two items of one pool have the same id."""


class UnknownItem(NotValid):
    """An answer, a ban or an enemy names an item that the pool does not hold."""


class UnknownArea(NotValid):
    """A plan or a question about a plan names an area that is not there."""


class ImpossibleResponse(NotValid):
    """A score no answer to this item can have, or two different answers to one item."""


class ImpossiblePlan(NotValid):
    """Cuts, lengths or limits that no sitting can keep."""


class ImpossiblePrior(NotValid):
    """Means or covariances that belong to no distribution."""
