"""From the fields of a sent page to a marked answer."""

from collections.abc import Mapping, Sequence

from quiz.bank.given import given_from_page
from quiz.bank.marking import mark
from quiz.bank.questions import Question
from quiz.errors import NotValid
from quiz.sittings.services import Given


def read_answer(
    question: Question,
    order: Sequence[int],
    fields: Mapping[str, Sequence[str]],
    confidence: str | None = None,
) -> Given:
    """Return what was answered, marked; "I don't know" is an answer.

    Raises
    ------
    NotValid
        When nothing was chosen, or what came was never on the page.
    """
    if "dont_know" in fields.get("action", ()):
        return Given({}, mark(question, None))
    content = given_from_page(
        question, list(order), {k: list(v) for k, v in fields.items()}
    )
    if not content.get("choices", True):
        raise NotValid("Choose, or say “I don’t know”.")
    return Given(content, mark(question, content), confidence)
