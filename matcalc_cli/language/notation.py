"""The notation: one table of operators for the parser and the printers, and the symbols that stand beside it."""

from __future__ import annotations

SUM, PRODUCT, SIGN, POWER, TRANSPOSE = 10, 20, 30, 40, 50
"""How tightly the operators bind, loosest first."""
LOOSEST = SUM


class Operator:
    """An operator: its canonical name, its symbols (ASCII first), how tightly it binds and where it stands.

    `fixity` is "infix", "prefix" or "postfix", `associativity` "left" or "right" ("" if it has none). An infix
    operator takes as its left operand whatever waits with a binding of at least `yields`.

    signs       the places of the operands with which the value changes its sign
    divisor     the place of the operand that it divides by
    of_numbers  of an operator of entries, the one that says it of numbers
    """

    __slots__ = ("associativity", "binding", "divisor", "fixity", "name", "of_numbers", "signs", "symbols", "yields")

    def __init__(
        self, name: str, symbols: str, binding: int, fixity: str, associativity: str = "", *,
        signs: tuple[int, ...] = (), divisor: int | None = None, of_numbers: str = "",
    ) -> None:  # fmt: skip
        self.name = name
        self.symbols = tuple(symbols.split())
        self.binding = binding
        self.fixity = fixity
        self.associativity = associativity
        self.yields = binding + (associativity == "right")
        self.signs = signs
        self.divisor = divisor
        self.of_numbers = of_numbers

    @property
    def symbol(self) -> str:
        """The symbol in plain ASCII."""
        return self.symbols[0]

    @property
    def arity(self) -> int:
        """How many operands it takes."""
        return 2 if self.fixity == "infix" else 1


_TABLE = (
    Operator("add", "+", SUM, "infix", "left"),
    Operator("subtract", "- −", SUM, "infix", "left"),
    Operator("dotted_add", ".+", SUM, "infix", "left", of_numbers="add"),
    Operator("dotted_subtract", ".-", SUM, "infix", "left", of_numbers="subtract"),
    Operator("multiply", "* @ · ⋅ × ∗", PRODUCT, "infix", "left", signs=(0, 1)),
    Operator("hadamard", ".* ⊙ ∘", PRODUCT, "infix", "left", signs=(0, 1), of_numbers="multiply"),
    Operator("divide", "/", PRODUCT, "infix", "left", signs=(0,), divisor=1),
    Operator("elementwise_divide", "./ ⊘", PRODUCT, "infix", "left", signs=(0,), divisor=1, of_numbers="divide"),
    Operator("solve", "\\", PRODUCT, "infix", "left", signs=(1,), divisor=0),
    Operator("kron", "⊗", PRODUCT, "infix", "left", signs=(0, 1)),
    Operator("negate", "- −", SIGN, "prefix", signs=(0,)),
    Operator("plus", "+", SIGN, "prefix", signs=(0,)),
    Operator("power", "^", POWER, "infix", "right"),
    Operator("elementwise_power", ".^", POWER, "infix", "right", of_numbers="power"),
    Operator("transpose", "' .T ᵀ .' ′ ’", TRANSPOSE, "postfix", signs=(0,)),
)
OPERATORS = {operator.name: operator for operator in _TABLE}
"""Every operator by its canonical name, the `operator` of a `tree.Operation`."""

STRETCHES = ("stretch_along", "stretch_down")
"""Operations that only printers write: x*ones(1,n) and ones(m)*r, of which a dotted operator shows x and r."""

SOLUTIONS = ("solution", "symmetric_solution")
"""More of them: A\\b, whose right side begins with no number, of any matrix A and of a symmetric one."""

SIGN_OF = {"add": OPERATORS["plus"], "subtract": OPERATORS["negate"]}
"""The operators of `+` and `-` where an operand is expected."""

SYMBOLS = {symbol: operator.name for operator in _TABLE if operator.fixity != "prefix" for symbol in operator.symbols}
"""The operators of symbols behind an operand."""
del SYMBOLS["ᵀ"]  # read as a superscript, with the other ones that may stand beside it

BARS = ("||", "‖", "∥")
INDEX = ("_", "₁", "₂", "₃")
"""The signs that begin the index of norm bars."""
PUNCTUATION = ("(", ")", "[", "]", ",", ";", ":", "=", ".(")
TOP = ("T", "⊤", "⊺")
"""The letters that `^` turns into a transpose."""

SUPERSCRIPTS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "0123456789+-Tabcdefghijklmnoprstuvwxyz", strict=True)
)
"""Raised characters and what they raise: an exponent or a transpose written behind an operand."""

BLANKS = " \t\r\n\u00a0\u2002\u2003\u2009\u200a\u202f\u205f\u3000"

POWERS = tuple([name for name, operator in OPERATORS.items() if operator.binding == POWER])
"""Operators whose right operand is an exponent."""
RAISED = (*POWERS, *[name for name, operator in OPERATORS.items() if operator.fixity == "postfix"])
"""Operators of a base, behind which they are written without brackets: powers and the transpose."""
OF_NUMBERS = {name: operator.of_numbers for name, operator in OPERATORS.items() if operator.of_numbers}
"""By operators of entries, dotted ones: the operator that says it of numbers."""
DIVISORS = {name: operator.divisor for name, operator in OPERATORS.items() if operator.divisor is not None}
"""By operators that divide: the place of the divisor among their operands."""
SIGNED_BY_FIRST = frozenset([name for name, o in OPERATORS.items() if o.fixity == "infix" and 0 in o.signs])
"""Infix operators whose value changes its sign with the first operand."""
SHAPED_BY_FIRST = ("negate", "plus", "divide", *POWERS)
"""Operators whose value has the shape of the first operand."""
SUMS = ("add", "subtract", "dotted_add", "dotted_subtract")
"""Operators whose operands have one shape, terms."""
