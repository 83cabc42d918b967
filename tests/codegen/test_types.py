"""The types of emitted modules, as `mypy --strict` sees them; it reads JAX and PyTorch for minutes, so not theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from matcalc_cli.questions import modules, stepping, varying

LIBRARIES = {"numpy": "numpy", "array-api": "array_api_compat"}
VALUE = {"numpy": "float", "array-api": "Any"}
"""What f returns."""
MODULES: dict[str, Callable[[], str]] = {
    "matrix_functions": lambda: modules.code("tr(expm(A)*B) + sum(erf(A))", wrt=["A"]),
    "unknown_functions": lambda: modules.code("phi(A*x) where phi: scalar of vector(m), A: matrix(m,n)", wrt=["x"]),
    "families": lambda: modules.code("sum(i, 1, N, y_i*w'*x_i) where y_i: scalar", wrt=["w"]),
    "script": lambda: modules.code("norm(A*x - b)^2", wrt=["x"], api="scipy"),
    "operators": lambda: modules.code("norm(A*x - b)^2", wrt=["x"], operators=True),
    "equation": lambda: modules.code_implicit("A*x - b", solve=["x"], loss="norm(x - y)^2"),
    "flow": lambda: varying.code_ode(
        "tanh(W*u) + p", states=["u"], loss="norm(u)^2", running="norm(u - c)^2", data="norm(u - y)^2"
    ),
    "recurrence": lambda: stepping.code_recurrence(
        "tanh(W*x + z)", states=["x"], each="norm(x - y)^2", inputs=["z"], loss="norm(x)^2"
    ),
}
"""NumPy modules of each command and option by name."""


def errors(folder: Path, files: Mapping[str, str]) -> tuple[str, list[tuple[str, ...]]]:
    """What mypy says, and its errors: the file, the line, the code."""
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    paths = [str(folder / f"{name}.py") for name in files]
    said, _, _ = api.run(["--strict", "--cache-dir", str(folder / "cache"), *paths])
    return said, re.findall(r"(\w+)\.py:(\d+): error: .*\[([\w-]+)\]", said)


@pytest.mark.parametrize("target", LIBRARIES)
def test_a_module_is_clean_and_says_what_it_returns(target: str, tmp_path: Path) -> None:
    pytest.importorskip(LIBRARIES[target], reason=f"{LIBRARIES[target]} is not installed")
    code = modules.code("norm(inv(A)*b)^2 + logdet(A)", target=target)
    user = "import emitted\nreveal_type(emitted.f)\nemitted.gradient_A()\n"
    said, found = errors(tmp_path, {"emitted": code, "user": user})
    revealed = re.search(r'user.py:2: note: Revealed type is ".* -> (.*)"', said)
    assert revealed is not None
    assert revealed[1].rpartition(".")[2] == VALUE[target]
    assert found == [("user", "3", "call-arg")], said


def test_modules_of_every_command_are_clean_without_stubs_of_scipy(tmp_path: Path) -> None:
    user = "import flow\nreveal_type(flow.solve)\nflow.gradient(1.0, 2.0)\n"
    said, found = errors(tmp_path, {name: write() for name, write in MODULES.items()} | {"user": user})
    assert {name for name, _, _ in found} == {"user"}, said
    assert {code for _, _, code in found} <= {"arg-type", "call-arg"}, said
    assert re.search(r"def \(T: (builtins\.)?float, u_0: numpy\.ndarray", said)


def test_every_argument_has_a_type() -> None:
    for write in MODULES.values():
        public = [node for node in ast.parse(write()).body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
        assert public
        for function in public:
            arguments = [*function.args.args, *function.args.kwonlyargs]
            assert [a.arg for a in arguments if a.annotation is None] == [], function.name
            assert function.returns is not None
