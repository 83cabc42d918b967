"""`matcalc exercise`: derivatives to be worked out, one with hints and a verdict, or a sheet of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from matcalc_cli.cli.output.rendering import EXIT_CODES
from matcalc_cli.cli.output.sink import OutputFile, StandardOutput
from matcalc_cli.cli.output.streams import is_terminal
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.threads import one_thread
from matcalc_cli.cli.words.clicks import Command, click_option
from matcalc_cli.cli.words.options import OUTPUT
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.cookbook.found import Found

FORMATS = ("pretty", "plain", "latex", "markdown")
HELP = "hint: the next line of the derivation; solution: all of it; quit"


def complete_topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The topics."""
    from matcalc_cli.cookbook.exercise import topics

    return [topic for topic in topics() if topic.startswith(incomplete)]


@click.command(
    cls=Command,
    params=[
        click.Argument(["topic"], required=False, shell_complete=complete_topics),
        click.Option(["--level"], type=click.IntRange(1, 3), help="How hard: 1 to 3. Default: any."),
        click.Option(["--seed"], type=int, help="Which one; another number is another exercise. Default: chance."),
        click.Option(["--answer"], metavar="ANSWER", help="Judge this answer and end; exit code 0: right, 1: wrong."),
        click.Option(["--sheet"], type=click.IntRange(1, 100), metavar="N", help="Print N exercises."),
        click.Option(["--solutions"], is_flag=True, help="With --sheet: the derivations, too."),
        click.Option(
            ["-f", "--format", "form"], type=click.Choice(FORMATS), help="Of a sheet. Default: pretty or plain."
        ),
        click_option(OUTPUT),
    ],
    examples="""
        matcalc exercise traces --seed 4 --answer "(A*X*B + B*X*A)'"
        matcalc exercise --level 1 --seed 7 < /dev/null
        matcalc exercise determinants --sheet 10 --seed 1
        matcalc exercise --sheet 5 --seed 2 --solutions -f latex
    """,
)
def exercise(
    topic: str | None, level: int | None, seed: int | None, answer: str | None, sheet: int | None, solutions: bool,
    form: str | None, output: str | None,
) -> int:  # fmt: skip
    """Work out a derivative, and have the answer judged.

    Answers are read in the language, in LaTeX, NumPy, Julia or MATLAB. hint shows the next line of the derivation, solution all of it.
    -f latex makes a document of a sheet.
    """
    from random import randrange

    from matcalc_cli.cookbook.exercise import chosen
    from matcalc_cli.cookbook.found import Found

    one_thread()
    seed = randrange(10_000) if seed is None else seed  # noqa: S311 exercises keep no secrets
    if solutions and sheet is None:
        raise MatcalcError("usage", "--solutions is about a --sheet", hint="matcalc exercise --sheet 10 --solutions")
    if sheet is None and (form in ("latex", "markdown") or output is not None):
        said = f"-f {form}" if output is None else "-o"
        raise MatcalcError(
            "usage", f"{said} is about a --sheet", hint="matcalc exercise --sheet 10 -f latex -o sheet.tex"
        )
    if sheet is not None and answer is not None:
        raise MatcalcError("usage", "--answer is about one exercise", hint="leave out --sheet")
    found = [Found(identity) for identity in chosen(topic, level, seed, sheet or 1)]
    style = Style(form, color=False, standalone=False, file=output)
    if sheet is None:
        return posed(found[0], seed, answer, unicode=style.unicode)
    sink = StandardOutput() if output is None else OutputFile(output)
    sink.write(sheet_text(found, style, solutions=solutions))
    sink.commit()
    return 0


def posed(found: Found, seed: int, answer: str | None, *, unicode: bool) -> int:
    """One exercise: judge the answer that is given, or those that are typed until one is right."""
    from matcalc_cli.cookbook.exercise import hints, question

    if answer is not None:
        return verdict(found, answer)
    out = StandardOutput()
    out.write(f"{question(found, unicode=unicode)}    (--seed {seed})\n")
    terminal = is_terminal(sys.stdin)
    out.write(f"{HELP}\n" if terminal else "")
    steps = _steps(found, unicode=unicode)
    code = 0
    while True:
        out.write("> " if terminal else "")
        typed = sys.stdin.readline()
        match typed.strip():
            case "" if typed:
                continue
            case "" | "quit" | "exit":
                return code
            case "hint":
                out.write(f"  {next(steps)}\n")
            case "solution":
                out.write("".join(f"  {line}\n" for line in hints(found, unicode=unicode)))
                return code
            case answered:
                code = _tried(found, answered)
                if code == 0:
                    return 0


def _steps(found: Found, *, unicode: bool) -> Iterator[str]:
    from matcalc_cli.cookbook.exercise import hints

    yield from hints(found, unicode=unicode)
    while True:
        yield "that was the last line"


def _tried(found: Found, typed: str) -> int:
    """The verdict on an answer that was typed; one that is not read may be typed again."""
    from matcalc_cli.cli.output.streams import complain

    try:
        return verdict(found, typed)
    except MatcalcError as error:
        complain(f"error: {error}")
        return 2


def verdict(found: Found, answer: str) -> int:
    """Say what is to be said of an answer. Returns the exit code."""
    from matcalc_cli.cookbook.exercise import judged, said

    report = judged(found.identity, answer)
    StandardOutput().write(f"{said(found, report)}\n")
    return EXIT_CODES[report.verdict]


def sheet_text(found: list[Found], style: Style, *, solutions: bool) -> str:
    """The exercises in a format, numbered."""
    from matcalc_cli.cookbook.sheet import latex_sheet, markdown_sheet, text_sheet

    match style.format:
        case "latex":
            return latex_sheet(found, solutions=solutions)
        case "markdown":
            return markdown_sheet(found, solutions=solutions)
    return text_sheet(found, solutions=solutions, unicode=style.unicode)
