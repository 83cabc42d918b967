"""Random command lines about random programs: every command, its options drawn from what the command itself offers."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple
from unittest.mock import patch

from matcalc_cli.cli.main import main
from matcalc_cli.cli.words.command import ProgramCommand
from matcalc_cli.cli.words.commands import COMMANDS, load, program_command
from matcalc_cli.cli.words.options import Option
from matcalc_cli.expr.node import Symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Size
from matcalc_cli.functions import FUNCTIONS, names
from tests.oracles.foreign import NOTATIONS, written
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, declarations, text

ASKING = [name for name in COMMANDS if isinstance(load(name), ProgramCommand)]
"""The commands that answer programs."""
SECONDS = "2"
"""That an answer may take."""
SIZES = {"m": 3, "n": 2, "p": 4}
"""Of the dimensions in --at and --sizes."""
OF_NUMBERS = {"grad", "hessian", "stationary", "minimize", "functional"}
"""Commands that only a scalar expression has an answer to."""
EQUATIONS = {
    "implicit": ("solve", "loss"),
    "functional": ("functions", "of"),
    "ode": ("states", "time", "running", "data", "initial", "loss"),
    "recurrence": ("states", "initial", "index", "inputs", "each", "loss"),
}
"""The options that make an expression an equation of a kind; so do they behind explain, check and code."""
OF_EXPRESSIONS = {"wrt", "at", "manner", "mode", "graph", "operators", "plan", "vec", "claim", "size"}
"""Options that an equation seldom takes."""
OF_ONE_NUMBER = {"at", "graph"}
"""Options of explain that few programs take."""
NEEDED = {"solve", "functions", "of", "states"}
OF_THE_SHAPE = {"implicit", "newton", "ode", "recurrence", "volume"}
"""Where the expression has the shape of the first name that these options name."""
OFTEN = {"at": 0.95, "target": 0.8, "claim": 0.7, "manner": 0.6, "format": 0.6, "notation": 0.15}
SELDOM = {"standalone": 0.03, "var": 0.05, "inner": 0.1, "along": 0.1, "sizes": 0.1, "file": 0.0, "keep": 0.03}
"""How often an option is given, where not one time in five."""
AGAINST_SENSE = 0.1
"""How often options are drawn without a look at whether they go together."""
AROUND = ("{}", "{}", "{}", "norm({})^3", "tr({})", "norm({})*sum({})", "({})'", "2*({})", "({})^9", "exp(-norm({})^2)")
"""What stands around the example of a function."""


class Line(NamedTuple):
    """A command with its options, and the program it is asked about as it was drawn, None: one that was not drawn."""

    words: tuple[str, ...]
    raw: Raw | None
    said: str
    stdin: str = ""

    def __str__(self) -> str:
        return f"matcalc {shlex.join([*self.words, self.said])}" + (f" <<< {self.stdin!r}" if self.stdin else "")


class Result(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Program:
    """A random program, and expressions in its names."""

    moving: Symbol | None = None
    """What is solved for or moves in time, where the command has such a name."""

    def __init__(self, random: Random, *, scalar: bool) -> None:
        self.random = random
        self.generator = Generator(random, sorted(names()) if random.random() < 0.5 else ())
        fuel = random.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8))
        self.raw = self.generator.expression(fuel, SCALAR if scalar else None)

    @property
    def names(self) -> list[Symbol]:
        """What it may be differentiated by."""
        return list(self.raw.symbols().values())

    @property
    def is_symmetric(self) -> bool:
        """Whether one of its names has free entries of its own."""
        return any(s.kind in ("symmetric", "spd") for s in self.names)

    def move(self) -> None:
        """Take the shape of one of its names, which is solved for or moves."""
        if self.names:
            self.moving = self.random.choice(self.names)
            shape = self.moving.shape
            drawn = self.generator.expression(self.random.choice((1, 2, 3, 5)), shape)
            self.raw = Raw("subtract", shape, (drawn, Raw("symbol", shape, payload=self.moving)))

    def name(self) -> str:
        """What moves, or one of its names, now and then another."""
        if self.moving:
            return self.moving.name
        names = [s.name for s in self.names]
        return self.random.choice(names) if names and self.random.random() < 0.95 else "X"

    def expression(self, *, scalar: bool = False) -> str:
        """Something of the shape of one of its names, of their differentials now and then."""
        shape = self.random.choice(self.names).shape if self.names and not scalar else (1, 1)
        said = text(self.generator.grow(shape, self.random.randint(0, 2)))
        return said if self.random.random() < 0.5 else f"d{self.name()}"


def random_line(seed: int, command: str = "") -> Line:
    """The line of a seed, about the command of that name; "": that of the seed, so that all have their turn."""
    random = Random(seed)
    name = command or ASKING[seed % len(ASKING)]
    found = program_command(name)
    assert found is not None
    program = Program(random, scalar=random.random() < (0.9 if name in OF_NUMBERS else 0.5))
    kind = _equation(name, found.options, random)
    if kind in OF_THE_SHAPE:
        program.move()
    given = [option for option in found.options if kind == "any" or _goes_with(option, kind or name)]
    needed = NEEDED | ({"wrt"} if name == "minimize" else set()) if kind != "any" else set()
    options = [word for option in given for word in _given(option, program, needed=option.name in needed)]
    line = Line((name, *options, "--time-limit", SECONDS), program.raw, "")
    roll = random.random()
    if roll < 0.15 and not {"-i", "--input"} & {*options}:
        return line._replace(raw=None, said=_of_an_example(random))
    if roll < 0.2:
        return line._replace(said="-", stdin=f"{about(line)}\n{_of_an_example(random)}\n")
    return line._replace(said=about(line))


def _equation(command: str, options: Sequence[Option], random: Random) -> str:
    """The kind of equation that a line is about, "": none, "any": whatever options are drawn."""
    if random.random() < AGAINST_SENSE:
        return "any"
    if command in EQUATIONS or command in OF_THE_SHAPE:
        return command
    names = {option.name for option in options}
    kinds = [kind for kind, own in EQUATIONS.items() if {*own} <= names]
    return random.choice(kinds) if kinds and random.random() < 0.3 else ""


def _goes_with(option: Option, kind: str) -> bool:
    """Whether an option has a meaning in a line about an equation of a kind."""
    own = EQUATIONS.get(kind, ("solve",) if kind == "newton" else ())
    others = {name for names in EQUATIONS.values() for name in names}
    clash = OF_EXPRESSIONS if kind in EQUATIONS else OF_ONE_NUMBER if kind == "explain" else set()
    return option.name in own or option.name not in others | clash


def about(line: Line) -> str:
    """The program of a line in the notation that its options say."""
    assert line.raw is not None
    notation = next((w for w in line.words if w in NOTATIONS), "")
    return (written(line.raw, notation) if notation else text(line.raw)) + declarations(line.raw)


def _of_an_example(random: Random) -> str:
    expression, *declared = random.choice([f.example for f in FUNCTIONS.values()]).split(" where ")
    around = random.choice(AROUND)
    return " where ".join([around.replace("{}", expression), *declared])


def _given(option: Option, program: Program, *, needed: bool = False) -> list[str]:
    """The option with a value, more often not: then nothing."""
    often = (OFTEN | SELDOM).get(option.name, 0.2) * (option.name != "vech" or program.is_symmetric)
    if not (option.required or needed) and program.random.random() >= often:
        return []
    word = program.random.choice(option.spellings)
    if option.name == "at":
        return [w for s in program.names for w in (word, f"{s.name}={_matrix(s, program.random)}")]
    if option.name == "standalone":
        return [word, "-f", program.random.choice(("latex", "typst"))]
    if option.flag:
        return [word]
    return [f"{word}={option.alone}"] if option.alone else [word, _value(option, program)]


def _value(option: Option, program: Program) -> str:
    random = program.random
    if option.choices:
        known = [c for c in option.choices if option.name != "notation" or c in NOTATIONS]
        return random.choice(known)
    if option.between is not None:
        least, most = option.between
        return str(random.randint(least, least + 2 if most is None else min(most, least + 4)))
    values: dict[str, Callable[[], str]] = {
        "wrt": program.name,
        "solve": program.name,
        "states": program.name,
        "functions": program.name,
        "of": lambda: random.choice(("t", "t", program.name())),
        "time": lambda: "t",
        "index": lambda: "k",
        "inputs": lambda: random.choice(("u", program.name())),
        "data": lambda: program.expression(scalar=True),
        "running": lambda: program.expression(scalar=True),
        "each": lambda: program.expression(scalar=True),
        "var": lambda: "Q:spd(n)",
        "size": lambda: f"n={random.randint(1, 2000)}",
        "sizes": lambda: ",".join(f"{name}={size}" for name, size in SIZES.items()),
        "output": lambda: os.devnull,
        "loss": lambda: program.expression(scalar=random.random() < 0.8),
    }
    return values.get(option.name, program.expression)()


def _matrix(symbol: Symbol, random: Random) -> str:
    """Numbers for a name, of its kind where that is a matter of single entries."""
    rows, cols = map(_size, symbol.shape)
    if symbol.kind == "integer":
        return str(random.randint(0, 3))
    keep: Callable[[int, int], bool] = {
        "diagonal": lambda i, j: i == j, "lower": lambda i, j: i >= j, "upper": lambda i, j: i <= j,
    }.get(symbol.kind, lambda _i, _j: True)  # fmt: skip
    drawn = [[random.randint(-9, 9) / 2 * keep(i, j) for j in range(cols)] for i in range(rows)]
    sign = {"symmetric": 1, "spd": 1, "skew": -1}.get(symbol.kind)
    if sign:
        drawn = [
            [drawn[i][j] + sign * drawn[j][i] + 40 * (i == j) * (sign > 0) for j in range(cols)] for i in range(rows)
        ]
    return str(drawn)


def _size(size: Size) -> int:
    return eval(str(size), {}, dict(SIZES)) if isinstance(size, Dim) else size  # noqa: S307 a product of three names


class Stream(io.TextIOWrapper):
    """A stream of UTF-8 that no terminal shows."""

    def __init__(self, given: str = "") -> None:
        super().__init__(io.BytesIO(given.encode()), "utf-8", write_through=True)

    @property
    def text(self) -> str:
        """What was written."""
        self.seek(0)
        return self.read()


def run(words: Sequence[str], given: str = "") -> Result:
    """A command in this process, with the traceback of what is a bug in it."""
    out, err = Stream(), Stream()
    with (
        patch.object(sys, "stdin", Stream(given)),
        patch.dict(os.environ, {"MATCALC_DEBUG": "1"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(words)
    return Result(code, out.text, err.text)
