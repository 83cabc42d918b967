"""Commands and options as click has them: for help, completion, and whatever is not plainly right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoSuchOption

from matcalc_cli.cli.words.commandline import arrange, joined, stranger, takes_value
from matcalc_cli.cli.words.completing import WORDS, complete_expression
from matcalc_cli.cli.words.options import COLOR, Option
from matcalc_cli.cli.words.running import run

if TYPE_CHECKING:
    from matcalc_cli.cli.words.command import ProgramCommand

COLOR_CHOICE = "matcalc.color"
"""The key in `Context.meta` for what --color said, before the command or behind it."""


class Command(click.Command):
    """A command whose help opens with examples, each of which a test runs."""

    def __init__(self, *args: Any, examples: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = [line.strip() for line in examples.strip().splitlines()]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the text."""
        formatter.write("".join(f"\n  {example}" for example in self.examples) + "\n")
        super().format_help_text(ctx, formatter)


class ExpressionCommand(Command):
    """A command that takes the words of one expression and options, in any order."""

    def __init__(self, command: ProgramCommand) -> None:
        words = click.Argument(["words"], metavar="EXPR", nargs=-1, shell_complete=complete_expression)
        self.spellings, self.leading = takes_value(command.options), command.leading
        super().__init__(
            command.answer.__name__,
            params=[*map(click_option, command.options), words],
            callback=lambda **given: run(command, color=click.get_current_context().meta.get(COLOR_CHOICE), **given),
            help=command.answer.__doc__,
            examples=command.examples,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand click the options first and the words behind `--`, where a minus sign is only a minus sign."""
        arranged, ctx.meta[WORDS] = arrange(joined(args), self.spellings, self.leading)
        if (unknown := stranger(arranged, self.spellings)) and not ctx.resilient_parsing:
            raise NoSuchOption(unknown, possibilities=list(self.spellings), ctx=ctx)
        return super().parse_args(ctx, arranged)


def click_option(option: Option) -> click.Option:
    """An option of ours as one of click's."""
    settings: dict[str, Any] = {"is_flag": True} if option.flag else {}
    if option.alone:
        settings = {"is_flag": False, "flag_value": option.alone}
    if option is COLOR:
        settings = {"callback": set_color, "expose_value": False}
    if not option.required:  # for click any default, None too, is a value
        settings["default"] = option.default
    spelled = "/".join(filter(None, (option.spellings[-1], option.switch)))
    return click.Option(
        [*option.spellings[:-1], spelled, option.name], type=value_type(option), multiple=option.multiple,
        required=option.required, **settings, **option.shown,
    )  # fmt: skip


def value_type(option: Option) -> click.ParamType[Any] | None:
    """The type by which click checks the value of an option."""
    if option.choices:
        return click.Choice(option.choices)
    if option.between:
        return click.IntRange(*option.between)
    return click.Path() if option.file else None


def set_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    """Keep the choice where a command finds that of the group, too."""
    if value is not None:
        ctx.meta[COLOR_CHOICE] = value
