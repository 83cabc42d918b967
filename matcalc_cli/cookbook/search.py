"""Which identities a reader asks for: by number, by topic, by words, by the shape of an expression."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matcalc_cli import pipeline
from matcalc_cli.cookbook.identity import Identity, digits, table
from matcalc_cli.cookbook.like import alike
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node, postorder
from matcalc_cli.expr.shapes.dimensions import Dim, dim
from matcalc_cli.expr.shapes.resize import resized
from matcalc_cli.language.mistakes.suggest import nearest
from matcalc_cli.program.within import read_within
from matcalc_cli.simplify import simplify

NUMBER = re.compile(r"\d+[a-z]?")


def asked(words: Sequence[str], like: str | None = None) -> list[Identity]:
    """The identities that are asked for; every one without words. Raises MatcalcError where there is none."""
    found = list(table().identities) if not words else _by_words(words)
    if like is not None:
        found = shaped(like, found)
    if not found:
        raise _nothing(words, like)
    return found


def _by_words(words: Sequence[str]) -> list[Identity]:
    if all(NUMBER.fullmatch(word) for word in words):
        return [i for i in table().identities if {i.number, str(i.place)} & set(words)]
    if len(words) == 1 and words[0] in table().titles:
        return table().of_topic(words[0])
    parts = " ".join(words).lower().split()
    return [identity for identity in table().identities if all(part in _text(identity) for part in parts)]


def _text(identity: Identity) -> str:
    """Everything that is said of an identity, in small letters."""
    title = table().titles[identity.topic]
    return " ".join(
        [identity.topic, title, identity.name, identity.question, identity.claim, *identity.sources]
    ).lower()


def shaped(text: str, among: Sequence[Identity]) -> list[Identity]:
    """The identities about an expression, up to names and transposition. Raises MatcalcError where it is not read.

    Where there is none those that would be if all its dimensions were one: inv(A*B) is of any A, and the identity of square ones.
    """
    wanted = simplify(pipeline.read(text)[1].expression)
    found = [i for i in among if any(alike(wanted, side) for side in sides(i))]
    return found or [i for i in among if any(alike(square(wanted), square(side)) for side in sides(i))]


@cache
def square(node: Node) -> Node:
    """An expression where all its dimensions are one."""
    sizes = [size for part in postorder(node) for size in part.shape]
    named = {name for size in sizes if isinstance(size, Dim) for name in size.names}
    return simplify(resized(node, {name: dim("n") for name in named}))


@cache
def sides(identity: Identity) -> list[Node]:
    """The expression that an identity is about, of an equation both, in normal form."""
    _, scope = pipeline.read(identity.question)
    found = [scope.expression]
    if identity.is_equation:
        found.append(read_within(identity.claim, scope, [scope.expression.shape]))
    return [simplify(node) for node in found]


def _nothing(words: Sequence[str], like: str | None) -> MatcalcError:
    said = " ".join(words)
    if like is not None:
        about = f" about {said}" if said else ""
        hint = f'matcalc diff "{like}" derives it; matcalc cookbook WORDS searches by words'
        return MatcalcError("name", f"no identity of the cookbook{about} has the shape of {like}", hint=hint)
    if NUMBER.fullmatch(said):
        near = min([i.place for i in table().identities], key=lambda place: abs(place - digits(said)))
        return MatcalcError("name", f"the cookbook has no number {said}", hint=f"the nearest one is {near}")
    topics = table().titles
    near_topic = nearest(said, tuple(topics))
    hint = f"did you mean {near_topic}?" if near_topic else f"the topics are {', '.join(topics)}"
    return MatcalcError("name", f"nothing in the cookbook is about {said}", hint=hint)
