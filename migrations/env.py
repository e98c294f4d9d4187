"""Run migrations on the connection that `quiz.operations.migrations` hands over."""

from collections.abc import Mapping
from typing import Any

from alembic import context

from quiz.core.db import Base
from quiz.operations.migrations import import_models

import_models()


def include_name(
    name: str | None, kind: str, _parents: Mapping[Any, str | None]
) -> bool:
    """Leave the tables of the job queue alone: huey makes them, in PostgreSQL, when a queue is opened."""
    return kind != "table" or not (name or "").startswith("queue_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=include_name,
    compare_type=True,
    compare_server_default=True,
    # The transaction is the caller's, who checks foreign keys before it commits.
    transactional_ddl=False,
)
context.run_migrations()
