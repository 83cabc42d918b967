"""Rules that are wrong in one thing are seen: a sample of what tests/campaigns/mutate.py does with all of them."""

from __future__ import annotations

from random import Random

import pytest

from matcalc_cli.expr.function import Function
from matcalc_cli.functions import FUNCTIONS
from tests.campaigns.mutate import generated
from tests.oracles.wrong_rules import Mutant, check_shapes, is_equivalent, mutants, passes, seeded

SLOW = ("frechet", "logm", "sqrtm", "polar", "svdu", "svdv")
QUICK = [f for f in FUNCTIONS.values() if not f.name.startswith(SLOW)]
SAMPLE = Random(9).sample([m for f in QUICK for m in mutants(f)], 60)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
def test_rules_have_the_shapes_of_their_tables(function: Function) -> None:
    check_shapes(function)


@pytest.mark.parametrize("mutant", SAMPLE, ids=lambda m: f"{m.function.name} {m.table} {m.wrong}")
def test_a_wrong_rule_is_seen(mutant: Mutant) -> None:
    with seeded(mutant):
        alive = passes(generated(mutant.function))
    assert not alive or is_equivalent(mutant)
    assert passes(generated(mutant.function))
