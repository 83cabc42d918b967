r"""LaTeX's bars: \|x\|_2^2 and ||x|| are norms, |A| a determinant or a modulus, \log|A| one logarithm."""

from __future__ import annotations

import re

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.latex.groups import Bar, Groups
from matcalc_cli.notations.latex.tables import NORMS
from matcalc_cli.notations.writer import refused

ENDS = ("name", "number", ")", "transpose", "bar", "script", "]")
SUBSCRIPT = re.compile(r"\s*_\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+(?:\s*\{\w*\})?|[^\s\\]))")
UNDRESSED = re.compile(r"\\(?:mathrm|text|mathsf|mathcal|mathit|textrm|ast(?=$))|[{}\s\\]")
r"""The parts of a norm's index that say nothing: \mathrm{F} is F."""
MIXED = re.compile(r"\s*_\s*\{\s*(?:\\ell\s*_\s*)?\{?\s*([12])\s*,\s*1\s*\}?\s*\}")
"""The index of a norm of the norms of columns."""
ORDER = re.compile(r"[1-9][0-9]*|[pq]|infty|∞")
"""The order of a norm of a vector."""
COUNT = r"how many entries are not 0 has no derivative; \|x\|_1 is what stands in its place where one is needed"
LOGARITHM = r"p \log|A| and \log(\det(A)^p) say what the exponent is of"


class Bars(Groups):
    """Reads bars, each of which opens or closes."""

    @property
    def ends_operand(self) -> bool:
        """Whether what was read last can stand before a closing bar."""
        words = self.writer.words
        opening = bool(self.bars) and self.bars[-1].place == len(words) - 1
        return bool(words) and words[-1].kind in ENDS and not opening

    def some_bar(self, start: int) -> None:
        """`|` or `||`, by what is open."""
        closes = bool(self.bars) and self.ends_operand
        doubled = self.text[self.place : self.place + 1] == "|" and not (closes and self.bars[-1].single)
        if doubled:
            self.place += 1
            self.bar("rVert" if closes else "lVert", start)
        else:
            self.single_bar(start, opens=not closes)

    def single_bar(self, start: int, *, opens: bool) -> None:
        """A determinant, or a modulus of a number: the shapes decide (see `by_shape`)."""
        if opens:
            self.before_opening(start)
            self.writer.put("name", start, self.place, "det", tight=False)
            self.open_single(start)
            return
        if not self.bars or not self.bars[-1].single:
            raise unmatched(start, self.place)
        bar = self.bars.pop()
        self.fence(")", start)
        if bar.logarithm and re.compile(r"\s*\^").match(self.text, self.place):
            raise refused(
                "syntax", "the exponent behind \\log|A| is of A, or of the logarithm", start, self.place + 1, LOGARITHM
            )

    def open_single(self, start: int, *, logarithm: bool = False) -> None:
        """The bracket that a bar is, behind the function that it means."""
        self.bars.append(Bar(len(self.writer.words), start, single=True, logarithm=logarithm))
        self.fence("(", start)

    def before_opening(self, start: int) -> None:
        """A product, if something stands before a bar that opens."""
        if self.ends_operand:
            self.writer.put("multiply", start, start)

    def bar(self, name: str, start: int) -> None:
        r"""Norm bars: `\lVert` opens and `\rVert` closes, `\|` does what it can."""
        if name == "lVert" or (name != "rVert" and not (self.bars and self.ends_operand)):
            self.before_opening(start)
            self.bars.append(Bar(len(self.writer.words), start))
            self.depth += 1
            self.fence("bar", start)
            return
        if not self.bars or self.bars[-1].single:
            raise unmatched(start, self.place)
        opener = self.bars.pop()
        self.end_sums(start)
        self.depth -= 1
        if found := MIXED.match(self.text, self.place):
            self.mixed_norm(found, opener.place, start)
            return
        function, order = self.norm()
        if order or function != "norm":
            self.named_norm(function, order, opener.place, start)
        else:
            self.fence("bar", start)
        self.writer.operand = opener.place

    def mixed_norm(self, found: re.Match[str], opener: int, start: int) -> None:
        r"""`\|X\|_{2,1}`: the sum of the norms of the columns; `\|X\|_{1,1}` of the moduli of all entries."""
        self.place = found.end()
        bar = self.writer.words[opener]
        inner = "norms" if found[1] == "2" else "abs"
        called = [("name", "sum"), ("(", "("), ("name", inner), ("(", "(")]
        self.writer.words[opener : opener + 1] = [Token(k, t, bar.start, bar.end, k == "(") for k, t in called]
        for kind, text in ((",", ","), ("number", "1")) if inner == "norms" else ():
            self.writer.put(kind, start, self.place, text)
        self.writer.put(")", start, self.place)
        self.writer.put(")", start, self.place)
        self.writer.operand = opener

    def norm(self) -> tuple[str, str]:
        """The function that the index of norm bars says, and its order."""
        found = SUBSCRIPT.match(self.text, self.place)
        if found is None:
            return "norm", ""
        said = UNDRESSED.sub("", found[1] or found[2] or "") or "*"
        if said not in NORMS and not ORDER.fullmatch(said):
            message = f"the index {said} of a norm is not read"
            hint = (
                COUNT
                if said == "0"
                else "\\|A\\|_F, \\|A\\|_{2,1}, \\|A\\|_2, \\|A\\|_1 and \\|A\\|_* are; a norm weighted by M is \\sqrt{x^\\top M x}"
            )
            raise refused("unsupported", message, *found.span(found.lastindex or 0), hint)
        self.place = found.end()
        order = "Inf" if said in ("infty", "∞") else said
        return (NORMS[said], "") if said in NORMS else ("norm", order)

    def named_norm(self, function: str, order: str, opener: int, start: int) -> None:
        r"""`\|x\|_1`: the bars are the brackets of a function of their own; `\|x\|_p` is norm(x, p)."""
        bar = self.writer.words[opener]
        called = Token("name", function, bar.start, bar.end, False), Token("(", "(", bar.start, bar.end, True)
        self.writer.words[opener : opener + 1] = called
        if order:
            self.writer.put(",", start, self.place)
            self.writer.put("number" if order.isdigit() else "name", start, self.place, order)
        self.writer.put(")", start, self.place)

    def refuse_open_bar(self) -> None:
        """A bar that nothing closes."""
        if self.bars:
            raise unmatched(self.bars[-1].start, self.bars[-1].start + 1)


def unmatched(start: int, end: int) -> Exception:
    """The error about a bar without its other one."""
    hint = "\\|x\\| is a norm, |A| a determinant, |a| the modulus of a number"
    return refused("syntax", "this bar has no other one to go with it", start, end, hint)
