"""`matcalc repl`: an interactive session."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

import click

from matcalc_cli import __version__
from matcalc_cli.cli.clicks import Command, click_option
from matcalc_cli.cli.options import COLOR

if TYPE_CHECKING:
    from matcalc_cli.cli.interactive.readers import Reader
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
    from matcalc_cli.cli.commands import COMMANDS
    from matcalc_cli.cli.interactive.readers import Piped, reader
    from matcalc_cli.cli.interactive.session import Session
    from matcalc_cli.cli.interactive.words import completions
    from matcalc_cli.cli.main import main
    from matcalc_cli.cli.sink import StandardOutput

    session = Session(main, StandardOutput().write, [name for name in COMMANDS if name != "repl"])
    editor = reader(functools.partial(completions, session))
    if not isinstance(editor, Piped):
        StandardOutput().write(f"matcalc {__version__}   :help, Ctrl-D to leave\n")
    return converse(session, editor)


def converse(session: Session, editor: Reader) -> int:
    """Take lines until there are no more; the worst exit code if nobody was there to see them."""
    from matcalc_cli.cli.failure import worst
    from matcalc_cli.cli.interactive.readers import Piped

    code, draft = 0, ""
    while not session.over:
        try:
            text = program(editor, draft)
        except EOFError:
            break
        except KeyboardInterrupt:
            draft = ""
            sys.stdout.write("\n")
            continue
        said = session.take(text)
        draft = "" if said in (0, 1, 3) else text
        code = worst(code, said)
    return code if isinstance(editor, Piped) else 0


def program(editor: Reader, draft: str) -> str:
    """One line, or several while brackets are open or a named part has no expression behind it."""
    from matcalc_cli.cli.interactive.words import is_unfinished

    text = editor.read(PROMPT, draft)
    while is_unfinished(text) and not text.lstrip().startswith(":"):
        more = editor.read(CONTINUED, "")
        if not more.strip():
            break
        text += f" {more}"
    if text.strip():
        editor.remember(text)
    return text
