"""From when on somebody needs help: what an instructor can set."""

from wtforms import DecimalField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from quiz.cohorts.analysis.support import SupportThresholds
from quiz.web.forms import BaseForm


def _percent_field(label: str) -> IntegerField:
    return IntegerField(
        label,
        validators=[
            InputRequired("Enter a number."),
            NumberRange(1, 100, "Enter a number from 1 to 100."),
        ],
    )


class ThresholdsForm(BaseForm):
    """The thresholds of a cohort; shares are typed as percentages."""

    share_below = _percent_field("Needs help from this share of areas below, in %")
    levels_below = DecimalField(
        "Needs help from so many levels below in one area",
        places=1,
        validators=[
            InputRequired("Enter a number."),
            NumberRange(0.1, 3, "Enter a number from 0.1 to 3."),
        ],
    )
    areas_fallen = IntegerField(
        "Needs help from so many areas lower than before",
        validators=[
            InputRequired("Enter a number."),
            NumberRange(1, 12, "Enter a number from 1 to 12."),
        ],
    )
    share_above = _percent_field("Ahead from this share of areas clearly above, in %")
    fewest_answers = IntegerField(
        "Say nothing with fewer answers than",
        validators=[
            InputRequired("Enter a number."),
            NumberRange(1, 100, "Enter a number from 1 to 100."),
        ],
    )

    @classmethod
    def from_thresholds(cls, one: SupportThresholds) -> "ThresholdsForm":
        """Return the form filled in."""
        return cls(
            share_below=round(100 * one.share_below),
            levels_below=one.levels_below,
            areas_fallen=one.areas_fallen,
            share_above=round(100 * one.share_above),
            fewest_answers=one.fewest_answers,
        )

    def read_values(self) -> dict[str, float]:
        """Return the thresholds by name."""
        return {
            "share_below": float(self.share_below.data or 0) / 100,
            "levels_below": float(self.levels_below.data or 0),
            "areas_fallen": float(self.areas_fallen.data or 0),
            "share_above": float(self.share_above.data or 0) / 100,
            "fewest_answers": float(self.fewest_answers.data or 0),
        }
