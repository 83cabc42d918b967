"""Every row of the tables that `matcalc help numpy`, `matlab`, ... print: what it means, by the language and the library."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.cli.reference.topics import text as topic
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.questions.checking import evaluate
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.simplify import simplify

NOTATIONS = ("latex", "numpy", "julia", "matlab", "mathematica", "sympy", "matrixcalculus")
ROW = re.compile(r"  (\S.*?)\s{2,}(\S.*)")
WHERE = re.compile(r"\s+where\s.*")
SIZES = (3, 4, 5, 2, 6, 7)

Row = tuple[str, str]
Arrays = Mapping[str, Any]


def rows(notation: str) -> list[Row]:
    """The rows of a topic: what is written, with the declarations of what it means, and that."""
    found = [ROW.fullmatch(line) for line in topic(notation).splitlines()]
    pairs = [(line[1], line[2]) for line in found if line and not line[1].startswith("matcalc ")]
    return [(text + (WHERE.search(meaning) or [""])[0], meaning) for text, meaning in pairs]


ALL = [(notation, *row) for notation in NOTATIONS for row in rows(notation)]


@pytest.mark.parametrize(("notation", "text", "meaning"), ALL)
def test_a_row_is_read_as_it_says(notation: str, text: str, meaning: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, notation), meaning))
    assert found.shape == meant.shape
    assert program_text(simplify(found)) == program_text(simplify(meant)) or equal(found, meant).word == "ok"


@cache
def sized(text: str, notation: str) -> Mapping[str, tuple[str, tuple[int, ...]]]:
    """The kind and the shape of every name in a row."""
    variables = read(Written(text, notation))[1].variables
    dims = list(dict.fromkeys(str(d) for v in variables.values() for d in v.shape if not isinstance(d, int)))
    size = dict(zip(dims, SIZES, strict=False))
    three = dict.fromkeys(dims, 3) if "cross" in text.lower() else {}
    return {
        name: (v.kind, tuple(d if isinstance(d, int) else {**size, **three}[str(d)] for d in v.shape))
        for name, v in variables.items()
    }


def arrays(text: str, notation: str, *, positive: bool) -> dict[str, Any]:
    """Random values of both signs, or positive ones, matrices with positive eigenvalues, for the names of a row."""
    random = np.random.default_rng(11)
    found: dict[str, Any] = {}
    for name, (kind, shape) in sized(text, notation).items():
        value = random.uniform(0.3, 1.7, shape) * (1 if positive else random.choice([-1, 1], shape))
        if positive and shape[0] == shape[-1] > 1:
            value += 4 * np.eye(shape[0])
        if kind in ("spd", "symmetric"):
            value = value @ value.T + np.eye(shape[0]) if kind == "spd" else value + value.T
        found[name] = value
    return found


def ours(text: str, notation: str, at: Arrays) -> Any:
    """The value of a row, as matcalc reads it."""
    given = [f"{name}={value.tolist() if value.size > 1 else float(value.item())}" for name, value in at.items()]
    return np.asarray(evaluate(Written(text, notation), at=given, wanted="value").value)


def same(found: Any, wanted: Any) -> None:
    """The value and the shape; an array with one axis is a column."""
    expected = np.asarray(wanted, dtype=float)
    shapes = {0: (1, 1), 1: (expected.size, 1)}
    assert found.shape == shapes.get(expected.ndim, expected.shape)
    np.testing.assert_allclose(found.reshape(expected.shape), expected, rtol=1e-8, atol=1e-9)


def compared(notation: str, text: str, run: Any) -> None:
    """A row at numbers, positive ones where others have no value."""
    for positive in (False, True):
        at = arrays(text, notation, positive=positive)
        with np.errstate(all="ignore"):
            wanted = run(at)
        if np.all(np.isfinite(np.asarray(wanted, dtype=float))):
            return same(ours(text, notation, at), wanted)
    raise AssertionError("no value at any numbers")


def of_library(*prefixes: str) -> Iterator[str]:
    """The rows of NumPy's topic that a library runs."""
    pattern = re.compile(rf"\b(?:{'|'.join(prefixes)})\.")
    others = re.compile(r"\b(?:torch|F|jnp|jax|jsp|cp)\.|\.pow\(|\.t\(\)")
    for text, _ in rows("numpy"):
        if pattern.search(text) if prefixes[0] != "np" else not others.search(text):
            yield text


def flat(at: Arrays) -> dict[str, Any]:
    """Columns as arrays with one axis, numbers as numbers."""
    return {n: v.item() if v.size == 1 else v[:, 0] if v.shape[1] == 1 else v for n, v in at.items()}


def run_python(text: str, notation: str, modules: Arrays) -> None:
    """A row by Python, with the libraries it needs and its sizes."""
    code = WHERE.sub("", text)
    variables = read(Written(text, notation))[1].variables

    def run(at: Arrays) -> Any:
        pairs = [(d, k) for n, v in variables.items() for d, k in zip(v.shape, at[n].shape, strict=True)]
        return eval(code, dict(modules), {**{str(d): k for d, k in pairs}, **flat(at)})  # noqa: S307 the table's own code

    compared(notation, text, run)


@pytest.mark.parametrize("text", list(of_library("np")))
def test_numpy_computes_that(text: str) -> None:
    import scipy

    run_python(text, "numpy", {"np": np, "scipy": scipy})


@pytest.mark.parametrize("text", list(of_library("jnp", "jax", "jsp")))
def test_jax_computes_that(text: str) -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    jax.config.update("jax_enable_x64", True)
    run_python(text, "numpy", {"jnp": jax.numpy, "jax": jax, "jsp": pytest.importorskip("jax.scipy")})


@pytest.mark.parametrize("text", [*of_library("torch", "F"), "x.pow(2).sum()", "A.t()"])
def test_torch_computes_that(text: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

    class Tensors(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            value = super().__getitem__(name)
            return torch.tensor(value) if isinstance(value, np.ndarray) else value

    code, variables = WHERE.sub("", text), read(Written(text, "numpy"))[1].variables
    assert variables
    modules = {"torch": torch, "F": torch.nn.functional}
    compared("numpy", text, lambda at: eval(code, modules, Tensors(flat(at))).numpy())  # noqa: S307


@pytest.mark.parametrize("text", list(of_library("cp")))
def test_cvxpy_computes_that(text: str) -> None:
    cvxpy = pytest.importorskip("cvxpy", reason="CVXPY is not installed")

    def run(at: Arrays) -> Any:
        constants = {name: cvxpy.Constant(value) for name, value in flat(at).items()}
        return eval(WHERE.sub("", text), {"cp": cvxpy}, constants).value  # noqa: S307

    compared("numpy", text, run)


@pytest.mark.parametrize("text", [text for text, _ in rows("sympy") if text != "exp(A)"])
def test_sympy_computes_that(text: str) -> None:
    import sympy

    def run(at: Arrays) -> Any:
        variables = read(Written(text, "sympy"))[1].variables
        pairs = [(d, k) for n, v in variables.items() for d, k in zip(v.shape, at[n].shape, strict=True)]
        sizes = {str(d): k for d, k in pairs}
        values = {n: sympy.Float(v.item()) if v.size == 1 else sympy.ImmutableMatrix(v) for n, v in at.items()}
        symbolic = "Diagonal" in text  # which SymPy has of symbols alone
        names = {n: sympy.MatrixSymbol(n, *v.shape) if symbolic else v for n, v in values.items()}
        found = eval(WHERE.sub("", text), dict(vars(sympy)), {**sizes, **names})  # noqa: S307 the table's own code
        if symbolic:
            found = found.as_explicit().subs({names[n]: v for n, v in values.items()})
        found = found.doit()
        explicit = found.as_explicit() if hasattr(found, "as_explicit") else found
        shape = getattr(explicit, "shape", (1, 1))
        entries = sympy.Matrix(explicit).evalf() if hasattr(explicit, "shape") else [[explicit]]
        return np.array(entries, dtype=complex).real.reshape(shape)

    compared("sympy", text, run)


def test_sympy_has_the_exponential_of_a_matrix() -> None:
    import sympy

    nilpotent = np.triu(np.arange(1.0, 10.0).reshape(3, 3) / 4, 1)  # of others it takes a minute
    wanted = np.array(sympy.exp(sympy.ImmutableMatrix(nilpotent)).evalf(), dtype=float)
    same(ours("exp(A)", "sympy", {"A": nilpotent}), wanted)


class Site:
    """An array as matrixcalculus.org documents its operators: `*` is the product, what has a dot in front is of entries."""

    def __init__(self, value: Any) -> None:
        self.value = np.asarray(value, dtype=float)
        self.T = self if self.value.ndim == 0 else self.transposed()

    def transposed(self) -> Site:
        found = Site.__new__(Site)
        found.value, found.T = self.value.T, self
        return found

    def __mul__(self, other: Site) -> Site:
        of_number = 1 in (self.value.size, other.value.size)
        return Site(self.value * other.value if of_number else self.value @ other.value)

    def __add__(self, other: Site) -> Site:
        assert 1 in (self.value.size, other.value.size) or self.value.shape == other.value.shape
        return Site(self.value + other.value)

    def __sub__(self, other: Site) -> Site:
        return self + Site(-other.value)

    def __mod__(self, other: Site) -> Site:
        return Site(self.value * other.value)

    def __floordiv__(self, other: Site) -> Site:
        return Site(self.value / other.value)

    def __pow__(self, other: Site) -> Site:
        return Site(self.value**other.value)


SITE: dict[str, Any] = {
    "sum": np.sum, "tr": np.trace, "det": np.linalg.det, "inv": np.linalg.inv, "norm2": np.linalg.norm,
    "logdet": lambda x: np.linalg.slogdet(x)[1], "norm1": lambda x: np.abs(x).sum(),
    "diag": lambda x: np.diag(x.ravel()), "adj": lambda x: np.linalg.det(x) * np.linalg.inv(x), "relu": lambda x: np.maximum(x, 0),
    "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "abs": np.abs, "sign": np.sign,
}  # fmt: skip
"""What the site's functions are, of entries where they have no other meaning."""


@pytest.mark.parametrize("text", [text for text, _ in rows("matrixcalculus")])
def test_the_site_documents_that(text: str) -> None:
    code = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"Site(\1)", WHERE.sub("", text).replace("'", ".T"))
    for sign, said in ((".*", "%"), ("./", "//"), (".^", "**"), ("^", "**")):
        code = code.replace(sign, said)
    functions = {n: lambda x, f=f: Site(f(x.value)) for n, f in SITE.items()}

    def run(at: Arrays) -> Any:
        largest = next(v for v in at.values() if v.size > 1).shape if any(v.size > 1 for v in at.values()) else (1, 1)
        like = {
            "vector": lambda c: Site(c.value * np.ones(largest)),
            "matrix": lambda c: Site(c.value * np.ones(largest)),
        }
        names = {n: Site(v) for n, v in at.items()}
        return eval(code, {"Site": Site, **functions, **like, "eye": Site(np.eye(*largest))}, names).value  # noqa: S307

    compared("matrixcalculus", text, run)


@cache
def octave() -> Mapping[str, str]:
    """What Octave computes of every row of MATLAB's, in one process, at signed numbers and at positive ones."""
    lines = ["output_precision(16);"]
    for text, _ in rows("matlab"):
        for positive in (False, True):
            at = arrays(text, "matlab", positive=positive)
            values = "".join(f"{n} = {octave_matrix(v)}; " for n, v in at.items())
            code = WHERE.sub("", text)
            shown = 'printf("@%d %d\\n", size(r_)); printf("%.17g\\n", full(double(r_)));'
            real = "if iscomplex(r_), r_ = NaN(size(r_)); end;"
            lines.append(
                f'try; {values} r_ = {code}; {real} {shown} catch e_; printf("@error %s\\n", e_.message); end; clear -all;'
            )
    done = subprocess.run(
        ["octave-cli", "--no-gui", "--quiet"], input="\n".join(lines), capture_output=True, text=True, check=False
    )
    blocks = done.stdout.split("@")[1:]
    keys = [(text, positive) for text, _ in rows("matlab") for positive in (False, True)]
    assert len(blocks) == len(keys), done.stderr
    return {f"{text}{positive}": block for (text, positive), block in zip(keys, blocks, strict=True)}


def octave_matrix(value: Any) -> str:
    """A matrix as Octave types it."""
    return "[" + "; ".join(", ".join(repr(float(x)) for x in row) for row in value) + "]"


@pytest.mark.skipif(not shutil.which("octave-cli"), reason="needs Octave")
@pytest.mark.parametrize("text", [text for text, _ in rows("matlab")])
def test_octave_computes_that(text: str) -> None:
    for positive in (False, True):
        head, *values = octave()[f"{text}{positive}"].split("\n")
        if "'all'" in text and head.startswith("error"):
            pytest.skip("this Octave has no 'all'")
        assert not head.startswith("error"), head
        shape = tuple(map(int, head.split()))
        wanted = np.array([float(v) for v in values if v]).reshape(shape, order="F")
        if np.all(np.isfinite(wanted)):
            found = ours(text, "matlab", arrays(text, "matlab", positive=positive))
            assert found.shape == shape
            np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-9)
            return
    raise AssertionError("no value at any numbers")
