"""What a person may write about a piece of evidence."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    SelectChoice,
    SelectMultipleField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.catalogue.skills import Area
from quiz.results.models import Evidence
from quiz.results.services import EvidenceDraft
from quiz.web.forms import BaseForm

MOST_NOTE = 300
MOST_URL = 500


class EvidenceForm(BaseForm):
    """A link to something that shows what questions cannot."""

    url = URLField(
        "URL",
        description="A repository, a change that somebody reviewed, or a project that runs.",
        validators=[
            InputRequired("Enter the URL."),
            Length(max=MOST_URL, message=f"Write at most {MOST_URL} characters."),
        ],
    )
    note = TextAreaField(
        "What it shows",
        validators=[
            InputRequired("Say in one sentence what it shows."),
            Length(max=MOST_NOTE, message=f"Write at most {MOST_NOTE} characters."),
        ],
    )
    areas = SelectMultipleField(
        "Areas",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose at least one area.")],
    )

    def validate_url(self, field: URLField) -> None:
        """Accept nothing that a browser would run, and nothing but a complete URL."""
        typed = field.data or ""
        try:
            parts = urlsplit(typed)
            host = parts.hostname
        except ValueError:
            host, parts = None, urlsplit("")
        is_web = parts.scheme in {"http", "https"}
        if not is_web or not host or any(letter.isspace() for letter in typed):
            raise ValidationError(
                "Enter a full URL that begins with https:// or http://."
            )

    def read_draft(self) -> EvidenceDraft:
        """Return what was written."""
        return EvidenceDraft(
            self.url.data or "", self.note.data or "", self.areas.data or []
        )


def build_evidence_form(
    areas: Sequence[Area], evidence: Evidence | None = None
) -> EvidenceForm:
    """Return the form with the areas of the bank, filled in with what was written before."""
    form = EvidenceForm(obj=evidence)
    form.areas.choices = [SelectChoice(area.id, area.name) for area in areas]
    return form
