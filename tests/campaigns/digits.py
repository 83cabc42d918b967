"""Transcendental, matrix and spectral functions: the answers for random programs against difference quotients of f.

PYTHONPATH=. python tests/campaigns/digits.py COUNT [SEED]

With eighty digits, by mpmath; COUNT is how many programs are compared. Exit code 1 if an answer was wrong.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from random import Random

from mpmath import mp

from matcalc_cli.check.exact.arithmetic.matrices import SingularError
from matcalc_cli.cli.deadline import within
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import Shape
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import differentiate
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, program
from tests.oracles.shrink import shrink
from tests.oracles.sixty import NoValueError, disagreements
from tests.oracles.trial import dimensions_known

SIZES = ({"m": 2, "n": 3, "p": 2}, {"m": 3, "n": 2, "p": 3})
DRAWS = 4
SECONDS = 5
SHOWN = 8
NONE = (NoValueError, SingularError, ValueError, ArithmeticError, RuntimeError)
"""What is raised where f has no real value: a logarithm of -1, the inverse of a singular matrix, or mpmath finds none."""
SYMMETRIC = ("eigvals", "eigmax")
DEFINITE = ("chol", "logm", "sqrtm", "eigvals", "eigmax")
ENTIRE = ("expm", "sinm", "cosm")
SPECTRAL = (*SYMMETRIC, *DEFINITE, *ENTIRE, *ENTIRE, "svdvals", "specnorm", "nucnorm", "polar")
CALLED = (
    *(name for name, f in FUNCTIONS.items() if f.elementwise),
    "softmax",
    "logsumexp",
    "norm",
    "det",
    "logdet",
    "inv",
    "pinv",
)
"""What is drawn besides: everything that is no polynomial."""


class Spectral(Generator):
    """Functions of matrices that are symmetric, or positive definite, as well."""

    def called(self, shape: Shape, fuel: int) -> Raw | None:
        name = self.random.choice(SPECTRAL)
        n = self.size()
        if self.random.random() < 0.4 or not RESULT[name](shape, n):
            return super().called(shape, fuel)
        size = shape[0] if shape[0] != 1 else n
        square = self.grow((size, size), fuel)
        if name in DEFINITE and (name not in SYMMETRIC or self.random.random() < 0.5):
            inner = Raw("multiply", square.shape, (Raw("transpose", square.shape, (square,)), square))
            square = Raw("add", square.shape, (inner, Raw("I", square.shape, sizes=(size,))))
        elif name in SYMMETRIC:
            square = Raw("sym", square.shape, (square,))
        return Raw(name, shape, (square,))


RESULT = {
    **dict.fromkeys(("eigvals", "svdvals"), lambda shape, _: shape[1] == 1 != shape[0]),
    **dict.fromkeys(("eigmax", "specnorm", "nucnorm"), lambda shape, _: shape == (1, 1)),
    **dict.fromkeys(("chol", "logm", "sqrtm", "polar", *ENTIRE), lambda shape, _: shape[0] == shape[1] != 1),
}
"""Whether a function has results of a shape."""


def random_program(seed: int) -> Raw:
    """The program of a seed: up to eight operations."""
    random = Random(seed)
    return Spectral(random, CALLED if random.random() < 0.7 else ()).expression(random.randint(1, 8))


def outcome(raw: Raw, seed: int) -> str:
    """ "ok", what is wrong, or why nothing could be compared."""
    if not dimensions_known(raw):
        return "no sizes"
    try:
        derivatives = differentiate(program(raw)).derivatives
    except MatcalcError as error:
        return f"refused: {error.kind}"
    if not derivatives:
        return "a constant"
    for draw in range(DRAWS):
        try:
            found = within(SECONDS, lambda: disagreements(raw, derivatives, SIZES[seed % 2], DRAWS * seed + draw))  # noqa: B023
        except MatcalcError:
            return "too slow"
        except NONE:
            continue
        except (TypeError, mp.NoConvergence):  # deep inside mpmath, of matrices that are no numbers any more
            return "mpmath failed"
        return found[0] if found else "ok"
    return "no value"


def main() -> None:
    """Compare until COUNT programs were; print what is wrong, shrunk, and how often each function was there."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    words, functions = Counter[str](), Counter[str]()
    began = time.perf_counter()
    while words["ok"] + words["WRONG"] < count:
        raw = random_program(seed)
        word = outcome(raw, seed)
        if " by " in word:
            if words["WRONG"] < SHOWN:
                small = shrink(raw, lambda r: " by " in outcome(r, seed), budget=100)  # noqa: B023
                print(f'seed {seed}: matcalc diff --check "{program(small)}"\n    {outcome(small, seed)}', flush=True)
            word = "WRONG"
        words[word] += 1
        functions.update({r.op for r in raw.walk()} if word == "ok" else ())
        seed += 1
    print(f"{dict(words)} up to seed {seed}, {time.perf_counter() - began:.0f} s")
    print(", ".join(f"{name} {n}" for name, n in functions.most_common()))
    sys.exit(words["WRONG"] > 0)


if __name__ == "__main__":
    main()
