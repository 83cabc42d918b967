"""The table of commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from matcalc_cli.cli.words.command import ProgramCommand

COMMANDS = (
    "diff",
    "differential",
    "grad",
    "jacobian",
    "hessian",
    "vjp",
    "implicit",
    "newton",
    "stationary",
    "minimize",
    "functional",
    "ode",
    "recurrence",
    "volume",
    "simplify",
    "explain",
    "entries",
    "check",
    "eval",
    "code",
    "cookbook",
    "examples",
    "exercise",
    "functions",
    "schema",
    "serve",
    "repl",
    "config",
    "help",
    "completions",
)
"""In the order of `matcalc --help`; the module of a command has its name."""

COMPLETE_VARIABLE = "_MATCALC_COMPLETE"


def load(name: str) -> object:
    """What the module of a command says that it is: a command for programs, or one of click's."""
    return getattr(import_module(f"matcalc_cli.cli.{name}"), name)


def program_command(name: str) -> ProgramCommand | None:
    """The command of that name if it answers programs."""
    found = load(name)
    return found if isinstance(found, ProgramCommand) else None
