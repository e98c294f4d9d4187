"""Which part of a cohort to show, and in which order: read from the address, changes nothing."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    Form,
    IntegerField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import NumberRange, Optional

from quiz.cohorts.insight.snapshot import CohortSnapshot


class LevelsForm(Form):
    """Check, group, people, areas and order of the page of levels."""

    check = SelectField("Check")
    group = SelectField("Group")
    people = SelectField("People")
    areas = SelectField(
        "Areas",
        choices=[
            SelectChoice("", "All areas"),
            SelectChoice("gaps", "Areas with somebody below"),
        ],
    )
    sort = SelectField("Sort by")
    page = IntegerField("Page", validators=[Optional(), NumberRange(min=1)])

    def drop_unknown(self) -> None:
        """Let what is not offered, as in an old link, stand for the first choice."""
        for field in (
            self.check,
            self.group,
            self.people,
            self.areas,
            self.sort,
        ):
            offered = [value for value, *_ in field.iter_choices()]
            if field.data not in offered:
                field.data = offered[0] if offered else ""
        if not self.page.validate(self) or not self.page.data:
            self.page.data = 1


def build_levels_form(
    snapshot: CohortSnapshot,
    area_names: Mapping[str, str],
    address: MultiDict[str, str],
) -> LevelsForm:
    """Return the form with what this cohort offers."""
    form = LevelsForm(address)
    form.check.choices = _list_checks(snapshot)
    form.group.choices = [
        SelectChoice("", "All"),
        *(SelectChoice(name, name) for name in snapshot.groups),
    ]
    names = [(area, area_names.get(area, area)) for area in snapshot.required]
    form.people.choices = _list_people(names)
    form.sort.choices = [
        SelectChoice("name", "Name"),
        SelectChoice("gap", "Biggest gap"),
        *(
            SelectChoice(f"area-{area}", f"{name}, lowest first")
            for area, name in names
        ),
    ]
    if snapshot.check is not None:
        form.check.data = snapshot.check.key
    form.drop_unknown()
    return form


def _list_checks(snapshot: CohortSnapshot) -> list[SelectChoice]:
    return [
        SelectChoice(one.check.key, f"{one.check.name} ({one.results})")
        for one in snapshot.checks
    ]


def _list_people(areas: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    """Return everybody, those with and without a result, and by area those below and those too close to call."""
    return [
        SelectChoice("", "Everybody"),
        SelectChoice("measured", "With a result"),
        SelectChoice("waiting", "Without a result"),
        *(
            SelectChoice(
                f"below-{area}", f"Below in {name}", optgroup="Below the needed level"
            )
            for area, name in areas
        ),
        *(
            SelectChoice(
                f"unsure-{area}", f"Unsure in {name}", optgroup="Too close to call"
            )
            for area, name in areas
        ),
    ]
