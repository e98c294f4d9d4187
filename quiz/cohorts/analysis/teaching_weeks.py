"""Lessons laid out by week until the end of a course, holidays left out."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

STEP_HOURS = 0.5
#: No lesson leaves less of an objective than this for the week after.
SMALLEST_PART_HOURS = 1.0
MONDAY_TO_FRIDAY = frozenset(range(5))
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class TeachingCalendar:
    """When a class is taught."""

    #: The first and the last day.
    begins: date
    ends: date
    #: Hours in class in a whole week.
    hours_per_week: float
    #: Days without teaching.
    holidays: Collection[date] = frozenset()
    #: Days of the week with teaching, 0 for Monday.
    weekdays: Collection[int] = MONDAY_TO_FRIDAY

    def list_weeks(self) -> Iterator[tuple[date, int]]:
        """Yield the Monday of each week that the course touches, with its number of teaching days."""
        monday = self.begins - timedelta(days=self.begins.weekday())
        while monday <= self.ends:
            yield monday, self._count_days(monday)
            monday += WEEK

    def hours_of_days(self, days: int) -> float:
        """Return the hours in a week with so many teaching days, in whole half hours."""
        share = self.hours_per_week * days / max(len(set(self.weekdays)), 1)
        return math.floor(share / STEP_HOURS + 1e-9) * STEP_HOURS

    def _count_days(self, monday: date) -> int:
        days = (monday + timedelta(days=number) for number in range(7))
        return sum(
            self.begins <= day <= self.ends
            and day.weekday() in self.weekdays
            and day not in self.holidays
            for day in days
        )


@dataclass(frozen=True, slots=True)
class Lesson:
    """Part of an objective, or all of it, taught in one week."""

    #: Id of the objective.
    objective: str
    hours: float
    #: Whether it goes on from an earlier week, and whether it ends here.
    is_continued: bool = False
    is_done: bool = True


@dataclass(frozen=True)
class TeachingWeek:
    """One week of a course."""

    #: From 1 on; weeks of holidays have a number too.
    number: int
    #: Its Monday.
    begins: date
    #: How many days are taught.
    days: int
    #: Hours in class that there are.
    hours: float
    lessons: tuple[Lesson, ...]

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.begins + timedelta(days=6)

    @property
    def is_holiday(self) -> bool:
        """Whether nothing is taught in the whole week."""
        return self.days == 0

    @property
    def taught(self) -> float:
        """Hours of its lessons."""
        return sum(lesson.hours for lesson in self.lessons)


def fill_weeks(
    work: Iterable[tuple[str, float]], calendar: TeachingCalendar
) -> tuple[tuple[TeachingWeek, ...], tuple[Lesson, ...]]:
    """Return the weeks with their lessons, and what there is no time for.

    Objectives keep their order, so nothing comes before what it builds on. One that does not fit into the rest of a week goes
    on in the next, with at least an hour on either side; otherwise it begins there.

    Parameters
    ----------
    work
        Objectives with their hours, in order.
    """
    filling = _WeekFilling(calendar)
    for objective, hours in work:
        filling.place(objective, hours)
    return filling.finish()


class _WeekFilling:
    """Weeks while they are filled, and what did not fit."""

    def __init__(self, calendar: TeachingCalendar) -> None:
        """Begin with empty weeks."""
        self.weeks = [
            TeachingWeek(number, monday, days, calendar.hours_of_days(days), ())
            for number, (monday, days) in enumerate(calendar.list_weeks(), start=1)
        ]
        self.lessons: list[list[Lesson]] = [[] for _ in self.weeks]
        self.left_over: list[Lesson] = []
        #: Index of the week that is being filled, and its free hours.
        self.current = 0
        self.free = self.weeks[0].hours if self.weeks else 0.0

    def place(self, objective: str, hours: float) -> None:
        """Place an objective, over several weeks if need be."""
        left, is_continued = hours, False
        while left > 0 and self.current < len(self.weeks):
            portion = self._fit(left)
            if portion:
                left -= portion
                self.free -= portion
                self.lessons[self.current].append(
                    Lesson(objective, portion, is_continued, is_done=left <= 0)
                )
                is_continued = True
            else:
                self._open_week()
        if left > 0:
            self.left_over.append(Lesson(objective, left, is_continued))

    def finish(self) -> tuple[tuple[TeachingWeek, ...], tuple[Lesson, ...]]:
        """Return the weeks with their lessons, and what did not fit."""
        weeks = zip(self.weeks, self.lessons, strict=True)
        return (
            tuple(replace(week, lessons=tuple(lessons)) for week, lessons in weeks),
            tuple(self.left_over),
        )

    def _open_week(self) -> None:
        self.current += 1
        self.free = (
            self.weeks[self.current].hours if self.current < len(self.weeks) else 0.0
        )

    def _fit(self, left: float) -> float:
        """Return how much of an objective fits now: all, or a part that leaves an hour on either side; 0: the next week.

        A week with less than that in all takes what it can, so that every objective moves on.
        """
        if left <= self.free:
            return left
        portion = min(self.free, left - SMALLEST_PART_HOURS)
        if portion >= SMALLEST_PART_HOURS:
            return portion
        return 0.0 if self.lessons[self.current] else self.free
