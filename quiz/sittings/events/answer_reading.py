"""From the fields of a sent page to a marked answer."""

from collections.abc import Mapping, Sequence

from quiz.bank.answers.form_answers import parse_form_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.questions import Question
from quiz.sittings.enums import Confidence
from quiz.sittings.services import SubmittedAnswer


def read_answer(
    question: Question,
    order: Sequence[int],
    fields: Mapping[str, Sequence[str]],
    confidence: Confidence | None = None,
) -> SubmittedAnswer:
    """Return what was answered, marked; "I don't know" is an answer.

    Raises
    ------
    NotValid
        When nothing was chosen, or what came was never on the page.
    """
    if "dont_know" in fields.get("action", ()):
        return SubmittedAnswer({}, score_answer(question, None))
    content = parse_form_answer(
        question, list(order), {k: list(v) for k, v in fields.items()}
    )
    return SubmittedAnswer(content, score_answer(question, content), confidence)
