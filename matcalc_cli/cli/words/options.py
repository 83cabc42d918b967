"""The options of the commands, as records: click, which costs half of the time to start, is loaded where it is needed."""

from __future__ import annotations

from matcalc_cli.codegen.targets import PARTIAL, TARGETS
from matcalc_cli.config import COLORS, FORMATS, NOTATIONS, ORDERS
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from matcalc_cli.cli.words import completing
else:
    completing = Later("matcalc_cli.cli.words.completing")


class Option:
    """An option: how it is spelled, what values it takes, and what a command gets of it.

    spellings  of which the last one names the keyword argument, unless `name` does
    choices    the texts it takes, none: any text
    between    the least and the largest integer it takes, the latter may be None
    flag       it takes no value and is True; with `switch`, the spelling of its opposite, None where neither is said
    alone      the value of an option that may stand without one
    multiple   it can be repeated, and its value is a tuple
    shown      what click's help and completion know besides
    """

    __slots__ = (
        "alone", "between", "choices", "default", "file", "flag", "multiple", "name", "required", "shown", "spellings", "switch",
    )  # fmt: skip

    def __init__(
        self,
        *spellings: str,
        name: str = "",
        choices: tuple[str, ...] = (),
        between: tuple[int, int | None] | None = None,
        file: bool = False,
        flag: bool = False,
        switch: str = "",
        alone: str = "",
        multiple: bool = False,
        required: bool = False,
        default: str | int | None = None,
        **shown: Any,
    ) -> None:
        self.spellings = spellings
        self.name = name or spellings[-1].lstrip("-").replace("-", "_")
        self.choices = choices
        self.between = between
        self.file = file
        self.flag = flag or bool(switch)
        self.switch = switch
        self.alone = alone
        self.multiple = multiple
        self.required = required
        self.default = () if multiple else False if flag else default
        self.shown = shown


WRT = Option(
    "--wrt",
    multiple=True,
    metavar="NAME",
    shell_complete=lambda *typed: completing.complete_variables(*typed),
    help="Differentiate with respect to NAME (repeatable; default: every variable).",
)
VAR = Option(
    "--var",
    multiple=True,
    metavar="NAME:KIND(DIMS)",
    help='Declare a name, as in "where" (repeatable): --var "S:spd(n)".',
)
FILE = Option("--file", metavar="FILE", help="Read one program of many lines from FILE.")
FORMAT = Option(
    "-f",
    "--format",
    choices=FORMATS,
    help="Default: pretty on a terminal, else plain, which reads back as an expression.",
)
INPUT = Option(
    "-i",
    "--input",
    name="notation",
    choices=NOTATIONS,
    help="The notation that EXPR is written in; default: matcalc.",
)
VEC = Option(
    "--vec",
    choices=ORDERS,
    help="What vec stacks in a Jacobian or a Hessian; rows is NumPy's ravel. Default: columns.",
)
STANDALONE = Option("--standalone", flag=True, help="With -f latex or typst: a document of its own.")
OUTPUT = Option("-o", "--output", metavar="FILE", file=True, help="Write to FILE, whole or not at all.")
COLOR = Option(
    "--color",
    choices=COLORS,
    help="Colour: auto (a terminal, unless NO_COLOR is set), always or never.",
)
ORDER = Option(
    "--order",
    between=(1, 9),
    default=1,
    metavar="N",
    help="2 adds the Hessian of a scalar expression, 3 and more d3f, ... and derivatives by a scalar.",
)
CHECK = Option("--check", flag=True, help="Check the derivative against finite differences.")
EXPLAIN = Option(
    "--explain",
    name="explained",
    flag=True,
    help="Derive it step by step, as matcalc explain and this command's name do.",
)
SEED = Option(
    "--seed",
    between=(0, None),
    default=0,
    metavar="N",
    show_default=True,
    help="Seed of the check's random matrices.",
)
TARGET = Option(
    "--target",
    choices=(*TARGETS, *PARTIAL),
    default="numpy",
    show_default=True,
    help="The language or library of the code; numba is NumPy, compiled; c is for the --sizes you name.",
)

INNER = Option(
    "--inner",
    metavar="W",
    default="",
    help="Gradients for the inner product <x, y> = x'*W*y: inv(W) times the plain one.",
)
ALONG = Option(
    "--along", multiple=True, metavar="V", help="The derivative along V, a name or an expression (one a variable)."
)
VECH = Option(
    "--vech",
    switch="--no-vech",
    help="With respect to the free entries of symmetric, triangular and diagonal variables, vech(S).",
)
TWICE = Option(
    "--order",
    between=(1, 9),
    default=1,
    metavar="N",
    help="2: the second differential, bilinear with --along V; 3 and more: a form in dX, or along V alone.",
)
EXPAND = Option("--expand", flag=True, help="Write repeated parts out instead of naming them.")
NO_NOTES = Option("--no-notes", flag=True, help="Leave out what reports say of conventions.")
KEEP = Option(
    "--keep", multiple=True, metavar="NAME",
    help="Keep a function that EXPR defines by name, f(x) = ...; with derivatives such as grad(f)(x) (repeatable).",
)  # fmt: skip
CLAIM = Option("--claim", metavar="ANSWER", help="A gradient, Jacobian, differential or Hessian to be checked.")
TRIALS = Option("--trials", between=(1, 1000), default=3, show_default=True, help="Random directions that are tried.")
SIZES = Option("--sizes", metavar="m=3,n=5", default="", help="Sizes of dimensions in the check.")
API = Option(
    "--api", choices=("scipy",),
    help="scipy: a script besides, which runs scipy.optimize on the module's functions of stacked entries.",
)  # fmt: skip
PLAN = Option("--plan", flag=True, help="Print what the code does, step by step, with operation counts.")
OPERATORS = Option(
    "--operators", flag=True, help="Add the diagonals and the factors of Jacobians and Hessians, in NumPy SciPy's operators too.",
)  # fmt: skip
PLANNED_SIZES = Option(
    "--sizes",
    metavar="m=3,n=5",
    default="",
    help="Sizes of dimensions that the order of products is chosen for, and C code written for.",
)
PLOT = Option(
    "--plot", alone="-", metavar="[FILE.png]",
    help="Draw the errors of difference quotients against the step, in the terminal or as an image.",
)  # fmt: skip
AT = Option(
    "--at", multiple=True, metavar="X=FILE|NUMBER|[[...]]",
    help="The value of a name (repeatable): a .npy, .csv, .json or .txt file, a number, or rows in brackets.",
)  # fmt: skip
NONFINITE = Option("--allow-nonfinite", name="nonfinite", flag=True, help="Take NaN and infinity in --at.")
NO_VERIFY = Option("--no-verify", flag=True, help="Print the answer without verifying it first.")

TIME_LIMIT = Option(
    "--time-limit", between=(0, None), metavar="SECONDS",
    help="Give up an answer that takes longer; 0: never. Default: 60, and 10 for a line of a batch.",
)  # fmt: skip

SCHEMA = Option(
    "--schema",
    choices=("1", "2"),
    default="1",
    help="With -f json: 2 has names as values and sizes as text (matcalc schema 2).",
)
JOBS = Option(
    "-j", "--jobs", between=(0, None), default=1, metavar="N", show_default=True,
    help="Answer the lines of a batch in N processes, 0: on all processors; their order is kept, and conventions are said under each.",
)  # fmt: skip
SHARED = (VAR, KEEP, INPUT, FILE, FORMAT, SCHEMA, EXPAND, NO_NOTES, STANDALONE, OUTPUT, TIME_LIMIT, JOBS, COLOR)
"""The options of every command that takes an EXPR."""
SHARED_NAMES = frozenset(option.name for option in SHARED)
"""The keyword arguments of the shared options."""
