"""The answer itself after a line in terms of the parts: what the other commands print."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line
from matcalc_cli.explain.context import Context, anagrams
from matcalc_cli.explain.trees import expressed, name_of, same, value
from matcalc_cli.expr.node import Node
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.sharing import shared


def put_back(context: Context, written: Tree, answer: Node) -> list[Line]:
    """The answer itself, with the parts written out: the node that `grad` or `jacobian` prints."""
    short = context.abbreviations(written)
    tree = expressed(answer)
    if not short:
        return [] if same(written, tree) else [Line(None, tree, ["the same, shorter"], answer)]
    names: list[str | Tree] = []
    for part in short:
        names += [*([", "] if names else []), name_of(part)]
    out = expressed(value(written, context.full))
    # Written in full, an answer can be exponentially longer than its distinct parts: these are compared.
    alike = anagrams(shared(out), shared(tree))
    return [Line(None, tree, [*names, " written out" if alike else " written out, simplified"], answer)]
