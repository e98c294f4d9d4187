"""Every question type there is. Whatever depends on a question's type asks `type_of`."""

from quiz.bank.questions import Question
from quiz.bank.types.cloze import Cloze
from quiz.bank.types.judgement import Judgement
from quiz.bank.types.matching import Matching
from quiz.bank.types.multiple import MultipleChoice
from quiz.bank.types.number import TypedNumber
from quiz.bank.types.ordering import Ordering
from quiz.bank.types.protocol import QuestionType
from quiz.bank.types.single import SingleChoice
from quiz.bank.types.text import TypedText
from quiz.errors import TrigpointError

#: In the order in which tables show them.
TYPES: tuple[QuestionType, ...] = (
    SingleChoice(),
    MultipleChoice(),
    TypedText(),
    TypedNumber(),
    Ordering(),
    Matching(),
    Judgement(),
    Cloze(),
)
_BY_NAME: dict[str, QuestionType] = {kind.name: kind for kind in TYPES}


class UnknownType(TrigpointError):
    """A question has a type that this program does not know."""


def find_type(name: str) -> QuestionType:
    """Return the type with this name.

    Raises
    ------
    UnknownType
        When there is none.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        known = ", ".join(_BY_NAME)
        raise UnknownType(
            f"There is no question type {name!r}. There are: {known}."
        ) from None


def type_of(question: Question) -> QuestionType:
    """Return the type of a question."""
    return find_type(question.type)
