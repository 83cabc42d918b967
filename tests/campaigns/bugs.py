"""Known bugs put into matcalc: how many random programs does it take until one shows? Prints the table.

PYTHONPATH=. python tests/campaigns/bugs.py [STARTS]
"""

from __future__ import annotations

import sys

from tests.oracles.bugs import BUGS, exposing

MOST = 5000
"""Programs that are tried from each seed on."""


def main() -> None:
    """The fewest, the median and the most programs for every bug, from several seeds on."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for name in BUGS:
        found = sorted(exposing(name, start * MOST, MOST) or MOST for start in range(starts))
        print(f"{name:60} {found[0]:5} {found[len(found) // 2]:5} {found[-1]:5}", flush=True)


if __name__ == "__main__":
    main()
