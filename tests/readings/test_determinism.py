"""The same answers in every process: neither hash seeds nor earlier questions change what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.readings.test_readings import CASES

ROOT = Path(__file__).parents[2]
PRINT = """
import sys
from matcalc_cli.pipeline import differentiate, reads_back
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.formats.latex import latex
for program in sys.stdin.read().splitlines():
    answer = differentiate(program, order=2)
    for d in answer.derivatives:
        for node in (d.differential, d.jacobian, d.gradient, d.hessian):
            if node is not None:
                print(program_text(node, reads_back), latex(express(node)))
"""
PROGRAMS = CASES[:40]


def printed(programs: list[str], seed: str) -> list[str]:
    """What a fresh process with that hash seed prints for some programs."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT], input="\n".join(programs), capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return done.stdout.splitlines()


def test_answers_do_not_depend_on_the_hash_seed() -> None:
    assert len(PROGRAMS) == 40
    first = printed(PROGRAMS, "0")
    assert len(first) > 150
    assert printed(PROGRAMS, "1") == first
    assert printed(PROGRAMS, "4242") == first


def test_answers_do_not_depend_on_earlier_questions() -> None:
    forward, backward = printed(PROGRAMS, "0"), printed(PROGRAMS[::-1], "0")
    assert sorted(forward) == sorted(backward)
