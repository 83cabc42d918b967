"""The types of emitted modules, as `mypy --strict` sees them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcalc_cli.questions import modules

LIBRARIES = {"numpy": "numpy", "array-api": "array_api_compat", "jax": "jax", "torch": "torch"}
VALUE = {"numpy": "float", "array-api": "Any", "jax": "Array", "torch": "Tensor"}
"""What f returns."""


@pytest.mark.parametrize("target", LIBRARIES)
def test_a_module_is_clean_and_says_what_it_returns(target: str, tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    pytest.importorskip(LIBRARIES[target], reason=f"{LIBRARIES[target]} is not installed")
    (tmp_path / "emitted.py").write_text(modules.code("norm(inv(A)*b)^2 + logdet(A)", target=target), encoding="utf-8")
    (tmp_path / "user.py").write_text(
        "import emitted\nreveal_type(emitted.f)\nemitted.gradient_A()\n", encoding="utf-8"
    )
    files = [str(tmp_path / name) for name in ("emitted.py", "user.py")]
    said, _, code = api.run(["--strict", "--cache-dir", str(tmp_path / "cache"), *files])
    found = re.search(r'user.py:2: note: Revealed type is ".* -> (.*)"', said)
    assert code == 1
    assert found is not None
    assert found[1].rpartition(".")[2] == VALUE[target]
    assert re.findall(r"(\w+)\.py:(\d+): error: .*\[([\w-]+)\]", said) == [("user", "3", "call-arg")], said
