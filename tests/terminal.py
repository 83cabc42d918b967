"""A pseudo-terminal with a program in it, for tests: type, wait for what appears, read the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][0-9A-B]?)")
ERASED = re.compile(r"[^\n]*\r\x1b\[K")
"""What stood on a line that was wiped: on a busy machine a bar shows how far a check is."""
FORWARD = re.compile(r"\x1b\[(\d*)C")
"""The cursor, moved to the right: a blank that is not drawn."""
PATIENCE = 100.0
"""Seconds until a test gives up waiting for what hangs."""


class Terminal:
    """The program, its screen as one text with escapes (`raw`), and its exit code once it is over."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], columns: int = 80) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environment))  # noqa: S606 the child is that program
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.raw = ""
        self.seen = 0
        self.code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.screen)

    @property
    def text(self) -> str:
        """What was shown, without escapes and carriage returns."""
        moved = FORWARD.sub(lambda found: " " * int(found[1] or 1), self.raw)
        return ESCAPE.sub("", moved).replace("\r", "")

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.screen, keys.encode())

    def wait_for(self, wanted: str) -> str:
        """Read until `wanted` appears behind what was waited for last; what was shown on the way."""
        end = time.monotonic() + PATIENCE
        while (found := self.text.find(wanted, self.seen)) < 0:
            if not self._read(end):
                raise AssertionError(f"{wanted!r} did not appear in {self.text[self.seen :]!r}")
        before, self.seen = self.text[self.seen : found], found + len(wanted)
        return before

    def wait(self) -> int:
        """Read to the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read(end):
            pass
        if time.monotonic() > end:
            os.kill(self.pid, signal.SIGKILL)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def _read(self, end: float) -> bool:
        """Take what there is; False at the end of the program or of patience."""
        ready, _, _ = select.select([self.screen], [], [], max(0.0, end - time.monotonic()))
        try:
            chunk = os.read(self.screen, 65536) if ready else b""
        except OSError:  # how Linux says that the program has gone
            return False
        self.raw += chunk.decode(errors="replace")
        return bool(chunk)
