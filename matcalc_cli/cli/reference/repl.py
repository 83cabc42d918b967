"""`matcalc repl`: an interactive session."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

import click

from matcalc_cli import __version__
from matcalc_cli.cli.words.clicks import Command, click_option
from matcalc_cli.cli.words.options import COLOR

if TYPE_CHECKING:
    from matcalc_cli.cli.interactive.readers import Pasted, Reader
    from matcalc_cli.cli.interactive.session import Session

PROMPT, CONTINUED = "> ", ". "


@click.command(
    cls=Command,
    params=[click_option(COLOR)],
    examples="""
        matcalc repl < /dev/null
        printf "S: spd(n)\\nlogdet(S)\\n:latex\\n" | matcalc repl
    """,
)
def repl() -> int:
    """Answer line by line; declarations and named parts stay.

    matcalc without arguments on a terminal is the same; :help lists what can be said.
    """
    from matcalc_cli.cli.interactive.readers import Pasted, Piped, reader
    from matcalc_cli.cli.interactive.session import Session
    from matcalc_cli.cli.interactive.words import completions
    from matcalc_cli.cli.main import main
    from matcalc_cli.cli.output.sink import StandardOutput
    from matcalc_cli.cli.words.commands import COMMANDS

    session = Session(main, StandardOutput().write, [name for name in COMMANDS if name != "repl"])
    editor = Pasted(reader(functools.partial(completions, session)))
    if not isinstance(editor.reader, Piped):
        StandardOutput().write(f"matcalc {__version__}   :help, Ctrl-D to leave\n")
    return converse(session, editor)


def converse(session: Session, editor: Pasted) -> int:
    """Take lines until there are no more; the worst exit code if nobody was there to see them.

    A wrong line is in the history like any other: a draft that waits in front of the next line would be run together with
    what is typed or pasted by somebody who does not look.
    """
    from matcalc_cli.cli.interactive.readers import Piped
    from matcalc_cli.errors import ExitCode, worst

    code = 0
    while not session.over:
        try:
            said = session.take(program(editor))
        except EOFError:
            break
        except KeyboardInterrupt:
            said = ExitCode.INTERRUPTED
            sys.stdout.write("\n")
        if said == ExitCode.INTERRUPTED:  # whoever stops one of several pasted lines does not wait for the rest
            editor.drop()
        code = worst(code, said)
    return code if isinstance(editor.reader, Piped) else 0


def program(editor: Pasted) -> str:
    """One line, or several while brackets are open or a named part has no expression behind it."""
    from matcalc_cli.cli.interactive.words import is_unfinished, swallows, without_comment

    text = editor.read(PROMPT)
    while is_unfinished(text) and not text.lstrip().startswith(":"):
        more = further(editor)
        if not more.strip():
            break
        if swallows(text, more):
            editor.put_back(more)
            break
        text = f"{without_comment(text)} {more}"
    if text.strip():
        editor.remember(text)
    return text


def further(editor: Reader) -> str:
    """The next line of a program; none at the end of the input, whose beginning is answered all the same."""
    try:
        return editor.read(CONTINUED)
    except EOFError:
        return ""
