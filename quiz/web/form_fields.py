"""Fields that several forms share."""

import math
from typing import Any

from wtforms import FloatField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from quiz.core.numbers import AmbiguousNumber, NotANumber, read_amount, read_number

#: Digits and a sign; what counts has no more.
MAX_COUNT_DIGITS = 10


class NumberField(FloatField):
    """A number in any usual notation; what cannot be read stays in the field to be corrected."""

    # The browser's own number field drops what it cannot read, so that nobody could correct it.
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
        """Read what was typed; a field that was not sent keeps its value."""
        if not valuelist:
            return
        typed = str(valuelist[0]).strip()
        self.data = None
        if not typed:
            return
        try:
            self.data = self._read(typed)
        except AmbiguousNumber:
            raise ValueError(
                f"{typed} can be read in two ways. Write it without a separator for thousands."
            ) from None
        except NotANumber:
            raise ValueError(self.message) from None
        if not math.isfinite(self.data):
            raise ValueError(self.message)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Say what is wrong once, whether it was found at reading or at checking."""
        is_valid = super().validate(form, extra_validators)
        self.errors = list(dict.fromkeys(self.errors))
        return is_valid

    def _read(self, typed: str) -> float:
        return float(read_number(typed))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:.15g}" if self.data is not None else ""


class AmountField(NumberField):
    """An amount of money: `1.500`, `1,500` and `1 500 €` are all fifteen hundred."""

    #: Code of the currency that was typed with the amount; None without one.
    typed_currency: str | None = None

    def _read(self, typed: str) -> float:
        amount, self.typed_currency = read_amount(typed)
        return float(amount)


class CountField(IntegerField):
    """A whole number of our own making, in a hidden field; what is far too long is no number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent."""
        if valuelist and len(str(valuelist[0])) > MAX_COUNT_DIGITS:
            self.data = None
            raise ValueError("Not a number of ours.")
        super().process_formdata(valuelist)
