"""The formulas of a derivation: what each is said to be, of which question."""

from __future__ import annotations


class Step:
    r"""A formula of a derivation.

    kind      "question", "aside" of what is no claim about one, or what it is said to be of one: "value", "first", "second" and "mixed" derivative, "differential", "second differential"
    line      the row that it stands in, from 1
    text      the formula, as typed
    formula   the formula in uniform spelling, a question without the derivative that is taken of it
    function  the name of the function it is of, as typed; empty if it has none
    question  the formula of that function
    parts     the formulas with a name that it uses: r = Ax - b
    bound     the last value of the indices in it, n of \sum_{i=1}^n, if that is one name; of a question
    said      the note with which an aside is left out, and a claim that may be a condition, = 0, unless it is right
    named     whether claims about a question use its function's name, s(1 - s) of s = ...
    by        the names of the variables, as typed; none if nothing says so
    """

    __slots__ = ("bound", "by", "formula", "function", "kind", "line", "named", "parts", "question", "said", "text")

    def __init__(self, kind: str, line: int, text: str, function: str = "", question: Step | None = None) -> None:
        self.kind = kind
        self.line = line
        self.text = text
        self.formula = text
        self.function = function
        self.question = question
        self.bound = ""
        self.said = ""
        self.named = False
        self.by: tuple[str, ...] = ()
        self.parts: tuple[Step, ...] = ()
