"""Reading one question file: what is understood, and how every fault is named."""

import pytest

from quiz.bank.parsing.question_files import QuestionFileContent, read_questions
from quiz.bank.repository import Catalogue
from tests.bank.conftest import SMALL


def read(text: str, catalogue: Catalogue, area: str = "prog") -> QuestionFileContent:
    return read_questions(text, "x.md", area, catalogue.objectives)


def file(name: str) -> str:
    return (SMALL / name).read_text(encoding="utf-8")


def test_a_question_is_read_whole(catalogue: Catalogue) -> None:
    one = catalogue.find_question("prog-01-two-names")

    assert (one.area, one.level, one.objective, one.type) == (
        "prog",
        "J",
        "PROG-01",
        "single",
    )
    assert (one.form, one.pack, one.seconds, one.revision) == (
        "code-output",
        "python",
        40,
        1,
    )
    assert one.versions == ("Python >=3.8", "Flask >=3.0 <4")
    assert [(option.text, option.correct) for option in one.options] == [
        ("`[1, 2, 3]`", True),
        ("`[1, 2]`", False),
        ("`[3]`", False),
    ]
    assert (
        one.options[1].reason == "That needs a copy; `second = first` copies nothing."
    )
    assert {option.misconception for option in one.options} == {
        "assignment-copies",
        None,
    }
    assert one.is_code
    assert one.proof is not None
    assert one.proof.language == "python"
    assert one.proof.code.startswith("first = [1, 2]")
    assert one.proof.expected == "[1, 2, 3]"
    assert one.line == 3


def test_a_number_keeps_its_tolerance_unit_and_revision(catalogue: Catalogue) -> None:
    one = catalogue.find_question("prog-01-sum")

    assert (one.answers, str(one.tolerance), one.unit, one.revision) == (
        ("1.5",),
        "0.5",
        "MB",
        2,
    )
    assert one.mistakes[0].text == "15"
    assert not one.is_code


def test_a_right_side_without_a_left_one_matches_nothing(catalogue: Catalogue) -> None:
    one = catalogue.find_question("sql-01-which-clause")

    assert (one.pairs[0].left, one.pairs[0].right) == ("Only some rows", "`WHERE`")
    assert (one.pairs[3].left, one.pairs[3].right) == ("", "`GROUP BY`")
    assert one.enemies == ("sql-01-largest",)


def test_an_option_may_hold_a_code_block(catalogue: Catalogue) -> None:
    text = file("prog/prog-01.md").replace(
        "- [ ] `[3]`\n", "- [ ]\n  ```python\n  [3]\n  ```\n"
    )

    content = read(text, catalogue)

    assert content.findings == ()
    assert content.questions[0].options[2].text == "```python\n[3]\n```"


def test_an_answer_may_hold_back_quotes(catalogue: Catalogue) -> None:
    text = file("prog/prog-01.md").replace("- `lower`", "- `` a`b ``")

    assert read(text, catalogue).questions[3].answers[0] == "a`b"


FAULTS = [
    ("# PROG-01: values and names", "# PROG-99: values", "PROG-99", "an id of skills"),
    (
        "# PROG-01: values and names",
        "# SQL-01: values",
        "SQL-01 in the folder prog/",
        "sql/",
    ),
    (
        "# PROG-01: values and names",
        "Some words",
        "'Some words'",
        "`# OBJECTIVE: words`",
    ),
    ("# PROG-01: values and names", "", "none", "`# OBJECTIVE: words`"),
    (
        "# PROG-01: values and names",
        "# PROG-01: a\n# PROG-01: b",
        "'# PROG-01: b'",
        "OBJECTIVE",
    ),
    ("## prog-01-two-names", "## Prog_Two", "'Prog_Two'", "small letters"),
    (
        "## prog-01-two-names",
        "## two-names",
        "two-names",
        "prog-01- and two to five words",
    ),
    ("- type: single\n", "", "no such field", "`- type: …`"),
    ("- type: single", "- type: guess", "'guess'", "one of single, multiple"),
    ("- type: single", "- type:", "no value", "a value"),
    (
        "- type: single",
        "- type: single\n- type: single",
        "the field twice",
        "each field once",
    ),
    ("- seconds: 40", "- seconds: soon", "'soon'", "a whole number from 20 to 180"),
    ("- seconds: 40", "- seconds: 5", "'5'", "a whole number from 20 to 180"),
    ("- seconds: 40", "- colour: red", "an unknown field", "one of type"),
    ("- seconds: 40", "- seconds: 40\nnonsense", "'nonsense'", "`- name: value`"),
    ("- tags: python", "- tags: python, python", "'python, python'", "each once"),
    ("- tags: python", "- tags: python,", "'python,'", "values separated by commas"),
    ("- review_by: 2030-11-01", "- review_by: soon", "'soon'", "a date such as"),
    ("- review_by: 2030-11-01\n", "", "no such field", "`- review_by: …`"),
    ("- versions: Python >=3.8", "- versions: Python", "'Python'", "`Name >=1.2`"),
    ("- revision: 2", "- revision: 0", "'0'", "a whole number from 1 to 999"),
    ("- tolerance: 0.5", "- tolerance: -1", "'-1'", "a number such as 0.5"),
    ("- case: exact", "- unit: MB", "type text", "this field only with type number"),
    (
        "A program keeps notes in lists.",
        "# Heading",
        "'# Heading'",
        "no heading in a stem",
    ),
    ("### Options", "### Option", "`### Option` in a question", "Options, Explanation"),
    ("### Options", "### Answers", "no `### Options`", "this part"),
    ("### References", "", "no `### References`", "this part"),
    ("- [x] `[1, 2, 3]`", "* [x] `[1, 2, 3]`", "'* [x] `[1, 2, 3]`'", "`- [x] text`"),
    (
        "  > misconception: assignment-copies",
        "  > misconception:",
        "`misconception:` alone",
        "id",
    ),
    (
        "so the change is seen through either.",
        "yes.\n  > misconception: x",
        "on a key",
        "wrong",
    ),
    ("- [ ] `[3]`", "- [ ] ", "an item without text", "`- [x] text`"),
    (": 7.2 Assignment statements", "", "no section", "[title](https"),
    (
        "- [The Python Language Reference]",
        "- (The Python)",
        "'- (The Python)",
        "[title](https",
    ),
    (
        "- proof: output\n\nA program",
        "\nA program",
        "`### Proof` without the field",
        "`- proof: …`",
    ),
    (
        "```output\n[1, 2, 3]\n```",
        "```output\n1\n```\n```output\n2\n```",
        "2 blocks",
        "one at most",
    ),
    ("```python\nfirst", "```pascal\nfirst", "'pascal'", "one of python, javascript"),
    (
        "```python\nprint(1000 * 1.5 / 1000)\n```",
        "",
        "no code block",
        "the program that is run",
    ),
    ("- 1.5\n", "- some\n", "'some'", "a number such as"),
    ("- `lower`", "- lower", "'lower'", "in back quotes"),
    (
        "### Explanation\n\nAssignment",
        "### References\n\n### Explanation\n\nA",
        "twice",
        "once",
    ),
    (
        "### Explanation\n\nAssignment",
        "### Proof\n\n### Explanation\n\nA",
        "another order",
        "answer",
    ),
]


@pytest.mark.parametrize(("old", "new", "found", "expected"), FAULTS)
def test_each_fault_says_what_was_found_and_what_was_expected(
    old: str, new: str, found: str, expected: str, catalogue: Catalogue
) -> None:
    text = file("prog/prog-01.md")
    assert old in text

    content = read(text.replace(old, new, 1), catalogue)

    assert any(
        found in one.found and expected in one.expected for one in content.findings
    ), [str(one) for one in content.findings]


def test_all_faults_of_a_file_are_reported_at_once(catalogue: Catalogue) -> None:
    text = file("prog/prog-01.md")
    text = text.replace("- seconds: 40", "- seconds: x").replace(
        "- case: exact", "- case: odd"
    )

    content = read(text, catalogue)

    assert [(one.key, one.field) for one in content.findings] == [
        ("prog-01-two-names", "seconds"),
        ("prog-01-lower", "case"),
    ]
    assert [one.key for one in content.questions] == [
        "prog-01-safe-to-change",
        "prog-01-sum",
    ]


def test_a_fault_names_file_line_and_field(catalogue: Catalogue) -> None:
    [finding] = read(
        file("prog/prog-01.md").replace("- seconds: 40", "- seconds: x"), catalogue
    ).findings

    assert str(finding) == (
        "x.md:8: error [format] prog-01-two-names seconds:"
        " found 'x'; expected a whole number from 20 to 180"
    )


def test_a_file_without_questions_is_a_fault(catalogue: Catalogue) -> None:
    [finding] = read("# PROG-01: values\n", catalogue).findings

    assert finding.found == "no question"


def test_a_stem_needs_a_question_in_words(catalogue: Catalogue) -> None:
    text = file("prog/prog-01.md")
    text = text.replace(
        "A program keeps notes in lists.\n\nWhat does this program print?\n\n", ""
    )

    [finding] = read(text, catalogue).findings

    assert (finding.field, finding.found) == ("stem", "no paragraph")


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        (
            "prog/prog-13-javascript.md",
            "2. The source is parsed",
            "3. The source is parsed",
            "number 3",
        ),
        (
            "sql/sql-01.md",
            "Only some rows --> `WHERE`",
            "Only some rows",
            "'Only some rows'",
        ),
        (
            "sql/sql-01.md",
            "- Only some rows --> `WHERE`",
            "- Only some rows -->",
            "'Only some rows -->'",
        ),
        ("soft/soft-14.md", "- [3] Sit", "- [4] Sit", "'- [4] Sit down"),
        (
            "soft/soft-14.md",
            "### Options",
            "### Options\n\n### Explanation\n",
            "an empty part",
        ),
    ],
)
def test_rows_pairs_and_points_have_their_form(
    name: str, old: str, new: str, found: str, catalogue: Catalogue
) -> None:
    text = file(name).replace(old, new, 1)

    content = read(text, catalogue, name.split("/", maxsplit=1)[0])

    assert any(found in one.found for one in content.findings), content.findings
