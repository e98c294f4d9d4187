"""What docs/routes.md tells of people and hours is what the program computes."""

from tests.rules.files import ROOT
from tests.training.people import worked_table, zero_table

DOCS = (ROOT / "docs/routes.md").read_text(encoding="utf-8")


def test_the_three_people_of_the_documentation_are_computed() -> None:
    assert worked_table() in DOCS


def test_the_hours_from_zero_of_the_documentation_are_computed() -> None:
    assert zero_table() in DOCS
