"""Typed text: one short answer, of which several forms may be accepted. The answer is {"text": "[1, 2]"}."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from quiz.bank.markdown import block_html
from quiz.bank.prose import quote_code, strip_line_ends
from quiz.bank.questions import Mistake, Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import (
    FaultCollector,
    ListItem,
    read_items,
    unquote_item,
)
from quiz.bank.types.protocol import (
    AnswerBox,
    BoxKind,
    ChoiceSet,
    ExplainedText,
    FormFields,
    FormValue,
    Given,
    PaperPart,
    PaperReason,
    ReviewPart,
    StructureFault,
    TakerPart,
)
from quiz.bank.types.shared.choices import note_misconception
from quiz.bank.types.shared.dress import Dressed, check_dress, dress_text
from quiz.bank.types.shared.proofs import OneProgramProof
from quiz.bank.types.shared.typed_answers import (
    MAX_CHARACTERS,
    find_same_text,
    is_same_text,
    rules_of,
)
from quiz.core.plain_characters import remove_invisible
from quiz.errors import NotValid

_BULLET = re.compile(r"^(-) (.*)$")


@dataclass(frozen=True)
class TypedPart(TakerPart):
    """A field to type into, and the unit that stands behind it."""

    unit: str | None


@dataclass(frozen=True)
class ReviewedText(ReviewPart):
    """What was typed and what is right."""

    given_text: str | None
    key_text: str
    #: Why it is wrong, when it is a mistake that people are known to make.
    mistake_html: Markup | None


class TypedText(OneProgramProof):
    """A short text, compared as `case` asks."""

    name: TypeName = "text"
    table_column = "typed"
    required_sections: tuple[str, ...] = ("Answers",)
    own_fields: frozenset[str] = frozenset({"case"})
    stem_max_words = 60
    option_max_words = 18
    #: How an accepted answer is written in the file.
    item_pattern = "`- ` and the answer in back quotes"
    #: What an answer sheet has for it.
    box_kind = BoxKind.TEXT

    # The ways in which a number differs

    def read_item(self, item: ListItem, title: str, report: FaultCollector) -> str:
        """Return the answer between back quotes."""
        return unquote_item(item, title, report)

    def check_typed(self, question: Question, text: str) -> None:
        """Accept any text."""

    def is_same(self, question: Question, text: str, accepted: str) -> bool:
        """Say whether two texts count as the same answer."""
        return is_same_text(text, accepted, exact=question.case == "exact")

    def find_listed(self, question: Question, text: str) -> str | None:
        """Return the accepted form or the mistake that was typed; None for what nobody foresaw."""
        mistakes = [mistake.text for mistake in question.mistakes]
        return find_same_text(text, question.answers, mistakes, rules_of(question))

    def dress(self, question: Question, text: str) -> Iterator[Dressed]:
        """Yield a listed text as people and their devices write it."""
        listed = [*question.answers, *(mistake.text for mistake in question.mistakes)]
        return dress_text(text, listed, rules_of(question))

    # Reading and checking a file

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the headings of accepted answers and of mistakes."""
        del titles
        return ("Answers", "Mistakes")

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the accepted answers, and the mistakes that people make."""
        answers = read_items(sections["Answers"], _BULLET, self.item_pattern, report)
        content: dict[str, Any] = {
            "answers": tuple(
                self.read_item(item, "Answers", report) for item in answers
            )
        }
        if "Mistakes" in sections:
            like = self.item_pattern + ", the reason beneath as `  > …`"
            content["mistakes"] = tuple(
                Mistake(
                    self.read_item(item, "Mistakes", report),
                    item.reason,
                    item.misconception,
                )
                for item in read_items(sections["Mistakes"], _BULLET, like, report)
            )
        return content

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault where something is listed twice, or as right and as wrong."""
        exact = question.case == "exact"
        answers = [one if exact else one.lower() for one in question.answers]
        mistakes = [
            mistake.text if exact else mistake.text.lower()
            for mistake in question.mistakes
        ]
        if len(set(answers)) < len(answers):
            found = "a form twice (upper and lower case are the same)"
            yield StructureFault("answers", "Answers", found, "each form once")
        if len(set(mistakes)) < len(mistakes):
            yield StructureFault(
                "answers", "Mistakes", "a mistake twice", "each mistake once"
            )
        for text in sorted(set(answers) & set(mistakes)):
            found = f"{text!r}, which is accepted"
            yield StructureFault("answers", "Mistakes", found, "a wrong answer")
        yield from check_dress(
            "Answers",
            question.answers,
            [mistake.text for mistake in question.mistakes],
            lambda text: self.dress(question, text),
            lambda text: self.find_listed(question, text) in question.answers,
        )

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return the mistakes: each has its reason."""
        return tuple(
            ExplainedText(
                "Mistakes", mistake.text, mistake.reason, mistake.misconception
            )
            for mistake in question.mistakes
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return nothing: there is nothing to choose."""
        del question
        return ()

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return the accepted forms."""
        return question.answers

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return nothing: the stem is all there is to read."""
        del question
        return ()

    # Taking

    def count_shuffled(self, question: Question) -> int:
        """Return 0: there is nothing to shuffle."""
        del question
        return 0

    def present(self, question: Question, order: Sequence[int]) -> TypedPart:
        """Return the unit."""
        del order
        return TypedPart(question.unit)

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return what was typed."""
        del question, order
        return {"text": next(iter(fields.get("answer", ())), "").strip()}

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return what was typed."""
        del question, order
        return str(given["text"])

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return what was typed."""
        return next(iter(fields.get("answer", ())), None)

    # On paper

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return a box to write into."""
        del order
        return PaperPart((AnswerBox(self.box_kind, unit=question.unit or ""),))

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return the mistakes that people make."""
        del order
        return tuple(
            PaperReason("", quote_code(mistake.text), mistake.reason, is_right=False)
            for mistake in question.mistakes
        )

    # Scoring

    def score(self, question: Question, given: Given) -> float:
        """Return 1 for an accepted form, else 0."""
        text = given.get("text")
        if not isinstance(text, str) or not remove_invisible(text).strip():
            raise NotValid("Type an answer.")
        if len(text) > MAX_CHARACTERS:
            raise NotValid(f"Type an answer of at most {MAX_CHARACTERS} characters.")
        self.check_typed(question, text)
        return float(self.find_listed(question, text) in question.answers)

    def count_categories(self, question: Question) -> int:
        """Return 2: right or wrong."""
        del question
        return 2

    def count_blind_choices(self, question: Question) -> int:
        """Return 0: a typed answer cannot be guessed."""
        del question
        return 0

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return nothing: a typed answer cannot be guessed."""
        del question
        return []

    # Afterwards

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedText:
        """Return what was typed, the form to show, and why a known mistake is wrong."""
        del order
        mistake = None if is_right else self._find_mistake(question, given)
        return ReviewedText(
            given.get("text"),
            question.answers[0],
            block_html(mistake.reason) if mistake else None,
        )

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return what a known mistake names."""
        mistake = None if is_right else self._find_mistake(question, given)
        return {mistake.misconception} if mistake and mistake.misconception else set()

    def _find_mistake(self, question: Question, given: Given) -> Mistake | None:
        text = given.get("text")
        if not text:
            return None
        listed = self.find_listed(question, text)
        known = (one for one in question.mistakes if one.text == listed)
        return next(known, None)

    # Other readers

    def export(self, question: Question) -> dict[str, Any]:
        """Return the accepted forms."""
        return {"options": [], "answers": list(question.answers)}

    def taker_lines(self, question: Question) -> list[str]:
        """Return a line to write on."""
        unit = f" {question.unit}" if question.unit else ""
        return ["  Your answer: ________" + unit]

    def author_lines(self, question: Question) -> list[str]:
        """Return accepted forms and mistakes."""
        return [f"  = {answer}" for answer in question.answers] + [
            f"  x {mistake.text}: {mistake.reason}{note_misconception(mistake.misconception)}"
            for mistake in question.mistakes
        ]

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield a remark unless the output is an accepted answer and no listed mistake."""
        del proof
        printed = strip_line_ends(output)
        if not any(self.is_same(question, output, one) for one in question.answers):
            yield f"it printed {printed!r}, which is no accepted answer"
        for mistake in question.mistakes:
            if self.is_same(question, output, mistake.text):
                yield f"it printed {printed!r}, which is listed as a mistake"

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return the form to show."""
        return {"text": question.answers[0]}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return the first mistake that people make, or words that are never right."""
        del rng
        known = [mistake.text for mistake in question.mistakes]
        return {"text": next(iter(known), "no idea")}
