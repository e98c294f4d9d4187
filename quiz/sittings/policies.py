"""Who may do what with a sitting: the one place that decides."""

from enum import Enum, auto

from quiz.accounts.queries import KnownPerson
from quiz.sittings.models import Sitting


class SittingUse(Enum):
    """What somebody wants to do with a sitting."""

    #: Read it: questions, answers, result.
    SEE = auto()
    #: Take it: answer, skip, change, finish, report a problem.
    ANSWER = auto()


def is_allowed(
    person: KnownPerson,
    sitting: Sitting,
    use: SittingUse,  # noqa: ARG001  # no role sees without being the owner
) -> bool:
    """Say whether a person may use a sitting in this way: the owner may do everything, nobody else anything."""
    return sitting.person_id == person.id
