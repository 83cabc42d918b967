"""The notation: one table of operators for the parser and the printers, and the symbols that stand beside it."""

from __future__ import annotations

SUM, PRODUCT, SIGN, POWER, TRANSPOSE = 10, 20, 30, 40, 50
"""How tightly the operators bind, loosest first."""
LOOSEST = SUM


class Operator:
    """An operator: its canonical name, its symbols (ASCII first), how tightly it binds and where it stands.

    `fixity` is "infix", "prefix" or "postfix", `associativity` "left" or "right" ("" if it has none). An infix
    operator takes as its left operand whatever waits with a binding of at least `yields`.
    """

    __slots__ = ("associativity", "binding", "fixity", "name", "symbols", "yields")

    def __init__(self, name: str, symbols: str, binding: int, fixity: str, associativity: str = "") -> None:
        self.name = name
        self.symbols = tuple(symbols.split())
        self.binding = binding
        self.fixity = fixity
        self.associativity = associativity
        self.yields = binding + (associativity == "right")

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
    Operator("dotted_add", ".+", SUM, "infix", "left"),
    Operator("dotted_subtract", ".-", SUM, "infix", "left"),
    Operator("multiply", "* @ · ⋅ × ∗", PRODUCT, "infix", "left"),
    Operator("hadamard", ".* ⊙ ∘", PRODUCT, "infix", "left"),
    Operator("divide", "/", PRODUCT, "infix", "left"),
    Operator("elementwise_divide", "./ ⊘", PRODUCT, "infix", "left"),
    Operator("solve", "\\", PRODUCT, "infix", "left"),
    Operator("kron", "⊗", PRODUCT, "infix", "left"),
    Operator("negate", "- −", SIGN, "prefix"),
    Operator("plus", "+", SIGN, "prefix"),
    Operator("power", "^", POWER, "infix", "right"),
    Operator("elementwise_power", ".^", POWER, "infix", "right"),
    Operator("transpose", "' .T ᵀ .' ′ ’", TRANSPOSE, "postfix"),
)
OPERATORS = {operator.name: operator for operator in _TABLE}
"""Every operator by its canonical name, the `operator` of a `tree.Operation`."""

STRETCHES = ("stretch_along", "stretch_down")
"""Operations that only printers write: x*ones(1,n) and ones(m)*r, of which a dotted operator shows x and r."""

SOLUTION = "solution"
"""Another one: A\\b, whose right side begins with no number."""

SIGN_OF = {"add": OPERATORS["plus"], "subtract": OPERATORS["negate"]}
"""What `+` and `-` mean where an operand is expected."""

SYMBOLS = {symbol: operator.name for operator in _TABLE if operator.fixity != "prefix" for symbol in operator.symbols}
"""What a symbol means behind an operand."""
del SYMBOLS["ᵀ"]  # read as a superscript, with the other ones that may stand beside it

BARS = ("||", "‖", "∥")
INDEX = ("_", "₁", "₂", "₃")
"""What begins the index of norm bars."""
PUNCTUATION = ("(", ")", "[", "]", ",", ";", ":", "=", ".(")
TOP = ("T", "⊤", "⊺")
"""What `^` turns into a transpose."""

SUPERSCRIPTS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "0123456789+-Tabcdefghijklmnoprstuvwxyz", strict=True)
)
"""Raised characters and what they raise: an exponent or a transpose written behind an operand."""

BLANKS = " \t\r\n\u00a0\u2002\u2003\u2009\u200a\u202f\u205f\u3000"

SUMS = ("add", "subtract", "dotted_add", "dotted_subtract")
"""Operators whose operands have one shape, terms."""
