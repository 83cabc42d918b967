"""`matcalc schema`: the JSON schema of what -f json prints."""

from __future__ import annotations

import click

from matcalc_cli.cli.output.sink import OutputFile, StandardOutput
from matcalc_cli.cli.words.clicks import Command, click_option
from matcalc_cli.cli.words.options import OUTPUT


@click.command(
    cls=Command,
    params=[
        click.Argument(["number"], type=click.Choice(("1", "2")), default="1", required=False),
        click_option(OUTPUT),
    ],
    examples="""
        matcalc schema
        matcalc schema 2 -o matcalc.schema.json
    """,
)
def schema(number: str, output: str | None) -> None:
    """Print the JSON schema of what -f json prints.

    1 is the default form, 2 that of --schema 2: what belongs to a name is a list of records with the name in them, and every size is
    a text, for DuckDB, polars and pyarrow.
    """
    import json

    from matcalc_cli.render.schema import schema

    sink = StandardOutput() if output is None else OutputFile(output)
    sink.write(json.dumps(schema(int(number)), indent=2) + "\n")
    sink.commit()
