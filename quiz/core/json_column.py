"""A JSON column whose values are read and written as one declared type."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import JSON, Dialect, TypeDecorator

from quiz.errors import TrigpointError

T = TypeVar("T")


class MalformedJsonError(Exception):
    """A JSON column holds something other than its declared type."""


class JsonColumn(TypeDecorator[T], Generic[T]):
    """JSON that is validated as `value_type` when it is read, and serialised from it when written.

    None is stored as SQL NULL.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, value_type: Any) -> None:
        """Take the type of the values: anything that pydantic can validate."""
        super().__init__()
        self.value_type = value_type
        self._adapter: TypeAdapter[T] = TypeAdapter(value_type)

    def process_bind_param(
        self,
        value: T | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy passes it
    ) -> Any:
        """Return the value as it is stored."""
        return self.dump_plain(value)

    def dump_plain(self, value: T | None) -> Any:
        """Return a value as plain lists, dictionaries, texts and numbers."""
        if value is None:
            return None
        return self._adapter.dump_python(value, mode="json", by_alias=True)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], T | None]:
        """Return what reads a stored value as its declared type.

        A driver that hands over text has it parsed and validated in one go.

        Raises
        ------
        MalformedJsonError
            By what is returned: when the value does not have that type.
        """
        is_text = self.impl_instance.result_processor(dialect, coltype) is not None
        validator = self._adapter.validator
        validate = validator.validate_json if is_text else validator.validate_python
        null = "null" if is_text else None

        def read_value(value: Any) -> T | None:
            if value is None or value == null:
                return None
            try:
                read: T = validate(value)
            except (ValidationError, TrigpointError) as error:
                raise MalformedJsonError(
                    f"A stored value is not {self.value_type}: {error}"
                ) from error
            return read

        return read_value
