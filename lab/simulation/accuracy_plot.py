"""Accuracy against questions as a small SVG that stands alone."""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TypeAlias

from lab.simulation.figures import MeasuredValue

AccuracyCurve: TypeAlias = Sequence[tuple[MeasuredValue, MeasuredValue]]

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 60, 120, 30, 50
COLOURS = ("#1d5c4d", "#b0532a", "#5b4a8a", "#6b6b6b")
ACCURACY_STEP = 0.05


def draw_plot(curves: Mapping[str, AccuracyCurve]) -> str:
    """Return the curves with bars of one standard error; the text names each line at its end."""
    points = [point for curve in curves.values() for point in curve]
    scales = _fit_scales(points)
    lines = [
        _draw_curve(name, curve, colour, scales)
        for (name, curve), colour in zip(
            curves.items(), COLOURS * (1 + len(curves) // len(COLOURS)), strict=False
        )
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
            'role="img" font-family="sans-serif" font-size="12">',
            "<title>Share of decisions that are right, by number of questions</title>",
            f"<desc>{escape(_describe_curves(curves))}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *_draw_axes(scales),
            *lines,
            "</svg>\n",
        ]
    )


class _Scales:
    """Maps questions and accuracy to coordinates."""

    def __init__(self, most: float, low: float, high: float) -> None:
        self.most, self.low, self.high = most, low, high

    def x(self, questions: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * questions / self.most

    def y(self, accuracy: float) -> float:
        share = (accuracy - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _fit_scales(points: Iterable[tuple[MeasuredValue, MeasuredValue]]) -> _Scales:
    all_points = list(points)
    most = max((questions.value for questions, _ in all_points), default=10.0)
    values = [accuracy.value for _, accuracy in all_points] or [0.5, 1.0]
    low = int(min(values) / ACCURACY_STEP) * ACCURACY_STEP
    high = (int(max(values) / ACCURACY_STEP) + 1) * ACCURACY_STEP
    return _Scales(most, low, high)


def _draw_axes(scales: _Scales) -> list[str]:
    parts = []
    for number in range(round((scales.high - scales.low) / ACCURACY_STEP) + 1):
        accuracy = scales.low + number * ACCURACY_STEP
        y = scales.y(accuracy)
        parts += [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{accuracy:.2f}</text>',
        ]
    for questions in range(0, int(scales.most) + 1, 10):
        parts.append(
            f'<text x="{scales.x(questions):.1f}" y="{HEIGHT - BOTTOM + 20}"'
            f' text-anchor="middle">{questions}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [
        *parts,
        f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">mean number of questions</text>',
        f'<text x="{LEFT - 44}" y="{TOP - 12}">share of decisions that are right</text>',
    ]


def _draw_curve(name: str, curve: AccuracyCurve, colour: str, scales: _Scales) -> str:
    positions = [(scales.x(n.value), scales.y(p.value)) for n, p in curve]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in positions)
    bars = "".join(
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{scales.y(p.value - p.error):.1f}"'
        f' y2="{scales.y(p.value + p.error):.1f}" stroke="{colour}"/>'
        for (x, _), (_, p) in zip(positions, curve, strict=True)
        if not math.isnan(p.error)
    )
    end = positions[-1] if positions else (0.0, 0.0)
    return (
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>{bars}'
        f'<text x="{end[0] + 8:.1f}" y="{end[1] + 4:.1f}" fill="{colour}">{escape(name)}</text>'
    )


def _describe_curves(curves: Mapping[str, AccuracyCurve]) -> str:
    return "; ".join(
        f"{name}: {curve[-1][1].value:.3f} after {curve[-1][0].value:.1f} questions"
        for name, curve in curves.items()
        if curve
    )
