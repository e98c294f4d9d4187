"""The page on security names every requirement of the standard once, and its evidence is there."""

import re
from collections import Counter

import pytest

from tests.rules.files import ROOT

PAGE = (ROOT / "docs/security.md").read_text()
ROW = re.compile(
    r"^\| (?P<number>\d+\.\d+\.\d+) \| (?P<level>[12]) \| (?P<state>[\w/]+) \| (?P<how>[^|]+) \| (?P<evidence>[^|]*) \|$",
    re.MULTILINE,
)
ROWS = [match.groupdict() for match in ROW.finditer(PAGE)]
LINKS = dict(re.findall(r"^\[([\w-]+)\]: (\S+)$", PAGE, re.MULTILINE))
#: How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has.
OF_CHAPTER = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
STATES = {"met", "host", "open", "n/a"}


def test_every_requirement_of_the_first_two_levels_is_there_once() -> None:
    numbers = Counter(row["number"] for row in ROWS)

    assert max(numbers.values()) == 1
    assert Counter(int(number.split(".")[0]) for number in numbers) == OF_CHAPTER


def test_the_totals_are_those_of_the_rows() -> None:
    states = Counter((row["level"], row["state"]) for row in ROWS)

    assert {state for _, state in states} == STATES
    for level in "12":
        counts = [states[level, state] for state in ("met", "host", "open", "n/a")]
        applicable = sum(counts[:3])
        assert "| " + " | ".join(map(str, (level, applicable, *counts))) + " |" in PAGE


def test_the_first_level_is_met_and_of_the_second_almost_all() -> None:
    open_rows = [row["number"] for row in ROWS if row["state"] == "open"]

    assert len(open_rows) <= 4
    assert not [row for row in ROWS if row["state"] == "open" and row["level"] == "1"]
    assert all(f"**{number}**" in PAGE for number in open_rows)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_a_requirement_that_is_met_names_its_evidence(row: dict[str, str]) -> None:
    evidence = re.findall(r"\[([\w-]+)\]", row["evidence"])

    assert bool(evidence) == (row["state"] != "n/a") or row["number"] == "1.2.8"
    for name in evidence:
        assert (ROOT / "docs" / LINKS[name]).exists(), name


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if "`test_" in row["evidence"]],
    ids=lambda row: row["number"],
)
def test_a_test_that_is_named_is_in_the_file_named_before_it(
    row: dict[str, str],
) -> None:
    for name, tests in re.findall(r"\[([\w-]+)\]((?: `\w+`)+)", row["evidence"]):
        code = (ROOT / "docs" / LINKS[name]).read_text()
        missing = [
            test for test in re.findall(r"\w+", tests) if f"\ndef {test}(" not in code
        ]
        assert missing == [], name


def test_every_link_of_the_page_is_used_and_leads_somewhere() -> None:
    text = PAGE.partition("\n[")[0]

    for name, target in LINKS.items():
        assert (ROOT / "docs" / target).exists(), name
        assert f"[{name}]" in text, name
