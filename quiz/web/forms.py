"""The form all forms extend."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField


def strip_text(value: Any) -> Any:
    """Return text without white space at its ends, anything else as it is."""
    return value.strip() if isinstance(value, str) else value


class BaseForm(FlaskForm):
    """A form with an anti-forgery token whose text fields lose white space at their ends; passwords stay as typed."""

    class Meta(FlaskForm.Meta):
        """Bind every field with the filter."""

        def bind_field(
            self, form: "BaseForm", unbound_field: Any, options: dict[str, Any]
        ) -> Field:
            """Add the filter to the field's own."""
            filters = [*unbound_field.kwargs.get("filters", ())]
            if not issubclass(unbound_field.field_class, PasswordField):
                filters.append(strip_text)
            field: Field = unbound_field.bind(form=form, filters=filters, **options)
            return field


class ConfirmForm(BaseForm):
    """Nothing but the anti-forgery token: a button that does something."""


class ThemeForm(BaseForm):
    """Which theme, and the page to go back to."""

    theme = StringField()
    next = StringField()
