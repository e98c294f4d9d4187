"""`trigpoint worker`: run jobs in a process of its own, for hosts that serve pages elsewhere."""

import logging
from pathlib import Path

import click

from quiz.cli.logs import configure_logging
from quiz.cli.options import data_option, load_settings, open_database
from quiz.core.db import describe_database
from quiz.errors import NotNow

log = logging.getLogger(__name__)


@click.command("worker")
@data_option
def worker_command(data: Path | None) -> None:
    """Run jobs until SIGTERM or Ctrl+C. The app does that by itself unless TRIGPOINT_RUN_JOBS is 0."""
    from quiz.jobs.consumer import build_consumer
    from quiz.operations.job_kinds import build_job_kinds
    from quiz.operations.schema_version import is_up_to_date

    settings = load_settings(data)
    with open_database(settings) as engine:
        if not is_up_to_date(engine):
            raise NotNow(
                "Migrations are missing. Start the app first, or run: trigpoint db upgrade"
            )
        configure_logging(settings.log_format)
        log.info("Jobs of %s", describe_database(settings.database_url))
        build_consumer(engine, settings, build_job_kinds(settings)).run()
