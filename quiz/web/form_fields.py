"""Fields that several forms share."""

from typing import Any

from wtforms import FloatField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput


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
