"""`matcalc completions`: the script that makes a shell complete matcalc's command lines."""

from __future__ import annotations

from pathlib import Path

import click

from matcalc_cli.cli.clicks import Command
from matcalc_cli.cli.sink import StandardOutput

SCRIPTS = {"bash": "matcalc.bash", "zsh": "_matcalc", "fish": "matcalc.fish", "powershell": "matcalc.ps1"}
PACKAGE = Path(__file__).parent.parent
FOLDERS = (PACKAGE / "completions", PACKAGE.parent / "completions")
"""Where the scripts are when matcalc is installed, and in a checkout."""


@click.command(
    cls=Command,
    params=[click.Argument(["shell"], type=click.Choice(tuple(SCRIPTS)))],
    examples="""
        matcalc completions bash > ~/.local/share/bash-completion/completions/matcalc
        matcalc completions zsh > ~/.zfunc/_matcalc
        matcalc completions fish > ~/.config/fish/completions/matcalc.fish
        matcalc completions powershell >> $PROFILE
    """,
)
def completions(shell: str) -> None:
    """Print the completion script for a shell.

    bash needs version 4.4 or later. zsh needs ~/.zfunc in its fpath before compinit runs.
    """
    script = next(path for folder in FOLDERS if (path := folder / SCRIPTS[shell]).exists())
    StandardOutput().write(script.read_text(encoding="utf-8"))
