"""`matcalc cookbook`: the identities of the field, derived and verified; and the book of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from matcalc_cli.cli.answering import COLORED, usual_color
from matcalc_cli.cli.output.rendering import DOCUMENT_FORMATS, EXIT_CODES
from matcalc_cli.cli.output.sink import OutputFile, Sink, StandardOutput
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.threads import one_thread
from matcalc_cli.cli.words.clicks import COLOR_CHOICE, Command, click_option
from matcalc_cli.cli.words.options import COLOR, OUTPUT

if TYPE_CHECKING:
    from matcalc_cli.cookbook.found import Found
    from matcalc_cli.cookbook.identity import Identity

FORMATS = ("pretty", "plain", "latex", "typst", "html", "markdown", "json")
FEW = 3
"""So many identities are shown with everything that is known of them, more with a line each."""


def complete_topics(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The topics."""
    from matcalc_cli.cookbook.identity import table

    return [topic for topic in table().titles if topic.startswith(incomplete)]


@click.command(
    cls=Command,
    params=[
        click.Argument(["words"], metavar="[TOPIC|NUMBER|WORDS]", nargs=-1, shell_complete=complete_topics),
        click.Option(
            ["--like"], metavar="EXPR", help="Identities about this expression, up to names and transposition."
        ),
        click.Option(["--explain"], is_flag=True, help="Derive each one, step by step."),
        click.Option(
            ["-f", "--format", "form"], type=click.Choice(FORMATS), help="Default: pretty on a terminal, else plain."
        ),
        click.Option(["--standalone"], is_flag=True, help="With -f latex: a document, the book."),
        click_option(OUTPUT),
        click_option(COLOR),
    ],
    examples="""
        matcalc cookbook
        matcalc cookbook 57 --explain
        matcalc cookbook woodbury
        matcalc cookbook "log det"
        matcalc cookbook --like "tr(P'*B*P)"
        matcalc cookbook kronecker -f html -o kronecker.html
    """,
)
@click.pass_context
def cookbook(
    ctx: click.Context, words: Sequence[str], like: str | None, explain: bool, form: str | None, standalone: bool,
    output: str | None,
) -> int:  # fmt: skip
    """Look up identities, each derived and verified.

    They are of derivatives and of matrix algebra. Without words it lists the topics, or with -f latex --standalone, -f html or -f json writes the whole book. A number up to 550 is
    an equation of the Matrix Cookbook. A source's form that is not right is shown with what is wrong with it.
    """
    from matcalc_cli.cookbook.search import asked

    one_thread()
    style = Style(form, color=COLORED[ctx.meta.get(COLOR_CHOICE) or usual_color()], standalone=standalone, file=output)
    sink: Sink = StandardOutput() if output is None else OutputFile(output)
    found = asked(words, like)
    everything = not words and like is None
    for part in (
        contents(found) if everything and style.format in ("pretty", "plain") else written(found, style, explain)
    ):
        sink.write(part)
    sink.commit()
    return EXIT_CODES["ok"]


def contents(found: Sequence[Identity]) -> Iterator[str]:
    """The topics."""
    from matcalc_cli.cookbook.text import contents

    yield contents(found)
    yield f"\n{len(found)} identities; matcalc cookbook NUMBER|WORDS and --like EXPR look one up, --explain derives it.\n"


def written(found: Sequence[Identity], style: Style, explain: bool) -> Iterator[str]:
    """The identities in the format asked for, in parts."""
    from matcalc_cli.cookbook.book import answered, latex_book

    match style.format:
        case "json":
            yield as_json(found, explain)
        case "html":
            from matcalc_cli.cookbook.html import html_book

            yield html_book(found)
        case "latex" if style.standalone:
            yield latex_book(found)
        case form if form in DOCUMENT_FORMATS:
            yield from document(answered(found, partial(one_page, form)), style)
        case _:
            whole = explain or len(found) <= FEW
            pieces = answered(found, partial(text, style.unicode, style.width, style.color, whole, explain))
            yield from (("\n" if whole and i else "") + piece for i, piece in enumerate(pieces))


def text(unicode: bool, width: int | None, color: bool, whole: bool, explain: bool, found: Found) -> str:
    """An identity as text."""
    from matcalc_cli.cookbook.text import card, row
    from matcalc_cli.render.formats.terminal import terminal_text

    pieces = card(found, unicode, width, explained=explain) if whole else row(found, unicode, width)
    return terminal_text(pieces, color=color)


def one_page(form: str, found: Found) -> str:
    """An identity as a page of a document."""
    from matcalc_cli.cookbook.document import caption, page
    from matcalc_cli.render.documents.page_formats import PAGES

    return PAGES[form](page(found, caption(found)))


def document(pages: Iterable[str], style: Style) -> Iterator[str]:
    """The pages, as a document if that was asked for."""
    from matcalc_cli.render.documents.page_formats import DOCUMENTS

    if style.standalone:
        yield DOCUMENTS[style.format]("".join(pages))
    else:
        yield from pages


def as_json(found: Sequence[Identity], explain: bool) -> str:
    """One object with all identities."""
    from matcalc_cli.cookbook.book import answered
    from matcalc_cli.cookbook.document import document
    from matcalc_cli.render.json import SCHEMA, line

    return line({"schema": SCHEMA, "identities": [*answered(found, partial(document, explained=explain))]})
