"""A text with gaps in its file: what is read, what is refused, and what running it proves."""

from dataclasses import replace

import pytest

from quiz.bank.linting.structure import check_answer_part
from quiz.bank.parsing.question_files import QuestionFileContent, read_questions
from quiz.bank.proofs.verification import verify_questions
from quiz.bank.questions import ClozeGap, Proof, Question
from quiz.bank.repository import Catalogue
from tests.bank import makers

FILE = """# PROG-01: words

## prog-01-gaps

- type: cloze
- difficulty: typical
- seconds: 60
- tags: python
- volatility: stable
- review_by: 2030-11-01
- proof: output

Complete the program.

### Text

```python
__1__ number in [3, 1, 2]:
    total = __2__(number)
print(total + __3__)
```

### Gap 1: type exactly

- [x] `for`
  > It runs once for each number.
- [ ] `while`
  > This needs a condition.
  > misconception: assignment-copies

### Gap 2: choose

- [ ] `len`
  > A number has no length.
- [x] `abs`
  > It keeps a number above nought as it is.
- [ ] `str`
  > A string cannot be added to a number.

### Gap 3: number

- [x] 1
  > It makes three of the last number.
- [ ] 2
  > It makes four of the last number.

### Explanation

The loop runs once for each number, and after it the total is what the last run left there.

### References

- [Python](https://docs.python.org/3/): Sorting

### Proof

```output
3
```
"""


def read(catalogue: Catalogue, text: str = FILE) -> QuestionFileContent:
    return read_questions(text, "prog-01-gaps.md", "prog", catalogue.objectives)


def faults(catalogue: Catalogue, old: str, new: str) -> list[str]:
    assert old in FILE
    return [str(one) for one in read(catalogue, FILE.replace(old, new)).findings]


def test_a_file_with_gaps_is_read(catalogue: Catalogue) -> None:
    content = read(catalogue)

    assert content.findings == ()
    [one] = content.questions
    assert one.gap_text.startswith("```python\n__1__ number in")
    assert [gap.kind for gap in one.gaps] == ["type exactly", "choose", "number"]
    assert [option.text for option in one.gaps[0].options] == ["for", "while"]
    assert [option.correct for option in one.gaps[1].options] == [False, True, False]
    assert one.gaps[0].options[1].misconception == "assignment-copies"
    assert list(check_answer_part(one)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("### Text", "### Words", "no `### Text`"),
        ("### Gap 2: choose", "### Gap 2: pick", "prog-01-gaps.md:31"),
        ("### Gap 2: choose", "### Gap 4: choose", "`Gap 3: …`"),
        ("### Gap 3: number", "### Gap 1: number", "another order"),
        ("- [x] `for`", "- [x] for", "prog-01-gaps.md:25"),
        ("- [x] 1\n", "- [x] one\n", "prog-01-gaps.md:42"),
        ("- [ ] `len`", "- `len`", "prog-01-gaps.md:33"),
    ],
)
def test_a_fault_is_named_with_its_line(
    catalogue: Catalogue, old: str, new: str, said: str
) -> None:
    assert any(said in fault for fault in faults(catalogue, old, new))


def test_a_text_without_gaps_is_refused(catalogue: Catalogue) -> None:
    start, end = FILE.index("### Gap 1"), FILE.index("### Explanation")

    content = read(catalogue, FILE[:start] + FILE[end:])

    assert any("a section for each gap" in str(one) for one in content.findings)


TYPED = makers.gap("type", "LEFT JOIN", wrong=("JOIN",))
CHOSEN = makers.gap("choose", "`ON`", wrong=("`BY`", "`IN`"))
FAULTY = [
    ("count", makers.cloze(TYPED)),
    ("count", makers.cloze(*[TYPED] * 7)),
    ("gaps", makers.cloze(gap_text="SELECT __1__")),
    ("gaps", makers.cloze(gap_text="SELECT __2__ __1__")),
    ("gaps", makers.cloze(gap_text="SELECT __1__ __2__ __1__")),
    ("load", makers.cloze(gap_text="word " * 61 + "__1__ __2__")),
    ("load", makers.cloze(gap_text="```\n" + "x\n" * 25 + "__1__ __2__\n```")),
    ("load", makers.cloze(gap_text="```\n" + "x" * 65 + "__1__ __2__\n```")),
    ("keys", makers.cloze(makers.gap("choose", wrong=("a", "b", "c")), TYPED)),
    ("keys", makers.cloze(makers.gap("choose", "a", "b", wrong=("c",)), TYPED)),
    ("keys", makers.cloze(makers.gap("type", wrong=("a",)), CHOSEN)),
    ("count", makers.cloze(makers.gap("choose", "a", wrong=("b",)), TYPED)),
    ("count", makers.cloze(makers.gap("type", "a", wrong=()), CHOSEN)),
    ("duplicates", makers.cloze(makers.gap("choose", "a", wrong=("b", "B")), TYPED)),
    ("answers", makers.cloze(makers.gap("type", "`a`", wrong=("`A`",)), CHOSEN)),
    ("giveaway", makers.cloze(stem="Complete the left join.")),
    ("giveaway", makers.cloze(makers.gap("type", "SELECT"), CHOSEN)),
    ("proof", makers.cloze(proof=makers.proof("print(1)"))),
]


@pytest.mark.parametrize(("check", "one"), FAULTY)
def test_each_fault_of_a_text_with_gaps_is_found(check: str, one: Question) -> None:
    assert check in {finding.check for finding in check_answer_part(one)}


def test_what_is_allowed_passes() -> None:
    exact = makers.gap("type exactly", "`a`", wrong=("`A`",))
    number = makers.gap("number", "2", wrong=("3",))
    sound = [
        makers.cloze(),
        makers.cloze(exact, CHOSEN, gap_text="SELECT __1__ of __2__"),
        # Only what is typed as a word may not be copied from the question.
        makers.cloze(number, CHOSEN, stem="Complete query 2 with ON."),
    ]

    assert [list(check_answer_part(one)) for one in sound] == [[], [], []]


def proved(one: Question) -> tuple[str, tuple[str, ...]]:
    [result] = verify_questions([one], {}, jobs=1)
    return result.outcome, result.remarks


def program(*gaps: ClozeGap, code: str, text: str, expected: str | None) -> Question:
    proof = Proof("output", "python", code, expected)
    return makers.cloze(*gaps, gap_text=f"```python\n{text}\n```", proof=proof)


SORTED = makers.gap("type exactly", "sorted", wrong=("list",))
LAST = makers.gap("number", "1", wrong=("2",))
TEXT = "print(__1__([3, 1, 2])[-__2__])"


def test_the_text_is_the_program_unless_the_proof_has_one(catalogue: Catalogue) -> None:
    [one] = read(catalogue).questions

    assert proved(one) == ("proved", ())


def test_a_line_of_the_proof_stands_for_the_text_at_its_depth() -> None:
    code = "for _ in range(2):\n    __text__"

    assert proved(program(SORTED, LAST, code=code, text=TEXT, expected="3\n3")) == (
        "proved",
        (),
    )


def test_gaps_of_the_proof_itself_are_filled_too() -> None:
    one = program(
        makers.gap("number", "4", wrong=("5",)),
        makers.gap("number", "6", wrong=("5",)),
        code="print(2 + 2 == __1__, 2 * 3 == __2__)",
        text="not run",
        expected="True True",
    )

    assert proved(one) == ("proved", ())


def test_the_filled_text_must_print_what_the_proof_says() -> None:
    one = program(SORTED, LAST, code="__text__", text=TEXT, expected="2")

    assert proved(one) == ("failed", ("python: it printed '3' and not '2'",))


def test_a_listed_mistake_that_prints_the_same_fails() -> None:
    harmless = makers.gap("type exactly", "sorted", wrong=("list", "(sorted)"))

    outcome, remarks = proved(
        program(harmless, LAST, code="__text__", text=TEXT, expected="3")
    )

    assert outcome == "failed"
    assert remarks == (
        "python: '(sorted)' in gap 1 is listed as wrong, and with it the program prints the same",
    )


def test_an_accepted_form_that_does_something_else_fails() -> None:
    loose = makers.gap("type exactly", "sorted", "tuple", wrong=("list",))

    outcome, remarks = proved(
        program(loose, LAST, code="__text__", text=TEXT, expected="3")
    )

    assert outcome == "failed"
    assert remarks == (
        "python: 'tuple' in gap 1 is accepted, and with it the program gave '2'",
    )


def test_another_answer_needs_another_proof_and_another_reason_does_not() -> None:
    one = program(SORTED, LAST, code="__text__", text=TEXT, expected="3")
    reworded = replace(SORTED.options[0], reason="Another reason of some length.")

    same = replace(
        one, gaps=(ClozeGap(SORTED.kind, (reworded, SORTED.options[1])), LAST)
    )
    other = replace(one, gaps=(SORTED, makers.gap("number", "1", wrong=("3",))))

    assert same.proof_digest == one.proof_digest
    assert other.proof_digest != one.proof_digest
    assert replace(one, gap_text="Other words.").proof_digest != one.proof_digest
