"""The standard streams, whatever the shell has done to them: closed, full, in an old encoding."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

GLYPHS = "ᵀ⁻¹⊗⊙∇‖×−²ₓ∂√✓"
"""The characters of `pretty` and the diagnostics; an encoding that cannot carry all of them gets ASCII."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody is looking."""
    return stream is not None and stream.isatty()


def encoding(stream: TextIO | None) -> str:
    """The encoding of a stream; the poorest for one that has none."""
    return getattr(stream, "encoding", None) or "ascii"


def carries_unicode(stream: TextIO | None) -> bool:
    """Whether the stream's encoding has the mathematical glyphs."""
    return representable(GLYPHS, stream) == GLYPHS


def representable(text: str, stream: TextIO | None) -> str:
    """The text with what the stream's encoding lacks written as escapes."""
    name = encoding(stream)
    return text.encode(name, "backslashreplace").decode(name)


def guard_stdout() -> None:
    """Let writing fail where standard output is closed: Python would drop the answer without a word."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115 reading only: a write is an OSError


def silence(stream: TextIO | None) -> None:
    """Let the rest of a stream that failed go nowhere, or Python complains about it at exit."""
    try:
        if stream is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError:
        pass


def complain(text: str) -> None:
    """Say something on standard error, if anybody can hear it."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(representable(text, sys.stderr).rstrip("\n") + "\n")
            sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
