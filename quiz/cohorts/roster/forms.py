"""A roster as a file, and what to do with it."""

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.web.forms import BaseForm


class RosterForm(BaseForm):
    """The file."""

    file = FileField(
        "Roster",
        description="CSV or XLSX, as Moodle, Canvas, Google Classroom or a spreadsheet exports it. Columns such as Name,"
        " Email address, ID number and Group are found by their names.",
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class StoreForm(BaseForm):
    """What was read of the file, and whom to remove."""

    content = HiddenField()
    remove = SelectMultipleField(
        "Not on the file",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        # Whoever left the roster in the meantime is no fault.
        validate_choice=False,
    )
