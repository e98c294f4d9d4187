"""The colours of static/css/tokens.css can be read: WCAG 2.2 contrast, both themes, by formula.

Text needs 4.5:1 (1.4.3); lines, borders and marks that carry meaning need 3:1 (1.4.11).
"""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")

HEX = r"#[0-9A-F]{6}"
#: name -> (light, dark)
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        rf"--([\w-]+): light-dark\(({HEX}), ({HEX})\);", TOKENS, re.IGNORECASE
    )
}

TEXT = [
    *[
        (text, ground)
        for text in ("ink", "soft", "pine")
        for ground in ("paper", "card", "sunk")
    ],
    *[(text, "code") for text in ("ink", "soft", "pine")],
    *[(text, ground) for text in ("clay", "ochre") for ground in ("paper", "card")],
    ("ink", "wash"),
    ("soft", "wash"),
    ("pine", "wash"),
    ("clay", "clay-wash"),
    ("ochre", "ochre-wash"),
    ("ink", "band"),
    ("plum", "card"),
    ("pine-hover", "paper"),
    ("pine-hover", "card"),
    ("on-pine", "pine"),
    ("on-pine", "pine-hover"),
    *[("ink", f"heat-{tint}") for tint in (1, 2, 3)],
    *[(f"on-heat-{tint}", f"heat-{tint}") for tint in (4, 5)],
]
MARKS = [
    *[("edge", ground) for ground in ("paper", "card")],
    *[("focus", ground) for ground in ("paper", "card", "sunk", "wash")],
    ("pine", "band"),
    ("clay", "band"),
    ("clay", "card"),
    ("paper", "pine"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB (WCAG 2.2, definitions)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definitions)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_21_for_black_on_white_and_the_known_grey() -> None:
    # #767676 on white is the lightest grey that passes 4.5:1; it is 4.54.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT, ids=[f"{a} on {b}" for a, b in TEXT])
def test_text_has_a_contrast_of_4_5(text: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground"), MARKS, ids=[f"{a} on {b}" for a, b in MARKS]
)
def test_marks_have_a_contrast_of_3(mark: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[mark][theme], COLOURS[ground][theme]) >= 3


def test_older_browsers_get_the_same_colours() -> None:
    fallback = TOKENS[TOKENS.index("@supports not") : TOKENS.index("@media screen")]

    blocks = [
        {
            name: colour.upper()
            for name, colour in re.findall(
                rf"--([\w-]+): ({HEX});", block, re.IGNORECASE
            )
        }
        for block in fallback.split("{")
        if "--paper" in block
    ]

    light = {name: pair[0].upper() for name, pair in COLOURS.items()}
    dark = {name: pair[1].upper() for name, pair in COLOURS.items()}
    assert blocks == [light, dark, dark]


def test_no_other_stylesheet_names_a_colour_but_the_greys_of_the_report() -> None:
    named = {
        (path.name, colour.upper())
        for path in sorted(CSS.glob("*.css"))
        if path.name != "tokens.css"
        for colour in re.findall(
            r":[^;{}]*?(#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\()",
            path.read_text(encoding="utf-8"),
            re.IGNORECASE,
        )
    }

    assert {name for name, _ in named} <= {"report.css", "result.css"}
    assert all(len(set(colour[1:])) == 1 or is_grey(colour) for _, colour in named)


def is_grey(colour: str) -> bool:
    return colour[1:3] == colour[3:5] == colour[5:7]


def test_every_token_that_is_used_exists() -> None:
    used = {
        name
        for path in CSS.glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8"))
    }
    defined = set(
        re.findall(
            r"--([\w-]+):", "".join(p.read_text("utf-8") for p in CSS.glob("*.css"))
        )
    )

    assert used <= defined
    assert set(COLOURS) - used <= {"ochre-wash"}


def test_preloaded_fonts_have_the_addresses_that_the_stylesheet_asks_for() -> None:
    layouts = CSS.parents[1] / "templates" / "layouts"
    preloaded = {
        f"../{name}?v={version}"
        for layout in layouts.glob("*.html")
        for name, version in re.findall(
            r'filename="(fonts/[\w.-]+)", v=(\w+)\)', layout.read_text(encoding="utf-8")
        )
    }

    asked_for = set(re.findall(r'url\("([^"]+)"\)', TOKENS))

    assert preloaded
    assert preloaded < asked_for
