"""`matcalc completions`: the script that makes a shell complete matcalc's command lines."""

from __future__ import annotations

import os
from pathlib import Path

import click

from matcalc_cli.cli.output.sink import StandardOutput, replace_file
from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.errors import MatcalcError

SCRIPTS = {"bash": "matcalc.bash", "zsh": "_matcalc", "fish": "matcalc.fish", "powershell": "matcalc.ps1"}
PACKAGE = Path(__file__).parents[2]
FOLDERS = (PACKAGE / "completions", PACKAGE.parent / "completions")
"""Where the scripts are when matcalc is installed, and in a checkout."""


@click.command(
    cls=Command,
    params=[
        click.Argument(["shell"], type=click.Choice(tuple(SCRIPTS)), required=False),
        click.Option(["--install"], is_flag=True, help="Put it where the shell looks, and say where that is."),
    ],
    examples="""
        matcalc completions --install
        matcalc completions bash > ~/.local/share/bash-completion/completions/matcalc
        matcalc completions zsh > ~/.zfunc/_matcalc
        matcalc completions fish > ~/.config/fish/completions/matcalc.fish
        matcalc completions powershell >> $PROFILE
    """,
)
@click.pass_context
def completions(ctx: click.Context, shell: str | None, install: bool) -> None:
    """Print the completion script for a shell, or install it.

    bash needs version 4.4 or later. zsh needs ~/.zfunc in its fpath before compinit runs. --install without a SHELL is for the one
    that $SHELL names.
    """
    shell = shell or (own_shell() if install else None)
    if shell is None:
        raise click.exceptions.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    script = next(path for folder in FOLDERS if (path := folder / SCRIPTS[shell]).exists()).read_text(encoding="utf-8")
    StandardOutput().write(installed(shell, script) if install else script)


def own_shell() -> str | None:
    """The shell that the environment names, if it is one of these."""
    name = Path(os.environ.get("SHELL", "")).name
    return name if name in SCRIPTS else None


def place(shell: str) -> Path:
    """Where a shell looks for completions of the user. Raises MatcalcError for one that has no such place."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    places = {
        "bash": data / "bash-completion/completions/matcalc", "zsh": Path.home() / ".zfunc/_matcalc",
        "fish": config / "fish/completions/matcalc.fish",
    }  # fmt: skip
    if shell not in places:
        hint = "matcalc completions powershell >> $PROFILE"
        raise MatcalcError("usage", f"{shell} has no folder for completions", hint=hint)
    return places[shell]


def installed(shell: str, script: str) -> str:
    """Write the script to its place, and say what was done."""
    file = place(shell)
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(str(file), [script.encode()])
    further = "; add `fpath=(~/.zfunc $fpath)` before compinit in ~/.zshrc" if shell == "zsh" else ""
    return f"{file}: written, for new {shell} sessions{further}\n"
