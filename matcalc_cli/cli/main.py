"""The entry point: runs the command line and turns whatever ends it into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run matcalc with `arguments` (default: the process's own) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Imported inside, so that a Ctrl-C while click loads is as quiet as any other.
    try:
        from matcalc_cli.cli.group import run

        return run(words)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 end() sorts them
        from matcalc_cli.cli.failure import end
        from matcalc_cli.cli.sink import StandardOutput
        from matcalc_cli.cli.usage import wants_json

        return end(error, StandardOutput() if wants_json(words) else None)
