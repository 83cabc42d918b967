"""A progress bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, Self

from matcalc_cli.cli.output.streams import is_terminal

if TYPE_CHECKING:
    from threading import Timer

SECONDS = 1.0
WIDTH = 24


class Progress:
    """Call it after each of about `steps` steps; it draws on a terminal only, and wipes itself away at the end.

    The first drawing is a timer's, so that one step which takes long is seen too.
    """

    __slots__ = ("began", "doing", "done", "drawn", "steps", "timer", "visible")

    def __init__(self, steps: int, doing: str = "checking") -> None:
        self.steps = max(steps, 1)
        self.doing = doing
        self.done = 0
        self.drawn = False
        self.began = perf_counter()
        self.visible = is_terminal(sys.stderr)
        self.timer: Timer | None = None

    def __call__(self) -> None:
        """Say that one more step is done."""
        self.done += 1
        if self.visible and perf_counter() - self.began > SECONDS:
            self.show()

    def show(self) -> None:
        """Draw how far it is."""
        done = min(self.done, self.steps)
        filled = WIDTH * done // self.steps
        self.draw(f"{self.doing}  {'#' * filled}{'.' * (WIDTH - filled)}  {done}/{self.steps}")

    def draw(self, text: str) -> None:
        """Replace what stands on the line."""
        self.drawn = True
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        if self.visible:
            from threading import Timer

            self.timer = Timer(SECONDS, self.show)
            self.timer.daemon = True
            self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer.join()
        if self.drawn:
            self.draw("")
