"""`matcalc examples`: worked problems, each a command to be typed; and the examples of a command."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import cast

import click

from matcalc_cli.cli.output.sink import StandardOutput
from matcalc_cli.cli.reference.topics import FOLDER
from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.errors import MatcalcError


class Problem:
    """A problem in words and its commands, of a topic."""

    __slots__ = ("commands", "text", "topic")

    def __init__(self, topic: str, text: str) -> None:
        self.topic = topic
        self.text = text
        self.commands: list[str] = []


def problems() -> tuple[dict[str, str], list[Problem]]:
    """The titles of the topics, and the problems in order."""
    titles: dict[str, str] = {}
    found: list[Problem] = []
    topic = ""
    for line in (FOLDER / "worked.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            topic, _, titles[topic] = line[2:].partition(" | ")
        elif line.startswith("    "):
            found[-1].commands.append(line.strip())
        elif not line.startswith("#"):
            found.append(Problem(topic, line))
    return titles, found


def complete_topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The topics, and the commands."""
    from matcalc_cli.cli.words.commands import COMMANDS

    return [name for name in (*problems()[0], *COMMANDS) if name.startswith(incomplete)]


@click.command(
    cls=Command,
    params=[
        click.Argument(["words"], metavar="[TOPIC|WORDS]", nargs=-1, shell_complete=complete_topics),
        click.Option(["--run"], is_flag=True, help="Run the commands, too."),
    ],
    examples="""
        matcalc examples
        matcalc examples regression
        matcalc examples attention --run
        matcalc examples grad
    """,
)
def examples(words: Sequence[str], run: bool) -> None:
    """Show worked problems, each a command to type.

    Without words every problem is listed; a topic, a command or words choose some.
    """
    titles, every = problems()
    found = chosen(words, every) if words else every
    sink = StandardOutput()
    for part in shown(found, titles, run=run):
        sink.write(part)
    if not words:
        sink.write(f"\n{len(every)} problems; matcalc examples WORD chooses some, --run runs them.\n")


def chosen(words: Sequence[str], every: Sequence[Problem]) -> list[Problem]:
    """The problems of a topic, of a command, or with these words. Raises MatcalcError where there is none."""
    from matcalc_cli.cli.words.commands import COMMANDS

    if len(words) == 1 and words[0] in COMMANDS:
        return [
            of_command(words[0]),
            *[p for p in every if any(c.startswith(f"matcalc {words[0]} ") for c in p.commands)],
        ]
    titles, _ = problems()
    begun = [re.compile(rf"(?<![a-z]){re.escape(word)}", re.IGNORECASE) for word in words]
    texts = {p: " ".join([p.topic, titles[p.topic], p.text, *p.commands]) for p in every}
    found = [p for p in every if all(word.search(texts[p]) for word in begun)]
    if not found:
        topics = dict.fromkeys(problem.topic for problem in every)
        message = f"no example is about {' '.join(words)}"
        raise MatcalcError("name", message, hint=f"the topics are {', '.join(topics)}; a command's name shows its own")
    return found


def of_command(name: str) -> Problem:
    """The examples that the help of a command opens with."""
    from matcalc_cli.cli.words.group import matcalc

    command = cast("Command", matcalc.get_command(click.Context(matcalc), name))
    found = Problem(name, f"What matcalc {name} --help opens with.")
    found.commands = command.examples
    return found


def shown(found: Sequence[Problem], titles: dict[str, str], *, run: bool) -> Iterator[str]:
    """The problems, a title where a topic begins."""
    topic = ""
    for problem in found:
        if problem.topic != topic:
            yield "\n" * bool(topic) + titles.get(problem.topic, f"matcalc {problem.topic}") + "\n\n"
            topic = problem.topic
        yield f"  {problem.text}\n"
        for command in problem.commands:
            yield f"    {command}\n"
            if run and (answer := answered(command)):
                yield "".join(f"      {line}\n".replace("      \n", "\n") for line in answer.splitlines())


def answered(command: str) -> str:
    """The output of one command, run in this process; nothing of a command that a shell has to run."""
    from matcalc_cli.cli.main import main

    words = shlex.split(command)
    if "|" in words or ">" in words or words[0] != "matcalc":
        return ""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words[1:])
    return out.getvalue()
