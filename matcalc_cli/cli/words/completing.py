"""Completion of values: the names in the expression typed so far, and the functions of the language."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

WORDS = "matcalc.words"
"""The key in `Context.meta` for the words of the expression, which completion needs before they are parsed."""
DECLARED = r"([^\W\d_]\w*)\s*:"
NAME = r"[^\W\d_]\w*"
ENDING = r"[^\W\d_]\w+$"
"""Half an expression does not parse; a name in it is still a word."""


def complete_variables(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of the expression on the line that are no functions, for `--wrt`."""
    import re

    from matcalc_cli.functions import names
    from matcalc_cli.language.names import CONSTANTS

    expression, _where, declarations = " ".join(ctx.meta.get(WORDS, ())).partition(" where ")
    found = re.findall(NAME, expression) + re.findall(DECLARED, declarations)
    reserved = {*names(), *CONSTANTS}
    return [name for name in dict.fromkeys(found) if name.startswith(incomplete) and name not in reserved]


def complete_expression(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The word that ends an expression, as the name of a function with its bracket: `x'*inv` -> `x'*inv(`."""
    import re

    from matcalc_cli.functions import names

    found = re.search(ENDING, incomplete)
    if found is None:
        return []
    before = incomplete[: found.start()]
    return [f"{before}{name}(" for name in sorted(names()) if name.startswith(found[0])]


def complete_functions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of functions and their aliases, for `matcalc functions NAME`."""
    from matcalc_cli.functions import names

    return sorted(name for name in names() if name.startswith(incomplete))
