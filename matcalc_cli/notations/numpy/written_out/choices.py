"""NumPy's choices by a comparison: np.where(x > y, a, b)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.words import Words, bracketed, entrywise, joined, said, word
from matcalc_cli.notations.writer import refused

COMPARED = re.compile(r"[<>]")
OTHERS = ("&", "|", "~", "!")
"""Signs of conditions that are no comparison of numbers."""


def chosen(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """where(x > 0, x, 0) is relu(x), where(x > 0, x, -x) abs(x); another choice is made by steps."""
    if len(arguments) != 3:
        raise refused("unsupported", "this choice is not read", name.start, name.end, "np.where(x > y, a, b) is read")
    condition, yes, no = map(said, arguments)
    bare = condition.replace(">=0", ">0").removesuffix(".0")
    if bare == f"{yes}>0" and no in ("0", "0.0", f"(0*{yes})"):
        return entrywise("relu", name, arguments[1])
    if bare == f"{yes}>0" and no == f"-{yes}":
        return entrywise("abs", name, arguments[1])
    step = entrywise("step", name, _difference(name, arguments[0]))
    rest = bracketed([word("number", name, "1"), word("subtract", name), *step])
    first, second = (
        joined("hadamard", name, [share, of]) for share, of in ((step, arguments[1]), (rest, arguments[2]))
    )
    return bracketed([*first, word("add", name), *second])


def _difference(name: Token, condition: Words) -> Words:
    """The difference that is positive where a comparison holds. Raises MatcalcError for another condition."""
    places = [i for i, w in enumerate(condition) if COMPARED.fullmatch(w.text)]
    others = any(w.text in OTHERS or (w.kind == "=" and i - 1 not in places) for i, w in enumerate(condition))
    if len(places) != 1 or others or sum(w.turn for w in condition[: places[0]]) != 0:
        hint = "one comparison is, np.where(x > y, a, b); np.maximum, np.minimum and np.clip choose, too"
        raise refused("unsupported", "this condition is not read", condition[0].start, condition[-1].end, hint)
    left, right = condition[: places[0]], condition[places[0] + 1 :]
    right = right[1:] if right[:1] and right[0].kind == "=" else right
    pair = [left, right] if condition[places[0]].text == ">" else [right, left]
    return joined("subtract", name, pair)
