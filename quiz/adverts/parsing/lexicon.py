"""Reads questions/skills/adverts: how adverts name things, and how they are worded around the names."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quiz.adverts.parsing.patterns import PhraseIndex, compile_all, compile_whole, fold

LANGUAGES = ("en", "fr")
# The order in which a heading is looked up: what would be missed most comes first.
SECTIONS = (
    "nice",
    "excluded",
    "required",
    "stack",
    "duties",
    "benefits",
    "about",
    "process",
)
# Latin letters, those with accents among them.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ"
NAMED_KINDS = frozenset(
    {"language", "platform", "framework", "tool", "dbms", "technology"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the skills matrix, as far as adverts are concerned."""

    id: str
    name: str
    kind: str
    area: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a technology. `row` is empty for technologies outside the matrix."""

    row: str
    spelling: str
    expression: re.Pattern[str]
    in_lower: re.Pattern[str] | None
    is_cased: bool
    is_sure: bool
    is_strict: bool
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    fits: re.Pattern[str]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words around the skills in one language; French adverts often have headings in English."""

    headings: Mapping[str, re.Pattern[str]]
    heading_hints: Mapping[str, re.Pattern[str]]
    need: Mapping[str, re.Pattern[str]]
    alternatives: Mapping[str, re.Pattern[str]]
    level: Mapping[str, re.Pattern[str]]
    years: Mapping[str, re.Pattern[str]]
    numbers: Mapping[str, int]
    boilerplate: re.Pattern[str]
    tail: re.Pattern[str]
    advert: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a language, and those that name people after "with"."""

    rows: PhraseIndex
    people: PhraseIndex
    people_with: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is known about the words of adverts."""

    rows: Mapping[str, Row]
    names: Mapping[str, Sequence[Name]]
    spellings: frozenset[str]
    camel: frozenset[str]
    phrases: Mapping[str, Phrases]
    wording: Mapping[str, Wording]
    stopwords: Mapping[str, frozenset[str]]


def default_folder() -> Path:
    """Return the folder of the skills matrix: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[2]
    beside = package.parent / "questions" / "skills"
    return beside if beside.is_dir() else package / "questions" / "skills"


@cache
def load_lexicon(skills: Path | None = None) -> Lexicon:
    """Read the lexicon of a folder of skills, once."""
    skills = skills or default_folder()
    adverts = skills / "adverts"
    phrases = {code: _read(adverts / f"phrases-{code}.toml") for code in LANGUAGES}
    wordings = {code: _read(adverts / f"wording-{code}.toml") for code in LANGUAGES}
    others = _read(adverts / "others.toml")
    names = _names(_read(adverts / "names.toml")["name"], others)
    return Lexicon(
        rows=_rows(_read(skills / "matrix.toml")["row"]),
        names=_by_first_letters(names),
        spellings=frozenset(name.spelling for name in names if len(name.spelling) > 2),
        camel=frozenset(others["camel"]),
        phrases={
            "en": _phrases([phrases["en"]]),
            "fr": _phrases([phrases["fr"], phrases["en"]]),
        },
        wording={
            "en": _wording(wordings["en"], [wordings["en"]]),
            "fr": _wording(wordings["fr"], [wordings["fr"], wordings["en"]]),
        },
        stopwords=_stopwords(wordings, _read(adverts / "languages.toml")["words"]),
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _rows(tables: Sequence[Mapping[str, Any]]) -> dict[str, Row]:
    return {
        table["id"]: Row(
            table["id"],
            table["name"],
            table["kind"],
            table["area"],
            tuple(table["levels"]),
        )
        for table in tables
    }


def _phrases(tables: Sequence[Mapping[str, Any]]) -> Phrases:
    """Index the phrases of the tables together; French adverts are full of English ones."""
    rows = [part for table in tables for part in (table["rows"], table["anywhere"])]
    people = [
        {row: words for row, words in table["people"].items() if row != "with"}
        for table in tables
    ]
    cues = [cue for table in tables for cue in table["people"]["with"]]
    return Phrases(
        PhraseIndex.build(_merged(rows)),
        PhraseIndex.build(_merged(people)),
        compile_all(cues),
    )


def _merged(tables: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for table in tables:
        for row, words in table.items():
            merged.setdefault(row, []).extend(words)
    return merged


def _names(
    tables: Sequence[Mapping[str, Any]], others: Mapping[str, Any]
) -> list[Name]:
    names = []
    for table in tables:
        for is_cased, words in (
            (False, table.get("words", ())),
            (True, table.get("cased", ())),
        ):
            names += [_name(word, table, is_cased=is_cased) for word in words]
    names += [_name(word, {"row": ""}, is_cased=False) for word in others["words"]]
    unsure = {"row": "", "sure": False, "strict": True}
    names += [_name(word, unsure, is_cased=True) for word in others["cased"]]
    return sorted(names, key=lambda name: len(name.spelling), reverse=True)


def _name(word: str, table: Mapping[str, Any], *, is_cased: bool) -> Name:
    return Name(
        row=table["row"],
        spelling=word,
        expression=_spelling(word if is_cased else fold(word)),
        in_lower=_spelling(word.lower()) if is_cased and len(word) > 1 else None,
        is_cased=is_cased,
        is_sure=table.get("sure", True),
        is_strict=table.get("strict", False),
        not_before=re.compile(
            _next_to(table.get("not_before", ()), r"^[\s\-'/]*", r"(?![a-z])")
        ),
        not_after=re.compile(
            _next_to(table.get("not_after", ()), r"(?<![a-z0-9])", r"[\s\-']*$")
        ),
        fits=compile_all(re.escape(fold(word)) for word in table.get("fits", ())),
        also=tuple(table.get("also", ())),
    )


def _spelling(word: str) -> re.Pattern[str]:
    """Return the expression of a name: hyphens, spaces and dots inside it vary, a version may follow."""
    parts = [re.escape(part) for part in re.split(r"[ \-]", word)]
    text = r"[ \-]?".join(parts)
    text = re.sub(r"(?<=[a-zA-Z])\\\.(?=[a-zA-Z])", r"[ .\\-]?", text)
    text = re.sub(r"(?<=[a-zA-Z])/(?=[a-zA-Z])", r" ?/ ?", text)
    before = (
        rf"(?<![{_LETTERS}0-9_])" if word[0].isalnum() else rf"(?<![{_LETTERS}0-9_.])"
    )
    version = (
        r"(?:\d+(?:\.\d+)*\+?)?"
        if (len(word) > 1 and word[-1].isalpha()) or word[-1] in "+#"
        else ""
    )
    return re.compile(rf"{before}{text}{version}(?![{_LETTERS}0-9_#])(?!\+\+)")


def _next_to(words: Sequence[str], before: str, after: str) -> str:
    if not words:
        return r"(?!)"
    return f"{before}(?:{'|'.join(re.escape(fold(word)) for word in words)}){after}"


def _by_first_letters(names: Sequence[Name]) -> dict[str, list[Name]]:
    grouped: dict[str, list[Name]] = {}
    for name in names:
        head = fold(name.spelling[:2])
        grouped.setdefault(head if head[1:].isalnum() else head[0], []).append(name)
    return grouped


def _wording(
    table: Mapping[str, Any], with_headings: Sequence[Mapping[str, Any]]
) -> Wording:
    headings = {
        section: [
            pattern
            for one in with_headings
            for pattern in one["headings"].get(section, ())
        ]
        for section in SECTIONS
    }
    return Wording(
        headings={
            section: compile_whole(patterns) for section, patterns in headings.items()
        },
        heading_hints={
            section: compile_all(
                pattern
                for one in with_headings
                for pattern in one["heading_hints"][section]
            )
            for section in ("nice", "excluded", "process")
        },
        need=_compiled(table["need"]),
        alternatives=_compiled(table["alternatives"]),
        level=_compiled(table["level"]),
        years=_compiled(table["years"], leave_out="words"),
        numbers={
            fold(word): number for word, number in table["years"]["words"].items()
        },
        boilerplate=compile_all(table["boilerplate"]["sentence"]),
        tail=compile_all(table["boilerplate"]["tail"]),
        advert=_compiled(table["advert"]),
    )


def _compiled(
    table: Mapping[str, Sequence[str]], leave_out: str = ""
) -> dict[str, re.Pattern[str]]:
    return {
        key: compile_all(patterns)
        for key, patterns in table.items()
        if key != leave_out
    }


def _stopwords(
    wordings: Mapping[str, Mapping[str, Any]], others: Mapping[str, Sequence[str]]
) -> dict[str, frozenset[str]]:
    words = {
        code: table["stopwords"]["words"] for code, table in wordings.items()
    } | dict(others)
    return {
        code: frozenset(map(fold, of_language)) for code, of_language in words.items()
    }
