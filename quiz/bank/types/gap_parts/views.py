"""A text with gaps as its taker sees it, and as it is looked back at."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from quiz.bank.markdown import block_html, label_html
from quiz.bank.questions import ClozeGap, GapKind, Question
from quiz.bank.types.gap_parts.gap_text import (
    GapValue,
    find_option,
    gap_surroundings,
    is_right,
    key_option,
    option_value,
    split_html,
)
from quiz.bank.types.protocol import ReviewPart, TakerPart
from quiz.bank.types.shared.choices import ShownChoice, label_choices


@dataclass(frozen=True)
class ShownGap:
    """A gap to fill; `options` is empty where something is typed."""

    number: int
    #: What its field is called behind `answer-`.
    value: str
    kind: GapKind
    options: tuple[ShownChoice, ...]
    #: The line or paragraph around it in plain words.
    surroundings: str


@dataclass(frozen=True)
class TextPiece:
    """A piece of the text's HTML and the gap behind it. One piece alone need not be whole HTML."""

    html: Markup
    gap: ShownGap | None


@dataclass(frozen=True)
class ClozePart(TakerPart):
    """The text cut at its gaps."""

    pieces: tuple[TextPiece, ...]

    @property
    def gaps(self) -> tuple[ShownGap, ...]:
        """The gaps in order."""
        return tuple(piece.gap for piece in self.pieces if piece.gap)


@dataclass(frozen=True)
class FilledPiece:
    """A piece of the text's HTML, and what belongs in the gap behind it."""

    html: Markup
    number: int | None
    key: str


@dataclass(frozen=True)
class ReviewedGapAnswer:
    """Something that may stand in a gap, and why it is right or wrong."""

    html: Markup
    given: bool
    key: bool
    reason_html: Markup


@dataclass(frozen=True)
class ReviewedGap:
    """A gap after the sitting. Nothing was given where the person said they did not know."""

    number: int
    is_given: bool
    is_right: bool
    answers: tuple[ReviewedGapAnswer, ...]


@dataclass(frozen=True)
class ReviewedCloze(ReviewPart):
    """The text with what is right in each gap, and the answers to each with their reasons."""

    pieces: tuple[FilledPiece, ...]
    gaps: tuple[ReviewedGap, ...]


def present_gaps(question: Question, orders: Sequence[Sequence[int]]) -> ClozePart:
    """Return the text to fill; `orders` holds for each gap its option numbers in the order of the page."""
    surroundings = gap_surroundings(question.gap_text)
    pieces = []
    for html, number in split_html(question.gap_text):
        shown = None
        if number is not None:
            gap, order = question.gaps[number - 1], orders[number - 1]
            shown = ShownGap(
                number=number,
                value=str(number - 1),
                kind=gap.kind,
                options=label_choices([gap.options[option].text for option in order]),
                surroundings=surroundings[number],
            )
        pieces.append(TextPiece(html, shown))
    return ClozePart(tuple(pieces))


def review_gaps(question: Question, values: Sequence[GapValue]) -> ReviewedCloze:
    """Return the filled text and the answers to each gap."""
    keys = [option_value(gap, key_option(gap)) for gap in question.gaps]
    return ReviewedCloze(
        tuple(
            FilledPiece(html, number, keys[number - 1] if number else "")
            for html, number in split_html(question.gap_text)
        ),
        tuple(
            _review_gap(number, gap, value)
            for number, (gap, value) in enumerate(
                zip(question.gaps, values, strict=True), 1
            )
        ),
    )


def _review_gap(number: int, gap: ClozeGap, value: GapValue) -> ReviewedGap:
    """Return a gap with every option to choose, or with what was typed and what is right."""
    given, key = find_option(gap, value), key_option(gap)
    shown = [
        option
        for option in gap.options
        if gap.kind == "choose" or option in {given, key}
    ]
    answers = [
        ReviewedGapAnswer(
            html=_answer_html(gap, option.text),
            given=option == given,
            key=option.correct,
            reason_html=block_html(option.reason),
        )
        for option in shown
    ]
    if given is None and isinstance(value, str):
        unforeseen = ReviewedGapAnswer(
            _answer_html(gap, value), given=True, key=False, reason_html=Markup("")
        )
        answers.append(unforeseen)
    return ReviewedGap(number, value is not None, is_right(gap, value), tuple(answers))


def _answer_html(gap: ClozeGap, text: str) -> Markup:
    if gap.kind == "choose":
        return label_html(text)
    return Markup("<code>{}</code>").format(escape(text))
