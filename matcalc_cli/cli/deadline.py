"""The time that one answer may take: an alarm that ends the work wherever it is."""

from __future__ import annotations

import sys

from matcalc_cli.errors import MatcalcError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from types import FrameType
    from typing import TypeVar

    T = TypeVar("T")
else:  # what `signal` is made of, without its enumerations, which take as long to load as a room of ours
    import _signal as signal

AGAIN = 1.0
"""Seconds until the alarm is repeated, should a destructor have swallowed it or an import be under way."""


LONGEST = 10**8
"""Seconds that an alarm can be set to everywhere."""


class TimeUpError(BaseException):
    """The alarm. It is no Exception, so that nothing on its way takes it for an error of its own."""


def within(seconds: int, work: Callable[[], T]) -> T:
    """The result of `work`. Raises MatcalcError (limit) if that takes longer than `seconds`; 0 is no limit.

    Where there are no alarms (on Windows, outside the main thread) there is no limit either.
    """
    if not seconds or not _in_main_thread() or not hasattr(signal, "setitimer"):
        return work()
    before = signal.signal(signal.SIGALRM, _ring)
    try:
        return _timed(seconds, work)
    except TimeUpError:
        raise MatcalcError(
            "limit", f"there was no answer within {seconds} s, the limit of --time-limit",
            hint=f"--time-limit {10 * seconds} waits longer, --time-limit 0 as long as it takes",
        ) from None  # fmt: skip
    finally:
        signal.signal(signal.SIGALRM, before)


def end() -> None:
    """Let no alarm ring any more for the work that is under way: what it has is taken."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _in_main_thread() -> bool:
    """Where nobody has loaded threading, there is one thread; loading it would cost as much as a whole room of ours."""
    threading = sys.modules.get("threading")
    return threading is None or threading.current_thread() is threading.main_thread()


def _timed(seconds: int, work: Callable[[], T]) -> T:
    try:
        signal.setitimer(signal.ITIMER_REAL, min(seconds, LONGEST), AGAIN)
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(_number: int, frame: FrameType | None) -> None:
    if not _importing(frame):
        raise TimeUpError


def _importing(frame: FrameType | None) -> bool:
    """An import that is broken off leaves half a library behind for the next line of a batch: it may end first."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False
