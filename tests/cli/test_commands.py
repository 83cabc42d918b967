"""Random command lines about random programs: an answer or an error in words; tests/campaigns/commands.py takes more."""

from __future__ import annotations

import pytest

from tests.campaigns.commands import judged, outcome
from tests.oracles.lines import ASKING, Result, random_line

EACH = 6
FIRST = 30_000_000
"""Seeds that no campaign has tried."""


# On a busy machine the alarm of --time-limit may ring in a destructor, which swallows it; it is repeated.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("command", ASKING)
def test_no_command_ends_in_an_internal_error(command: str) -> None:
    for seed in range(FIRST, FIRST + EACH):
        line = random_line(seed, command)
        assert not outcome(line).bad, (seed, str(line))


def test_an_internal_error_is_named_by_its_place() -> None:
    debug = "File \"/somewhere/matcalc_cli/walk.py\", line 7, in f\ninternal error: KeyError: 'A' (a bug in matcalc)\n"
    assert judged(Result(70, "", debug)) == ("KeyError at matcalc_cli/walk.py:7", True)
    assert judged(Result(2, "", "error: there is no function f\n")) == ("exit code 2", False)
