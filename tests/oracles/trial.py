"""One random program through matcalc: every answer it gets against exact arithmetic."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from matcalc_cli.check.claims.own_answer import numeric
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.draw import SMALLEST, Draw, Setting
from matcalc_cli.check.exact.joint import Joint
from matcalc_cli.check.exact.trial import Sides, Trial, Verdict
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, program, value
from tests.oracles.shrink import shrink

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.check.exact.arithmetic.matrices import Matrix
    from matcalc_cli.check.exact.draw_values import World

SIGNED = 2
"""Draws that must agree where signs are asked."""
BRANCHES = (
    "sqrt", "norm(", "std(", ".^(", "arcsin(", "arccos(", "arctan(", "asinh(", "acosh(", "atanh(", "atan2(", "logcosh(",
)  # fmt: skip
"""What a text has where exact arithmetic chooses a root or a branch."""
ELSEWHERE = 10
"""Draws after one where random functions or signs make a difference."""
HESSIAN_FUEL = 8
"""Expressions with at most this many parts are differentiated twice."""


class Finding:
    """What one program showed: "ok", "undecided", or "wrong"/"differs"/"error" with the details."""

    __slots__ = ("detail", "word")

    def __init__(self, word: str, detail: str = "") -> None:
        self.word, self.detail = word, detail

    @property
    def bad(self) -> bool:
        return self.word in ("wrong", "differs", "error")


def random_program(
    seed: int, functions: str = "", *, structured: float = 0.25, most: int = 0, families: bool = False,
    unspecified: bool = False, whole: bool = False,
) -> Raw:  # fmt: skip
    """The expression of a seed, of at most about `most` operations (0: of 9, now and then 18); the same in every process."""
    random = Random(seed)
    fuel = random.randint(2, most or (18 if seed % 64 == 63 else 9))
    grower = Generator(
        random, functions.split(), structured=structured, families=families, unspecified=unspecified, whole=whole
    )
    return grower.expression(fuel)


def trial(raw: Raw, *, seed: int = 0, order: int = 2) -> Finding:
    """The answers for an expression against f(X + e E), where f is what was typed, step by step in dual numbers."""
    text = program(raw)
    if not dimensions_known(raw):
        return Finding("skipped")
    try:
        small = sum(1 for r in raw.walk() if r.args) <= HESSIAN_FUEL
        answer = differentiate(text, wrt=two_members(raw, seed), order=order if small else 1)
        question = Question(raw, answer)
    except MatcalcError as error:
        refused = error.kind in ("unsupported", "usage")  # usage: 1/0 has no value
        return Finding("unsupported" if refused else "error", f"{error.kind}: {error.message}")
    except Exception as error:  # noqa: BLE001 anything at all is a finding
        return Finding("error", f"{type(error).__name__} at {_place(error)}: {str(error)[:200]}")
    return question.finding(seed)


class Question:
    """Whether the value and every reading of an answer are those of the expression that was typed."""

    def __init__(self, raw: Raw, answer: Answer) -> None:
        self.raw, self.answer, self.joint = raw, answer, Joint(answer, "json")
        by_name = {v.name: v for v in answer.variables}
        self.names = {s: by_name[name] for name, s in raw.symbols().items()}
        self.setting = Setting([answer.expression, *self.joint.claims, *answer.variables])
        self.setting.whole |= {v for v in answer.variables if v.kind == "integer"}
        lengths = any(r.op == "member" or not {"M", "N"}.isdisjoint(map(str, r.sizes)) for r in raw.walk())
        self.setting.names = sorted({*self.setting.names, "m", "n", "p", *(["M", "N"] if lengths else [])})

    def finding(self, seed: int) -> Finding:
        """All in one draw; what is not right there is asked once more alone."""
        verdict = self.verdict(self.sides, seed)
        if verdict.word == "ok":
            return Finding("ok")
        if verdict.word == "undecided" and "differ" not in verdict.reason:
            return Finding("undecided", f": {verdict.reason}")
        if verdict.word == "undecided" and self.agrees_elsewhere(seed):
            return Finding("undecided", ": the two sides differ in one draw and agree in another")
        if self.has_roots() and self.agrees_in_numbers(seed):
            return Finding("undecided", ": they differ by the root that exact arithmetic chose, and not in numbers")
        word = "wrong" if verdict.word == "wrong" else "differs"
        return Finding(word, f"{self.culprit(seed)} {verdict.sizes}\n{self.described()}")

    def agrees_elsewhere(self, seed: int) -> bool:
        """Whether it depends on the draw: abs(3) is 3 and sqrt(9) is -3 modulo p, but abs(4) is sqrt(16)."""
        return any(self.verdict(self.sides, other).word == "ok" for other in range(seed + 1, seed + ELSEWHERE))

    def has_roots(self) -> bool:
        """Whether a root is typed or printed: modulo p, sqrt(9) is -3, where two forms of one value may take different roots."""
        texts = program(self.raw) + self.described()
        return any(root in texts for root in BRANCHES)

    def agrees_in_numbers(self, seed: int) -> bool:
        """Whether eighty digits find what was typed in the answer, and differences the derivatives."""
        from tests.oracles.normal import equal_in_digits

        sizes = dict(zip(self.setting.names, range(SMALLEST, SMALLEST + len(self.setting.names)), strict=True))
        same = equal_in_digits(self.raw, self.answer.expression, sizes, seed)
        return same and numeric(self.answer, seed=seed).verdict != "wrong"

    def verdict(self, compare: Callable[[Draw], Sides], seed: int) -> Verdict:
        """At sizes by the seed, all different; where there is no value at the same the other way round."""
        names = self.setting.names
        first = Random(seed).sample(range(SMALLEST, SMALLEST + len(names)), len(names))
        orders = [dict(zip(names, order, strict=True)) for order in (first, first[::-1])]
        orders = [order for order in orders if self.setting.exist(order)] or self.existing(seed)
        question = Trial(self.setting, self.joint.variables, compare, 1, None, trials=1, signed=SIGNED)
        return question.verdict(orders, seed)

    def existing(self, seed: int) -> list[dict[str, int]]:
        """Sizes at which every name has values, where those of the seed leave no room: a tall matrix of orthonormal columns."""
        found = [*self.setting.sizes()]
        return found[seed % len(found) :][:1] if found else []

    def sides(self, draw: Draw) -> Sides:
        """The value of f, and all readings."""
        typed = cache(self.typed)
        right = evaluate(self.answer.expression, draw.still)
        left = typed(draw.still)
        more, claimed = self.joint.sides(typed, draw)
        return [*left, *more], [*right, *claimed]

    def value(self, draw: Draw) -> Sides:
        """What was typed, and what matcalc took it for: numbers first, which are singular sooner than jets."""
        claimed = evaluate(self.answer.expression, draw.still)
        return self.typed(draw.still), claimed

    def typed(self, world: World) -> Matrix:
        """What was typed, in a draw."""
        for symbol, variable in self.names.items():
            if symbol.axes:
                world.families[symbol] = world.families[variable]
            else:
                world.values[symbol] = world.values[variable]
        return value(self.raw, world)

    def culprit(self, seed: int) -> str:
        """The first reading that is not right."""
        parts = [("the expression", self.value), *self.joint.comparisons(self.typed)]
        return next((name for name, compare in parts if self.verdict(compare, seed).word != "ok"), "all together")

    def described(self) -> str:
        """What matcalc took the text for, and the claims."""
        return "\n".join(f"    {show(node)}" for node in (self.answer.expression, *self.joint.claims))


def dimensions_known(raw: Raw) -> bool:
    """Whether every dimension that stands as a number is declared by a name: else it would read as a vector."""
    declared = {str(size) for s in raw.symbols().values() for size in s.shape} | {"N", "M"}
    return all(str(size) in declared for r in raw.walk() if r.op == "size" for size in r.sizes)


def two_members(raw: Raw, seed: int) -> list[str]:
    """Two members of one family, by which a program is differentiated at every other seed that has one; else nothing."""
    families = [name for name, s in raw.symbols().items() if s.axes == 1]
    return [f"{families[0]}_{place}" for place in "rs"] if families and seed % 2 else []


def smallest(raw: Raw, found: Finding, *, seed: int = 0) -> Raw:
    """A small expression that fails in the same draw, and with an error where there was one."""

    def fails(candidate: Raw) -> bool:
        again = trial(candidate, seed=seed)
        return again.bad and (again.word == "error") == (found.word == "error")

    return shrink(raw, fails, budget=300)


def show(node: Node) -> str:
    return plain(express(node))


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{f.filename.split('/')[-1]}:{f.lineno}" for f in frames[-1:-3:-1])
