"""One area over time: as far apart as the days, as high as the levels."""

from datetime import date

from quiz.charts.timelines import HEIGHT_PX, TimelinePoint, draw_timeline
from tests.charts.shapes import elements, numbers, parse


def point(day: date, level: float = 1.5) -> TimelinePoint:
    return TimelinePoint(day, level, level - 0.3, level + 0.3)


def places(*points: TimelinePoint) -> list[float]:
    tree = parse(draw_timeline(points).labelled("SQL"))
    return [numbers(node, "x")[0] for node in tree if node.tag == "svg"]


def test_points_are_as_far_apart_as_their_days() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 11), date(2026, 2, 10)]

    assert places(*map(point, days)) == [22, 40, 94]


def test_points_of_one_day_stand_side_by_side() -> None:
    day = date(2026, 1, 1)

    assert places(point(day), point(day), point(day)) == [22, 58, 94]
    assert places(point(day)) == [22]


def test_a_point_stands_at_its_level_in_the_middle_of_its_band() -> None:
    drawing = draw_timeline([point(date(2026, 1, 1), level=1.5)])

    [dot], [band] = elements(drawing, "strip-dot"), elements(drawing, "strip-band")
    top, height = numbers(band, "y", "height")

    assert numbers(dot, "cy") == [HEIGHT_PX / 2]
    assert (top, height) == (29.6, 12.8)


def test_the_higher_level_stands_higher() -> None:
    low, high = point(date(2026, 1, 1), 0.5), point(date(2026, 1, 2), 2.5)

    first, second = elements(draw_timeline([low, high]), "strip-dot")

    assert numbers(first, "cy") > numbers(second, "cy")


def test_the_lines_are_the_levels_from_0_to_3() -> None:
    lines = elements(draw_timeline([point(date(2026, 1, 1))]), "strip-grid")

    assert [numbers(line, "y1")[0] for line in lines] == [68, 46.7, 25.3, 4]


def test_a_band_without_width_can_still_be_seen() -> None:
    exact = TimelinePoint(date(2026, 1, 1), 1.0, 1.0, 1.0)

    [band] = elements(draw_timeline([exact]), "strip-band")

    assert numbers(band, "height") == [1]


def test_points_are_joined_and_levels_and_days_are_written_where_there_is_room() -> (
    None
):
    def points(*days: int) -> list[TimelinePoint]:
        return [
            TimelinePoint(date(2026, 1, day), 1, 0.5, 1.5, f"day {day}") for day in days
        ]

    apart, crowded = (
        draw_timeline(points(1, 16, 31)),
        draw_timeline(points(1, 2, 31)),
    )

    assert len(elements(apart, "timeline-line")) == 2
    written = [node.text for node in elements(apart, "timeline-word")]
    assert written == [
        *("0", "junior", "mid-level", "senior"),
        *("day 1", "day 16", "day 31"),
    ]
    written = [node.text for node in elements(crowded, "timeline-word")]
    assert written[4:] == ["day 1", "day 31"]
