"""A progress bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Self

from matcalc_cli.cli.streams import is_terminal

SECONDS = 1.0
WIDTH = 24


class Progress:
    """Call it after each of about `steps` steps; it draws on a terminal only, and wipes itself away at the end."""

    __slots__ = ("began", "done", "drawn", "steps", "visible")

    def __init__(self, steps: int) -> None:
        self.steps = max(steps, 1)
        self.done = 0
        self.drawn = False
        self.began = perf_counter()
        self.visible = is_terminal(sys.stderr)

    def __call__(self) -> None:
        """Say that one more step is done."""
        self.done += 1
        if self.visible and perf_counter() - self.began > SECONDS:
            filled = WIDTH * min(self.done, self.steps) // self.steps
            self.draw(f"checking  {'#' * filled}{'.' * (WIDTH - filled)}  {min(self.done, self.steps)}/{self.steps}")

    def draw(self, text: str) -> None:
        """Replace what stands on the line."""
        self.drawn = True
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.drawn:
            self.draw("")
