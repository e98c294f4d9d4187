"""The `trigpoint` command. Each part of it is imported when it is asked for, so that it starts quickly."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from quiz.config import DEFAULT_PORT, Settings
from quiz.errors import TrigpointError

#: Word -> module and name of the click command behind it, and what the list of commands says.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("quiz.run_cli", "run_command", "Start the app."),
    "bank": ("quiz.bank_cli", "bank_group", "Check, prove and show the questions."),
    "db": (
        "quiz.db_cli",
        "database_group",
        "Bring the database up to date, or check it.",
    ),
    "demo": ("quiz.demo_cli", "demo_group", "Make or remove the example person."),
    "problems": (
        "quiz.problems_cli",
        "problems_group",
        "Read what people report about questions; take one out at once.",
    ),
    "calibrations": (
        "quiz.calibrations_cli",
        "calibrations_group",
        "Learn from finished sittings how difficult questions are.",
    ),
    "retention": (
        "quiz.retention_cli",
        "retention_command",
        "Remove what has had its time.",
    ),
    "engine": (
        "quiz.engine_cli",
        "engine_command",
        "Speak to the measuring engine in JSON lines.",
    ),
    "simulate": ("quiz.simulate_cli", "simulate_command", "Measure made-up people."),
    "bench": ("quiz.bench_cli", "bench_command", "Measure what things cost."),
    "calibrate": (
        "quiz.calibrate_cli",
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
        command: click.Command = getattr(import_module(module), name)
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
@click.version_option(package_name="trigpoint", prog_name="trigpoint")
def trigpoint_group() -> None:
    """Find out where you stand as a back-end developer, then which way to go."""


def main() -> None:
    """Run the command line; an error of ours is a sentence, not a traceback."""
    try:
        trigpoint_group(prog_name="trigpoint")
    except TrigpointError as error:
        click.echo(f"trigpoint: {error}", err=True)
        sys.exit(1)


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings; `--data` wins over the environment."""
    env = dict(os.environ)
    if data is not None:
        env["TRIGPOINT_DATA"] = str(data)
    return Settings.from_environment(env)


__all__ = ["DEFAULT_PORT", "load_settings", "main", "trigpoint_group"]
