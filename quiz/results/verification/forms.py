"""What somebody hands in who checks a report: its code, or a file."""

import re

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from quiz.web.forms import BaseForm

MOST_CODE = 60
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ReportCodeForm(BaseForm):
    """The code that is printed on a report."""

    code = StringField(
        "Code on the report",
        description="12 letters and digits, for example x7kq-2mwd-9tfc.",
        validators=[
            InputRequired("Write the code that is printed on the report."),
            Length(max=MOST_CODE, message="That is longer than a code."),
        ],
    )


class FileForm(BaseForm):
    """A report or a signed result as a file; where a script runs, a report's digest alone."""

    file = FileField(
        "Report (PDF) or signed file (JSON)",
        description="At most 2 MB. It is looked at and not kept.",
        render_kw={"accept": ".pdf,.json"},
    )
    digest = HiddenField()

    def read_digest(self) -> str:
        """Return the digest that a script worked out; empty without."""
        typed = (self.digest.data or "").strip().lower()
        return typed if _DIGEST.fullmatch(typed) else ""


class NameShownForm(BaseForm):
    """Whether the page of a code says the name."""

    shows_name = BooleanField("Show the name on this page")
