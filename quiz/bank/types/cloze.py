"""Fill the gaps: a text or a program with two to six gaps, to type into or to choose for.

The answer is {"gaps": ["LEFT JOIN", 2, null]}: for each gap the typed text, the number of the chosen
option, or null for "I don't know".
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from quiz.bank.questions import Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector
from quiz.bank.types.gap_parts.checks import check_gap, check_giveaways, check_text
from quiz.bank.types.gap_parts.fields import (
    UNKNOWN,
    field_value_of,
    read_gap_field,
    require_all,
    split_order,
)
from quiz.bank.types.gap_parts.gap_text import (
    GapValue,
    check_value,
    fill_gaps,
    find_option,
    key_option,
)
from quiz.bank.types.gap_parts.paper import explain_gaps, print_gaps
from quiz.bank.types.gap_parts.programs import fill_program, gap_trials, key_values
from quiz.bank.types.gap_parts.sections import GAP_HEADING, read_gap
from quiz.bank.types.gap_parts.steps import count_earned, count_steps
from quiz.bank.types.gap_parts.views import (
    ClozePart,
    ReviewedCloze,
    present_gaps,
    review_gaps,
)
from quiz.bank.types.protocol import (
    ChoiceSet,
    ExplainedText,
    FormFields,
    FormValue,
    Given,
    PaperPart,
    PaperReason,
    StructureFault,
    TrialProgram,
)
from quiz.bank.types.shared.choices import note_misconception
from quiz.bank.types.shared.given_values import (
    parse_position,
    round_to_category,
    row_values,
)
from quiz.errors import NotValid


class Cloze:
    """Several gaps that are scored one by one."""

    name: TypeName = "cloze"
    table_column = "gaps"
    required_sections: tuple[str, ...] = ("Text",)
    own_fields: frozenset[str] = frozenset()
    program_section: str | None = "Text"
    stem_max_words = 60
    option_max_words = 12

    # Reading and checking a file

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return `Text` and a heading for each gap, by their numbers."""
        return ("Text", *sorted(one for one in titles if GAP_HEADING.match(one)))

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the text and its gaps."""
        titles = self.section_titles(list(sections))[1:]
        if not titles:
            report.add_fault("parts", "no `### Gap 1: …`", "a section for each gap")
        for number, title in enumerate(titles, 1):
            if not title.startswith(f"Gap {number}:"):
                line = sections[title].line
                report.add_fault("parts", title, f"`Gap {number}: …`", line)
        return {
            "gap_text": sections["Text"].text,
            "gaps": tuple(read_gap(sections[title], report) for title in titles),
        }

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield what is wrong with the text, with a gap, or with what stands beside one."""
        yield from check_text(question)
        for number, gap in enumerate(question.gaps, 1):
            yield from check_gap(gap, number)
        yield from check_giveaways(question)
        if question.proof and question.proof.expected is None:
            yield StructureFault(
                "proof", "Proof", "no `output` block", "what the filled program prints"
            )

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return every answer to every gap: each has its reason."""
        return tuple(
            ExplainedText(
                f"Gap {number}", option.text, option.reason, option.misconception
            )
            for number, gap in enumerate(question.gaps, 1)
            for option in gap.options
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return the options of each gap that is chosen for."""
        return tuple(
            ChoiceSet(
                tuple(option.text for option in gap.options),
                frozenset(n for n, option in enumerate(gap.options) if option.correct),
            )
            for gap in question.gaps
            if gap.kind == "choose"
        )

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return the accepted forms of the gaps that are typed into."""
        return tuple(
            option.text
            for gap in question.gaps
            for option in gap.options
            if gap.kind != "choose" and option.correct
        )

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return the text without its marks, and the options to choose."""
        options = [
            text for choices in self.choice_sets(question) for text in choices.texts
        ]
        return (fill_gaps(question.gap_text, ["…"] * 9), *options)

    # Taking

    def count_shuffled(self, question: Question) -> int:
        """Return the number of options over all gaps that are chosen for."""
        return sum(len(choices.texts) for choices in self.choice_sets(question))

    def present(self, question: Question, order: Sequence[int]) -> ClozePart:
        """Return the text with its gaps, the options of each in the order of the page."""
        return present_gaps(question, split_order(question, order))

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return what each gap was filled with; nothing where every gap says "I don't know"."""
        orders = split_order(question, order)
        values = [
            read_gap_field(fields, number) for number in range(len(question.gaps))
        ]
        require_all(values)
        found: list[GapValue] = []
        for number, (gap, value) in enumerate(zip(question.gaps, values, strict=True)):
            if value == UNKNOWN:
                found.append(None)
            elif gap.kind == "choose":
                place = parse_position(value, len(gap.options))
                found.append(orders[number][place])
            else:
                found.append(value)
        return {} if all(value is None for value in found) else {"gaps": found}

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return the value of each gap's field."""
        orders = split_order(question, order)
        return {
            str(number): field_value_of(value, orders[number])
            for number, value in enumerate(given["gaps"])
        }

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return what stood in each gap."""
        return row_values(fields)

    # On paper

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return the text with a box for each gap."""
        return print_gaps(question, split_order(question, order))

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return the answers to each gap with their reasons."""
        return explain_gaps(question, split_order(question, order))

    # Scoring

    def score(self, question: Question, given: Given) -> float:
        """Return the share of the gaps that count, rounded down."""
        values = given.get("gaps")
        if not isinstance(values, list) or len(values) != len(question.gaps):
            raise NotValid(f"Fill each of the {len(question.gaps)} gaps.")
        checked = [
            check_value(gap, number, value)
            for number, (gap, value) in enumerate(
                zip(question.gaps, values, strict=True), 1
            )
        ]
        share = count_earned(question.gaps, checked) / count_steps(question.gaps)
        return round_to_category(share, self.count_categories(question))

    def count_categories(self, question: Question) -> int:
        """Return at most 4: the gaps that count, in thirds."""
        return min(count_steps(question.gaps), 3) + 1

    def count_blind_choices(self, question: Question) -> int:
        """Return the number of ways to choose; 0 as soon as one gap is typed into."""
        if any(gap.kind != "choose" for gap in question.gaps):
            return 0
        return prod(len(gap.options) for gap in question.gaps)

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return every way to choose, with the gaps to type into left unknown."""
        ways = [
            range(len(gap.options)) if gap.kind == "choose" else [None]
            for gap in question.gaps
        ]
        return [{"gaps": list(values)} for values in product(*ways)]

    # Afterwards

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedCloze:
        """Return the filled text, and for each gap what was given, what is right, and why."""
        del order, is_right
        unknown: list[GapValue] = [None] * len(question.gaps)
        return review_gaps(question, given.get("gaps", unknown))

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return what the answers to the gaps name."""
        del is_right
        found = [
            find_option(gap, value)
            for gap, value in zip(question.gaps, given.get("gaps", ()), strict=False)
        ]
        return {one.misconception for one in found if one and one.misconception}

    # Other readers

    def export(self, question: Question) -> dict[str, Any]:
        """Return the text, its gaps, and as `answers` what is right in each."""
        return {
            "answers": key_values(question),
            "text": question.gap_text,
            "gaps": [
                {
                    "kind": gap.kind,
                    "options": [
                        {"text": option.text, "correct": option.correct}
                        for option in sorted(gap.options, key=lambda one: one.text)
                    ],
                }
                for gap in question.gaps
            ],
        }

    def taker_lines(self, question: Question) -> list[str]:
        """Return the text with numbered places to write, and the options by the alphabet."""
        places = [f"[{number}: ______]" for number in range(1, 10)]
        lines = fill_gaps(question.gap_text, places).split("\n")
        for number, gap in enumerate(question.gaps, 1):
            if gap.kind == "choose":
                texts = sorted(option.text for option in gap.options)
                lines += [
                    "",
                    f"  {number}  Choose one:",
                    *(f"     {one}" for one in texts),
                ]
        return lines

    def author_lines(self, question: Question) -> list[str]:
        """Return for each gap what is right, what is wrong, and why."""
        return [
            f"  {number} {'=' if option.correct else 'x'} {option.text}: {option.reason}"
            + note_misconception(option.misconception)
            for number, gap in enumerate(question.gaps, 1)
            for option in gap.options
        ]

    # Proofs by running

    def key_program(self, question: Question, proof: Proof) -> str:
        """Return the program with what is right in each gap."""
        return fill_program(question, proof, key_values(question))

    def trial_programs(
        self, question: Question, proof: Proof
    ) -> tuple[TrialProgram, ...]:
        """Return a program for each further accepted form and each mistake, the other gaps right."""
        return gap_trials(question, proof)

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield a remark where nothing says what the filled program must print."""
        del question, output
        if proof.expected is None:
            yield "no `output` block says what the filled program must print"

    # Samples

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return what is right in each gap."""
        return {
            "gaps": [
                gap.options.index(key_option(gap))
                if gap.kind == "choose"
                else key_option(gap).text
                for gap in question.gaps
            ]
        }

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return a wrong option or a known mistake for each gap."""
        values: list[GapValue] = []
        for gap in question.gaps:
            wrong = [n for n, option in enumerate(gap.options) if not option.correct]
            number = rng.choice(wrong)
            values.append(number if gap.kind == "choose" else gap.options[number].text)
        return {"gaps": values}
