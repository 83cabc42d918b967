"""Parts with an index in random programs: `s_i = w'*x_i; sum(i, 1, N, s_i^2)`, and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracles.raw import Raw, text

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.shapes.dimensions import Shape
    from tests.oracles.generate import Generator

NAMES = ("ff", "gg", "hh", "qq")
"""What parts are called; nothing else has two letters."""


def grown(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A part at one of the indices of the sums around: one that is there at another index, or a new one."""
    if not g.members or g.index is not None or g.counted or g.random.random() < 0.3:
        return None
    here = g.random.choice(g.members)
    index, length, further = here
    place = Raw("symbol", (1, 1), payload=index)
    known = [part for part, of in g.named if (part.shape, of) == (shape, (length, further))]
    if known and g.random.random() < 0.7:
        name, letter, body = g.random.choice(known).payload
        moved = _at(body, letter, index)
        return None if moved is None else Raw("part", shape, (moved, place), payload=(name, letter, body))
    free = [name for name in NAMES if all(part.payload[0] != name for part, _ in g.named)]
    if not free:
        return None
    outer, g.members, g.hidden = g.members, [here], {i.name for i, _, _ in g.members}
    body = g.grow(shape, min(fuel, 3))
    g.members, g.hidden = outer, set()
    if any(r.op == "part" for r in body.walk()) or not _has(body, index):
        return body
    made = Raw("part", shape, (body, place), payload=(free[0], index, body))
    g.named.append((made, (length, further)))
    return made


def _has(body: Raw, index: Symbol) -> bool:
    members = (r for r in body.walk() if r.op == "member")
    return any(place.payload is index for r in members for place in r.walk() if place is not r)


def _at(raw: Raw, old: Symbol, new: Symbol) -> Raw | None:
    """The body at another index; None where a sum inside binds that."""
    if any(r.payload is new for r in raw.walk()) and old is not new:
        return None
    return _replaced(raw, old, new)


def _replaced(raw: Raw, old: Symbol, new: Symbol) -> Raw:
    payload = new if raw.payload is old else raw.payload
    return Raw(raw.op, raw.shape, tuple([_replaced(a, old, new) for a in raw.args]), raw.sizes, payload)


def bindings(raw: Raw) -> str:
    """The parts that a program names, as it begins with them."""
    found = {r.payload[0]: r.payload for r in raw.walk() if r.op == "part"}
    return "".join([f"{name}_{index.name} = {text(body)}; " for name, index, body in found.values()])
