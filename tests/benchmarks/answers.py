"""The speed of one answer, from text to plain text, against SymPy's own matrix derivative in the same run.

python tests/benchmarks/answers.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.reports.answers import program_text

ROUNDS = 15


def sympy_derivatives() -> dict[str, Callable[[], object]]:
    """The same expressions in SymPy, each differentiated afresh."""
    from sympy import Inverse, MatrixSymbol, Symbol, Trace, exp, log
    from sympy.core.cache import clear_cache
    from sympy.matrices.expressions.determinant import Determinant

    n = Symbol("n")
    a, x, b, y = (MatrixSymbol(s, n, n) for s in "AXBY")
    v, w = MatrixSymbol("x", n, 1), MatrixSymbol("b", n, 1)
    functions: dict[str, tuple[Callable[[], object], object]] = {
        "A^3": (lambda: a**3, a),
        "inv(A)": (lambda: Inverse(a), a),
        "tr(X'*A*X)": (lambda: Trace(x.T * a * x), x),
        "logdet(X)": (lambda: log(Determinant(x)), x),
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
    "A^3": "A", "inv(A)": "A", "tr(X'*A*X)": "X", "logdet(X)": "X", "x'*inv(A)*x": "x", "||A*x-b||^2": "x",
    "sum(exp(A*X*B))": "X", "||A-U*V'||^2": "U",
}  # fmt: skip


def answer(text: str, variable: str) -> str:
    """The gradient or Jacobian in plain."""
    found = differentiate(text, wrt=(variable,)).derivatives[0]
    node: Node = found.gradient or found.jacobian
    return program_text(node)


def median_ms(run: Callable[[], object]) -> float:
    """The median of some rounds, after one to warm up."""
    run()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


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
    write(f"{'expression':18} {'matcalc ms':>11} {'SymPy ms':>10} {'ratio':>7}\n")
    for text, variable in VARIABLES.items():
        ours, theirs = median_ms(lambda t=text, v=variable: answer(t, v)), median_ms(peers[text])  # type: ignore[misc]
        write(f"{text:18} {ours:11.2f} {theirs:10.1f} {theirs / ours:7.0f}\n")
    write(f"1,000 different lines on standard input: {batch(1000):.2f} s\n")


if __name__ == "__main__":
    main()
