"""The entry point: runs the command line and turns whatever ends it into an exit code."""

from __future__ import annotations

import gc
import os
import sys

from matcalc_cli.cli.together import Together

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

MANY_OBJECTS = 200_000
"""Python looks for garbage whenever 700 objects are new; what loads at the start is none, and a batch makes little."""


def process() -> NoReturn:
    """Run matcalc as a process of its own: everything is written when it is over, so nothing is taken down."""
    gc.set_threshold(MANY_OBJECTS)
    together = Together()
    code = main(prepare=lambda words: _begin(words, together))
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # it has been reported
            pass
    together.renew()
    os._exit(code)


def _begin(words: Sequence[str], together: Together) -> None:
    together.load(words)
    from matcalc_cli.cli.interrupts import listen
    from matcalc_cli.later import Nearby

    sys.meta_path.insert(0, Nearby())
    listen()


def main(arguments: Sequence[str] | None = None, prepare: Callable[[Sequence[str]], object] | None = None) -> int:
    """Run matcalc with `arguments` (default: the process's own) and return its exit code; `prepare` is done before."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Imported inside, so that a Ctrl-C while modules load is as quiet as any other.
    try:
        if prepare is not None:
            prepare(words)
        from matcalc_cli.cli.interrupts import unless_interrupted
        from matcalc_cli.cli.run import run

        return unless_interrupted(run(words))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 end() sorts them
        from matcalc_cli.cli.output.failure import end
        from matcalc_cli.cli.output.sink import StandardOutput
        from matcalc_cli.cli.words.usage import wants_json

        return end(error, StandardOutput() if wants_json(words) else None)
