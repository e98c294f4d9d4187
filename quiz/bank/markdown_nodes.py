"""Markdown as plain data, for what is not HTML: a typesetter walks it, and no text in it is ever markup.

A block is {"t": "p" | "code" | "ul" | "ol" | "quote" | "table", …}, a piece of a line {"t": "s" | "code" | "b" | "i" | "a" | "br", …}.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from quiz.bank.markdown import parse_blocks

#: One block or one piece, ready for JSON.
Node = Mapping[str, Any]


@lru_cache(maxsize=8192)
def block_nodes(text: str) -> tuple[Node, ...]:
    """Return paragraphs, lists, tables and code blocks as data."""
    return _read_blocks(SyntaxTreeNode(parse_blocks(text)).children)


def _read_blocks(blocks: Sequence[SyntaxTreeNode]) -> tuple[Node, ...]:
    return tuple(_read_block(block) for block in blocks)


def _read_block(block: SyntaxTreeNode) -> Node:
    """Return a block; one of a kind that questions do not have is an empty paragraph."""
    reader = _BLOCKS.get(block.type)
    return reader(block) if reader else {"t": "p", "c": ()}


def _read_inline(block: SyntaxTreeNode) -> tuple[Node, ...]:
    """Return the pieces of a paragraph, a heading or a cell."""
    return tuple(
        _read_piece(piece) for inline in block.children for piece in inline.children
    )


def _read_piece(piece: SyntaxTreeNode) -> Node:
    reader = _PIECES.get(piece.type)
    if reader is None:
        return {"t": "s", "s": piece.content}
    return reader(piece)


def _read_inside(piece: SyntaxTreeNode) -> tuple[Node, ...]:
    return tuple(map(_read_piece, piece.children))


def _read_code(block: SyntaxTreeNode) -> Node:
    return {
        "t": "code",
        "s": block.content.rstrip("\n"),
        "is_output": block.info.strip() in {"output", "text", ""},
    }


def _read_list(block: SyntaxTreeNode) -> Node:
    start = block.attrs.get("start", 1)
    return {
        "t": "ol" if block.type == "ordered_list" else "ul",
        "start": int(start),
        "items": tuple(_read_blocks(item.children) for item in block.children),
    }


def _read_table(block: SyntaxTreeNode) -> Node:
    rows = [row for part in block.children for row in part.children]
    head, *body = [tuple(map(_read_inline, row.children)) for row in rows]
    return {"t": "table", "head": head, "rows": tuple(body)}


_BLOCKS: Mapping[str, Callable[[SyntaxTreeNode], Node]] = {
    "paragraph": lambda block: {"t": "p", "c": _read_inline(block)},
    "heading": lambda block: {"t": "p", "c": _read_inline(block)},
    "fence": _read_code,
    "code_block": _read_code,
    "bullet_list": _read_list,
    "ordered_list": _read_list,
    "blockquote": lambda block: {"t": "quote", "c": _read_blocks(block.children)},
    "table": _read_table,
}
_PIECES: Mapping[str, Callable[[SyntaxTreeNode], Node]] = {
    "text": lambda piece: {"t": "s", "s": piece.content},
    "softbreak": lambda _piece: {"t": "s", "s": " "},
    "hardbreak": lambda _piece: {"t": "br"},
    "code_inline": lambda piece: {"t": "code", "s": piece.content},
    "strong": lambda piece: {"t": "b", "c": _read_inside(piece)},
    "em": lambda piece: {"t": "i", "c": _read_inside(piece)},
    "link": lambda piece: {
        "t": "a",
        "url": str(piece.attrs.get("href", "")),
        "c": _read_inside(piece),
    },
}
