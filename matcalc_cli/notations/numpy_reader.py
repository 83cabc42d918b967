"""NumPy: A @ B.T, np.linalg.inv(A), x**2; `*`, `/` and `**` work entry by entry, and a vector is a column."""

from __future__ import annotations

import re
from collections.abc import Collection

from matcalc_cli.functions import names
from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.notations.numpy_axes import ALONG, along, axis_of
from matcalc_cli.notations.numpy_brackets import STACKS, bracket, stack
from matcalc_cli.notations.numpy_frames import (
    INFINITE,
    LOGARITHM,
    NORM_NAMES,
    ORDER,
    TRIANGLE,
    Frame,
)  # fmt: skip
from matcalc_cli.notations.numpy_libraries import (
    FLAT,
    FLAT_NORMS,
    MODULES,
    NUMPY,
    WRITTEN_OUT,
    Library,
    is_cvxpy,
    library,
)  # fmt: skip
from matcalc_cli.notations.numpy_tables import (
    CONSTANTS,
    ENTRYWISE,
    FUNCTIONS,
    INFIX,
    METHODS,
    NOT_PYTHON,
    OPERATORS,
    SAME,
    SHAPED,
    TRANSPOSES,
    UNSUPPORTED,
    dotted,
    is_array,
)  # fmt: skip
from matcalc_cli.notations.writer import Writer, refused

WORD = re.compile(
    r"#[^\n]*|(?P<blank>\s+)|(?P<path>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)|(?P<attribute>\.\s*[^\W\d]\w*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<operator>\*\*|//|[-+*/@])|(?P<other>.)",
    re.DOTALL,
)
CLOSED = re.compile(r"\s*\)")
EMPTY = re.compile(r"\s*\(\s*\)")
CALLED = re.compile(r"\s*\(")
OFFSET = re.compile(r"\s*k\s*=(?!=)")
"""np.diag(x, k=1)"""
KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")


class NumPy:
    """Reads a text from left to right into words; `functions` are those without a formula that are declared."""

    functions: Collection[str] = ()

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.writer = Writer()
        self.frames: list[Frame] = []
        self.cvxpy = False

    def read(self) -> list[Token]:
        """All words."""
        while self.place < len(self.text):
            found = WORD.match(self.text, self.place)
            assert found is not None
            start, self.place = found.span()
            match found.lastgroup:
                case "path":
                    self.path(found[0], start)
                case "attribute":
                    self.attribute(found[0][1:].strip(), start)
                case "number":
                    self.writer.put("number", start, self.place, found[0])
                case "operator" if found[0] in OPERATORS:
                    self.writer.put(OPERATORS[found[0]], start, self.place, found[0])
                case "operator" | "other":
                    self.other(found[0], start)
        for word in self.writer.words if self.cvxpy else ():
            word.kind = "multiply" if (word.kind, word.text) == ("hadamard", "*") else word.kind
        return self.writer.end(self.place)

    def path(self, text: str, start: int) -> None:
        """`A`, `A.T`, `np.linalg.inv`, `A.sum`."""
        parts = [(part.strip(), start + at) for part, at in dotted(text)]
        first = parts[0][0]
        module = len(parts) > 1 and first in MODULES and not is_array(first, parts[1][0])
        if module or (len(parts) == 1 and CALLED.match(self.text, self.place)):
            self.function(parts[-1][0], start, ".".join(name for name, _ in parts[:-1]))
            return
        self.writer.put("name", start, start + len(first), first, tight=False)
        for name, at in parts[1:]:
            self.attribute(name, at, last=at == parts[-1][1])

    def function(self, name: str, start: int, path: str) -> None:
        """A function of a library, or a constant."""
        said = library(path)
        self.cvxpy = self.cvxpy or is_cvxpy(path, name)
        if name in CONSTANTS:
            self.writer.put("name", start, self.place, CONSTANTS[name], tight=False)
        elif name in STACKS:
            stack(self, name, start)
        elif "*" in said.refused:
            message = f"{path} is SymPy in most programs, whose functions of matrices are others"
            raise refused("unsupported", message, start, self.place, said.refused["*"])
        elif name in said.refused or (name in UNSUPPORTED and name not in said.functions):
            hint = said.refused.get(name) or UNSUPPORTED[name]
            raise refused("unsupported", f"{name} is not part of the language", start, self.place, hint)
        elif name in INFIX:
            self.open(start, Frame(name, INFIX[name], 2), ("(", "("))
        elif name == "cholesky":
            self.factor(start, said)
        else:
            self.named(name, start, said)

    def named(self, name: str, start: int, said: Library) -> None:
        """A function that is called by a name of the language, or written out."""
        meant = said.functions.get(name) or NUMPY.functions.get(name) or FUNCTIONS.get(name, name)
        if meant in WRITTEN_OUT:
            before, behind = WRITTEN_OUT[meant]
            frame = Frame(name)
            frame.closing = list(behind)
            self.open(start, frame, before)
        elif name in self.functions:
            self.writer.put("name", start, self.place, name, tight=False)
            self.open(start, Frame(name), ("(",))
        elif meant not in names() and name not in FUNCTIONS:
            self.unknown(name, start)
        else:
            frame = Frame(name, library=said)
            frame.name = self.writer.put("name", start, self.place, meant, tight=False)
            self.open(start, frame, (".(" if meant in ENTRYWISE else "(",))

    def factor(self, start: int, said: Library) -> None:
        """A Cholesky factor, whose triangle the library or an argument says."""
        frame = Frame("cholesky", library=said)
        frame.upper = said.upper
        frame.name = Token("name", "cholesky", start, self.place, True)
        self.open(start, frame, ("(", "chol", "("))

    def close_factor(self, frame: Frame, name: Token) -> list[str]:
        """The words behind a Cholesky factor."""
        if frame.upper is None:
            hint = "np.linalg.cholesky(S) is the lower factor, scipy.linalg.cholesky(S) the upper one"
            raise refused("unsupported", "the module says which factor cholesky is", name.start, name.end, hint)
        return [")", *["transpose"] * frame.upper, ")"]

    def unknown(self, name: str, start: int) -> None:
        """A function that there is not; a hint if one is near."""
        from matcalc_cli.language.suggest import nearest

        near = nearest(name, [*FUNCTIONS, *INFIX, *names()])
        hint = f"did you mean {near}?" if near else "matcalc help notations lists what is read"
        raise refused("name", f"there is no function {name}", start, self.place, hint)

    def open(self, start: int, frame: Frame, brackets: tuple[str, ...]) -> None:
        """The bracket behind a function; that of a shape, ones((m, n)), is left out."""
        found = CALLED.match(self.text, self.place)
        if not found:
            raise refused("name", f"{frame.function} needs its argument in brackets", start, self.place)
        self.place = found.end()
        for word in brackets:
            kind = "name" if word.isalpha() else word
            self.writer.put(kind, start if kind == "name" else self.place - 1, self.place, word, tight=kind != "name")
        self.frames.append(frame)
        inner = CALLED.match(self.text, self.place)
        if frame.function in SHAPED and inner:
            self.place = inner.end()
            self.frames.append(Frame(closes=0))

    def attribute(self, name: str, start: int, *, last: bool = True) -> None:
        """`.T`, or a method without arguments but for .dot."""
        called = CALLED.match(self.text, self.place) if last else None
        if name in TRANSPOSES and not called and self.writer.in_exponent:  # A ** k.T is A ** (k.T)
            self.writer.wrap("transpose", start, start + len(name))
        elif name in TRANSPOSES and not called:
            self.writer.put("transpose", start, start + len(name))
        elif (name == "dot" or name in INFIX) and called:
            self.writer.open_before("", start)
            self.writer.put(INFIX[name], start, start + len(name))
            self.place = called.end()
            self.writer.put("(", self.place - 1, self.place, tight=False)
            self.frames.append(Frame(name, closes=2))
        elif name in SAME and called and (empty := EMPTY.match(self.text, self.place)):
            self.place = empty.end()
        elif name in METHODS or name in ENTRYWISE:
            self.method(name, start, called)
        else:
            hint = UNSUPPORTED.get(name, f"what is read of an array: .T, .dot(B), .{'(), .'.join(METHODS)}()")
            raise refused("unsupported", f".{name} is not read here", start, self.place, hint)

    def method(self, name: str, start: int, called: re.Match[str] | None) -> None:
        """A function written behind its argument: x.exp(), A.sum(), A.sum(axis=0)."""
        if called is None:
            raise refused("name", f".{name} needs its brackets", start, self.place, f"{name}() calls it")
        self.place = called.end()
        frame = Frame(name)
        frame.name = self.writer.open_before(METHODS.get(name, name), start)
        self.frames.append(frame)
        if not CLOSED.match(self.text, self.place):
            self.comma(self.place)

    def other(self, character: str, start: int) -> None:
        """Brackets, commas, and what is foreign everywhere."""
        if character == "[":
            bracket(self, start)
        elif character == "]" and self.frames and self.frames[-1].separator:
            self.close(start)
        elif character == "(":
            self.frames.append(Frame())
            self.writer.put("(", start, self.place, tight=False)
        elif character == ")":
            self.close(start)
        elif character == ",":
            self.comma(start)
        else:
            if character in NOT_PYTHON:
                raise refused("syntax", *NOT_PYTHON[character][:1], start, self.place, NOT_PYTHON[character][1])
            kinds = [t for t in tokens(character) if t.kind != "end"]
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in kinds])

    def close(self, start: int) -> None:
        """A closing bracket, or as many as its opening wrote."""
        frame = self.frames.pop() if self.frames else Frame()
        if frame.function == "list":
            self.writer.put("]", start, self.place)
        if frame.function == "cholesky" and frame.name:
            frame.closing = self.close_factor(frame, frame.name)
        for word in frame.closing:
            self.writer.put("number" if word.isdigit() else word, start, self.place, word if word.isdigit() else "")
        if frame.function == "slogdet":
            found = LOGARITHM.match(self.text, self.place)
            if not found:
                hint = "slogdet(A)[1] is log|det A|"
                raise refused(
                    "unsupported", "slogdet gives two values, and an expression has one", start, start + 1, hint
                )
            self.place = found.end()

    def comma(self, start: int) -> None:
        """The end of an argument; a keyword behind it is refused, but for the Frobenius norm."""
        frame = self.frames[-1] if self.frames else Frame()
        if frame.function in NORM_NAMES and frame.name and (found := ORDER.match(self.text, start)):
            self.place = found.end()
            self.norm(frame, frame.name, found[1] or found[2])
            return
        if frame.function == "cholesky" and (found := TRIANGLE.match(self.text, start)):
            self.place = found.end()
            asked = found[1] == "upper" if found[1] else not frame.library.upper  # what the argument of SciPy says
            frame.upper = asked == (found[2] == "True")
            return
        if frame.function in NORM_NAMES and (found := INFINITE.match(self.text, start)):
            raise refused("unsupported", "there is no maximum norm in the language", *found.span(1))
        if frame.name and (found := axis_of(frame, self.text, start)):
            self.place = found.end()
            along(frame, frame.name, int(found[1] or found[4]), kept="True" in (found[2], found[3]))
            return
        if CLOSED.match(self.text, self.place):  # that black puts there
            return
        if frame.function == "diag" and (offset := OFFSET.match(self.text, self.place)):
            self.place = offset.end()
        elif keyword := KEYWORD.match(self.text, self.place):
            hint = f"an axis is read of {', '.join(ALONG)}" if keyword[1] in ("axis", "dim") else None
            place = keyword.span(1)
            raise refused("unsupported", f"the argument {keyword[1]} is not read", *place, hint)
        if frame.separator or not frame.comma:
            self.writer.put(frame.separator or ",", start, self.place)
            return
        self.writer.put(")", start, self.place)
        self.writer.put(frame.comma, start, self.place)
        self.writer.put("(", start, self.place, tight=False)

    def norm(self, frame: Frame, name: Token, order: str) -> None:
        """The norm of an order; of all entries of a matrix that is seen as a vector."""
        flat = frame.function == FLAT or frame.library.norms is FLAT_NORMS
        name.text = (FLAT_NORMS if flat else frame.library.norms)[order]
        if flat and order == "1":
            index = next(i for i, word in enumerate(self.writer.words) if word is name) + 2
            place = name.end
            vec = [Token("name", "vec", place, place, False), Token("(", "(", place, place, True)]
            self.writer.words[index:index] = vec
            frame.closing.append(")")
