"""Which part of a cohort to show, and in which order: read from the address, changes nothing."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from quiz.cohorts.insight.snapshot import CohortSnapshot


class LevelsForm(Form):
    """Check, group, people, areas and order of the page of levels."""

    check = SelectField("Check")
    earlier = SelectField("Compare with")
    group = SelectField("Group")
    people = SelectField("People")
    areas = SelectField(
        "Areas", choices=[("", "All areas"), ("gaps", "Areas with somebody below")]
    )
    sort = SelectField("Sort by")
    page = IntegerField("Page", validators=[Optional(), NumberRange(min=1)])

    def drop_unknown(self) -> None:
        """Let what is not offered, as in an old link, stand for the first choice."""
        for field in (
            self.check,
            self.earlier,
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
    form.earlier.choices = _list_earlier(snapshot)
    form.group.choices = [("", "All"), *((name, name) for name in snapshot.groups)]
    names = [(area, area_names.get(area, area)) for area in snapshot.required]
    form.people.choices = {  # type: ignore[assignment]  # a dictionary makes groups of options
        "Everybody": [
            ("", "Everybody"),
            ("measured", "With a result"),
            ("waiting", "Without a result"),
        ],
        "Below the needed level in": [
            (f"below-{area}", f"Below in {name}") for area, name in names
        ],
        "Too close to call in": [
            (f"unsure-{area}", f"Too close to call in {name}") for area, name in names
        ],
    }
    form.sort.choices = [
        ("name", "Name"),
        ("gap", "Biggest gap"),
        *((f"area-{area}", f"{name}, lowest first") for area, name in names),
    ]
    if snapshot.check is not None:
        form.check.data = snapshot.check.key
    if snapshot.earlier_check is not None:
        form.earlier.data = snapshot.earlier_check.key
    form.drop_unknown()
    return form


def _list_checks(snapshot: CohortSnapshot) -> list[tuple[str, str]]:
    return [
        (one.check.key, f"{one.check.name} ({one.results})") for one in snapshot.checks
    ]


def _list_earlier(snapshot: CohortSnapshot) -> list[tuple[str, str]]:
    """Return the checks with results before the one that is shown."""
    choices = []
    for one in snapshot.checks:
        if snapshot.check is not None and one.check.id == snapshot.check.id:
            break
        if one.results:
            choices.append((one.check.key, one.check.name))
    return choices
