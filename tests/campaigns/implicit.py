"""Implicit differentiation of random systems against differences of a numerical solver.

    PYTHONPATH=. .venv/bin/python tests/campaigns/implicit.py [SYSTEMS [SINGULAR [SEED]]]

A system is made of random terms, each once in the language and once in NumPy, at a solution that is drawn first. What
matcalc says is compared with difference quotients of solutions that Newton's iteration finds in NumPy, on free entries,
with Jacobians by differences: nothing of matcalc is in that. Systems that determine nothing must not be answered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.errors import MatcalcError

Array = np.ndarray[Any, Any]
Env = dict[str, Array]
Term = tuple[str, Callable[[Env], Array]]
N, P = 3, 2
TOLERANCE = 2e-5


def place(rows: int, cols: int, entries: Sequence[tuple[int, int, float]]) -> Array:
    found = np.zeros((rows, cols))
    for i, j, x in entries:
        found[i, j] = x
    return found


def basis(kind: str, rows: int, cols: int, x: Array) -> list[Array]:
    """The directions of free entries."""
    pairs = [(i, j) for j in range(cols) for i in range(rows)]
    match kind:
        case "lower":
            return [place(rows, cols, [(i, j, 1)]) for i, j in pairs if i >= j]
        case "upper":
            return [place(rows, cols, [(i, j, 1)]) for i, j in pairs if i <= j]
        case "diagonal":
            return [place(rows, cols, [(i, i, 1)]) for i in range(rows)]
        case "symmetric" | "spd":
            return [place(rows, cols, [(i, j, 1), (j, i, 1)]) for i, j in pairs if i >= j]
        case "skew":
            return [place(rows, cols, [(i, j, 1), (j, i, -1)]) for i, j in pairs if i > j]
        case "orthogonal":
            return [x @ w for w in basis("skew", rows, cols, x)]
    return [place(rows, cols, [(i, j, 1)]) for i, j in pairs]


def draw(kind: str, rows: int, cols: int, rng: np.random.Generator) -> Array:
    """A general value of a kind."""
    if kind == "orthogonal":
        return np.linalg.qr(rng.standard_normal((rows, cols)))[0]
    if kind == "spd":
        a = rng.standard_normal((rows, cols))
        return a @ a.T + np.eye(rows)
    return sum(
        (rng.uniform(0.4, 1.6) * rng.choice([-1, 1]) * e for e in basis(kind, rows, cols, np.eye(rows, cols))),
        np.zeros((rows, cols)),
    )


def move(kind: str, x: Array, e: Array) -> Array:
    """X moved along E, inside its kind."""
    if kind != "orthogonal":
        return x + e
    w = x.T @ e / 2
    eye = np.eye(len(x))
    return x @ np.linalg.solve(eye - w, eye + w)


class System:
    """A text, its names with their kinds and values, what it solves for, and the residual in NumPy."""

    def __init__(
        self, text: str, names: Mapping[str, tuple[str, Array]], solve: Sequence[str],
        residual: Callable[[Env], Sequence[Array]], loss: Term | None = None,
    ) -> None:  # fmt: skip
        declared = [f"{name}: {said(kind, x)}" for name, (kind, x) in names.items()]
        self.text = f"{text} where {', '.join(declared)}"
        self.kinds = {name: kind for name, (kind, _) in names.items()}
        self.start = {name: x for name, (_, x) in names.items()}
        self.solve = list(solve)
        self.residual = residual
        self.loss = loss

    def values(self, env: Env) -> Array:
        return np.concatenate([np.asarray(v).ravel(order="F") for v in self.residual(env)])

    def solution(self, env: Env) -> Env:
        """The unknowns near the start where the equations hold."""
        for _ in range(60):
            r = self.values(env)
            if float(np.max(np.abs(r))) < 1e-13:
                return env
            along = [(name, e) for name in self.solve for e in basis(self.kinds[name], *env[name].shape, env[name])]
            h = 1e-6
            columns = [
                (self.values(self.moved(env, name, h * e)) - self.values(self.moved(env, name, -h * e))) / (2 * h)
                for name, e in along
            ]
            steps = np.linalg.lstsq(np.array(columns).T, -r, rcond=None)[0]
            for name in self.solve:
                total = sum(
                    (s * e for (n, e), s in zip(along, steps, strict=True) if n == name), np.zeros_like(env[name])
                )
                env = self.moved(env, name, total)
            if float(np.max(np.abs(steps))) < 1e-13:
                return env
        return env

    def moved(self, env: Env, name: str, e: Array) -> Env:
        return {**env, name: move(self.kinds[name], env[name], e)}


def said(kind: str, x: Array) -> str:
    if kind == "scalar":
        return "scalar"
    if kind == "vector":
        return f"vector({x.shape[0]})"
    return f"matrix({x.shape[0]},{x.shape[1]})" if kind == "matrix" else f"{kind}({x.shape[0]})"


def inv(a: Array) -> Array:
    return np.linalg.inv(a)


VECTOR: list[Term] = [
    ("A*x", lambda v: v["A"] @ v["x"]),
    ("tanh(x)", lambda v: np.tanh(v["x"])),
    ("x.^3", lambda v: v["x"] ** 3),
    ("(x'*x)*x", lambda v: (v["x"].T @ v["x"]) * v["x"]),
    ("alpha*x", lambda v: v["alpha"] * v["x"]),
    ("exp(B*x)", lambda v: np.exp(v["B"] @ v["x"])),
    ("B*(x.*c)", lambda v: v["B"] @ (v["x"] * v["c"])),
    ("norm(x)*c", lambda v: np.linalg.norm(v["x"]) * v["c"]),
    ("diag(c)*sin(x)", lambda v: v["c"] * np.sin(v["x"])),
    ("(c'*x)*B'*x", lambda v: (v["c"].T @ v["x"]) * (v["B"].T @ v["x"])),
]
MATRIX: list[Term] = [
    ("A*X", lambda v: v["A"] @ v["X"]),
    ("X*B", lambda v: v["X"] @ v["B"]),
    ("A*X*B", lambda v: v["A"] @ v["X"] @ v["B"]),
    ("X*A*X", lambda v: v["X"] @ v["A"] @ v["X"]),
    ("X^2", lambda v: v["X"] @ v["X"]),
    ("inv(X)", lambda v: inv(v["X"])),
    ("X.^2", lambda v: v["X"] ** 2),
    ("A.*X", lambda v: v["A"] * v["X"]),
    ("X'*A", lambda v: v["X"].T @ v["A"]),
    ("X*B*X'", lambda v: v["X"] @ v["B"] @ v["X"].T),
    ("tr(X)*A", lambda v: np.trace(v["X"]) * v["A"]),
    ("alpha*X", lambda v: v["alpha"] * v["X"]),
    ("det(X)*B", lambda v: np.linalg.det(v["X"]) * v["B"]),
    ("tanh(X)", lambda v: np.tanh(v["X"])),
    ("X - A*X*A'", lambda v: v["X"] - v["A"] @ v["X"] @ v["A"].T),
]
SYMMETRIC: list[Term] = [
    ("A'*X + X*A", lambda v: v["A"].T @ v["X"] + v["X"] @ v["A"]),
    ("X*S*X", lambda v: v["X"] @ v["S"] @ v["X"]),
    ("A*X*A'", lambda v: v["A"] @ v["X"] @ v["A"].T),
    ("X^2", lambda v: v["X"] @ v["X"]),
    ("inv(X)", lambda v: inv(v["X"])),
    ("alpha*X", lambda v: v["alpha"] * v["X"]),
    ("S.*X", lambda v: v["S"] * v["X"]),
    ("tr(X)*S", lambda v: np.trace(v["X"]) * v["S"]),
]
TRIANGLES: list[Term] = [
    ("L*L'", lambda v: v["L"] @ v["L"].T),
    ("L'*L", lambda v: v["L"].T @ v["L"]),
    ("L*S*L'", lambda v: v["L"] @ v["S"] @ v["L"].T),
    ("A*L*L'*A'", lambda v: v["A"] @ v["L"] @ v["L"].T @ v["A"].T),
    ("L*L' + L + L'", lambda v: v["L"] @ v["L"].T + v["L"] + v["L"].T),
    ("alpha*L*L'", lambda v: v["alpha"] * (v["L"] @ v["L"].T)),
]
DIAGONAL: list[Term] = [
    ("diag(D*A)", lambda v: np.diag(v["D"] @ v["A"])[:, None]),
    ("diag(A*D*B)", lambda v: np.diag(v["A"] @ v["D"] @ v["B"])[:, None]),
    ("diag(D*A*D)", lambda v: np.diag(v["D"] @ v["A"] @ v["D"])[:, None]),
    ("D*c", lambda v: v["D"] @ v["c"]),
    ("A*D*c", lambda v: v["A"] @ v["D"] @ v["c"]),
]
NUMBERS: list[Term] = [
    ("lambda^3", lambda v: v["lambda"] ** 3),
    ("exp(lambda)", lambda v: np.exp(v["lambda"])),
    ("alpha*lambda", lambda v: v["alpha"] * v["lambda"]),
    ("det(A - lambda*I(3))", lambda v: np.array([[np.linalg.det(v["A"] - v["lambda"] * np.eye(N))]])),
    ("c'*inv(A + lambda*I(3))*c", lambda v: v["c"].T @ inv(v["A"] + v["lambda"] * np.eye(N)) @ v["c"]),
    ("norm(lambda*c - A*c)^2", lambda v: np.array([[np.sum((v["lambda"] * v["c"] - v["A"] @ v["c"]) ** 2)]])),
]


def combined(terms: Sequence[Term], rng: np.random.Generator) -> Term:
    """A sum of one to three different terms, with coefficients."""
    count = int(rng.integers(1, 4))
    chosen = [terms[i] for i in rng.choice(len(terms), count, replace=False)]
    signs = [int(rng.choice([-3, -2, -1, 1, 2, 3])) for _ in chosen]
    text = " + ".join(f"({k})*({t})" for k, (t, _) in zip(signs, chosen, strict=True))
    return text, lambda v: sum(k * f(v) for k, (_, f) in zip(signs, chosen, strict=True))


def constants(rng: np.random.Generator) -> dict[str, tuple[str, Array]]:
    kinds = {
        "A": ("matrix", N, N), "B": ("matrix", N, N), "S": ("symmetric", N, N), "c": ("vector", N, 1), "alpha": ("scalar", 1, 1),
    }  # fmt: skip
    return {name: (kind, draw(kind, rows, cols, rng)) for name, (kind, rows, cols) in kinds.items()}


def used(text: str, names: Mapping[str, tuple[str, Array]]) -> dict[str, tuple[str, Array]]:
    import re

    words = set(re.findall(r"[A-Za-z]+", text))
    return {name: value for name, value in names.items() if name in words}


FAMILIES: list[tuple[str, str, int, list[Term], str, Term]] = [
    ("x", "vector", 1, VECTOR, "vector", ("norm(x - c)^2", lambda v: np.array([[np.sum((v["x"] - v["c"]) ** 2)]]))),
    ("X", "matrix", N, MATRIX, "matrix", ("tr(X*X*B)", lambda v: np.array([[np.trace(v["X"] @ v["X"] @ v["B"])]]))),
    ("X", "symmetric", N, SYMMETRIC, "symmetric", ("c'*X*c", lambda v: v["c"].T @ v["X"] @ v["c"])),
    ("X", "spd", N, SYMMETRIC, "symmetric", ("logdet(X)", lambda v: np.array([[np.linalg.slogdet(v["X"])[1]]]))),
    ("L", "lower", N, TRIANGLES, "symmetric", ("sum(L.*B)", lambda v: np.array([[np.sum(v["L"] * v["B"])]]))),
    ("D", "diagonal", N, DIAGONAL, "vector", ("tr(D*A*D)", lambda v: np.array([[np.trace(v["D"] @ v["A"] @ v["D"])]]))),
    ("lambda", "scalar", 1, NUMBERS, "scalar", ("lambda^2*alpha", lambda v: v["lambda"] ** 2 * v["alpha"])),
]


def of_family(rng: np.random.Generator, which: int) -> System:
    """A random combination, with a right side that it has at a solution drawn first."""
    name, kind, _, terms, image, (loss, value) = FAMILIES[which]
    text, f = combined(terms, rng)
    names = constants(rng)
    cols = 1 if kind in ("vector", "scalar") else N
    names[name] = (kind, draw(kind, 1 if kind == "scalar" else N, cols, rng))
    env = {n: x for n, (_, x) in names.items()}
    names["R"] = (image, np.asarray(f(env)).reshape(-1, N if image in ("matrix", "symmetric") else 1))
    body = f"{text} - R"
    with_loss = rng.random() < 0.4
    kept = used(f"{body} {loss if with_loss else ''}", names)
    return System(body, kept, [name], lambda v: [f(v) - v["R"]], (loss, value) if with_loss else None)


def eigenpair(rng: np.random.Generator) -> System:
    """A simple eigenvalue of a symmetric or general matrix."""
    kind = str(rng.choice(["symmetric", "matrix"]))
    while True:
        a = draw(kind, N, N, rng)
        values, vectors = np.linalg.eig(a)
        real = [i for i, value in enumerate(values) if abs(value.imag) < 1e-9]
        if real:
            break
    q = np.real(vectors[:, [real[0]]])
    q /= np.linalg.norm(q)
    names = {"A": (kind, a), "q": ("vector", q), "lambda": ("scalar", np.array([[values[real[0]].real]]))}
    return System(
        "[A*q - lambda*q; q'*q - 1]", names, ["q", "lambda"],
        lambda v: [v["A"] @ v["q"] - v["lambda"] * v["q"], v["q"].T @ v["q"] - 1],
    )  # fmt: skip


def stationary(rng: np.random.Generator) -> System:
    """A minimum on a plane with its multipliers."""
    names: dict[str, tuple[str, Array]] = {
        "H": ("spd", draw("spd", N, N, rng)), "C": ("matrix", draw("matrix", P, N, rng)), "x": ("vector", draw("vector", N, 1, rng)),
        "y": ("vector", draw("vector", P, 1, rng)),
    }  # fmt: skip
    h, c, x, y = (names[k][1] for k in ("H", "C", "x", "y"))
    names |= {"a": ("vector", h @ x + c.T @ y), "b": ("vector", c @ x)}
    return System(
        "[H*x + C'*y - a; C*x - b]", names, ["x", "y"],
        lambda v: [v["H"] @ v["x"] + v["C"].T @ v["y"] - v["a"], v["C"] @ v["x"] - v["b"]],
    )  # fmt: skip


def factors(rng: np.random.Generator) -> System:
    """QR, polar, eigen and LU-like factors together."""
    which = int(rng.integers(7))
    if which > 3:
        return _other_factors(which, rng)
    q, other = draw("orthogonal", N, N, rng), draw(("upper", "spd", "diagonal", "lower")[which], N, N, rng)
    if which == 2:
        other = other @ np.diag([1.0, 2.0, 3.0])
        names = {"Q": ("orthogonal", q), "D": ("diagonal", other), "A": ("symmetric", q @ other @ q.T)}
        return System("Q*D*Q' - A", names, ["Q", "D"], lambda v: [v["Q"] @ v["D"] @ v["Q"].T - v["A"]])
    if which == 0:
        names = {"Q": ("orthogonal", q), "R": ("upper", other), "A": ("matrix", q @ other)}
        return System("Q*R - A", names, ["Q", "R"], lambda v: [v["Q"] @ v["R"] - v["A"]])
    if which == 1:
        names = {"Q": ("orthogonal", q), "S": ("spd", other), "A": ("matrix", q @ other)}
        return System("Q*S - A", names, ["Q", "S"], lambda v: [v["Q"] @ v["S"] - v["A"]])
    names = {"Q": ("orthogonal", q), "A": ("matrix", q @ (other @ other.T + np.eye(N)))}
    return System("A'*Q - Q'*A", names, ["Q"], lambda v: [v["A"].T @ v["Q"] - v["Q"].T @ v["A"]])


def _other_factors(which: int, rng: np.random.Generator) -> System:
    """A = L U and S = L D L' with ones on the diagonal of L, and A = U D V'."""
    eye, unit = np.eye(N), np.tril(draw("lower", N, N, rng), -1) + np.eye(N)
    if which == 4:
        upper = draw("upper", N, N, rng)
        names = {"L": ("lower", unit), "U": ("upper", upper), "A": ("matrix", unit @ upper)}
        return System(
            "[L*U - A; diag(L) - 1]", names, ["L", "U"],
            lambda v: [v["L"] @ v["U"] - v["A"], np.diag(v["L"] - eye)],
        )  # fmt: skip
    d = draw("diagonal", N, N, rng) @ np.diag([1.0, 2.0, 3.0])
    if which == 5:
        names = {"L": ("lower", unit), "D": ("diagonal", d), "S": ("symmetric", unit @ d @ unit.T)}
        return System(
            "[L*D*L' - S; diag(L) - 1]", names, ["L", "D"],
            lambda v: [v["L"] @ v["D"] @ v["L"].T - v["S"], np.diag(v["L"] - eye)],
        )  # fmt: skip
    u, v = (draw("orthogonal", N, N, rng) for _ in range(2))
    names = {"U": ("orthogonal", u), "D": ("diagonal", d), "V": ("orthogonal", v), "A": ("matrix", u @ d @ v.T)}
    return System("U*D*V' - A", names, ["U", "D", "V"], lambda v: [v["U"] @ v["D"] @ v["V"].T - v["A"]])


def systems(rng: np.random.Generator) -> Iterator[System]:
    """Systems of every family, over and over."""
    while True:
        for which in range(len(FAMILIES)):
            yield of_family(rng, which)
        yield eigenpair(rng)
        yield stationary(rng)
        yield factors(rng)


def right(system: System, rng: np.random.Generator) -> str:
    """ "right", "wrong", "refused: why", or "ill conditioned" where the solver itself is not sure."""
    start = dict(system.start)
    moving = [name for name in start if name not in system.solve]
    along = {
        name: sum((rng.standard_normal() * e for e in basis(system.kinds[name], *start[name].shape, start[name])), np.zeros_like(start[name]))
        for name in moving
    }  # fmt: skip

    def there(t: float) -> Env:
        env = dict(start)
        for name, e in along.items():
            env = system.moved(env, name, t * e)
        found = system.solution(env)
        if system.loss:
            found = {**found, "loss~": system.loss[1](found)}
        return found

    wanted = ["loss~"] if system.loss else system.solve
    quotients = [{n: (there(h)[n] - there(-h)[n]) / (2 * h) for n in wanted} for h in (1e-4, 2e-4)]
    size = max(float(np.max(np.abs(q))) for q in quotients[0].values())
    if (
        not np.isfinite(size)
        or size > 1e4
        or any(np.max(np.abs(quotients[0][n] - quotients[1][n])) > 1e-3 * max(size, 1) for n in wanted)
    ):
        return "ill conditioned"
    truth = {n: (4 * quotients[0][n] - quotients[1][n]) / 3 for n in wanted}
    try:
        answer = pipeline.implicit(
            system.text, solve=system.solve, wrt=moving, loss=system.loss[0] if system.loss else "",
            prints="grad" if system.loss else "differential",
        )  # fmt: skip
    except MatcalcError as error:
        return f"refused: {error.message}"
    env: Env = {**start, **{f"d{n}": e for n, e in along.items()}}
    if system.loss:
        value = sum(
            float(np.sum(np.atleast_2d(at(d.gradient, env)) * along[d.variable.name])) for d in answer.derivatives
        )
        claims = {"loss~": np.array([[value]])}
    else:
        claims = {str(a.expression): np.atleast_2d(at(a.total, env)) for a in (answer, *answer.others)}
        claims = dict(zip(system.solve, claims.values(), strict=True))
    worst = max(float(np.max(np.abs(claims[n] - truth[n]))) for n in wanted)
    return "right" if worst <= TOLERANCE * max(1.0, size) else f"wrong: off by {worst:.2g} of {size:.2g}"


def at(node: Any, env: Env) -> Any:
    return evaluate(node, {s.name: (env[s.name] if s.kind != "scalar" else env[s.name].item()) for s in node.symbols})


SINGULAR = [
    ("X + X' - S where X: matrix({n},{n}), S: symmetric({n})", "X"),
    ("A*x - A*x", "x"),
    ("(u*v')*x - b where u: vector({n}), v: vector({n}), x: vector({n})", "x"),
    ("(x - y).^2", "x"),
    ("(alpha - beta)^2", "alpha"),
    ("det(A - lambda*I({n}))^2", "lambda"),
    ("A*x - b where A: skew({odd})", "x"),
    ("A*X - X*A - B where A: matrix({n},{n})", "X"),
    ("A*A'*x - A*b where A: matrix({more},{n})", "x"),
    ("Q*A*Q' - D where Q: orthogonal({n}), A: symmetric({n}), D: diagonal({n})", "Q"),
    ("L*L' - S where L: matrix({n},{n}), S: spd({n})", "L"),
    ("x'*x + alpha^2 where x: vector({n})", "alpha"),
    ("hat(w)*x - b where w: vector(3), x: vector(3)", "x"),
    ("x - (x'*y)/(y'*y)*y - b where x: vector({n}), y: vector({n})", "x"),
    ("(I({n}) - ones({n})*ones({n})'/{n})*x - b where x: vector({n})", "x"),
    ("S*X + X*S - B where S: skew({n}), X: matrix({n},{n})", "X"),
    ("[A*x - lambda*x; x'*x*0] where A: matrix({n},{n})", "x --solve lambda"),
    ("A'*A*x - A'*b where A: matrix({n},{more})", "x"),
    ("D*A + D - B where D: diagonal({n})", "D"),
    ("tr(X)*A - B where X: matrix({n},{n}), A: matrix({n},{n})", "X"),
    ("diag(x)*y*(c'*x) - 0*y where x: vector({n}), y: vector({n}), c: vector({n})", "x"),
    ("[x + y - b; 2*x + 2*y - 2*b] where x: vector({n})", "x --solve y"),
    ("Q'*Q - I({n}) where Q: orthogonal({n})", "Q"),
    ("sin(alpha - beta) - 1", "alpha"),
    ("sign(x) - b", "x"),
]


def singular(rng: np.random.Generator) -> tuple[str, list[str]]:
    """A system that determines nothing, at random sizes."""
    text, solve = SINGULAR[int(rng.integers(len(SINGULAR)))]
    n = int(rng.integers(2, 5))
    return text.format(n=n, odd=int(rng.choice([3, 5])), more=n + 1), solve.split(" --solve ")


def refused(text: str, solve: Sequence[str]) -> bool:
    try:
        answer = pipeline.implicit(text, solve=solve, prints="differential")
    except MatcalcError:
        return True
    return not answer.derivatives


def main() -> int:
    """Run both and say how many were what."""
    count, degenerate, seed = (
        (int(w) for w in (*sys.argv[1:], "200", "50", "0")[:3]) if len(sys.argv) == 1 else _given()
    )
    rng = np.random.default_rng(seed)
    said: dict[str, int] = {}
    done = 0
    for system in systems(rng):
        if done == count:
            break
        word = right(system, rng)
        if word == "ill conditioned":
            continue
        done += 1
        said[word.partition(":")[0]] = said.get(word.partition(":")[0], 0) + 1
        if word != "right":
            print(
                word, "|", system.text, "| solve", *system.solve, "| loss", system.loss and system.loss[0], flush=True
            )
    cases = [singular(rng) for _ in range(degenerate)]
    answered = [case for case in cases if not refused(*case)]
    for text, solve in answered:
        print("answered:", text, solve)
    print(f"{said}; of {len(cases)} singular ones {len(answered)} answered")
    return int(said.get("wrong", 0) > 0 or bool(answered))


def _given() -> tuple[int, int, int]:
    words = [int(w) for w in sys.argv[1:]]
    count, degenerate, seed = (*words, *(200, 50, 0)[len(words) :])
    return count, degenerate, seed


if __name__ == "__main__":
    sys.exit(main())
