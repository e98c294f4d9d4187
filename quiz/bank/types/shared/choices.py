"""Options: how they are read, shuffled, shown, looked back at, exported and printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from quiz.bank.markdown import block_html, label_html, plain_text
from quiz.bank.prose import normalise_text
from quiz.bank.questions import Option, Question
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector, ListItem, read_items
from quiz.bank.types.protocol import (
    AnswerBox,
    BoxKind,
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
from quiz.bank.types.shared.given_values import parse_position
from quiz.bank.types.shared.proofs import OneProgramProof

#: Of graded options, what the best one earns.
BEST_POINTS = 3
_CHECKED = re.compile(r"^- \[([ x])\] ?(.*)$")


@dataclass(frozen=True)
class ShownChoice:
    """Something to choose or to place; `value` is its place on this page and says nothing else."""

    value: str
    letter: str
    html: Markup
    #: Without marks, for where HTML cannot stand.
    text: str


@dataclass(frozen=True)
class ChoicePart(TakerPart):
    """Options to choose from, and how many."""

    options: tuple[ShownChoice, ...]
    choose: int


@dataclass(frozen=True)
class ReviewedOption:
    """An option after the sitting."""

    letter: str
    html: Markup
    chosen: bool
    key: bool
    points: int | None
    reason_html: Markup


@dataclass(frozen=True)
class ReviewedChoice(ReviewPart):
    """Every option with its reason."""

    options: tuple[ReviewedOption, ...]


def label_choices(texts: Sequence[str]) -> tuple[ShownChoice, ...]:
    """Return texts with their places and letters on the page."""
    return tuple(
        ShownChoice(
            str(place), ascii_uppercase[place], label_html(text), plain_text(text)
        )
        for place, text in enumerate(texts)
    )


def read_checked_items(part: SourceSection, report: FaultCollector) -> list[ListItem]:
    """Return the items of a task list, in which `[x]` marks what is right."""
    like = "`- [x] text` or `- [ ] text`, the reason beneath as `  > …`"
    found = read_items(part, _CHECKED, like, report)
    for item in found:
        if item.mark == "x" and item.misconception:
            report.add_fault(
                part.title,
                "a misconception on a key",
                "only on wrong options",
                item.line,
            )
    return found


def read_checked_options(
    part: SourceSection, report: FaultCollector
) -> tuple[Option, ...]:
    """Return options of which `[x]` marks the right ones."""
    return tuple(
        Option(
            item.text,
            item.reason,
            correct=item.mark == "x",
            misconception=item.misconception,
        )
        for item in read_checked_items(part, report)
    )


def find_repeated(texts: Sequence[str], section: str) -> Iterator[StructureFault]:
    """Yield a fault for each text that says the same as an earlier one."""
    seen: set[str] = set()
    for text in texts:
        # Case and quotes may be what the question is about, so code is compared exactly.
        bare = text.strip() if "`" in text else normalise_text(text)
        if bare in seen:
            yield StructureFault(
                "duplicates", section, f"{text!r} twice", "options that differ"
            )
        seen.add(bare)


def check_option_count(question: Question) -> Iterator[StructureFault]:
    """Yield a fault unless there are three to five options."""
    count = len(question.options)
    if not 3 <= count <= 5:
        yield StructureFault("count", "Options", f"{count} options", "3 to 5")


def right_numbers(question: Question) -> list[int]:
    """Return the numbers of the options that are right."""
    return [number for number, option in enumerate(question.options) if option.correct]


def is_key(option: Option) -> bool:
    """Say whether an option is right, or of graded ones the best."""
    return option.correct or option.points == BEST_POINTS


def misconceptions_behind(options: Sequence[Option]) -> set[str]:
    """Return the ids of the wrong ideas that these options name."""
    return {option.misconception for option in options if option.misconception}


def shuffled_options(question: Question) -> list[Option]:
    """Return the options in an order taken from a hash of question and text."""

    def hash_order(option: Option) -> bytes:
        return sha256(f"{question.key}\n{option.text}".encode()).digest()

    return sorted(question.options, key=hash_order)


def indent_lines(text: str) -> str:
    """Return a text whose further lines stand below its first, behind a letter."""
    return text.replace("\n", "\n     ")


def note_misconception(misconception: str | None) -> str:
    """Return the id of a misconception in brackets, for an author."""
    return f" ({misconception})" if misconception else ""


class OptionList(OneProgramProof):
    """What the types with `### Options` have in common."""

    required_sections: tuple[str, ...] = ("Options",)
    own_fields: frozenset[str] = frozenset()

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the one heading of the answer."""
        del titles
        return ("Options",)

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the options."""
        return {"options": read_checked_options(sections["Options"], report)}

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return the options: each has its reason."""
        return tuple(
            ExplainedText("Options", option.text, option.reason, option.misconception)
            for option in question.options
        )

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return nothing: nothing is typed."""
        del question
        return ()

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return the texts of the options."""
        return tuple(option.text for option in question.options)

    def count_shuffled(self, question: Question) -> int:
        """Return the number of options."""
        return len(question.options)

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return the value of the option that was marked."""
        return next(iter(fields.get("answer", ())), None)

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return the options with their reasons."""
        return tuple(
            PaperReason(
                ascii_uppercase[place],
                option.text,
                option.reason,
                is_key(option),
                option.points,
            )
            for place, number in enumerate(order)
            for option in [question.options[number]]
        )

    def taker_lines(self, question: Question) -> list[str]:
        """Return the options behind letters."""
        return [
            f"  {letter}  {indent_lines(option.text)}"
            for letter, option in zip(
                ascii_uppercase, shuffled_options(question), strict=False
            )
        ]

    def author_lines(self, question: Question) -> list[str]:
        """Return for each letter a plus, a minus or its points, and the reason."""
        lines = []
        for letter, option in zip(
            ascii_uppercase, shuffled_options(question), strict=False
        ):
            mark = "+" if option.correct else "-"
            points = mark if option.points is None else str(option.points)
            lines.append(
                f"  {letter} {points} {option.reason}"
                + note_misconception(option.misconception)
            )
        return lines

    def export(self, question: Question) -> dict[str, Any]:
        """Return the options with what is right."""
        return {
            "options": [
                {"text": option.text, "correct": option.correct}
                for option in shuffled_options(question)
            ],
            "answers": [],
        }


class OneOption(OptionList):
    """What the types have in common in which one option is chosen: the answer is {"choice": 2}."""

    def present(self, question: Question, order: Sequence[int]) -> ChoicePart:
        """Return the options in the order of the page."""
        shown = [question.options[number].text for number in order]
        return ChoicePart(label_choices(shown), choose=1)

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return the option that was marked."""
        del question
        value = next(iter(fields.get("answer", ())), "")
        return {"choice": order[parse_position(value, len(order))]}

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return the place of the chosen option."""
        del question
        return str(list(order).index(given["choice"]))

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return the options, of which one is crossed."""
        texts = tuple(question.options[number].text for number in order)
        return PaperPart((AnswerBox(BoxKind.ONE, texts),))

    def count_blind_choices(self, question: Question) -> int:
        """Return the number of options."""
        return len(question.options)

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return each option by itself."""
        return [{"choice": number} for number in range(len(question.options))]

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedChoice:
        """Return the options with the chosen one marked."""
        del is_right
        chosen = [given["choice"]] if "choice" in given else []
        return review_options(question, order, chosen)

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return what the chosen option names."""
        del is_right
        chosen = [given["choice"]] if "choice" in given else []
        return misconceptions_behind([question.options[number] for number in chosen])


def review_options(
    question: Question, order: Sequence[int], chosen: Sequence[int]
) -> ReviewedChoice:
    """Return every option in the order of the page with what is right and why."""
    return ReviewedChoice(
        tuple(
            ReviewedOption(
                letter=ascii_uppercase[place],
                html=label_html(option.text),
                chosen=number in chosen,
                key=is_key(option),
                points=option.points,
                reason_html=block_html(option.reason),
            )
            for place, number in enumerate(order)
            for option in [question.options[number]]
        )
    )
