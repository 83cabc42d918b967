"""One random program through matcalc: every answer it gets against exact arithmetic."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from random import Random

from matcalc_cli.answer import Answer
from matcalc_cli.check.draw import Draw, Setting
from matcalc_cli.check.exact import evaluate
from matcalc_cli.check.field import NoValueError
from matcalc_cli.check.oracle import Manner
from matcalc_cli.check.trial import draws_for
from matcalc_cli.check.verify import (
    Verdict,
    verify,
    verify_derivative,
    verify_gradient,
    verify_hessian,
    verify_jacobian,
)
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, program, value
from tests.oracles.shrink import shrink

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


def random_program(seed: int, functions: str = "", *, structured: float = 0.25, most: int = 12) -> Raw:
    """The expression of a seed: the same in every process."""
    random = Random(seed)
    return Generator(random, functions.split(), structured=structured).expression(random.randint(2, most))


def trial(raw: Raw, *, order: int = 2) -> Finding:
    """The answers for an expression, each verified."""
    text = program(raw)
    if not dimensions_known(raw):
        return Finding("skipped")
    try:
        small = sum(1 for r in raw.walk() if r.args) <= HESSIAN_FUEL
        answer = differentiate(text, order=order if small else 1)
    except MatcalcError as error:
        refused = error.kind in ("unsupported", "usage")  # usage: 1/0 has no value
        return Finding("unsupported" if refused else "error", f"{error.kind}: {error.message}")
    except Exception as error:  # noqa: BLE001 anything at all is a finding
        return Finding("error", f"{type(error).__name__} at {_place(error)}: {str(error)[:200]}")
    found = Finding("ok")
    trouble = _other_value(raw, answer.expression)
    if trouble:
        return Finding(trouble, f"the expression became {show(answer.expression)}")
    for name, claim, verdict in _verdicts(answer):
        if verdict.word == "wrong" or "differ" in verdict.reason:
            word = "wrong" if verdict.word == "wrong" else "differs"
            return Finding(word, f"{name}: {show(claim)} {verdict.sizes}")
        if verdict.word == "undecided":
            found = Finding("undecided", f"{name}: {verdict.reason}")
    return found


def dimensions_known(raw: Raw) -> bool:
    """Whether every dimension that stands as a number is declared by a name: else it would read as a vector."""
    declared = {str(size) for s in raw.symbols().values() for size in s.shape}
    return all(str(size) in declared for r in raw.walk() if r.op == "size" for size in r.sizes)


def smallest(raw: Raw, found: Finding) -> Raw:
    """A small expression that shows the same."""

    def fails(candidate: Raw) -> bool:
        return trial(candidate).word == found.word

    return shrink(raw, fails, budget=300)


def _verdicts(answer: Answer) -> Iterator[tuple[str, Node, Verdict]]:
    f = answer.expression
    for d in answer.derivatives:
        x = d.variable
        yield f"differential of {x.name}", d.differential, verify(f, x, d.differential)
        if d.derivative is not None:
            yield f"derivative by {x.name}", d.derivative, verify_derivative(f, x, d.derivative)
        if d.gradient is not None:
            yield f"gradient by {x.name}", d.gradient, verify_gradient(f, x, d.gradient)
        yield f"jacobian by {x.name}", d.jacobian, verify_jacobian(f, x, d.jacobian)
        if d.hessian is not None:
            yield f"hessian by {x.name}", d.hessian, verify_hessian(f, x, d.hessian)


def show(node: Node) -> str:
    return plain(express(node))


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{f.filename.split('/')[-1]}:{f.lineno}" for f in frames[-1:-3:-1])


def lawful(manner: Manner) -> Manner:
    return Manner(strict=manner.strict, positive=manner.positive, laws=True)


def _other_value(raw: Raw, expression: Node) -> str:
    """Whether the expression has not the value that the operations have one by one."""
    setting = Setting([expression])
    by_name = {s.name: s for s in setting.symbols}
    symbols = raw.symbols()
    setting.symbols = sorted(
        {*setting.symbols, *(s for n, s in symbols.items() if n not in by_name)}, key=lambda s: s.key
    )
    setting.whole |= {s for s in setting.symbols if s.name == "k"}
    setting.names = sorted({*setting.names, "m", "n", "p"})
    for sizes in list(setting.sizes())[:2]:
        for seed, manner in enumerate(draws_for(setting)):
            draw = Draw(setting, (), sizes, lawful(manner), seed=seed, order=0)
            for name, s in symbols.items():
                draw.still.values[s] = draw.still.values[by_name.get(name, s)]
            try:
                expected, got = value(raw, draw.still), evaluate(expression, draw.still)
            except NoValueError:
                continue
            if expected != got:
                oracles = draw.still.arithmetic.oracles
                return "differs" if oracles.used or oracles.signed or oracles.loose else "wrong"
            break
    return ""
