"""Cells that a spreadsheet would take for a formula: made harmless when written, and restored when read.

The sign in front is the one that spreadsheets themselves use for text (OWASP, CSV injection).
"""

#: First characters that make a spreadsheet calculate, in their usual and their full-width forms.
DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # that is the point
GUARD = "'"


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet calculates.

    Examples
    --------
    >>> guard_cell("=1+1"), guard_cell("Ana")
    ("'=1+1", 'Ana')
    """
    bare = text.lstrip(GUARD)
    return GUARD + text if bare.startswith(DANGEROUS) else text


def restore_cell(text: str) -> str:
    """Return a text as it was before `guard_cell`.

    Examples
    --------
    >>> restore_cell("'=1+1"), restore_cell("'Ana")
    ('=1+1', "'Ana")
    """
    if text.startswith(GUARD) and text.lstrip(GUARD).startswith(DANGEROUS):
        return text[1:]
    return text
