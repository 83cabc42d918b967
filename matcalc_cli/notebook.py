"""`%load_ext matcalc_cli.notebook`, and every cell that begins with %%matcalc is answered as on the command line."""

from __future__ import annotations

import contextlib
import io
import shlex
from typing import Any

COMMANDS = (
    "grad",
    "jacobian",
    "hessian",
    "differential",
    "vjp",
    "diff",
    "explain",
    "simplify",
    "implicit",
    "newton",
    "stationary",
    "functional",
    "ode",
    "recurrence",
    "volume",
)
"""The commands whose answer is shown as mathematics; that of every other command as text."""


def load_ipython_extension(shell: Any) -> None:
    """Register %%matcalc and %matcalc; called by IPython."""
    shell.register_magic_function(magic, "line_cell", "matcalc")


def magic(line: str, cell: str | None = None) -> Any:
    """`%%matcalc grad --wrt x` over a program, or `%matcalc grad "x'*A*x"`; without a command, diff."""
    words = shlex.split(line)
    command, options = (words[0], words[1:]) if words and not words[0].startswith("-") else ("diff", words)
    given = [*options] if cell is None else [*options, "--", cell.strip()]
    formatted = any(word in ("-f", "--format") for word in options)
    asked = [command, *(["-f", "markdown"] if command in COMMANDS and not formatted else []), *given]
    text, errors = answered(asked)
    if errors:
        print(errors, end="")  # noqa: T201 below the cell, as IPython shows warnings
    if formatted or command not in COMMANDS:
        print(text, end="")  # noqa: T201 same
        return None
    from IPython.display import Markdown

    return Markdown(text) if text else None  # type: ignore[no-untyped-call]


def answered(words: list[str]) -> tuple[str, str]:
    """The output of the command line, and its messages on standard error."""
    from matcalc_cli.cli.main import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        main(words)
    return out.getvalue(), err.getvalue()
