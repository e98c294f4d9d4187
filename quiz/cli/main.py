"""The `trigpoint` command. Each part of it is imported when it is asked for, so that it starts quickly."""

import sys
from importlib import import_module

import click
from sqlalchemy.exc import DBAPIError

from quiz.config import program_version
from quiz.errors import NotNow, TrigpointError

#: Word -> module and name of the click command behind it, and what the list of commands says.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("quiz.cli.serve", "run_command", "Start the app."),
    "bank": (
        "quiz.cli.bank.checking",
        "bank_group",
        "Check, prove and show the questions.",
    ),
    "db": (
        "quiz.cli.upkeep.database",
        "database_group",
        "Bring the database up to date, or check it.",
    ),
    "user": (
        "quiz.cli.users",
        "user_group",
        "Create accounts, give roles, hand out one-time links.",
    ),
    "demo": ("quiz.cli.demo", "demo_group", "Make or remove the example person."),
    "problems": (
        "quiz.cli.problems",
        "problems_group",
        "Read what people report about questions; take one out at once.",
    ),
    "calibrations": (
        "quiz.cli.calibrations",
        "calibrations_group",
        "Learn from finished sittings how difficult questions are.",
    ),
    "adverts": (
        "quiz.cli.adverts",
        "adverts_group",
        "Read what a job advert asks for; measure how well that works.",
    ),
    "backup": (
        "quiz.cli.upkeep.backup",
        "backup_command",
        "Write everything to one file while people answer.",
    ),
    "restore": (
        "quiz.cli.upkeep.restore",
        "restore_command",
        "Put a backup in the place of the present data.",
    ),
    "doctor": (
        "quiz.cli.upkeep.doctor",
        "doctor_command",
        "Say what is wrong with this installation, and what to do.",
    ),
    "privacy": (
        "quiz.cli.privacy",
        "privacy_group",
        "Hand out or delete what is stored about somebody.",
    ),
    "views": (
        "quiz.cli.upkeep.views",
        "views_command",
        "List every page and who may call it.",
    ),
    "mail": (
        "quiz.cli.upkeep.mail",
        "mail_group",
        "Test the mail server; show what became of emails.",
    ),
    "worker": (
        "quiz.cli.upkeep.worker",
        "worker_command",
        "Run jobs in a process of its own.",
    ),
    "retention": (
        "quiz.cli.upkeep.retention",
        "retention_command",
        "Delete data past its retention period.",
    ),
    "engine": (
        "lab.cli.engine",
        "engine_command",
        "Speak to the measuring engine in JSON lines.",
    ),
    "simulate": ("lab.cli.simulate", "simulate_command", "Measure made-up people."),
    "bench": ("lab.cli.bench", "bench_command", "Measure what things cost."),
    "calibrate": (
        "lab.cli.calibrate",
        "calibrate_command",
        "Fit questions to collected answers.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks so
        """Return the words in the order of the table."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  # click asks so
        cmd_name: str,
    ) -> click.Command | None:
        """Return the command behind a word."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        try:
            found = import_module(module)
        except ModuleNotFoundError as error:
            if not str(error.name).startswith("lab"):
                raise
            raise NotNow(
                f"“{cmd_name}” belongs to a checkout of Trigpoint and is not part of the installed program."
            ) from error
        command: click.Command = getattr(found, name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # click asks so
        formatter: click.HelpFormatter,
    ) -> None:
        """List the words without importing what is behind them."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(word, help_) for word, (_, _, help_) in COMMANDS.items()]
            )


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(program_version(), prog_name="trigpoint")
def trigpoint_group() -> None:
    """Find out where you stand as a back-end developer, then which way to go."""


def main() -> None:
    """Run the command line; an error of ours is a sentence, not a traceback."""
    try:
        trigpoint_group(prog_name="trigpoint")
    except TrigpointError as error:
        click.echo(f"trigpoint: {error}", err=True)
        sys.exit(1)
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[-1]
        click.echo(f"trigpoint: the database refused: {reason}", err=True)
        sys.exit(1)
