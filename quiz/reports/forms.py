"""The small form for a report: paper size, and parts beyond the two pages."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from quiz.reports.options import Paper, ReportOptions, ReportPart, read_paper
from quiz.web.forms import BaseForm

PAPERS = ((Paper.A4, "A4"), (Paper.LETTER, "US Letter"))
PARTS = (
    (ReportPart.PLAN, "The whole plan, with boxes to tick"),
    (ReportPart.MISSED, "What was missed, with explanations"),
    (ReportPart.ANSWERS, "All answers, with explanations"),
    (ReportPart.CAREER, "Pay, steps and outlook of the job"),
)


class ReportForm(BaseForm):
    """What to print; it is sent as part of an address, so that it can be kept."""

    class Meta(BaseForm.Meta):
        """Without a token: nothing is changed by it."""

        csrf = False

    paper = RadioField(
        "Paper", choices=[SelectChoice(value.value, label) for value, label in PAPERS]
    )
    part = SelectMultipleField(
        "Parts beyond the two pages (optional)",
        choices=[SelectChoice(value.value, label) for value, label in PARTS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def read_options(self, usual: Paper) -> ReportOptions:
        """Return what was chosen; what is not among the choices is left out."""
        known = {part.value: part for part in ReportPart}
        return ReportOptions(
            read_paper(self.paper.data or "") or usual,
            frozenset(known[word] for word in self.part.data or () if word in known),
        )
