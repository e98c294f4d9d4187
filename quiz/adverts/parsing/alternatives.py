"""Which of the skills found are alternatives: "Django or Flask", "one of: Python, Go", "MySQL/PostgreSQL"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from quiz.adverts.parsing.layout import Sentence
from quiz.adverts.parsing.lexicon import NAMED_KINDS, Row, Wording
from quiz.adverts.parsing.names import Hit

_VERSION = r"(?:\s*v?\d+(?:\.\d+|\.x)*\+?)?"
_FILLER = (
    r"(?:\s*\([^()]{0,30}\))?[\s,]*(?:(?:in|with|of|on|the|a|an|fluent|perhaps|maybe|even|preferably|ideally|strong|good|modern|fluency|core|basic|another|else"
    r"|alternatively|en|de|d'|du|avec|sur|le|la|les|l'|bien|encore|a la rigueur|if you must|any|some|either)[\s']+){0,3}"
)
_OR = re.compile(
    rf"{_VERSION}{_FILLER}[\s,]*\b(?:or|ou|and ?/ ?or|et ?/ ?ou|soit|voire)\b[\s'\"*]*{_FILLER}[\s'\"*(]*"
)
_COMMA = re.compile(rf"{_VERSION}\s*,\s*{_FILLER}[\s'\"*]*")
_SLASH = re.compile(rf"{_VERSION}\s?/\s?")
# "Go or another compiled language such as Rust" offers Rust; "Kafka or another broker" offers whatever there is.
_OR_ANOTHER = re.compile(
    rf"{_VERSION}[\s,]*\b(?:or|ou)\b\s(?:an|any |un |une |some )?\s?(?:other|another|similar|comparable|autre)\b[^,;.:]{{0,40}}\b(?:such as|like|e\.g\.?|comme|tel que)\s+"
)
_GENERIC = re.compile(
    r"\b(?:another|other|similar|comparable|equivalent|autre|equivalente?)\b"
)
_OR_SIMILAR = re.compile(
    rf"{_VERSION}[\s,]*\(?(?:or|ou)\b\s+(?:an? |any |some |un |une |something |anything |other )?(?:similar|equivalent|comparable|alike|the like|autre|similaire|equivalent|assimile)"
)
# Kinds of which two names with a slash between them stand for a choice.
_INTERCHANGEABLE = frozenset({"language", "framework", "dbms", "platform"})
_PAIRS_IN_ONE_BREATH = (
    frozenset({"javascript", "typescript"}),
    frozenset({"c", "c-plus-plus"}),
    frozenset({"spring", "spring-boot"}),
    frozenset({"dotnet", "aspnet-core"}),
    frozenset({"csharp", "dotnet"}),
    frozenset({"javascript", "nodejs"}),
    frozenset({"typescript", "nodejs"}),
    frozenset({"java", "javascript"}),
    frozenset({"php", "javascript"}),
    frozenset({"php", "sql"}),
    frozenset({"sql", "bash"}),
)
_FAMILY = {"nodejs": "language", "dotnet": "language"}
_ONE_OF_REACH = 40


def find_groups(
    folded: str,
    sentence: Sentence,
    hits: Sequence[Hit],
    rows: Mapping[str, Row],
    wording: Wording,
) -> list[list[Hit]]:
    """Return the groups of alternatives among the finds of one sentence."""
    named = [
        hit
        for hit in hits
        if hit.is_name and (not hit.row or rows[hit.row].kind in NAMED_KINDS)
    ]
    named = [
        hit
        for hit, before in zip(named, [None, *named], strict=False)
        if not before or hit.start > before.start
    ]
    groups: list[list[Hit]] = []
    for run in _runs(folded, named):
        groups += _groups_of(folded, sentence, run, rows, wording)
    return groups


def _runs(folded: str, named: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Return the finds that follow each other with nothing but commas, slashes and "or" in between."""
    run: list[Hit] = []
    for hit in named:
        if run and _joint(folded, run[-1], hit) is None:
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _joint(folded: str, first: Hit, second: Hit) -> str | None:
    """Return how two finds are joined: by or, a comma or a slash; or None."""
    between = folded[first.end : second.start]
    if _OR_ANOTHER.fullmatch(between):
        return "or"
    if _GENERIC.search(between):
        return None
    for joint, expression in (("or", _OR), ("comma", _COMMA), ("slash", _SLASH)):
        if expression.fullmatch(between):
            return joint
    return None


def _groups_of(
    folded: str,
    sentence: Sentence,
    run: Sequence[Hit],
    rows: Mapping[str, Row],
    wording: Wording,
) -> list[list[Hit]]:
    joints = [_joint(folded, first, second) for first, second in pairwise(run)]
    if _is_after_one_of(folded, sentence, run[0], wording) and len(run) > 1:
        kinds = [_kind(hit, rows) for hit in run]
        upto = next(
            (place for place, kind in enumerate(kinds) if kind not in {kinds[0], ""}),
            len(run),
        )
        if upto > 1:
            return [list(run[:upto])]
    joints = [
        "or" if joint == "slash" and _is_choice(first, second, rows) else joint
        for joint, (first, second) in zip(joints, pairwise(run), strict=True)
    ]
    if (
        len(run) > 1
        and joints[-1] == "comma"
        and _OR_SIMILAR.match(folded, run[-1].end, sentence.end)
    ):
        joints[-1] = "or"
    groups: list[list[Hit]] = []
    for place, joint in enumerate(joints):
        if joint != "or":
            continue
        group = _from_the_left(run[: place + 1], joints[:place], run[place + 1], rows)
        group.append(run[place + 1])
        last = groups[-1][-1].start if groups else -1
        if group[0].start <= last:
            groups[-1] += [hit for hit in group if hit.start > last]
        else:
            groups.append(group)
    return groups


def _from_the_left(
    run: Sequence[Hit],
    joints: Sequence[str | None],
    second: Hit,
    rows: Mapping[str, Row],
) -> list[Hit]:
    """Return the finds before an "or" that it joins: back over commas as long as they are of one kind."""
    group = [run[-1]]
    kinds = {_kind(run[-1], rows), _kind(second, rows)}
    for place in range(len(run) - 2, -1, -1):
        if joints[place] != "comma" or _kind(run[place], rows) not in kinds:
            break
        group.insert(0, run[place])
    return group


def _is_choice(first: Hit, second: Hit, rows: Mapping[str, Row]) -> bool:
    if (
        not first.row
        or not second.row
        or frozenset({first.row, second.row}) in _PAIRS_IN_ONE_BREATH
    ):
        return False
    kind = _kind(first, rows)
    return (
        kind == _kind(second, rows)
        and kind in _INTERCHANGEABLE
        and first.row != second.row
    )


def _kind(hit: Hit, rows: Mapping[str, Row]) -> str:
    return _FAMILY.get(hit.row, rows[hit.row].kind) if hit.row else ""


def _is_after_one_of(
    folded: str, sentence: Sentence, hit: Hit, wording: Wording
) -> bool:
    start = max(sentence.start, hit.start - _ONE_OF_REACH)
    for found in wording.alternatives["one_of"].finditer(folded, start, hit.start):
        between = folded[found.end() : hit.start]
        if re.fullmatch(
            r"[^,;.():]{0,40}[\s:,(\"']*(?:(?:such as|like|e\.g\.?|for example|eg|including|comme|tel que|telle que|par exemple|the following|ou equivalent|parmi|au choix|please)[\s:,(]*)*",
            between,
        ):
            return True
    return False
