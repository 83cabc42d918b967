"""`matcalc help`: topics, the help of commands, and both as a man page."""

from __future__ import annotations

import click

from matcalc_cli.cli.output.sink import StandardOutput
from matcalc_cli.cli.output.style import remark
from matcalc_cli.cli.reference.topics import FOLDER, FORWARDS, TOPICS, text, title
from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.errors import Label, MatcalcError

MANUAL = "manual"
"""A long text with transcripts, in Markdown and Unicode, which the other topics are not."""


def complete_topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Topics and commands."""
    from matcalc_cli.cli.words.commands import COMMANDS

    return [name for name in (*TOPICS, MANUAL, *COMMANDS) if name.startswith(incomplete)]


@click.command(
    "help",
    cls=Command,
    params=[
        click.Argument(["topic"], required=False, shell_complete=complete_topics),
        click.Option(["--man"], is_flag=True, help="Print everything as a man page."),
    ],
    examples="""
        matcalc help
        matcalc help syntax
        matcalc help grad
        matcalc help --man > matcalc.1
    """,
)
@click.pass_context
def help(ctx: click.Context, topic: str | None, man: bool) -> None:  # noqa: A001 the command's name
    """Explain a topic or a command."""
    StandardOutput().write(manual() if man else overview() if topic is None else about(topic, ctx))


def manual() -> str:
    """The man page."""
    from matcalc_cli.cli.reference.manual import page

    return page()


def overview() -> str:
    """The topics and what each is about."""
    rows = "".join(f"  matcalc help {topic:15} {title(topic)}\n" for topic in TOPICS)
    rows += f"  matcalc help {MANUAL:15} All that the README has no room for\n"
    return f"{rows}\nmatcalc --help lists the commands, matcalc COMMAND --help explains one.\n"


def about(topic: str, ctx: click.Context) -> str:
    """The text of a topic, or the help of a command."""
    from matcalc_cli.cli.words.commands import COMMANDS
    from matcalc_cli.cli.words.group import matcalc

    if topic in TOPICS:
        return text(topic)
    if topic == MANUAL:
        return (FOLDER / f"{MANUAL}.md").read_text(encoding="utf-8")
    command = matcalc.get_command(ctx, topic)
    if command is None and topic in FORWARDS:
        remark(f"{topic} is explained in the topic {FORWARDS[topic]}")
        return text(FORWARDS[topic])
    if command is None:
        raise unknown(topic, (*TOPICS, *COMMANDS))
    return command.get_help(click.Context(command, ctx.parent, topic)) + "\n"


def unknown(topic: str, known: tuple[str, ...]) -> MatcalcError:
    """A topic that there is not."""
    from matcalc_cli.language.mistakes.suggest import nearest

    near = nearest(topic, known)
    hint = f"did you mean {near}?" if near else f"the topics are {', '.join(TOPICS)}"
    start = len("matcalc help ")
    error = MatcalcError("usage", f"there is no topic {topic}", [Label(start, start + len(topic))], hint=hint)
    error.source = f"matcalc help {topic}"
    return error
