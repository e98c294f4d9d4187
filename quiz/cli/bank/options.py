"""What the commands about the question bank share: where it is."""

from pathlib import Path

import click

from quiz.config import assets_folder


def default_questions() -> Path:
    """Return the folder of our own questions: beside the package, or inside it in a wheel."""
    return assets_folder() / "questions"


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

root_option = click.option(
    "--questions",
    "root",
    type=FOLDER,
    default=default_questions,
    help="The folder of the question bank.",
)
own_option = click.option(
    "--own",
    type=FOLDER,
    envvar="TRIGPOINT_QUESTIONS",
    help="A folder of your own questions and goals.",
)
