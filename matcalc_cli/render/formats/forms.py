"""Forms: the ways to write a node, as templates of text and of holes for operands, and how tightly they bind."""

from __future__ import annotations

from matcalc_cli.language import notation
from matcalc_cli.language.grammar.ranges import AND, RELATIONS
from matcalc_cli.later import cache
from matcalc_cli.render.formats.markup import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEVELS = {
    "any": 0,
    "sum": notation.SUM,
    "negative": 12,  # mathematics reads -A B as -(A B); the language reads it as (-A) B, which is `sign`
    "series": 14,
    "tensor": 16,
    "quotient": 18,
    "product": notation.PRODUCT,
    "sign": notation.SIGN,
    "power": notation.POWER,
    "postfix": notation.TRANSPOSE,
    "differential": 55,  # dA' is (dA)', but dA^2 would be d(A^2)
    "atom": 60,
}
"""How tightly a form binds, loosest first; a format uses those that it needs."""


_FENCES = {"(": "open", ")": "close", "\\lvert": "open", "\\lVert": "open", "\\rvert": "close", "\\rVert": "close"}
_GROWTH = r"\\(?:left|right)(?![a-z])"
_BARE = r"(?<![(\[{|‖,])(?<![(\[{|‖,] )(?<!vert )(?<!Vert )\{(\d)\}"
_FENCED = r"(?:[\\\w{}]+)?\([^^]*\)|\|[^^]*\||‖[^^]*‖|\\l[vV]ert [^^]*\\r[vV]ert(?:_\S+)?"


class Hole:
    """A place for operand `index`: bracketed if it binds looser than `level`, unless `chain` and the same operator.

    In a `tight` one, an exponent or a bound, operators have no blanks: k-1.
    """

    __slots__ = ("chain", "index", "level", "tight")

    def __init__(self, index: int, place: str = "") -> None:
        self.index = index
        self.level = LEVELS[place.rstrip("~!") or "any"]
        self.chain = place.endswith("~")
        self.tight = place.endswith("!")


class Form:
    """One way to write a node: how tightly it binds and, in order, pieces of text and holes for its operands."""

    __slots__ = ("level", "parts")

    def __init__(self, level: str, parts: Sequence[Piece | Hole]) -> None:
        self.level = LEVELS[level]
        self.parts = tuple(parts)


@cache
def form(level: str, template: str, kind: str = "operator", arity: int = 2) -> Form:
    """The form of a template such as `{0:sum} + {1:product}`.

    `{0}` takes anything, `{0:tensor~}` also an operand of its own operator, `{1:!}` is an exponent or a bound; a
    number in braces that is no operand (`_{2}`) and every other brace are text. Fences become pieces of their
    own, so that they can grow.
    """
    parts: list[Piece | Hole] = []
    start = at = 0
    while at < len(template):
        end = _past_part(template, at)
        if end > at:
            parts += [(kind, template[start:at])] * (start < at)
            parts.append(_part(template[at:end], kind, arity))
            start = end
        at = max(end, at + 1)
    parts += [(kind, template[start:])] * (start < at)
    return Form(level, parts)


def _part(text: str, kind: str, arity: int) -> Piece | Hole:
    """A fence, a hole, or what looks like a hole and has no operand."""
    number, _, place = text[1:-1].partition(":")
    if number.isdigit() and int(number) < arity:
        return Hole(int(number), place)
    return _FENCES.get(text.rstrip(), kind), text


def _past_part(template: str, at: int) -> int:
    """Where the hole or the fence ends that begins here; here, if none does."""
    character = template[at]
    if character in _FENCES:
        return at + 1
    if character == "{":
        end = template.find("}", at)
        number, colon, place = template[at + 1 : max(end, 0)].partition(":")
        bare = place.removesuffix("~") if place.endswith("~") else place.removesuffix("!")
        return end + 1 if number.isdigit() and (not bare or (colon and bare.isidentifier())) else at
    end = at + len(r"\lvert")
    if (
        character != "\\"
        or template[at:end] not in _FENCES
        or template[end : end + 1].isidentifier()
        or template[end : end + 1].isdigit()
    ):
        return at
    return end + (template[end : end + 1] == " ")


def relations(template: str, signs: Mapping[str, str], both: str) -> dict[str, Form]:
    """The forms of relations by their operators, from a template with `SIGN` and how a format writes the signs.

    `both` stands between conditions that all hold.
    """
    forms = {name: form("any", template.replace("SIGN", signs.get(sign, sign))) for sign, name in RELATIONS.items()}
    return {**forms, AND: form("any", f"{{0}}{both}{{1}}")}


def call_form(name: str, arity: int) -> Form:
    """The form `name({0}, {1}, ...)`."""
    return form("atom", f"{name}({', '.join(f'{{{i}}}' for i in range(arity))})", "function", arity)


def template_form(template: str, arity: int) -> Form:
    """The form of a function by a template that has its own fences, or is raised."""
    return form("power" if "{0:atom}" in template else "atom", template, "function", arity)


@cache
def function_form(template: str, arity: int) -> Form:
    r"""The form of a function by its record's template; \left and \right are dropped, fences grow where they must.

    A placeholder without a level takes anything between fences (`‖{0}‖`), and elsewhere what needs no brackets
    there (`log|det {0}|`, `{0}^{+}`).
    """
    import re

    text = re.sub(_GROWTH, "", template)
    text = re.sub(_BARE, lambda found: f"{{{found[1]}:{_level_before(text[found.end() :])}}}", text)
    fenced = re.fullmatch(_FENCED, text) is not None
    return form("atom" if fenced else "power", text, "function", arity)


def _level_before(rest: str) -> str:
    """The level that needs no brackets before the rest of a template: a product before a fence, an atom before `^`."""
    if rest.startswith((")", "|", "‖", "\\r")):
        return "product"
    return "power" if not rest or rest.startswith((" ", ",")) else "atom"
