"""HTML of questions and reviews as blocks for Typst: the words on paper are those on the page. Pure.

What comes in is made by our own templates and renderer: paragraphs, code, reasons, lists and tables.
"""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

Block = dict[str, Any]
_STYLES = {"code": "code", "strong": "strong", "b": "strong", "em": "em"}
_INLINE = {"-text", "a", "br", "mark", "span", *_STYLES}
#: Seen on the page as a number beside a gap, or meant for screen readers alone.
_UNSEEN = ("hidden", "cloze-number", "icon")


def read_blocks(html: str) -> list[Block]:
    """Return the blocks of a piece of HTML."""
    body = LexborHTMLParser(html).body
    return [] if body is None else list(_walk(body))


def _walk(parent: LexborNode) -> Iterator[Block]:
    inline: list[LexborNode] = []
    for node in parent.iter(include_text=True):
        if node.tag in _INLINE:
            inline.append(node)
            continue
        yield from _text_block(inline)
        inline = []
        yield from _read_block(node)
    yield from _text_block(inline)


def _read_block(node: LexborNode) -> Iterator[Block]:
    names = (node.attributes.get("class") or "").split()
    if "code" in names or node.tag == "pre":
        yield {"kind": "code", "lines": _read_lines(node)}
    elif node.tag in {"h2", "h3", "h4"}:
        yield {"kind": "label", "text": _plain_text(node)}
    elif "reasons" in names:
        yield from (_read_reason(item) for item in node.css("li"))
    elif node.tag in {"ul", "ol"}:
        yield {"kind": "list", "items": [list(_walk(item)) for item in node.css("li")]}
    elif node.tag == "table":
        yield _read_table(node)
    elif node.tag == "p":
        yield from _text_block(list(node.iter(include_text=True)))
    elif node.tag != "svg":
        yield from _walk(node)


def _read_reason(item: LexborNode) -> Block:
    """Return an option, row or answer: its mark at the left, what it is and why beside it."""
    mark = item.css_first(".mark")
    words = [] if mark is None else [_plain_text(part) for part in _children(mark)]
    if mark is not None:
        mark.decompose()
    return {
        "kind": "item",
        "mark": ", ".join(word for word in words if word),
        "blocks": list(_walk(item)),
    }


def _read_lines(code: LexborNode) -> list[str]:
    lines = code.css("li")
    if not lines:
        return code.text().strip("\n").split("\n")
    return ["".join(run["text"] for run in _read_runs(_children(one))) for one in lines]


def _read_table(table: LexborNode) -> Block:
    rows = [
        [_read_runs(_children(cell)) for cell in row.css("th, td")]
        for row in table.css("tr")
    ]
    head, *others = rows or [[]]
    return {
        "kind": "table",
        "columns": len(head),
        "head": head,
        "cells": [cell for row in others for cell in row],
    }


def _text_block(nodes: list[LexborNode]) -> Iterator[Block]:
    runs = _read_runs(nodes)
    if any(run["text"].strip() for run in runs):
        yield {"kind": "text", "runs": _trim_ends(runs)}


def _read_runs(nodes: list[LexborNode], style: str = "") -> list[dict[str, str]]:
    runs: list[dict[str, str]] = []
    for node in nodes:
        if node.tag == "-text":
            runs.append({"text": node.text(), "style": style})
        elif node.tag == "br":
            runs.append({"text": "\n", "style": style})
        elif not _is_unseen(node):
            runs += _read_runs(_children(node), _STYLES.get(str(node.tag), style))
    return runs


def _trim_ends(runs: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return runs without white space at both ends and with single spaces; code keeps its own."""
    tidy = [
        run if run["style"] == "code" else run | {"text": _single_spaces(run["text"])}
        for run in runs
    ]
    tidy[0] = tidy[0] | {"text": tidy[0]["text"].lstrip(" ")}
    tidy[-1] = tidy[-1] | {"text": tidy[-1]["text"].rstrip(" ")}
    return [run for run in tidy if run["text"]]


def _single_spaces(text: str) -> str:
    begin = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() and text.strip() else ""
    return f"{begin}{' '.join(text.split())}{end}"


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _plain_text(node: LexborNode) -> str:
    return " ".join("".join(run["text"] for run in _read_runs([node])).split())


def _is_unseen(node: LexborNode) -> bool:
    names = (node.attributes.get("class") or "").split()
    return node.tag == "svg" or any(name in _UNSEEN for name in names)
