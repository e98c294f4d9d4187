"""Comparison of typed texts: what may differ between two ways to write the same answer.

A typed text is compared in steps, the strictest first, and the first step at which it equals a listed
form decides. So a known mistake that differs from the key by a quotation mark stays a mistake.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from quiz.bank.questions import Question
from quiz.core.plain_characters import write_plainly

MAX_CHARACTERS = 300

_BESIDE_MARKS = re.compile(r" ?([,:;|=+<>()\[\]{}]) ?")
#: Back quotes, one to three, with which questions and chats mark code; three may name the language.
_BACK_QUOTED = re.compile(r"(`{1,3})([^`]+)\1")
_FENCED = re.compile(r"```\w*\n(.*)\n```", re.DOTALL)
#: What an interactive Python or a shell prints in front of what is typed.
_PROMPT = re.compile(r"^(>>>|\$) ")
_QUOTED = re.compile(r"""(["'])((?:(?!\1).)+)\1""")
_BRACKETED = re.compile(r"\[(.*)\]|\((.*)\)|\{(.*)\}")
_SEPARATORS = re.compile(r"\s*(?:[,;|&]|->|→|\band\b)\s*|\s+", re.IGNORECASE)
_IN_A_ROW = re.compile(r"\bin (?:one|a) row\b|\bwithout spaces\b")
_BETWEEN_ITEMS = re.compile(
    r"\bseparated by\b|(?:\bcommas?|\bspaces?|`\|`) between\b"
    r"|\bin that order\b|\bin alphabetical order\b"
)
_PRINTING = re.compile(r"\b(?:prints?|outputs?)\b")

#: What an en dash and an em dash may stand for, the likeliest first.
_DASHES = (("--", "--"), ("-", "--"), ("-", "-"))

#: How the stem asks for several things: not at all, one after another, or with something in between.
ListForm = Literal["none", "row", "items"]


@dataclass(frozen=True)
class TextRules:
    """What counts in the typed answers to one question."""

    #: Whether case, quotation marks and a full stop at the end count.
    exact: bool
    #: Whether one word is asked, so that a full stop behind it means nothing.
    is_word: bool = False
    list_form: ListForm = "none"


class _Step(NamedTuple):
    """One degree of strictness, and the listed forms as they look at it."""

    simplify: Callable[[str], str]
    forms: dict[str, str]


def rules_of(question: Question) -> TextRules:
    """Return what counts in the answers to a question of type `text`."""
    is_output = question.form == "code-output"
    return _find_rules(question.stem, question.case == "exact", is_output)


@lru_cache(maxsize=1024)
def _find_rules(stem: str, exact: bool, is_output: bool) -> TextRules:  # noqa: FBT001  # keys of a cache
    list_form: ListForm = "none"
    if _IN_A_ROW.search(stem):
        list_form = "row"
    elif _BETWEEN_ITEMS.search(stem):
        list_form = "items"
    is_word = not (exact or is_output or _PRINTING.search(stem))
    return TextRules(exact, is_word, list_form)


def find_same_text(
    given: str, accepted: Sequence[str], mistakes: Sequence[str], rules: TextRules
) -> str | None:
    """Return the accepted form or the mistake that a typed text is; None for what nobody foresaw.

    Invisible characters, other digits, hyphens and quotation marks, white space at the ends, doubled
    spaces, back quotes around the answer and a prompt in front of it never count. Unless `rules.exact`,
    neither do upper and lower case, nor spaces beside marks, nor quotation marks around the whole.
    """
    readings = list(dict.fromkeys(_readings(given)))
    for step in _prepare_steps(tuple(accepted), tuple(mistakes), rules):
        for reading in readings:
            if (found := step.forms.get(step.simplify(reading))) is not None:
                return found
    return None


def quotes_count(listed: Sequence[str]) -> bool:
    """Say whether quotation marks around an answer are part of it: some listed form begins with one."""
    return any(_plain(one)[:1] in {'"', "'"} for one in listed)


def full_stop_counts(listed: Sequence[str]) -> bool:
    """Say whether a full stop at the end is part of the answer: some listed form ends with one."""
    return any(_plain(one).endswith(".") for one in listed)


def is_same_text(given: str, accepted: str, *, exact: bool) -> bool:
    """Say whether a text is an accepted form, whatever the question asks for."""
    return find_same_text(given, [accepted], [], TextRules(exact)) is not None


def undress(text: str) -> str:
    """Return a typed text in plain characters, without back quotes, prompts or quotation marks around it."""
    plain = _unwrap(_plain(text))
    quoted = _QUOTED.fullmatch(plain)
    return quoted[2].strip() if quoted else plain


def _plain(text: str) -> str:
    plain = write_plainly(text).strip()
    if fenced := _FENCED.fullmatch(plain):
        plain = fenced[1]
    return " ".join(plain.replace("—", "--").replace("–", "-").split())


def _readings(given: str) -> Iterator[str]:
    # Word processors make one dash of two hyphens, people make one of a single hyphen.
    has_dash = "–" in given or "—" in given
    for en_dash, em_dash in _DASHES if has_dash else _DASHES[:1]:
        text = _plain(given.replace("–", en_dash).replace("—", em_dash))
        yield text
        yield _unwrap(text)


def _unwrap(text: str) -> str:
    """Return `text` without a prompt in front and without back quotes around."""
    while True:
        bare = _PROMPT.sub("", text)
        if quoted := _BACK_QUOTED.fullmatch(bare):
            bare = quoted[2].strip()
        if bare == text:
            return text
        text = bare


@lru_cache(maxsize=1024)
def _prepare_steps(
    accepted: tuple[str, ...], mistakes: tuple[str, ...], rules: TextRules
) -> tuple[_Step, ...]:
    # Where a mistake cannot be told from the key, it must not become right: the last one counts.
    listed = (*reversed(accepted), *reversed(mistakes))
    return tuple(
        _Step(simplify, {simplify(_unwrap(_plain(one))): one for one in listed})
        for simplify in _list_simplifications(accepted, mistakes, rules)
    )


def _list_simplifications(
    accepted: Sequence[str], mistakes: Sequence[str], rules: TextRules
) -> Iterator[Callable[[str], str]]:
    yield str
    if not rules.exact:
        listed = (*accepted, *mistakes)
        quotes = not quotes_count(listed)
        stop = rules.is_word and not full_stop_counts(listed)
        yield _ignore_case
        yield lambda text: _ignore_case(_strip_ends(text, quotes=quotes, stop=stop))
    if rules.list_form == "row":
        has_marks = any(re.search(r"[^\w\s]", one) for one in accepted)
        yield lambda text: _join_row(text, exact=rules.exact, has_marks=has_marks)
    elif rules.list_form == "items":
        yield lambda text: " ".join(_split_items(text, exact=rules.exact))


def _ignore_case(text: str) -> str:
    return _BESIDE_MARKS.sub(r"\1", text).casefold()


def _strip_ends(text: str, *, quotes: bool, stop: bool) -> str:
    for _ in range(2):
        if stop and text.endswith(".") and not text.endswith(".."):
            text = text[:-1].rstrip()
        if quotes and (quoted := _QUOTED.fullmatch(text)):
            text = quoted[2].strip()
    return text


def _join_row(text: str, *, exact: bool, has_marks: bool) -> str:
    """Return what stands in one row; where marks are part of it, only spaces are dropped."""
    if not has_marks:
        return "".join(_split_items(text, exact=exact))
    row = "".join(text.split())
    return row if exact else row.casefold()


def _split_items(text: str, *, exact: bool) -> list[str]:
    """Return the items of a list, however they are separated."""
    if bracketed := _BRACKETED.fullmatch(text):
        text = next(part for part in bracketed.groups() if part is not None)
    items = [undress(item) for item in _SEPARATORS.split(text)]
    return [item if exact else item.casefold() for item in items if item]
