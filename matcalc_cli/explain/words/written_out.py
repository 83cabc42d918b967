"""The answer itself after a line in terms of the parts: what the other commands print."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line
from matcalc_cli.answers.typed import Typed
from matcalc_cli.explain.context import Context, anagrams
from matcalc_cli.explain.trees import expressed, listed, same, value
from matcalc_cli.expr.node import Node
from matcalc_cli.language.tree import Name, Tree
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import given, shared


def put_back(context: Context, written: Tree, answer: Node) -> list[Line]:
    """The answer itself, with the parts written out: the node that `grad` or `jacobian` prints."""
    short = context.abbreviations(written)
    letters = context.answer.letters
    solves = isinstance(letters, Typed) and letters.solved
    tree = express(answer, letters=letters) if solves else expressed(answer)
    if not short:
        return [] if same(written, tree) else [Line(None, tree, ["the same, shorter"], answer)]
    out = expressed(value(written, context.full))
    # Written in full, an answer can be exponentially longer than its distinct parts: these are compared.
    alike = anagrams(shared(out), shared(tree))
    said = context.answer.words(answer) if context.answer.words else None
    if said and said.definitions:  # what the user named is never multiplied out
        known = {part.symbol.name for part in context.parts}
        rest = [(n, value) for n, value in said.definitions if isinstance(n, Name) and n.name not in known]
        tree = given(rest, express(said.node, letters=context.answer.letters))
        kept = {name.name for name, _ in said.definitions if isinstance(name, Name)}
        gone = [part for part in short if part.name not in kept]
        return [Line(None, tree, [*listed(gone), " written out, simplified"] if gone else ["simplified"], answer)]
    return [Line(None, tree, [*listed(short), " written out" if alike else " written out, simplified"], answer)]
