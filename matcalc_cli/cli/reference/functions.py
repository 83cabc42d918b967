"""`matcalc functions`: what the language knows, read from the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from matcalc_cli.cli.output.sink import OutputFile, StandardOutput
from matcalc_cli.cli.output.streams import carries_unicode, is_terminal
from matcalc_cli.cli.words.clicks import Command, click_option
from matcalc_cli.cli.words.completing import complete_functions
from matcalc_cli.cli.words.options import OUTPUT
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.function import LINEAR

if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

INDENT = 15


@click.command(
    cls=Command,
    params=[
        click.Argument(["name"], required=False, shell_complete=complete_functions),
        click.Option(
            ["-f", "--format", "form"], type=click.Choice(("plain", "json")), default="plain", show_default=True
        ),
        click.Option(["--explain"], is_flag=True, help="Derive the rule of the function."),
        click_option(OUTPUT),
    ],
    examples="""
        matcalc functions
        matcalc functions logdet
        matcalc functions inv --explain
        matcalc functions "chain rule"
        matcalc functions kron -f json
    """,
)
def functions(name: str | None, form: str, explain: bool, output: str | None) -> None:
    """List the functions of the language, or explain one."""
    sink = StandardOutput() if output is None else OutputFile(output)
    is_rule = name is not None and is_theorem(name)
    if is_rule and form == "json":
        raise MatcalcError("usage", f"the {name} is no function and has no record", hint="leave -f json out")
    found = [] if is_rule else known() if name is None else [lookup(name)]
    if is_rule or (explain and form != "json"):
        readable = output is None and is_terminal(sys.stdout) and carries_unicode(sys.stdout)
        sink.write(derived(name, found, unicode=readable))
        sink.commit()
        return
    sink.write(as_json(found) if form == "json" else listing(found) if name is None else details(found[0]))
    sink.commit()


def derived(name: str | None, found: Sequence[Function], *, unicode: bool) -> str:
    """Where the rule of a function comes from. Raises MatcalcError where no derivation is on record."""
    from matcalc_cli import pipeline
    from matcalc_cli.render.formats.markup import plain_text
    from matcalc_cli.render.reports.steps import section

    if name is None:
        raise MatcalcError("usage", "--explain needs the name of a function", hint="matcalc functions inv --explain")
    lines = pipeline.proofs.proof(name)
    if lines is None:
        source = found[0].source or "matcalc functions NAME has its rule"
        raise MatcalcError("unsupported", f"there is no short derivation of {name} on record", hint=f"see {source}")
    return plain_text(section(lines, unicode))


def is_theorem(name: str) -> bool:
    """Whether a name is that of a rule of calculus, and of no function."""
    from matcalc_cli.functions.theorems import THEOREMS

    return name in THEOREMS


def known() -> list[Function]:
    """Every function that can be called, in the order of the registry."""
    from matcalc_cli.functions import FUNCTIONS, names

    callable_names = names()
    return [function for name, function in FUNCTIONS.items() if name in callable_names or function.called]


def lookup(name: str) -> Function:
    """The function of that name or alias."""
    from matcalc_cli.functions import find, names
    from matcalc_cli.functions.theorems import THEOREMS
    from matcalc_cli.language.mistakes.suggest import nearest

    if function := find(name):
        return function
    near = nearest(name, names())
    rules = f"; {', '.join(THEOREMS)} are explained" if "rule" in name else ""
    hint = f"did you mean {near}?" if near else f"matcalc functions lists them{rules}"
    error = MatcalcError("name", f"there is no function {name}", [Label(0, len(name))], hint=hint)
    error.source = name
    raise error


def listing(found: Iterable[Function]) -> str:
    """One line a function."""
    return "".join(f"{function.call:{INDENT + 2}} {function.summary}\n" for function in found)


def details(function: Function) -> str:
    """All that its record says, one line a fact."""
    lines = [f"  {label:{INDENT}}{value}\n" for label, value in facts(function) if value]
    return f"{function.call}  {function.summary}\n{''.join(lines)}"


def facts(function: Function) -> list[tuple[str, str]]:
    """Label and value; an empty value is not known or does not apply."""
    from matcalc_cli.expr.shapes.signature import signatures

    return [
        *(("shape", signature) for signature in function.signatures),
        ("definition", function.definition),
        ("solves", ", ".join(function.equation)),
        *((f"along {parameter}", f"df = {rule(function, parameter)}") for parameter in function.differential),
        ("needs", function.condition.format(*signatures(function)[0].parameters)),
        ("elsewhere", function.otherwise),
        ("note", function.note),
        ("also", ", ".join(function.aliases)),
        ("example", function.example),
        ("source", function.source),
    ]


def rule(function: Function, parameter: str) -> str:
    """The differential along one parameter; where f is linear in it, f with the differential in its place."""
    formula = function.differential[parameter]
    if formula != LINEAR:
        return formula
    head, _, rest = function.call.partition("(")
    arguments = [f"d{name}" if name == parameter else name for name in rest[:-1].split(", ")]
    return f"{head}({', '.join(arguments)})"


def as_json(found: Iterable[Function]) -> str:
    """The records for scripts, one object."""
    import json

    return json.dumps({"schema": 1, "functions": [record(function) for function in found]}) + "\n"


def record(function: Function) -> dict[str, Any]:
    """One function as JSON has it."""
    return {
        "name": function.name,
        "aliases": list(function.aliases),
        "summary": function.summary,
        "signatures": list(function.signatures),
        "differential": {name: rule(function, name) for name in function.differential},
        "definition": function.definition or None,
        "condition": function.condition or None,
        "example": function.example,
        "source": function.source or None,
    }
