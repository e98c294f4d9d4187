"""Facts for the page of the teaching plan, its print, its files and its calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from quiz.cohorts.analysis.teaching_plan import (
    SuggestedCheck,
    TeachingMode,
    TeachingPlan,
    TeachingUnit,
)
from quiz.cohorts.analysis.teaching_weeks import Lesson, TeachingWeek
from quiz.cohorts.insight.snapshot import CohortSnapshot
from quiz.cohorts.models import DaysOff

#: So many questions of an area, and so many minutes for each person, are a short check.
CHECK_QUESTIONS, CHECK_MINUTES = 5, 6


@dataclass(frozen=True)
class LessonLine:
    """One objective in one week, or among what is left out or learned individually."""

    objective: str
    name: str
    area_name: str
    mode: TeachingMode
    hours: float
    #: Names of those who lack it; and how many may lack it, or say that they have learned it.
    lacking: tuple[str, ...]
    undecided: int
    claimed: int
    is_continued: bool = False


@dataclass(frozen=True)
class PersonalNeeds:
    """What one person learns in their own time."""

    name: str
    lines: tuple[LessonLine, ...]

    @property
    def hours(self) -> float:
        """Hours of all of them."""
        return sum(line.hours for line in self.lines)


@dataclass(frozen=True)
class AskLine:
    """A short check that would say for whom an area is taught."""

    area: str
    area_name: str
    people: int
    #: Number of objectives that depend on it, and the first week in which one is planned.
    objectives: int
    week: int | None


@dataclass(frozen=True)
class ShownWeek:
    """One week, or a run of weeks without teaching."""

    number: int
    begins: date
    last_day: date
    hours: float
    taught: float
    lines: tuple[LessonLine, ...]
    is_holiday: bool
    is_current: bool


@dataclass(frozen=True)
class TeachingPlanView:
    """The page of the teaching plan."""

    weeks: tuple[ShownWeek, ...]
    #: Number of weeks with teaching.
    teaching_weeks: int
    planned: float
    available: float
    people: int
    asks: tuple[AskLine, ...]
    #: What single people need: the lines, and the same by person.
    individual: tuple[LessonLine, ...]
    by_person: tuple[PersonalNeeds, ...]
    left_over: tuple[LessonLine, ...]
    #: Areas that at least two thirds of the people have reached, with how many.
    reached: tuple[tuple[str, int, int], ...]
    begins: date
    ends: date


def list_days_off(ranges: Iterable[DaysOff]) -> frozenset[date]:
    """Return every single day off."""
    return frozenset(
        one.first + timedelta(days=number)
        for one in ranges
        for number in range((one.last - one.first).days + 1)
    )


class PlanWriter:
    """Turns a plan into lines with the names of people and areas."""

    def __init__(
        self,
        plan: TeachingPlan,
        snapshot: CohortSnapshot,
        area_names: Mapping[str, str],
    ) -> None:
        self.plan = plan
        self.area_names = area_names
        self.people = {one.key: one.name for one in snapshot.members}
        self.snapshot = snapshot

    def build_view(
        self, *, begins: date, ends: date, today: date, group: str
    ) -> TeachingPlanView:
        """Return the page."""
        weeks = _merge_holidays([self._write_week(w, today) for w in self.plan.weeks])
        individual = tuple(
            self.write_unit(unit, unit.hours)
            for unit in self.plan.individual
            if unit.lacking
        )
        return TeachingPlanView(
            weeks=tuple(weeks),
            teaching_weeks=sum(not week.is_holiday for week in weeks),
            planned=self.plan.hours,
            available=sum(week.hours for week in self.plan.weeks),
            people=self.plan.people,
            asks=tuple(self._write_ask(one) for one in self.plan.checks),
            individual=individual,
            by_person=tuple(_group_by_person(individual)),
            left_over=tuple(self._write_lesson(one) for one in self.plan.left_over),
            reached=tuple(self._list_reached(group)),
            begins=begins,
            ends=ends,
        )

    def write_unit(
        self, unit: TeachingUnit, hours: float, *, is_continued: bool = False
    ) -> LessonLine:
        """Return a unit as a line."""
        area = unit.objective.area
        return LessonLine(
            objective=unit.objective.id,
            name=unit.objective.name,
            area_name=self.area_names.get(area, area),
            mode=unit.mode,
            hours=hours,
            lacking=tuple(sorted(self.people[key] for key in unit.lacking)),
            undecided=len(unit.undecided),
            claimed=len(unit.claimed),
            is_continued=is_continued,
        )

    def _write_lesson(self, lesson: Lesson) -> LessonLine:
        unit = self.plan.by_objective[lesson.objective]
        return self.write_unit(unit, lesson.hours, is_continued=lesson.is_continued)

    def _write_week(self, week: TeachingWeek, today: date) -> ShownWeek:
        return ShownWeek(
            week.number,
            week.begins,
            week.last_day,
            week.hours,
            week.taught,
            tuple(self._write_lesson(one) for one in week.lessons),
            week.is_holiday,
            week.begins <= today <= week.last_day,
        )

    def _write_ask(self, check: SuggestedCheck) -> AskLine:
        depends = set(check.objectives)
        weeks = [
            week.number
            for week in self.plan.weeks
            if any(lesson.objective in depends for lesson in week.lessons)
        ]
        return AskLine(
            check.area,
            self.area_names.get(check.area, check.area),
            len(check.people),
            len(depends),
            min(weeks, default=None),
        )

    def _list_reached(self, group: str) -> list[tuple[str, int, int]]:
        found = []
        for area in self.snapshot.required:
            measured = [
                one.areas[area]
                for one in self.snapshot.members
                if area in one.areas and group in {"", one.group}
            ]
            reached = sum(not one.is_below and not one.is_undecided for one in measured)
            if measured and 3 * reached >= 2 * len(measured):
                found.append((self.area_names.get(area, area), reached, len(measured)))
        return found


def _merge_holidays(weeks: list[ShownWeek]) -> list[ShownWeek]:
    """Return the weeks with those without teaching that follow each other as one."""
    merged: list[ShownWeek] = []
    for week in weeks:
        before = merged[-1] if merged else None
        if before is not None and before.is_holiday and week.is_holiday:
            merged[-1] = ShownWeek(
                before.number,
                before.begins,
                week.last_day,
                0.0,
                0.0,
                (),
                is_holiday=True,
                is_current=before.is_current or week.is_current,
            )
        else:
            merged.append(week)
    return merged


def _group_by_person(lines: Iterable[LessonLine]) -> list[PersonalNeeds]:
    """Return by name what each person needs, in the order of the plan."""
    needs: dict[str, list[LessonLine]] = {}
    for line in lines:
        for name in line.lacking:
            needs.setdefault(name, []).append(line)
    return [PersonalNeeds(name, tuple(needs[name])) for name in sorted(needs)]
