"""Matching: left sides with right sides. The answer is {"matches": [1, 0, 1]}: for each left side a right one."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import perm
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from quiz.bank.markdown import block_html, label_html
from quiz.bank.prose import strip_back_quotes
from quiz.bank.questions import Pair, Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector, read_items
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
from quiz.bank.types.shared.choices import ShownChoice, find_repeated, label_choices
from quiz.bank.types.shared.given_values import (
    field_value,
    parse_list,
    parse_position,
    row_values,
)
from quiz.bank.types.shared.proofs import OneProgramProof
from quiz.errors import NotValid

_BULLET = re.compile(r"^(-) (.*)$")


@dataclass(frozen=True)
class MatchingPart(TakerPart):
    """Left sides, and the right sides to choose from."""

    lefts: tuple[ShownChoice, ...]
    rights: tuple[ShownChoice, ...]


@dataclass(frozen=True)
class ReviewedPair:
    """A left side with the right side that was chosen and the one that belongs to it."""

    html: Markup
    given_html: Markup | None
    key_html: Markup
    is_right: bool
    reason_html: Markup


@dataclass(frozen=True)
class ReviewedPairs(ReviewPart):
    """Every left side."""

    pairs: tuple[ReviewedPair, ...]


def left_sides(question: Question) -> tuple[str, ...]:
    """Return the left sides, in the order of the file."""
    return tuple(pair.left for pair in question.pairs if pair.left)


def right_sides(question: Question) -> tuple[str, ...]:
    """Return the right sides, each once, in the order of the file."""
    return tuple(dict.fromkeys(pair.right for pair in question.pairs))


def key_matches(question: Question) -> tuple[int, ...]:
    """Return for each left side the number of the right side that belongs to it."""
    rights = right_sides(question)
    return tuple(rights.index(pair.right) for pair in question.pairs if pair.left)


class Matching(OneProgramProof):
    """Three to six left sides; right sides may be left over."""

    name: TypeName = "matching"
    table_column = "ordering, matching"
    required_sections: tuple[str, ...] = ("Pairs",)
    own_fields: frozenset[str] = frozenset()
    stem_max_words = 60
    option_max_words = 18

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the one heading of the answer."""
        del titles
        return ("Pairs",)

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the pairs."""
        like = "`- left --> right`, the reason beneath as `  > …`"
        pairs = []
        for item in read_items(sections["Pairs"], _BULLET, like, report):
            left, arrow, right = (" " + item.text).partition(" --> ")
            if not arrow or not right.strip():
                report.add_fault("Pairs", repr(item.text), like, item.line)
            pairs.append(Pair(left.strip(), right.strip(), item.reason))
        return {"pairs": tuple(pairs)}

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault unless there are three to six left sides, each once."""
        lefts = left_sides(question)
        if not 3 <= len(lefts) <= 6:
            yield StructureFault("count", "Pairs", f"{len(lefts)} left sides", "3 to 6")
        yield from find_repeated(right_sides(question), "Pairs")
        if len(set(lefts)) < len(lefts):
            yield StructureFault(
                "duplicates", "Pairs", "a left side twice", "each left side once"
            )

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return the pairs: each has its reason."""
        return tuple(
            ExplainedText("Pairs", pair.left or pair.right, pair.reason)
            for pair in question.pairs
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return nothing: which right side is right depends on the left one."""
        del question
        return ()

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return nothing: nothing is typed."""
        del question
        return ()

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return both sides of each pair."""
        return tuple(
            side for pair in question.pairs for side in (pair.left, pair.right)
        )

    def count_shuffled(self, question: Question) -> int:
        """Return the number of right sides; the left ones stay as they are."""
        return len(right_sides(question))

    def present(self, question: Question, order: Sequence[int]) -> MatchingPart:
        """Return left sides as in the file and right sides in the order of the page."""
        rights = right_sides(question)
        return MatchingPart(
            label_choices(left_sides(question)),
            label_choices([rights[number] for number in order]),
        )

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return what was chosen for each left side."""
        count = len(left_sides(question))
        values = [field_value(fields, f"answer-{left}") for left in range(count)]
        if not all(values):
            raise NotValid(f"Choose a match for each of the {count} rows.")
        return {
            "matches": [order[parse_position(value, len(order))] for value in values]
        }

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return the value that is chosen for each left side."""
        del question
        places = {number: str(place) for place, number in enumerate(order)}
        return {str(left): places[right] for left, right in enumerate(given["matches"])}

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return what was chosen for each left side."""
        return row_values(fields)

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return the left sides behind numbers and the right ones behind letters."""
        lefts, rights = left_sides(question), right_sides(question)
        texts = tuple(rights[number] for number in order)
        return PaperPart((AnswerBox(BoxKind.MATCH, texts, len(lefts)),), lefts)

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return each left side with its letter on the paper; what is left over has a letter alone."""
        rights, lefts = right_sides(question), left_sides(question)
        letters = {rights[n]: ascii_uppercase[place] for place, n in enumerate(order)}
        return tuple(
            PaperReason(
                f"{lefts.index(pair.left) + 1} {letters[pair.right]}"
                if pair.left
                else letters[pair.right],
                f"{pair.left}: {pair.right}" if pair.left else pair.right,
                pair.reason,
                is_right=bool(pair.left),
            )
            for pair in question.pairs
        )

    def score(self, question: Question, given: Given) -> float:
        """Return 1 if all match, ½ from a third of the matches beyond chance, else 0."""
        lefts, rights = left_sides(question), right_sides(question)
        message = f"Choose a match for each of the {len(lefts)} rows."
        matches = parse_list(given.get("matches"), len(rights), message)
        if len(matches) != len(lefts):
            raise NotValid(message)
        key = key_matches(question)
        right = sum(match == wanted for match, wanted in zip(matches, key, strict=True))
        if right == len(lefts):
            return 1.0
        by_luck = len(lefts) / len(rights)
        beyond_luck = (right - by_luck) / (len(lefts) - by_luck)
        has_part = beyond_luck >= 1 / 3 and self.count_categories(question) == 3
        return 0.5 if has_part else 0.0

    def count_categories(self, question: Question) -> int:
        """Return 3; 2 for three pairs without a spare, where one cannot be wrong alone."""
        few = len(left_sides(question)) == len(right_sides(question)) == 3
        return 2 if few else 3

    def count_blind_choices(self, question: Question) -> int:
        """Return the number of ways to match."""
        lefts, rights = len(left_sides(question)), len(right_sides(question))
        return rights**lefts if _uses_twice(question) else perm(rights, lefts)

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return every way to match: each right side at most once, unless the key uses one twice."""
        count = len(left_sides(question))
        numbers = range(len(right_sides(question)))
        ways = (
            product(numbers, repeat=count)
            if _uses_twice(question)
            else permutations(numbers, count)
        )
        return [{"matches": list(matches)} for matches in ways]

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedPairs:
        """Return each left side with what was chosen and what belongs to it."""
        del order, is_right
        rights = right_sides(question)
        matches = given.get("matches")
        pairs = [pair for pair in question.pairs if pair.left]
        key = key_matches(question)
        return ReviewedPairs(
            tuple(
                ReviewedPair(
                    html=label_html(pair.left),
                    given_html=label_html(rights[matches[number]]) if matches else None,
                    key_html=label_html(pair.right),
                    is_right=matches is not None and matches[number] == key[number],
                    reason_html=block_html(pair.reason),
                )
                for number, pair in enumerate(pairs)
            )
        )

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return nothing: a wrong match names no idea."""
        del question, given, is_right
        return set()

    def export(self, question: Question) -> dict[str, Any]:
        """Return `left --> right` for each pair."""
        return {
            "options": [],
            "answers": [
                f"{pair.left} --> {pair.right}" for pair in question.pairs if pair.left
            ],
        }

    def taker_lines(self, question: Question) -> list[str]:
        """Return the left sides with a place to write, and the right sides by the alphabet."""
        lefts = [f"  {left} --> ____" for left in left_sides(question)]
        return [*lefts, "", *(f"  {text}" for text in sorted(right_sides(question)))]

    def author_lines(self, question: Question) -> list[str]:
        """Return the pairs with their reasons."""
        return [f"  {one.left} --> {one.right}: {one.reason}" for one in question.pairs]

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield a remark unless the output is the pairs, in any order."""
        del proof
        pairs = sorted(
            f"{strip_back_quotes(pair.left)} --> {strip_back_quotes(pair.right)}"
            for pair in question.pairs
            if pair.left
        )
        lines = output.split("\n")
        printed = sorted(strip_back_quotes(line) for line in lines if line.strip())
        if printed != pairs:
            yield f"it printed the pairs {printed}, and the key has {pairs}"

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return what belongs to each left side."""
        return {"matches": list(key_matches(question))}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return for each left side the next right side."""
        del rng
        count = len(right_sides(question))
        return {"matches": [(right + 1) % count for right in key_matches(question)]}


def _uses_twice(question: Question) -> bool:
    key = key_matches(question)
    return len(set(key)) < len(key)
