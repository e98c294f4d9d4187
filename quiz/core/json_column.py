"""A JSON column whose values are read and written as one declared type."""

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
        """Return the value as plain lists, dictionaries, texts and numbers."""
        if value is None:
            return None
        return self._adapter.dump_python(value, mode="json", by_alias=True)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy passes it
    ) -> T | None:
        """Return the value as its declared type.

        Raises
        ------
        MalformedJsonError
            When it does not have that type.
        """
        if value is None:
            return None
        try:
            return self._adapter.validate_python(value)
        except (ValidationError, TrigpointError) as error:
            raise MalformedJsonError(
                f"A stored value is not {self.value_type}: {error}"
            ) from error
