"""Verify every identity of the cookbook on all processors, count those that differ, and build the book.

usage: PYTHONPATH=. python tests/campaigns/cookbook.py [DIRECTORY for the book]
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from matcalc_cli.cookbook.book import answered, latex_book
from matcalc_cli.cookbook.found import Found
from matcalc_cli.cookbook.html import html_book
from matcalc_cli.cookbook.identity import table
from matcalc_cli.cookbook.like import alike, fingerprint
from matcalc_cli.cookbook.search import sides
from matcalc_cli.errors import MatcalcError

LARGEST = 8_000_000
"""Bytes of a book."""


def verdict(found: Found) -> tuple[str, str, bool, str]:
    """What the engine says of a source's form."""
    try:
        lines = sum(len(section.lines) for section in found.sections)
    except MatcalcError as error:
        return found.identity.number, "error", False, repr(error)
    return found.identity.number, found.report.verdict, found.report.exact, found.diagnosis or f"{lines} lines"


def distinct() -> int:
    """How many identities are about expressions that no other one is about, up to names and transposition."""
    groups: dict[object, list[object]] = defaultdict(list)
    for identity in table().identities:
        node = sides(identity)[0]
        alike_ones = groups[fingerprint(node)]
        if not any(alike(other, node) for other in alike_ones):  # type: ignore[arg-type]
            alike_ones.append(node)
    return sum(map(len, groups.values()))


def main() -> int:
    """The exit code: 1 if a verdict is not the one that the table says."""
    started = time.monotonic()
    found = [*answered(table().identities, verdict)]
    expected = {identity.number: "wrong" if identity.differs else "ok" for identity in table().identities}
    strange = [row for row in found if row[1] != expected[row[0]]]
    for row in strange:
        print(*row)
    verdicts = Counter((row[1], "exactly" if row[2] else "numerically") for row in found)
    print(
        len(found),
        "identities,",
        distinct(),
        "distinct expressions;",
        dict(verdicts),
        f"{time.monotonic() - started:.0f} s",
    )
    for name, build in (("book.tex", latex_book), ("book.html", html_book)) if len(sys.argv) > 1 else ():
        text = build(table().identities).encode()
        Path(sys.argv[1], name).write_bytes(text)
        print(f"{name}: {len(text):,} bytes, {time.monotonic() - started:.0f} s")
        strange += [("too large",)] if len(text) > LARGEST else []
    return bool(strange)


if __name__ == "__main__":
    sys.exit(main())
