"""`matcalc config`: what is settled, and where."""

from __future__ import annotations

import os

import click

from matcalc_cli import config as settings
from matcalc_cli.cli.output.sink import StandardOutput
from matcalc_cli.cli.output.style import remark
from matcalc_cli.cli.words.clicks import Command

DEBUG = "MATCALC_DEBUG"
"""No setting: whether an internal error shows its traceback."""


@click.command(
    cls=Command,
    params=[
        click.Option(
            ["-f", "--format", "form"], type=click.Choice(("plain", "json")), default="plain", show_default=True
        )
    ],
    examples="""
        matcalc config
        MATCALC_FORMAT=latex matcalc config -f json
    """,
)
def config(form: str) -> None:
    """Show every setting and where it comes from.

    A flag goes over the environment (MATCALC_FORMAT, ...), the environment over the file. The file is
    $XDG_CONFIG_HOME/matcalc/config.toml, by default ~/.config/matcalc/config.toml: one line a setting, such as
    format = "latex" or declarations = ["S: spd(n)"].
    """
    found = {name: settings.found(name) for name in settings.SETTINGS}
    found["declarations"] = (", ".join(settings.declarations()), found["declarations"][1])
    StandardOutput().write(as_json(found) if form == "json" else listing(found))
    for name in sorted(os.environ):
        known = name in (DEBUG, *map(settings.variable, settings.SETTINGS))
        if name.startswith("MATCALC_") and not known and (said := meant(name)):
            remark(f"{name} is no setting; did you mean {said}?")


def meant(name: str) -> str:
    """The variable that one is a slip of, or nothing."""
    from matcalc_cli.language.mistakes.suggest import nearest

    near = nearest(name.removeprefix("MATCALC_").lower(), settings.SETTINGS)
    return settings.variable(near) if near else ""


def listing(found: dict[str, settings.Found]) -> str:
    """One line a setting: name, value, origin; what it is for."""
    rows = [f"file          {settings.file_path()}\n"]
    for name, (value, origin) in found.items():
        rows.append(f"{name:13} {value or '-':20} # {origin}: {settings.SETTINGS[name].summary}\n")
    return "".join(rows)


def as_json(found: dict[str, settings.Found]) -> str:
    """The same for scripts."""
    import json

    known = {name: {"value": value or None, "from": origin} for name, (value, origin) in found.items()}
    return json.dumps({"schema": 1, "file": settings.file_path(), "settings": known}) + "\n"
