"""`trigpoint views`: every method of every path, with the rule that says who may call it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings


@click.command("views")
@data_option
@click.option("--json", "as_json", is_flag=True, help="As a JSON list of objects.")
def views_command(data: Path | None, *, as_json: bool) -> None:
    """List method, path, rule and name of every view."""
    from quiz.app import create_app
    from quiz.web.access import list_views

    views = list_views(create_app(load_settings(data)))
    if as_json:
        click.echo(json.dumps([asdict(view) for view in views], indent=2))
        return
    path, rule = (
        max(len(getattr(view, name)) for view in views) for name in ("path", "rule")
    )
    for view in views:
        click.echo(
            f"{view.method:<6} {view.path:<{path}}  {view.rule:<{rule}}  {view.endpoint}"
        )
