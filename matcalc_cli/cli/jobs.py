"""The lines of a batch on several processors: each is answered in another process, and written in order here."""

from __future__ import annotations

import io
import multiprocessing
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, Protocol

from matcalc_cli.cli.deadline import within
from matcalc_cli.cli.interrupts import unless_interrupted
from matcalc_cli.cli.output.failure import fail
from matcalc_cli.cli.words.programs import advise
from matcalc_cli.errors import MatcalcError, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from matcalc_cli.cli.output.sink import Sink
    from matcalc_cli.cli.words.programs import Program

AHEAD = 8
"""Lines that are read ahead for each process."""
HINT = "for want of memory, perhaps: --jobs 1 takes the least"


class Session(Protocol):
    """A run of a command, which answers lines and writes what comes of them."""

    answer: Callable[..., Any]
    words: Sequence[str]
    seconds: int
    color: bool | None
    json_to: Sink | None

    def put(self, output: Any) -> int:
        """Write an answer; its exit code."""


SESSION: list[Session] = []
"""The session of a process that was forked for it."""


class Failed:
    """The messages about a line that has no answer, and its exit code."""

    __slots__ = ("answer", "code", "said")

    def __init__(self, code: int, said: str, answer: str) -> None:
        self.code = code
        self.said = said
        self.answer = answer


class Kept:
    """A sink that keeps what is written."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keep it behind the rest."""
        self.text += text

    def commit(self) -> None:
        """Nothing is left to do."""


class Heard(io.StringIO):
    """A stream that keeps what is written, and is otherwise as another one."""

    def __init__(self, other: Any) -> None:
        super().__init__()
        self.other = other

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream that is stood in for."""
        return getattr(self.other, "encoding", None) or "ascii"

    def isatty(self) -> bool:
        """Whether the stream that is stood in for is a terminal."""
        return bool(self.other is not None and self.other.isatty())

    def fileno(self) -> int:
        """The file number of the stream that is stood in for, by which the width of the terminal is known."""
        return int(self.other.fileno())


def run(session: Session, lines: Iterable[Program], jobs: int) -> int:
    """Answer every line in one of so many processes; the worst exit code."""
    SESSION[:] = [session]
    code = 0
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin) as pool:
        try:
            for found in _in_order(pool, lines, AHEAD * jobs):
                code = worst(code, unless_interrupted(_written(session, found)))
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            if isinstance(error, BrokenProcessPool):
                raise MatcalcError("limit", "a process was ended while it answered a line", hint=HINT) from None
            raise
    return code


def _begin() -> None:
    """In a new process: Ctrl-C is for the one that reads and writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_order(pool: ProcessPoolExecutor, lines: Iterable[Program], ahead: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for text, line in lines:
        waiting.append(pool.submit(answered, text, line))
        while len(waiting) > ahead or (waiting and waiting[0].done()):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def answered(text: str, line: int | None) -> Any:
    """One line for SESSION, in a process of its own: its output, or what failed."""
    (session,) = SESSION
    said, answer = Heard(sys.stderr), Kept()
    sys.stderr = said
    try:
        output = within(session.seconds, lambda: session.answer(text))
        output.parts = list(output.parts)
        output.data = None if output.data is None else [bytes(piece) for piece in output.data]
    except Exception as error:  # noqa: BLE001 fail() sorts them
        advise(error, session.words)
        json_to = None if session.json_to is None else answer
        code = fail(error, text=text, line=line, json_to=json_to, color=session.color)
        return Failed(code, said.getvalue(), answer.text)
    else:
        return output
    finally:
        sys.stderr = said.other


def _written(session: Session, found: Any) -> int:
    """The answer of a line where answers go."""
    if not isinstance(found, Failed):
        return session.put(found)
    if found.said and sys.stderr is not None:
        sys.stderr.write(found.said)
        sys.stderr.flush()
    if found.answer and session.json_to is not None:
        session.json_to.write(found.answer)
    return found.code
