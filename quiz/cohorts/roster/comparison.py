"""What a file would change on a roster: who is new, changed, unchanged, faulty, and who is not on the file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quiz.accounts.sessions.emails import normalise_email
from quiz.cohorts.roster.parsing import RosterFile, RosterLine
from quiz.core.db import WORD_LENGTH
from quiz.errors import NotValid


class LineFate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True)
class KnownEntry:
    """An entry of the roster, as far as a file can change it."""

    key: str
    name: str
    external_id: str = ""
    email: str = ""
    group: str = ""


@dataclass(frozen=True)
class ComparedLine:
    """A line, and what becomes of it."""

    line: RosterLine
    fate: LineFate
    #: The entry that it is about; None: a new one, or it is faulty.
    entry: KnownEntry | None = None
    #: What is stored then.
    result: KnownEntry | None = None
    #: Why it is faulty; empty otherwise.
    fault: str = ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What changes: field, before, after."""
        if self.entry is None or self.result is None:
            return []
        fields = ("name", "external_id", "email", "group")
        return [
            (one, getattr(self.entry, one), getattr(self.result, one))
            for one in fields
            if getattr(self.entry, one) != getattr(self.result, one)
        ]


@dataclass(frozen=True)
class RosterComparison:
    """A file beside a roster."""

    lines: tuple[ComparedLine, ...]
    #: Entries of the roster that are not on the file.
    missing: tuple[KnownEntry, ...]

    def count(self, fate: LineFate) -> int:
        """Return how many lines become that."""
        return sum(one.fate == fate for one in self.lines)

    @property
    def changes_nothing(self) -> bool:
        """Whether storing it would do nothing."""
        return not (self.count(LineFate.NEW) or self.count(LineFate.CHANGED))


@dataclass
class _Roster:
    """The roster while lines are matched: entries by what names them, and what the file has used."""

    entries: Sequence[KnownEntry]
    used: dict[str, RosterLine] = field(default_factory=dict)
    #: Number or address -> the line that has it first.
    seen: dict[str, RosterLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find entries by their key, number and address."""
        self.by_key = {one.key: one for one in self.entries}
        self.by_id = {one.external_id: one for one in self.entries if one.external_id}
        self.by_email = {one.email: one for one in self.entries if one.email}
        self.bare_names = {
            one.name.casefold()
            for one in self.entries
            if not one.external_id and not one.email
        }


def compare_roster(file: RosterFile, entries: Iterable[KnownEntry]) -> RosterComparison:
    """Return what storing a file would change.

    An entry is found by our own key where the file is our own export, else by number, then by address; never by name.
    A column that the file does not have leaves what is stored, and so does an empty number or address.
    """
    roster = _Roster(tuple(entries))
    lines = tuple(_compare_line(line, roster, file.fields) for line in file.lines)
    found = {one.entry.key for one in lines if one.entry is not None}
    found |= set(roster.used)
    return RosterComparison(
        lines, tuple(one for one in roster.entries if one.key not in found)
    )


def _compare_line(
    line: RosterLine, roster: _Roster, fields: frozenset[str]
) -> ComparedLine:
    try:
        email = normalise_email(line.email) if line.email else ""
    except NotValid:
        return _refuse(line, f"“{line.email[:60]}” is not an email address.")
    entry = (
        roster.by_key.get(line.key)
        or roster.by_id.get(line.external_id)
        or roster.by_email.get(email)
    )
    fault = _find_fault(line, email, entry, roster)
    if fault:
        if entry is not None:
            # Whoever is meant by it is not missing.
            roster.used.setdefault(entry.key, line)
        return _refuse(line, fault)
    for word in filter(None, (line.external_id, email)):
        roster.seen[word] = line
    if entry is None:
        result = KnownEntry("", line.name, line.external_id, email, line.group)
        return ComparedLine(line, LineFate.NEW, None, result)
    roster.used[entry.key] = line
    result = KnownEntry(
        entry.key,
        line.name if fields & {"name", "sorted", "first", "last"} else entry.name,
        line.external_id or entry.external_id,
        email or entry.email,
        line.group if "group" in fields else entry.group,
    )
    fate = LineFate.UNCHANGED if result == entry else LineFate.CHANGED
    return ComparedLine(line, fate, entry, result)


def _refuse(line: RosterLine, why: str) -> ComparedLine:
    return ComparedLine(line, LineFate.FAULTY, fault=why)


def _find_fault(
    line: RosterLine, email: str, entry: KnownEntry | None, roster: _Roster
) -> str:
    """Return why a line cannot be stored; empty when it can."""
    try:
        _check_words(line)
        _check_person(line, email, entry, roster)
    except NotValid as fault:
        return str(fault)
    return ""


def _check_words(line: RosterLine) -> None:
    if not line.name:
        raise NotValid("There is no name.")
    for word in (line.name, line.external_id, line.group):
        if len(word) > WORD_LENGTH:
            raise NotValid(f"“{word[:40]}…” is longer than {WORD_LENGTH} characters.")


def _check_person(
    line: RosterLine, email: str, entry: KnownEntry | None, roster: _Roster
) -> None:
    for word in filter(None, (line.external_id, email)):
        if word in roster.seen:
            raise NotValid(f"{word} is on line {roster.seen[word].number} as well.")
    if entry is not None and entry.key in roster.used:
        raise NotValid(
            f"Line {roster.used[entry.key].number} is about the same person."
        )
    for word, owners in ((line.external_id, roster.by_id), (email, roster.by_email)):
        owner = owners.get(word) if word else None
        if owner is not None and owner is not entry:
            raise NotValid(f"{word} belongs to {owner.name}.")
    is_bare = entry is None and not line.external_id and not email
    if is_bare and line.name.casefold() in roster.bare_names:
        raise NotValid(
            "Somebody of this name is on the roster already. Add a number or an email address to tell them apart."
        )
