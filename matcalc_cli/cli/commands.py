"""The table of commands, each loaded when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

from matcalc_cli.cli.command import ProgramCommand
from matcalc_cli.cli.streams import guard_stdout

COMMANDS = (
    "diff", "differential", "grad", "jacobian", "hessian", "vjp",
    "implicit", "simplify", "explain", "entries", "check", "eval", "code", "functions", "repl", "config", "help", "completions",
)  # fmt: skip
"""In the order of `matcalc --help`; the module of a command has its name."""

COMPLETE_VARIABLE = "_MATCALC_COMPLETE"


def load(name: str) -> object:
    """What the module of a command says that it is: a command for programs, or one of click's."""
    return getattr(import_module(f"matcalc_cli.cli.{name}"), name)


def program_command(name: str) -> ProgramCommand | None:
    """The command of that name if it answers programs."""
    found = load(name)
    return found if isinstance(found, ProgramCommand) else None


def run(words: Sequence[str]) -> int:
    """Run the command line: without click where it is a command with plain options, which is most of the time."""
    guard_stdout()
    if words and words[0] in COMMANDS and COMPLETE_VARIABLE not in os.environ:
        command = program_command(words[0])
        code = None if command is None else command.run_plainly(words[1:])
        if code is not None:
            return code
    from matcalc_cli.cli import group

    return group.run(words)
