"""Who may do what: the one place that decides. Pure: who asks, what for, and whose it is.

What is not allowed here is not allowed. A page, a command or an export that needs a new right adds it here first, and
to the table in `tests/access`.
"""

from dataclasses import dataclass, field
from enum import Enum, auto


class Action(Enum):
    """What somebody wants to do."""

    #: Read what belongs to a person: results, answers, plan, goals, evidence.
    SEE = auto()
    #: Change it, or make more of it: answer, plan, share, delete.
    CHANGE = auto()
    #: Look after accounts, roles and the site's settings.
    ADMINISTER = auto()
    #: Write questions.
    AUTHOR = auto()
    #: Lead the cohorts of an organisation.
    INSTRUCT = auto()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. A stranger is nobody; a person may have an account, and an account may have roles."""

    person_id: int | None = None
    account_id: int | None = None
    is_administrator: bool = False
    is_author: bool = False
    #: Ids of the organisations in which they are an instructor.
    instructor_of: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about: something of a person, something of an organisation, or the site itself."""

    person_id: int | None = None
    organisation_id: int | None = None


SITE = Subject()


def is_allowed(actor: Actor, action: Action, subject: Subject = SITE) -> bool:
    """Say whether somebody may do something.

    What belongs to a person is theirs alone: no role sees or changes it. An administrator looks after accounts and
    organisations, not after anybody's answers.
    """
    is_own = subject.person_id is not None and actor.person_id == subject.person_id
    allowed = {
        Action.SEE: is_own,
        Action.CHANGE: is_own,
        Action.ADMINISTER: actor.is_administrator,
        Action.AUTHOR: actor.is_author or actor.is_administrator,
        Action.INSTRUCT: subject.organisation_id in actor.instructor_of,
    }
    return allowed.get(action, False)
