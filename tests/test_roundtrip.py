"""parse(print(e)) = e for random programs in every format that is read; tests/campaigns/roundtrip.py runs 100,000 each."""

from __future__ import annotations

from collections import Counter

import pytest

from matcalc_cli.pipeline import simplified
from tests.oracles.raw import program
from tests.oracles.roundtrip import FORMATS, PRINTED, outcome, printed
from tests.oracles.trial import random_program

EACH = 125
STARTS = range(0, 5 * EACH, EACH)
OFTEN = {"unicode": 0.6, "latex": 0.65, "numpy": 0.4, "julia": 0.4, "matlab": 0.5}
"""How many of the programs come back whole, where not nearly all do: see `outcome`."""


@pytest.mark.parametrize("start", STARTS)
def test_what_is_written_is_read_as_the_same(start: int) -> None:
    words = {form: Counter[str]() for form in FORMATS}
    for seed in range(start, start + EACH):
        raw = random_program(seed)
        for form, found in words.items():
            found[word := outcome(raw, form)] += 1
            assert word != "lost", (form, program(raw))
    for form, found in words.items():
        assert found["same"] > OFTEN.get(form, 0.8) * EACH, form


MENDED = [
    # A row less a number is still a row, which a whole matrix is added to with a dot.
    "W*((c' .+ K) - ones(m, p)) where c: vector(p), K: matrix(m,p)",
    "W*((c .- K) - ones(m, p)) where c: vector(m), K: matrix(m,p)",
    "c' .- ones(m, n) .- d where c: vector(n), d: vector(m)",
    "ones(m, n) - A .- d where A: matrix(m,n), d: vector(m)",
    # A block that is cut may leave a column times a row, and the row times what follows is a number.
    "(blkdiag(z', c)*a)[2:end,:] where z: vector(m - 1), c: vector(p), a: vector(m)",
    # What stands behind a block is no part of the product that the block is in.
    "(w*x' + [[y'; S], w].*Y)' where w: vector(p), x: vector(n), y: vector(n - 1), S: matrix(p - 1,n - 1), Y: matrix(p,n)",
    "Y.*[U, w] + w*x' where U: matrix(p,n - 1), w: vector(p), x: vector(n)",
]


@pytest.mark.parametrize("text", MENDED)
@pytest.mark.parametrize("form", PRINTED)
def test_what_was_lost_comes_back(text: str, form: str) -> None:
    assert printed(simplified(text).expression, form) == "same"
