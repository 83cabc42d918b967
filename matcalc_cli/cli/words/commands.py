"""The table of commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from matcalc_cli.cli.words.command import ProgramCommand

ROOMS = {
    "diff": "derivatives",
    "differential": "derivatives",
    "grad": "derivatives",
    "jacobian": "derivatives",
    "hessian": "derivatives",
    "vjp": "derivatives",
    "implicit": "equations",
    "newton": "equations",
    "stationary": "equations",
    "minimize": "equations",
    "functional": "equations",
    "ode": "equations",
    "recurrence": "equations",
    "volume": "equations",
    "simplify": "expressions",
    "explain": "expressions",
    "entries": "expressions",
    "check": "expressions",
    "eval": "expressions",
    "code": "expressions",
    "cookbook": "reference",
    "examples": "reference",
    "exercise": "reference",
    "functions": "reference",
    "schema": "reference",
    "serve": "reference",
    "repl": "reference",
    "config": "reference",
    "help": "reference",
    "completions": "reference",
}
"""In the order of `matcalc --help`: the folder of each command, where its module has its name."""
COMMANDS = tuple(ROOMS)

COMPLETE_VARIABLE = "_MATCALC_COMPLETE"


def load(name: str) -> object:
    """What the module of a command says that it is: a command for programs, or one of click's."""
    return getattr(import_module(f"matcalc_cli.cli.{ROOMS[name]}.{name}"), name)


def program_command(name: str) -> ProgramCommand | None:
    """The command of that name if it answers programs."""
    found = load(name)
    return found if isinstance(found, ProgramCommand) else None
