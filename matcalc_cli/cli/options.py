"""What the commands share: their options, and an EXPR that may begin with a minus sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from matcalc_cli.cli.completing import complete_expression, complete_variables
from matcalc_cli.codegen.targets import TARGETS
from matcalc_cli.config import COLORS, FORMATS, NOTATIONS, ORDERS

IMAGES = (".png", ".pdf", ".svg")
"""What --plot writes."""
WORDS = "matcalc.words"
"""The key in `Context.meta` for the words of the expression, which completion needs before they are parsed."""
COLOR_CHOICE = "matcalc.color"
"""The key in `Context.meta` for what --color said."""


class Command(click.Command):
    """A command whose help opens with examples, each of which a test runs."""

    def __init__(self, *args: Any, examples: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = [line.strip() for line in examples.strip().splitlines()]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the text."""
        formatter.write("".join(f"\n  {example}" for example in self.examples) + "\n")
        super().format_help_text(ctx, formatter)


class ProgramCommand(Command):
    """A command that takes the words of one expression and options, in any order."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand click the options first and the words behind `--`, where a minus sign is only a minus sign."""
        arranged, ctx.meta[WORDS] = arrange(joined(args), takes_value(self.get_params(ctx)))
        return super().parse_args(ctx, arranged)


def joined(args: Sequence[str]) -> list[str]:
    """`--plot x.png` as `--plot=x.png`, a --plot without an image as `--plot=-`."""
    found: list[str] = []
    for arg in args:
        if found and found[-1] == "--plot=-" and arg.lower().endswith(IMAGES):
            found[-1] = f"--plot={arg}"
        else:
            found.append("--plot=-" if arg == "--plot" else arg)
    return found


def takes_value(parameters: Sequence[click.Parameter]) -> dict[str, bool]:
    """Every spelling of every option, and whether a value follows it."""
    options = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
    return {spelling: not option.is_flag for option in options for spelling in (*option.opts, *option.secondary_opts)}


def arrange(args: Sequence[str], options: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """The arguments with the options first, and the words: whatever is not exactly an option nor begins with --."""
    before: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif arg not in options and not arg.startswith("--"):
            words.append(arg)
        elif not options.get(arg):
            before.append(arg)
        elif (value := next(rest, None)) is not None:
            before += [arg, value]
        else:
            return [*before, arg], words  # no "--": click would take it for the value that is missing
    return [*before, "--", *words], words


def set_color(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    """Keep the choice where click keeps it: `Context.color`, which a command inherits from the group."""
    if value is not None:
        ctx.meta[COLOR_CHOICE] = value
        ctx.color = {"auto": None, "always": True, "never": False}[value]


EXPR = click.Argument(["words"], metavar="EXPR", nargs=-1, shell_complete=complete_expression)
WRT = click.Option(
    ["--wrt"],
    multiple=True,
    metavar="NAME",
    shell_complete=complete_variables,
    help="Differentiate with respect to NAME (repeatable; default: every variable).",
)
VAR = click.Option(
    ["--var"],
    multiple=True,
    metavar="NAME:KIND(DIMS)",
    help='Declare a name, as in "where" (repeatable): --var "S:spd(n)".',
)
FILE = click.Option(["--file"], metavar="FILE", help="Read one program of many lines from FILE.")
FORMAT = click.Option(
    ["-f", "--format"],
    type=click.Choice(FORMATS),
    help="Default: pretty on a terminal, else plain, which reads back as an expression.",
)
INPUT = click.Option(
    ["-i", "--input", "notation"],
    type=click.Choice(NOTATIONS),
    help="The notation that EXPR is written in; default: matcalc.",
)
VEC = click.Option(
    ["--vec"],
    type=click.Choice(ORDERS),
    help="What vec stacks in a Jacobian or a Hessian; rows is NumPy's ravel. Default: columns.",
)
STANDALONE = click.Option(["--standalone"], is_flag=True, help="With -f latex or typst: a document of its own.")
OUTPUT = click.Option(["-o", "--output"], metavar="FILE", type=click.Path(), help="Write to FILE, whole or not at all.")
COLOR = click.Option(
    ["--color"],
    type=click.Choice(COLORS),
    callback=set_color,
    expose_value=False,
    help="Colour: auto (a terminal, unless NO_COLOR is set), always or never.",
)
ORDER = click.Option(
    ["--order"], type=click.IntRange(1, 2), default=1, metavar="1|2", help="2 adds the Hessian of a scalar expression."
)
CHECK = click.Option(["--check"], is_flag=True, help="Check the derivative against finite differences.")
SEED = click.Option(
    ["--seed"],
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    show_default=True,
    help="Seed of the check's random matrices.",
)
TARGET = click.Option(
    ["--target"],
    type=click.Choice(TARGETS),
    default="numpy",
    show_default=True,
    help="The language or library of the code.",
)

INNER = click.Option(
    ["--inner"],
    metavar="W",
    default="",
    help="Gradients for the inner product <x, y> = x'*W*y: inv(W) times the plain one.",
)
ALONG = click.Option(
    ["--along"], multiple=True, metavar="V", help="The derivative along V, a name or an expression (one a variable)."
)
VECH = click.Option(
    ["--vech/--no-vech"],
    default=None,
    help="With respect to the n(n+1)/2 free entries of symmetric variables, vech(S).",
)
TWICE = click.Option(
    ["--order"],
    type=click.IntRange(1, 2),
    default=1,
    metavar="1|2",
    help="2: the second differential, bilinear with --along V.",
)
EXPAND = click.Option(["--expand"], is_flag=True, help="Write repeated parts out instead of naming them.")
CLAIM = click.Option(["--claim"], metavar="ANSWER", help="A gradient, Jacobian, differential or Hessian to be checked.")
TRIALS = click.Option(
    ["--trials"], type=click.IntRange(1, 1000), default=3, show_default=True, help="Random directions that are tried."
)
SIZES = click.Option(["--sizes"], metavar="m=3,n=5", default="", help="Sizes of dimensions in the check.")
PLAN = click.Option(["--plan"], is_flag=True, help="Print what the code does, step by step, with operation counts.")
PLANNED_SIZES = click.Option(
    ["--sizes"], metavar="m=3,n=5", default="", help="Sizes of dimensions that the order of products is chosen for."
)
PLOT = click.Option(
    ["--plot"], is_flag=False, flag_value="-", metavar="[FILE.png]",
    help="Draw the errors of difference quotients against the step, in the terminal or as an image.",
)  # fmt: skip
AT = click.Option(
    ["--at"], multiple=True, metavar="X=FILE|NUMBER|[[...]]",
    help="The value of a name (repeatable): a .npy, .csv, .json or .txt file, a number, or rows in brackets.",
)  # fmt: skip
NONFINITE = click.Option(["--allow-nonfinite", "nonfinite"], is_flag=True, help="Take NaN and infinity in --at.")
NO_VERIFY = click.Option(["--no-verify"], is_flag=True, help="Print the answer without verifying it first.")

TIME_LIMIT = click.Option(
    ["--time-limit"], type=click.IntRange(min=0), metavar="SECONDS",
    help="Give up an answer that takes longer; 0: never. Default: 60, and 10 for a line of a batch.",
)  # fmt: skip

SHARED = (VAR, INPUT, FILE, FORMAT, EXPAND, STANDALONE, OUTPUT, TIME_LIMIT, COLOR, EXPR)
"""What every command that takes an EXPR takes."""
