"""Markdown to safe HTML. HTML in the source is shown as text, and the output is sanitised as well."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from pygments import lex
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_lexer_by_name
from pygments.token import Comment, Keyword, Operator, String, _TokenType
from pygments.util import ClassNotFound

#: The language of a code block: its display name, and the lexer that highlights it.
LANGUAGE_NAMES = {
    "text": ("", "text"),
    "output": ("", "text"),
    "sqlite": ("SQL for SQLite", "sql"),
    "postgresql": ("SQL for PostgreSQL", "sql"),
    "sql": ("SQL", "sql"),
    "git": ("Git commands", "bash"),
    "bash": ("shell", "bash"),
    "nginx": ("nginx", "nginx"),
    "dockerfile": ("Dockerfile", "dockerfile"),
    "csharp": ("C#", "csharp"),
}

_TAGS = {
    *(
        "p",
        "em",
        "strong",
        "code",
        "ul",
        "ol",
        "li",
        "blockquote",
        "br",
        "a",
        "div",
        "span",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "span": {"class"},
    "ol": {"start"},
}


@lru_cache(maxsize=8192)
def block_html(text: str) -> Markup:
    """Return paragraphs, lists, tables and code blocks as HTML."""
    return _clean_html(_BLOCKS.render(text))


@lru_cache(maxsize=8192)
def inline_html(text: str) -> Markup:
    """Return one paragraph as HTML that is valid inside a heading."""
    return _clean_html(_BLOCKS.renderInline(" ".join(text.split("\n"))))


@lru_cache(maxsize=8192)
def label_html(text: str) -> Markup:
    """Return an option as HTML that is valid inside a label: code blocks become spans."""
    rendered = _LABELS.render(text).strip()
    if (
        rendered.count("<p>") == 1
        and rendered.startswith("<p>")
        and rendered.endswith("</p>")
    ):
        rendered = rendered[len("<p>") : -len("</p>")]
    rendered = rendered.replace("<p>", '<span class="line">').replace("</p>", "</span>")
    return _clean_html(rendered)


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """Return one line of Markdown as plain text, without its marks."""
    [inline] = _BLOCKS.parseInline(text)
    return "".join(_token_text(child) for child in inline.children or []).strip()


def parse_blocks(text: str) -> list[Token]:
    """Return paragraphs, lists, tables and code blocks as tokens, for what is not HTML."""
    return _BLOCKS.parse(text)


def _token_text(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def code_html(code: str, word: str) -> str:
    """Return a code block with numbered lines and three colours. It can take the focus because it may scroll."""
    name, lines = _language_label(word), _highlight_lines(code, word)
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    kind = "Output" if word == "output" else "Code"
    label = ", ".join(part for part in (kind, name, count) if part)
    rows = "".join(f"<li>{line or ' '}</li>\n" for line in lines)
    return (
        f'<div class="code" tabindex="0" role="group" aria-label="{escape(label)}">'
        f"<ol>\n{rows}</ol></div>\n"
    )


def _language_label(word: str) -> str:
    if word in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[word][0]
    try:
        # Only the class: creating a lexer compiles its rules, which takes longer than a page.
        return str(find_lexer_class_by_name(word).name)
    except ClassNotFound:
        return word


def _highlight_lines(code: str, word: str) -> list[str]:
    """Return each line as HTML; a class only where it is a keyword, a string or a comment."""
    lexer = _find_lexer(LANGUAGE_NAMES.get(word, ("", word))[1])
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, text in lex(code, lexer):
        for place, piece in enumerate(text.split("\n")):
            if place:
                lines.append([])
            if piece:
                lines[-1].append((_token_class(kind) if piece.strip() else "", piece))
    return ["".join(_merge_spans(line)) for line in lines]


@lru_cache(maxsize=64)
def _find_lexer(rules: str) -> Lexer:
    try:
        return get_lexer_by_name(rules, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return get_lexer_by_name("text", stripnl=False, ensurenl=False)


def _merge_spans(pieces: list[tuple[str, str]]) -> Iterator[str]:
    """Merge neighbouring pieces of the same colour into one span."""
    for name, group in groupby(pieces, key=itemgetter(0)):
        text = escape("".join(piece for _, piece in group))
        yield f'<span class="{name}">{text}</span>' if name else text


def _token_class(kind: _TokenType) -> str:
    families = kind.split()
    return next((name for family, name in _COLOURS if family in families), "")


_COLOURS = ((Keyword, "k"), (Operator.Word, "k"), (String, "s"), (Comment, "c"))


def _render_fence(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return code_html(tokens[index].content.rstrip("\n"), tokens[index].info.strip())


def _render_label_fence(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    # A label may contain phrasing content only, and nothing that can take the focus.
    lines = _highlight_lines(
        tokens[index].content.rstrip("\n"), tokens[index].info.strip()
    )
    code = "\n".join(lines)
    return f'<span class="code"><code>{code}</code></span>'


def _open_table(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return '<div class="data" tabindex="0" role="group" aria-label="Table"><table>\n'


def _close_table(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return "</table></div>\n"


def _make_parser(*, in_label: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("fence", _render_label_fence if in_label else _render_fence)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    return parser


_BLOCKS = _make_parser(in_label=False)
_LABELS = _make_parser(in_label=True)


def _clean_html(html: str) -> Markup:
    return Markup(  # noqa: S704  # cleaned here and nowhere else
        nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https"})
    )
