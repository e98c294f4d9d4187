"""Levels over time, ready for the page: every area with its timeline."""

from dataclasses import dataclass

from quiz.charts.drawing import Drawing
from quiz.charts.timelines import TimelinePoint, draw_timeline
from quiz.core.text import format_short_day
from quiz.results.history.timeline import AreaHistory, History


@dataclass(frozen=True)
class AreaTimeline:
    """One area over time with its drawing."""

    history: AreaHistory
    drawing: Drawing


def build_timelines(history: History) -> list[AreaTimeline]:
    """Draw the timelines of all areas."""
    return [AreaTimeline(area, _draw_area(area)) for area in history.areas]


def _draw_area(area: AreaHistory) -> Drawing:
    return draw_timeline(
        [
            TimelinePoint(
                measured.day,
                measured.level,
                measured.low,
                measured.high,
                format_short_day(measured.day),
            )
            for measured in area.levels
            if measured is not None
        ]
    )
