"""Run migrations on the connection that `quiz.operations.migrations` hands over."""

from importlib import import_module

from alembic import context

from quiz.config import PACKAGE_FOLDER
from quiz.core.db import Base

for models in sorted(PACKAGE_FOLDER.glob("*/models.py")):
    import_module(f"quiz.{models.parent.name}.models")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    # The transaction is the caller's, who checks foreign keys before it commits.
    transactional_ddl=False,
)
context.run_migrations()
