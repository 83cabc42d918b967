"""The command `matcalc` itself: a table of commands, each loaded when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import cast

import click

from matcalc_cli import __version__
from matcalc_cli.cli.output.streams import is_terminal
from matcalc_cli.cli.words.clicks import Command, ExpressionCommand, click_option
from matcalc_cli.cli.words.commands import COMMANDS, COMPLETE_VARIABLE, load, program_command
from matcalc_cli.cli.words.options import COLOR


class LazyGroup(Command, click.Group):
    """A group that imports a command's module only when the command is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = program_command(cmd_name)
        return cast("click.Command", load(cmd_name)) if command is None else ExpressionCommand(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is reported with every name to compare it with."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    params=[click_option(COLOR)],
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples="""
        matcalc diff "A^3"
        matcalc grad "norm(A*x - b)^2" --wrt x
        matcalc jacobian "X'*X" -f latex
        matcalc check "logdet(X)"
    """,
)
@click.version_option(__version__, "-V", "--version", message="matcalc %(version)s")
@click.pass_context
def matcalc(ctx: click.Context) -> None:
    """Matrix calculus: differentials, gradients, Jacobians and Hessians of matrix expressions.

    Uppercase names are matrices, lowercase Latin names column vectors, lowercase Greek names (alpha) scalars;
    "where A: matrix(2,3), S: spd(n)" behind the expression says otherwise. Put expressions in double quotes.

    Exit codes: 0 answered, 1 a check is wrong, 2 bad input, 3 a check is inconclusive, 4 the output could not be
    written, 70 internal error, 130 interrupted. matcalc help lists topics.
    """
    if ctx.invoked_subcommand is None and is_terminal(sys.stdin) and is_terminal(sys.stdout):
        ctx.exit(ctx.invoke(cast("click.Command", matcalc.get_command(ctx, "repl"))))
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(words: Sequence[str]) -> int:
    """Run the command line, or answer a shell that asks for completions."""
    if instruction := os.environ.get(COMPLETE_VARIABLE):
        from click.shell_completion import add_completion_class, shell_complete

        if instruction.startswith("powershell"):
            from matcalc_cli.cli.words.powershell import QuotedPowerShellComplete

            add_completion_class(QuotedPowerShellComplete)
        return shell_complete(matcalc, {}, "matcalc", COMPLETE_VARIABLE, instruction)
    # Not matcalc.main(): that maps exceptions by its own rules, and on Windows expands the * of A*B to file names.
    try:
        with matcalc.make_context("matcalc", list(words)) as context:
            return matcalc.invoke(context) or 0
    except click.exceptions.Exit as finished:
        return finished.exit_code
    except click.UsageError as error:
        from matcalc_cli.cli.words.usage import from_click

        raise from_click(error, words) from error
