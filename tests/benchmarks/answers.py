"""The speed of one answer, from text to plain text, against SymPy's own matrix derivative in the same run.

In processor time, the least of some rounds: on a busy machine the wall clock of what takes long, which SymPy's derivatives
do, has other processes in it, and that of what is short has not. The derivative of logdet(X) is left out, for SymPy says at
once that it is 0, which is wrong.

python tests/benchmarks/answers.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from matcalc_cli.answers.answer import Answer
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate, verified
from matcalc_cli.render.reports.answers import program_text

ROUNDS = 15


def sympy_derivatives() -> dict[str, Callable[[], object]]:
    """The same expressions in SymPy, each differentiated afresh."""
    from sympy import Inverse, MatrixSymbol, Symbol, Trace, exp
    from sympy.core.cache import clear_cache

    n = Symbol("n")
    a, x, b, y = (MatrixSymbol(s, n, n) for s in "AXBY")
    v, w = MatrixSymbol("x", n, 1), MatrixSymbol("b", n, 1)
    functions: dict[str, tuple[Callable[[], object], object]] = {
        "A^3": (lambda: a**3, a),
        "inv(A)": (lambda: Inverse(a), a),
        "tr(X'*A*X)": (lambda: Trace(x.T * a * x), x),
        "x'*inv(A)*x": (lambda: v.T * a.inv() * v, v),
        "||A*x-b||^2": (lambda: (a * v - w).T * (a * v - w), v),
        "sum(exp(A*X*B))": (lambda: Trace((a * x * b).applyfunc(exp)), x),
        "||A-U*V'||^2": (lambda: Trace((a - x * y.T).T * (a - x * y.T)), x),
    }

    def timed(build: Callable[[], object], by: object) -> Callable[[], object]:
        def run() -> object:
            clear_cache()
            return str(build().diff(by))  # type: ignore[attr-defined]

        return run

    return {name: timed(build, by) for name, (build, by) in functions.items()}


VARIABLES = {
    "A^3": "A", "inv(A)": "A", "tr(X'*A*X)": "X", "x'*inv(A)*x": "x", "||A*x-b||^2": "x",
    "sum(exp(A*X*B))": "X", "||A-U*V'||^2": "U",
}  # fmt: skip


def derived(text: str, variable: str) -> Answer:
    """The answer, of which nothing is printed yet."""
    return differentiate(text, wrt=(variable,))


def printed(found: Answer) -> str:
    """The gradient or Jacobian in plain."""
    only = found.derivatives[0]
    node: Node = only.gradient or only.jacobian
    return program_text(node)


def answer(text: str, variable: str) -> str:
    """The gradient or Jacobian in plain, as it is."""
    return printed(derived(text, variable))


def sure(text: str, variable: str) -> str:
    """The gradient or Jacobian in plain, verified."""
    found = derived(text, variable)
    return printed(verified(found, "grad" if found.derivatives[0].gradient else "diff"))


def least_ms(run: Callable[[], object]) -> float:
    """The processor time of the fastest of some rounds, after one to warm up."""
    run()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append(1e3 * (time.process_time() - start))
    return min(times)


def batch(lines: int) -> float:
    """Seconds for a batch of different lines on standard input."""
    text = "".join(f"tr(X'*A{i}*X) + norm(A{i}*x - b{i})^2\n" for i in range(lines))
    command = [sys.executable, "-m", "matcalc_cli", "grad", "--wrt", "X", "--no-verify", "-"]
    start = time.perf_counter()
    subprocess.run(command, input=text, text=True, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    write = sys.stdout.write
    peers = sympy_derivatives()
    write(f"{'expression':18} {'matcalc ms':>11} {'verified':>9} {'SymPy ms':>9} {'ratio':>6} {'verified':>9}\n")
    for text, variable in VARIABLES.items():
        runs = (partial(answer, text, variable), partial(sure, text, variable), peers[text])
        plain, checked, theirs = map(least_ms, runs)
        write(f"{text:18} {plain:11.2f} {checked:9.2f} {theirs:9.1f} {theirs / plain:6.0f} {theirs / checked:9.0f}\n")
    write(f"1,000 different lines on standard input: {batch(1000):.2f} s\n")


if __name__ == "__main__":
    main()
