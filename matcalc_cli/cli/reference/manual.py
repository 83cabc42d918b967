"""The man page, from the help of the commands and the text of the topics."""

from __future__ import annotations

from collections.abc import Iterator

import click

from matcalc_cli import __version__
from matcalc_cli.cli.reference.topics import TOPICS, text
from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.cli.words.commands import COMMANDS
from matcalc_cli.cli.words.group import matcalc


def page() -> str:
    """The page in man's own macros, one section a command and a topic."""
    context = matcalc.make_context("matcalc", [], resilient_parsing=True)
    parts = [f'.TH MATCALC 1 "" "matcalc {__version__}"\n.SH NAME\nmatcalc \\- derivatives of matrix expressions\n']
    parts.append(".SH SYNOPSIS\n.B matcalc\nCOMMAND EXPR [OPTIONS]\n")
    parts += [".SH DESCRIPTION\n", *described(matcalc)]
    for name in COMMANDS:
        command = matcalc.get_command(context, name)
        assert isinstance(command, Command)
        parts += [section(f"matcalc {name}"), *described(command), *options(command, context)]
    parts += [part for topic in TOPICS for part in (section(topic), as_is(text(topic)))]
    return "".join(parts)


def section(title: str) -> str:
    """A heading."""
    return f'.SH "{title.upper()}"\n'


def described(command: Command) -> Iterator[str]:
    """The examples and the text of a command's help."""
    yield as_is("".join(f"    {example}\n" for example in command.examples))
    for paragraph in (command.help or "").replace("\b", "").split("\n\n"):
        yield f".PP\n{escaped(' '.join(paragraph.split()))}\n"


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Each option with what it does."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(click.Context(command, context))
        if record and isinstance(parameter, click.Option):
            yield f".TP\n.B {escaped(record[0])}\n{escaped(' '.join(record[1].split()))}\n"


def as_is(lines: str) -> str:
    """Lines that keep their breaks."""
    return f".nf\n{escaped(lines.rstrip())}\n.fi\n"


def escaped(given: str) -> str:
    """Text that roff prints as it stands."""
    plain = (
        given.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha")
    )
    return "\n".join(f"\\&{line}" if line.startswith((".", "\\(aq")) else line for line in plain.split("\n"))
