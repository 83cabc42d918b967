"""The outside judge, where it is: differentiation cases whose answers are known, none of which may be wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = os.environ.get("MATCALC_CASES", "")
FAMILIES = {
    "linear", "quadratic", "trace", "det", "inverse", "norm", "power", "kron", "vector-by-vector", "matrix-by-matrix",
    "matrix-by-scalar", "elementwise", "nn", "stats", "hessian",
}  # fmt: skip
LATER = re.compile(
    r"\b(expm|logm|mexp|sqrtm|sinm|cosm|chol|eig\w*|svd\w*|pinv|nucnorm|specnorm|nuclear|spectral|max|min)\("
)
"""Functions of a later issue."""


def due(case: dict[str, Any]) -> bool:
    """Whether matcalc should know the answer by now."""
    return case["family"] in FAMILIES and not case["structured"] and not LATER.search(case["expr"])


@pytest.mark.skipif(not FOLDER, reason="MATCALC_CASES names no folder with judge.py")
def test_every_known_answer_is_right(tmp_path: Path) -> None:
    lines = (Path(FOLDER) / "cases" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [line for line in lines if due(json.loads(line))]
    assert cases
    chosen = tmp_path / "cases.jsonl"
    chosen.write_text("\n".join(cases) + "\n", encoding="utf-8")
    judge = [sys.executable, str(Path(FOLDER) / "judge.py"), "--cases", str(chosen), "--seeds", "1"]
    done = subprocess.run(
        [*judge, "--matcalc", f"{sys.executable} -m matcalc_cli"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
