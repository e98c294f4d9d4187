"""Words that are something else, negations, wishes, alternatives and broken layouts: one advert for each."""

import tomllib
from pathlib import Path

import pytest

from quiz.adverts.parsing.reader import read_advert
from quiz.adverts.requirements import AskedSkill, SkillNeed

TRAPS = tomllib.loads((Path(__file__).parent / "data/traps.toml").read_text("utf-8"))[
    "trap"
]
OPENING = {
    "en": "Backend developer wanted. We are looking for somebody to join our team.\n",
    "fr": "Nous recherchons un développeur back-end (H/F) pour notre équipe.\n",
}
NEEDS = {"~": SkillNeed.NICE, "!": SkillNeed.EXCLUDED}


@pytest.mark.parametrize("trap", TRAPS, ids=[trap["text"][:60] for trap in TRAPS])
def test_an_advert_with_a_trap_asks_for_what_it_means(trap: dict[str, str]) -> None:
    text = OPENING[trap["language"]] + trap["text"]

    advert = read_advert(text)

    assert advert.language == trap["language"]
    found = {skill.id: skill for skill in advert.skills}
    wrong = [part for part in trap["asks"].split() if not is_met(part, found)]
    assert not wrong, (wrong, advert.skills)
    assert all(text[skill.start : skill.end] == skill.quote for skill in advert.skills)


def is_met(part: str, found: dict[str, AskedSkill]) -> bool:
    """Tell whether an expectation such as "~docker" or "python/1" holds."""
    row, _, group = part.partition("/")
    if row.startswith("-"):
        return row[1:] not in found
    need = NEEDS.get(row[0], SkillNeed.REQUIRED)
    skill = found.get(row.lstrip("~!"))
    if skill is None or skill.need != need:
        return False
    return not group or (skill.group or 0) == int(group)
