"""What the commands share: their options, and an EXPR that may begin with a minus sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import click

from matcalc_cli.cli.completing import complete_variables

FORMATS = ("pretty", "plain", "latex", "json")
TARGETS = ("numpy",)
COLORS = {"auto": None, "always": True, "never": False}
WORDS = "matcalc.words"
"""The key in `Context.meta` under which the words of the expression stand, parsed or not."""

type Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class ProgramCommand(click.Command):
    """A command that takes the words of one expression and options, in any order."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand click the options first and the words behind `--`, where a minus sign is only a minus sign."""
        arranged, ctx.meta[WORDS] = arrange(args, takes_value(self.get_params(ctx)))
        return super().parse_args(ctx, arranged)


def takes_value(parameters: Sequence[click.Parameter]) -> dict[str, bool]:
    """Every spelling of every option, and whether a value follows it."""
    options = [p for p in parameters if isinstance(p, click.Option)]
    return {spelling: not (p.is_flag or p.count) for p in options for spelling in p.opts}


def arrange(args: Sequence[str], options: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """The arguments, options first, and the words: all that is not exactly an option, a value, or begins with --."""
    before: list[str] = []
    words: list[str] = []
    rest: Iterator[str] = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif arg not in options and not arg.startswith("--"):
            words.append(arg)
        else:
            before.append(arg)
            value = next(rest, None) if options.get(arg) else ""
            if value is None:
                return before, words  # without a "--" that click would take for the missing value
            before.extend([value] if options.get(arg) else [])
    return [*before, "--", *words], words


def set_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    """Keep the choice where click keeps it: `Context.color`, which subcommands inherit."""
    if value is not None:
        ctx.color = COLORS[value]
        
