"""Fields that several forms share."""

from typing import Any

from wtforms import FloatField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

#: Digits and a sign; what counts has no more.
MAX_COUNT_DIGITS = 10


class NumberField(FloatField):
    """A number as people type it: blanks and separators of thousands are understood, a mistake is kept to mend."""

    # The browser's own number field drops what it cannot read, so that nobody could mend it.
    widget = TextInput()

    def __init__(
        self,
        label: str,
        *,
        message: str,
        least: float,
        most: float,
        needed: str = "",
        **options: Any,
    ) -> None:
        """Accept a number between `least` and `most`; nothing as well, unless `needed` asks for it in words."""
        self.message = message
        first = InputRequired(needed) if needed else Optional()
        checks = [first, NumberRange(least, most, message=message)]
        super().__init__(label, validators=checks, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = "".join(str(valuelist[0]).split()) if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = float(typed.replace(",", ""))
            except ValueError:
                raise ValueError(self.message) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}" if self.data is not None else ""


class CountField(IntegerField):
    """A whole number of our own making, in a hidden field; what is far too long is no number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        if valuelist and len(str(valuelist[0])) > MAX_COUNT_DIGITS:
            self.data = None
            raise ValueError("Not a number of ours.")
        super().process_formdata(valuelist)
