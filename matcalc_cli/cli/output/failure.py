"""The one place where an exception becomes a message and an exit code."""

from __future__ import annotations

import os
import sys

from matcalc_cli import __version__
from matcalc_cli.cli.output.sink import Sink
from matcalc_cli.cli.output.streams import carries_unicode, complain, silence
from matcalc_cli.cli.output.style import line_width, use_color
from matcalc_cli.errors import ExitCode, MatcalcError


def end(error: BaseException, json_to: Sink | None) -> int:
    """Say what ended the run; the exit code."""
    try:
        return fail(error, json_to=json_to)
    except OSError as unwritable:
        return fail(unwritable)


def fail(
    error: BaseException, *, text: str = "", line: int | None = None, json_to: Sink | None = None,
    color: bool | None = None,
) -> int:  # fmt: skip
    """Say what is wrong with the program `text`; the exit code.

    `json_to` takes an error that is an answer. Raises OSError if it does not: no answer after it will be read.
    """
    try:
        return settle(error, text, line, json_to, color)
    except OSError:
        raise
    except Exception as another:  # noqa: BLE001 saying it went wrong, too
        return settle(another, text, line, None, color)


def settle(error: BaseException, text: str, line: int | None, json_to: Sink | None, color: bool | None) -> int:
    """Say it, in the way of its kind."""
    match error:
        case MatcalcError():
            source = text if error.source is None else error.source
            if json_to is not None:
                return answer_error(error, source, line, json_to)
            return report_error(error, source, line, color)
        case KeyboardInterrupt():
            complain("interrupted")
            return ExitCode.INTERRUPTED
        case BrokenPipeError():  # the reader has what it wanted
            silence(sys.stdout)
            return ExitCode.OK
        case OSError():
            from matcalc_cli.language.source import visible

            silence(sys.stdout)
            complain(f"error: cannot write {visible(str(error.filename or 'to standard output'))}: {reason(error)}")
            return ExitCode.NOT_WRITTEN
    return report_bug(error, line)


def report_error(error: MatcalcError, text: str, line: int | None, color: bool | None) -> int:
    """Underline what is wrong with the input."""
    from matcalc_cli.render.diagnostic import pieces
    from matcalc_cli.render.formats.terminal import terminal_text

    said = pieces(error, text, line=line, unicode=carries_unicode(sys.stderr), width=line_width(sys.stderr))
    complain(terminal_text(said, color=use_color(sys.stderr, color)))
    return ExitCode.BAD_INPUT


def answer_error(error: MatcalcError, text: str, line: int | None, sink: Sink) -> int:
    """The same as JSON, where the answer would have gone."""
    from matcalc_cli.render.json import error_document

    sink.write(error_document(error, text, line))
    return ExitCode.BAD_INPUT


def report_bug(error: BaseException, line: int | None) -> int:
    """Ask for a report in one line; MATCALC_DEBUG adds the traceback."""
    if os.environ.get("MATCALC_DEBUG"):
        import traceback

        complain("".join(traceback.format_exception(error)))
    where = f" in line {line}" if line else ""
    complain(
        f"internal error{where}: {type(error).__name__}: {reason(error)} "
        f"(a bug in matcalc {__version__}: please report it with the command; MATCALC_DEBUG=1 shows more)"
    )
    return ExitCode.INTERNAL


def reason(error: BaseException) -> str:
    """The message of an exception on one line of bounded length."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error) or "no message"
    return " ".join(said.split())[:200]
