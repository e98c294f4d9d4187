"""What a teaching plan is made from: read from the address, changes nothing."""

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DecimalField,
    Form,
    IntegerField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import NumberRange, Optional

from quiz.cohorts.analysis.teaching_plan import TeachingThresholds

SHARES = (50, 60, 70, 80, 90)
USUAL_HOURS = 9.0
MOST_HOURS = 60


class TeachingPlanForm(Form):
    """Hours of the class, and from when on something is for all or for a group."""

    hours = DecimalField(
        "Class hours a week",
        places=1,
        validators=[Optional(), NumberRange(min=0.5, max=MOST_HOURS)],
    )
    share = SelectField(
        "For all, when it serves",
        coerce=int,
        choices=[SelectChoice(share, f"at least {share}%") for share in SHARES],
    )
    smallest = IntegerField(
        "Smallest group", validators=[Optional(), NumberRange(min=2, max=30)]
    )

    def read_thresholds(self) -> TeachingThresholds:
        """Return the thresholds as they are typed."""
        return TeachingThresholds(self.share.data / 100, int(self.smallest.data or 0))


def build_plan_form(
    address: MultiDict[str, str], *, hours: float | None, usual: TeachingThresholds
) -> TeachingPlanForm:
    """Return the form; what cannot be is as it usually is."""
    form = TeachingPlanForm(address)
    if "hours" not in address or not form.hours.validate(form) or not form.hours.data:
        form.hours.process_data(hours or USUAL_HOURS)
        form.hours.raw_data = None
    if "share" not in address or form.share.data not in SHARES:
        wanted = 100 * usual.share_for_all
        form.share.data = min(SHARES, key=lambda one: abs(one - wanted))
    if "smallest" not in address or not form.smallest.validate(form):
        form.smallest.process_data(usual.smallest_group)
        form.smallest.raw_data = None
    if not form.smallest.data:
        form.smallest.process_data(usual.smallest_group)
        form.smallest.raw_data = None
    return form
