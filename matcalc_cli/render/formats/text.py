"""Plain text: the tree as a program of the language, in ASCII, which reads back to the same tree."""

from __future__ import annotations

from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.notation import OPERATORS, POWER, POWERS, PRODUCT, SOLUTIONS, STRETCHES, SUM
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.formats.forms import Form, call_form, form, relations
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.writer import Style, tightened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


OPEN = -1
"""No place among the texts: a tree that is not written yet."""
SHORT = 100
"""Characters of a part whose text is kept."""


def plain(tree: Tree) -> str:
    """The tree in the language: `2*S*x`, `(A^2)'`, `kron(A', I(n))`; canonical ASCII names, numbers exact.

    It is kept, and so are those of short calls, which other trees may share.
    """
    known: str | None = getattr(tree, "text", None)
    if known is None:
        known = tree.text = _text(tree)
    return known


def _text(root: Tree) -> str:
    style = Plain()
    texts: list[str] = []
    stack: list[tuple[Piece | Tree, bool, int]] = [(root, False, OPEN)]
    while stack:
        item, tight, start = stack.pop()
        if not isinstance(item, Tree):
            texts.append((tightened(item) if tight else item)[1])
        elif start != OPEN:
            _keep(item, texts, start)
        elif not tight and (known := getattr(item, "text", None)) is not None:
            texts.append(known)
        else:
            if isinstance(item, Call) and not tight:
                stack.append((item, False, len(texts)))
            stack += [(part, tight or inner, OPEN) for part, inner in reversed(style.parts(item))]
    return "".join(texts)


def _keep(tree: Tree, texts: list[str], start: int) -> None:
    """Keep the text of a tree, which is that of the pieces from there on, if it is short."""
    if len(texts) - start <= SHORT:
        text = "".join(texts[start:])
        if len(text) <= SHORT:
            tree.text = text
            texts[start:] = [text]


def _infix(name: str) -> Form:
    """The form of an infix operator; a sign on its right side is bracketed, though the language could do without."""
    operator = OPERATORS[name]
    level, right = {SUM: ("sum", "product"), PRODUCT: ("product", "power")}[operator.binding]
    between = f" {operator.symbol} " if operator.binding == SUM else operator.symbol
    return form(level, f"{{0:{level}}}{between}{{1:{right}}}")


def _power(name: str, exponent: str) -> Form:
    return form("power", f"{{0:postfix}}{OPERATORS[name].symbol}{{1:{exponent}!}}")


_SERIES = {4: "({0}, {1:!}, {2:!}, {3})", 5: "({0} in {1:!}:{2:!} if {3}, {4})"}
"""The arguments of `sum` and `prod`, without a condition and with one."""


class Plain(Style):
    """The language itself."""

    operators: ClassVar = {
        **{name: _infix(name) for name, o in OPERATORS.items() if o.fixity == "infix" and o.binding < POWER},
        "kron": call_form("kron", 2),
        **dict.fromkeys(STRETCHES, _infix("multiply")),
        **dict.fromkeys(SOLUTIONS, _infix("solve")),
        "negate": form("sign", "-{0:power}"),
        "plus": form("sign", "+{0:power}"),
        "transpose": form("postfix", "{0:postfix}'"),
        **relations("{0:sum~} SIGN {1}", {}, " and "),
        "integral": form("atom", "integral({0}, {1}, {2}, {3})", "function", 4),
        "between": form("atom", "[{0}]_{1}^{2}", arity=3),
        "jump": form("atom", "jump({0})", "function", 1),
        "twice": form("atom", "d2{0}", "function", 1),
        "rate": form("atom", "d/d{1}({0})", "function"),
        "partial": form("atom", "d{0}/d{1:atom}", "function"),
    }
    leaves_out_ones: ClassVar = True
    _powers: ClassVar = {(name, level): _power(name, level) for name in POWERS for level in ("atom", "sign")}

    def operation(self, tree: Operation) -> Form:
        """As in the table; an exponent may begin with a sign if nothing but a number or a name follows."""
        if tree.operator in self.operators:
            return self.operators[tree.operator]
        return self._powers[tree.operator, "sign" if is_signed_atom(tree.operands[1]) else "atom"]

    def stands_alone(self, name: Name) -> bool:
        """D(v) has brackets of its own."""
        del name
        return True

    def name(self, name: Name) -> Form:
        """The canonical ASCII name."""
        return Form("atom", [(self.name_kind(name), name.name)])

    def literal(self, literal: Literal) -> Form:
        """An integer, or a fraction as a division: 0.5 is printed 1/2."""
        return Form(literal_level(literal), [("number", literal_text(literal))])

    def call(self, call: Call) -> Form:
        """As it was typed."""
        if binds(call):
            arity = len(call.arguments)
            return form("atom", call.function + _SERIES[arity], "function", arity)
        return call_form(call.function + "." * call.dotted, len(call.arguments))


def literal_text(literal: Literal, minus: str = "-") -> str:
    """`3`, `-3`, `1/2`."""
    sign = minus if literal.numerator < 0 else ""
    divisor = f"/{literal.denominator}" if literal.denominator != 1 else ""
    return f"{sign}{abs(literal.numerator)}{divisor}"


def literal_level(literal: Literal) -> str:
    """How tightly a number binds as it is written: a fraction is a division, a negative number a sign."""
    if literal.denominator != 1:
        return "product"
    return "sign" if literal.numerator < 0 else "atom"


def is_signed_atom(tree: Tree) -> bool:
    """True of -1 and -k."""
    match tree:
        case Operation(operator="negate", operands=(Name() | Literal(denominator=1) as inner,)):
            return isinstance(inner, Name) or inner.numerator >= 0
        case Literal(denominator=1):
            return True
    return False
