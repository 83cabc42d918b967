"""The table of commands, each loaded when it is asked for."""

from __future__ import annotations

from matcalc_cli.cli.words.command import ProgramCommand
from matcalc_cli.later import load as module

ROOMS = {
    "derivatives": ("diff", "differential", "grad", "jacobian", "hessian", "vjp"),
    "equations": ("implicit", "newton", "stationary", "minimize", "functional", "ode", "recurrence", "volume"),
    "expressions": ("simplify", "explain", "entries", "check", "eval", "code"),
    "reference": (
        "cookbook", "examples", "exercise", "functions", "schema", "serve", "repl", "config", "help", "completions",
    ),
}  # fmt: skip
"""The commands by their folders, in the order of `matcalc --help`; the module of a command has its name."""
_ROOM_OF = {name: room for room, names in ROOMS.items() for name in names}
COMMANDS = tuple(_ROOM_OF)

COMPLETE_VARIABLE = "_MATCALC_COMPLETE"


def load(name: str) -> object:
    """The object of a command in its module: a command for programs, or one of click's."""
    return getattr(module(f"matcalc_cli.cli.{_ROOM_OF[name]}.{name}"), name)


def program_command(name: str) -> ProgramCommand | None:
    """The command of that name if it answers programs."""
    found = load(name)
    return found if isinstance(found, ProgramCommand) else None
