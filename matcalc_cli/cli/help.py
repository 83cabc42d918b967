"""`matcalc help`: the topics, and a command's own help."""

import click

from matcalc_cli.cli.options import Command


@click.command(cls=Command, params=[], examples="matcalc help")
def help() -> None:  # noqa: A001
    """Explain a topic."""
