"""Edits of question files as text: adding enemies, and shuffling options into a reproducible order."""

import re
from hashlib import sha256

from quiz.bank.questions import Question
from quiz.bank.source.blocks import SourceLine, number_lines

_OPTION = re.compile(r"^- \[[ x0-3]\]")
_FIELD = re.compile(r"^- [a-z_]+: ")
_FIGURES = re.compile(r"^`?[^\d`]{0,2}[-+]?\d[\d ,.]*[^\d`]{0,12}`?$")


def add_enemies(text: str, key: str, enemies: list[str]) -> str:
    """Return the text of a file with these enemies added to one question."""
    lines = list(number_lines(text))
    start, end = _find_section(lines, key)
    fields = [
        number for number in range(start, end) if _FIELD.match(lines[number].text)
    ]
    fields = [number for number in fields if number - fields[0] == fields.index(number)]
    out = [line.text for line in lines]
    noted = [number for number in fields if out[number].startswith("- enemies: ")]
    if noted:
        known = out[noted[0]].removeprefix("- enemies: ").split(",")
        words = sorted({word.strip() for word in known} | set(enemies))
        out[noted[0]] = "- enemies: " + ", ".join(words)
    else:
        out.insert(fields[-1] + 1, "- enemies: " + ", ".join(sorted(enemies)))
    return "\n".join(out) + "\n"


def can_shuffle_options(question: Question) -> bool:
    """Say whether options may be reordered: not if they are numbers by size or matched by verdicts."""
    figures = all(_FIGURES.match(option.text) for option in question.options)
    has_verdicts = question.proof is not None and question.proof.kind == "verdicts"
    return bool(question.options) and not figures and not has_verdicts


def shuffle_options(text: str, key: str) -> str:
    """Return the text of a file with the options of one question in the order of a hash.

    Authors tend to put keys in the middle (Attali & Bar-Hillel 2003). Pages shuffle anyway, but with
    this even a broken shuffle would give nothing away.
    """
    lines = list(number_lines(text))
    start, end = _find_section(lines, key)
    heads = [
        number
        for number in range(start, end)
        if not lines[number].is_code and _OPTION.match(lines[number].text)
    ]
    after = next(
        number
        for number in range(heads[-1], end + 1)
        if number == end or lines[number].text.startswith("### ")
    )
    out = [line.text for line in lines]
    groups = [
        "\n".join(out[head:next_head]).rstrip("\n")
        for head, next_head in zip(heads, [*heads[1:], after], strict=True)
    ]
    spaced = out[heads[1] - 1] == ""
    mixed = sorted(
        groups,
        key=lambda group: sha256(f"{key}\n{_option_head(group)}".encode()).digest(),
    )
    block = ("\n\n" if spaced else "\n").join(mixed)
    return "\n".join([*out[: heads[0]], block, "", *out[after:]]).rstrip("\n") + "\n"


def _option_head(group: str) -> str:
    return _OPTION.sub("", group.split("\n", 1)[0]).strip()


def _find_section(lines: list[SourceLine], key: str) -> tuple[int, int]:
    """Return the first line of a question's section and the line after its last."""
    heads = [
        number
        for number, line in enumerate(lines)
        if not line.is_code and line.text.startswith("## ")
    ]
    start = next(number for number in heads if lines[number].text == f"## {key}")
    return start, next((number for number in heads if number > start), len(lines))
