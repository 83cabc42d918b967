"""Claims that hold on one side of a root, and right ones: PYTHONPATH=. python tests/campaigns/one_sided.py COUNT [SEED].

COUNT is how many of each are tried, at random from all, or how many seconds: 2000, 60s.

f is a root, a modulus, a norm, a singular value, an arc function or a real power of an inner expression g that has both
signs, so that f is one function of g where g > 0 and another where g < 0. The derivative of either is a one-sided claim;
the right one follows g. Exit code 1 if a one-sided claim is called ok or a right one wrong.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import NamedTuple

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions.checking import check_claim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express

SHOWN = 20


class Branching(NamedTuple):
    """f in terms of {g}, the function that it is on one side, and the factor that makes a slope right on both.

    The slope is that of the branch or, where `of_g`, that of g.
    """

    family: str
    f: str
    branch: str
    turn: str = "sign({g})"
    where: str = ""
    of_g: bool = False


BRANCHING = (
    Branching("root", "sqrt(({g})^2)", "{g}"),
    Branching("root", "(({g})^2)^(3/2)", "({g})^3"),
    Branching("root", "sqrt(({g})^2*delta^2)", "({g})*delta", "sign({g})*sign(delta)"),
    Branching("root", "sqrt(({g})^2*(1 + delta^2))", "({g})*sqrt(1 + delta^2)"),
    Branching("modulus", "abs({g})", "{g}"),
    Branching("modulus", "abs({g})^3", "({g})^3"),
    Branching("modulus", "relu({g})", "{g}", "step({g})"),
    Branching("norm", "norm(({g})*v)", "({g})*norm(v)"),
    Branching("norm", "norm1(({g})*v)", "({g})*norm1(v)"),
    Branching("norm", "norm(({g})*V)^3", "({g})^3*norm(V)^3"),
    Branching("spectral", "specnorm(({g})*V)", "({g})*specnorm(V)"),
    Branching("spectral", "nucnorm(({g})*V)", "({g})*nucnorm(V)"),
    Branching("spectral", "svdvals(({g})*V)'*v", "({g})*svdvals(V)'*v"),
    Branching("spectral", "tr(sqrtm(({g})^2*P))", "({g})*tr(sqrtm(P))", where="P: spd(k)"),
    Branching("arc", "arccos(cos({g}))", "{g}", "sign(sin({g}))"),
    Branching("arc", "arcsin(sin({g}))", "{g}", "sign(cos({g}))"),
    Branching(
        "real power", "(({g})^2)^gamma", "({g})^(2*gamma)", "2*gamma*abs({g})^(2*gamma - 1)*sign({g})", of_g=True
    ),
    Branching("real power", "(({g})^4)^(1/4)", "{g}"),
)

INNER = (
    "alpha", "alpha - 1", "alpha + 10", "2*alpha", "-alpha", "alpha^3", "sin(alpha)", "tanh(alpha)", "log(alpha^2)",
    "alpha^2 - 3", "exp(alpha) - 2", "cos(alpha) + 1/2", "alpha*beta", "alpha*beta - 1", "alpha - beta", "x'*y", "sum(x)",
    "x'*x - 1", "norm(x) - 2", "alpha*x'*y", "x'*y - alpha", "x'*A*y", "x'*B*x", "tr(B)", "det(B)", "det(B) - 1", "tr(B*C)",
    "tr(B^2)", "sum(A)", "x'*B*x - y'*B*y",
)  # fmt: skip
BOUNDED = ("sin(alpha)", "tanh(alpha)", "cos(alpha) + 1/2")
"""Those that are nowhere beyond pi/2."""


class Claim(NamedTuple):
    """What is claimed of the derivative of a text with respect to a variable."""

    family: str
    text: str
    variable: str
    said: str


def claims(*, one_sided: bool) -> list[tuple[Branching, str, str, str]]:
    """All that can be claimed: what branches, the inner expression, the side or how the right answer is written, the reading."""
    forms = ("", "-") if one_sided else ("turned", "own")
    every = product(BRANCHING, INNER, forms, ("differential", "gradient"))
    # arcsin(sin(g)) is g wherever |g| < pi/2.
    return [chosen for chosen in every if not ("arcsin" in chosen[0].f and chosen[1] in BOUNDED)]


def claim(chosen: tuple[Branching, str, str, str], random: Random) -> Claim:
    """One of them, about a random variable of the inner expression."""
    form, g, side, reading = chosen
    where = f" where {form.where}" if form.where else ""
    text = form.f.format(g=g) + where
    variable = random.choice([v.spelling for v in differentiate(g).variables])
    if side == "own":
        return Claim(form.family, text, variable, said(text, variable, reading))
    branch = "{g}" if form.of_g and side == "turned" else form.branch
    slope = said(branch.format(g=g) + where, variable, reading).partition(" where ")[0]
    turn = {"turned": f"{form.turn}*".format(g=g)}.get(side, side)
    return Claim(form.family, text, variable, f"{turn}({slope})")


def said(text: str, variable: str, reading: str) -> str:
    """The differential, or the gradient, as matcalc writes it."""
    (found,) = differentiate(text, wrt=[variable]).derivatives
    node = found.differential if reading == "differential" else found.gradient or found.jacobian
    return plain(express(node))


def verdict(chosen: Claim) -> tuple[str, str]:
    """The word, and what is said of a wrong claim."""
    try:
        report = check_claim(chosen.text, chosen.said, wrt=[chosen.variable]).check
    except MatcalcError as error:
        return f"error: {error.kind}", str(error)
    assert report is not None
    return report.verdict, report.reason or (report.claim.diagnosis if report.claim else "")


def sample(seed: int, *, one_sided: bool) -> Iterator[Claim]:
    """Claims in a random order, without end."""
    random = Random(seed)
    while True:
        for chosen in random.sample(every := claims(one_sided=one_sided), len(every)):
            yield claim(chosen, random)


def run(count: int, seconds: float, seed: int, *, one_sided: bool) -> bool:
    """Whether none of the claims gets the word that none may get."""
    usual, never = ("wrong", "ok") if one_sided else ("ok", "wrong")
    words: Counter[str] = Counter()
    families: Counter[tuple[str, str]] = Counter()
    told: Counter[str] = Counter()
    began = time.perf_counter()
    for tried, chosen in enumerate(sample(seed, one_sided=one_sided)):
        if tried == count or time.perf_counter() - began > seconds:
            break
        word, why = verdict(chosen)
        words[word] += 1
        told[why if word == "wrong" else ""] += 1
        if word != usual:
            families[chosen.family, word] += 1
            if families.total() <= SHOWN:
                print(f"{word}: {chosen.text!r} {chosen.variable} {chosen.said!r}: {why}", flush=True)
    print("one-sided" if one_sided else "right", dict(words), dict(families), f"{time.perf_counter() - began:.0f} s")
    for why, n in told.most_common(SHOWN):
        print(f"{n:6} {why}")
    return words[never] == 0


def main() -> int:
    """Try both and say how many of each verdict came."""
    most, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    count, seconds = (sys.maxsize, float(most[:-1])) if most.endswith("s") else (int(most), float("inf"))
    return int(not all([run(count, seconds, seed, one_sided=side) for side in (True, False)]))


if __name__ == "__main__":
    sys.exit(main())
