"""Objects of mapped classes from the rows of statements, without a session that tracks them."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, inspect
from sqlalchemy.orm.attributes import instance_dict, manager_of_class

from quiz.core.db import Base

M = TypeVar("M", bound=Base)


class RowRestorer(Generic[M]):
    """Makes objects of a mapped class from its part of the rows of a statement."""

    def __init__(self, model: type[M], start: int = 0) -> None:
        """Take the class, and how many columns stand before its own in the statement."""
        attributes = [
            attribute
            for attribute in inspect(model).column_attrs
            if isinstance(attribute.columns[0], Column)
        ]
        self._names = tuple(attribute.key for attribute in attributes)
        self._new = manager_of_class(model).new_instance
        #: To be selected in this order.
        self.columns = tuple(attribute.columns[0] for attribute in attributes)
        self.stop = start + len(self.columns)
        self._part = slice(start, self.stop)

    def restore(self, row: Sequence[Any]) -> M:
        """Return an object with the values of a row, unchanged as yet and in no session."""
        restored: M = self._new()
        instance_dict(restored).update(zip(self._names, row[self._part], strict=True))
        return restored
