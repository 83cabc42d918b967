"""A Ctrl-C that comes where Python cannot raise it, in the callback of a weak reference: it counts a moment later."""

from __future__ import annotations

import sys

_swallowed: list[type[BaseException]] = []


def listen() -> None:
    """From now on, keep what would be printed as ignored."""
    sys.unraisablehook = _keep


def _keep(unraisable: sys.UnraisableHookArgs) -> None:
    if unraisable.exc_type is KeyboardInterrupt:
        _swallowed.append(unraisable.exc_type)
    else:
        sys.__unraisablehook__(unraisable)


def unless_interrupted(code: int) -> int:
    """The exit code that is given. Raises KeyboardInterrupt if an interrupt was kept."""
    if _swallowed:
        _swallowed.clear()
        raise KeyboardInterrupt
    return code
