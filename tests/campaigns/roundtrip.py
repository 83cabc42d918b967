"""Random programs and their normal forms printed in plain and read again: PYTHONPATH=. python tests/campaigns/roundtrip.py COUNT [SEED]."""

from __future__ import annotations

import sys
import time

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Apply, postorder
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shape import Dim
from matcalc_cli.pipeline import reads_back, simplified
from matcalc_cli.render.answers import program_text
from tests.oracles.raw import Raw, program
from tests.oracles.shrink import shrink
from tests.oracles.trial import dimensions_known, random_program

SHOWN = 5


def lost(raw: Raw) -> bool:
    """Whether the printed expression is read as another one, or not at all."""
    if not plain_names(raw):
        return False
    try:
        node = simplified(program(raw)).expression
    except MatcalcError:
        return False
    if any(isinstance(n, Apply) and n.function is SIZE for n in postorder(node)):
        return False
    return not reads_back(program_text(node, reads_back), node)


def plain_names(raw: Raw) -> bool:
    """Without what plain text cannot say: that a k which bounded a sum is an integer, that an m*p left alone is a size."""
    composite = any(isinstance(s, Dim) and not s.is_name for r in raw.walk() for s in r.shape)
    return dimensions_known(raw) and not composite and all(r.op != "summation" for r in raw.walk())


def main() -> None:
    """Count what does not come back; print the first ones, shrunk."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began, found = time.perf_counter(), 0
    for s in range(seed, seed + count):
        raw = random_program(s)
        if lost(raw):
            found += 1
            if found <= SHOWN:
                print(f'seed {s}: matcalc simplify "{program(shrink(raw, lost, budget=300))}"', flush=True)
    print(f"{count} round trips, {found} lost, {count / (time.perf_counter() - began):.0f} a second")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
