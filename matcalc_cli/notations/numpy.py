"""NumPy: A @ B.T, np.linalg.inv(A), x**2; `*`, `/` and `**` work entry by entry, and a vector is a column."""

from __future__ import annotations

import re
from itertools import pairwise

from matcalc_cli.functions import names
from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.notations.numpy_brackets import STACKS, index
from matcalc_cli.notations.numpy_tables import (
    CONSTANTS,
    ENTRYWISE,
    FUNCTIONS,
    INFIX,
    METHODS,
    MODULES,
    NORMS,
    OPERATORS,
    SHAPED,
    UNSUPPORTED,
)  # fmt: skip
from matcalc_cli.notations.statements import ENDS_OPERAND
from matcalc_cli.notations.writer import Writer, refused

WORD = re.compile(
    r"#[^\n]*|(?P<blank>\s+)|(?P<path>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)|(?P<attribute>\.\s*[^\W\d]\w*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<operator>\*\*|//|[-+*/@])|(?P<other>.)",
    re.DOTALL,
)
TRANSPOSES = ("T", "mT", "H")
CALLED = re.compile(r"\s*\(")
KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")
ORDER = re.compile(r"\s*,\s*(?:ord\s*=\s*)?(?:['\"](fro|nuc)['\"]|([12]))\s*(?=\))")
INFINITE = re.compile(r"\s*,\s*(?:ord\s*=\s*)?(-?(?:\w+\.)?inf)\s*(?=\))")
ZERO_FIRST = re.compile(r"\s*0(?:\.0*)?\s*,")
ZERO_LAST = re.compile(r"\s*,\s*0(?:\.0*)?\s*(?=\))")
"""maximum(0, x) and maximum(x, 0) are relu(x)."""
LOGARITHM = re.compile(r"\s*(?:\[\s*1\s*\]|\.logabsdet)")


class Frame:
    """An open bracket: the operator that its comma becomes, and how many brackets close it."""

    __slots__ = ("closes", "comma", "function", "name", "separator")

    def __init__(self, function: str = "", comma: str = "", closes: int = 1) -> None:
        self.function = function
        self.comma = comma
        self.closes = closes
        self.separator = ""  # what a comma becomes in a list of parts
        self.name: Token | None = None  # the word that names the function


class NumPy:
    """Reads a text from left to right into words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.writer = Writer()
        self.frames: list[Frame] = []

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
        return self.writer.end(self.place)

    def path(self, text: str, start: int) -> None:
        """`A`, `A.T`, `np.linalg.inv`, `A.sum`."""
        parts = [(part.strip(), start + at) for part, at in _parts(text)]
        first = parts[0][0]
        module = len(parts) > 1 and first in MODULES and not is_array(first, parts[1][0])
        if module or (len(parts) == 1 and CALLED.match(self.text, self.place)):
            self.function(parts[-1][0], start)
            return
        self.writer.put("name", start, start + len(first), first, tight=False)
        for name, at in parts[1:]:
            self.attribute(name, at, last=at == parts[-1][1])

    def function(self, name: str, start: int) -> None:
        """A function of NumPy or SciPy, or a constant."""
        if name in CONSTANTS:
            self.writer.put("name", start, self.place, CONSTANTS[name], tight=False)
        elif name == "maximum":
            self.maximum(start)
        elif name in STACKS:
            self.stack(name, start)
        elif name in UNSUPPORTED:
            raise refused("unsupported", f"{name} is not part of the language", start, self.place, UNSUPPORTED[name])
        elif name in INFIX:
            self.open(start, Frame(name, INFIX[name], 2), ("(", "("))
        elif FUNCTIONS.get(name, name) not in names() and name not in FUNCTIONS:
            self.unknown(name, start)
        else:
            meant = FUNCTIONS.get(name, name)
            frame = Frame(name)
            frame.name = self.writer.put("name", start, self.place, meant, tight=False)
            self.open(start, frame, (".(" if meant in ENTRYWISE else "(",))

    def maximum(self, start: int) -> None:
        """relu, where one of two arguments is 0."""
        frame = Frame("maximum")
        frame.name = self.writer.put("name", start, self.place, "relu", tight=False)
        self.open(start, frame, (".(",))
        if found := ZERO_FIRST.match(self.text, self.place):
            self.place = found.end()
            frame.function = "relu"

    def stack(self, name: str, start: int) -> None:
        """A function of a list of arrays, or of a list of rows: np.block([[A, B], [C, D]])."""
        found = LIST.match(self.text, self.place)
        if not found:
            raise refused("unsupported", f"{name} is read of a list: {name}([A, B])", start, self.place)
        self.place = found.end()
        self.frames.append(Frame(name, closes=0))
        rows = re.compile(r"\s*[\[(]").match(self.text, self.place) is not None and name in ("array", "block")
        self.part(";" if rows else STACKS[name], start)

    def part(self, separator: str, start: int, *, inner: bool = False) -> None:
        """A list of parts; one inside another is a row of it."""
        frame = Frame("row" if inner else "list", closes=0)
        frame.separator = separator
        self.frames.append(frame)
        if not inner:
            self.writer.put("[", start, self.place, tight=False)

    def bracket(self, start: int) -> None:
        """A square bracket: a row of a list, or an index."""
        if self.frames and self.frames[-1].function == "list":
            self.part(",", start, inner=True)
            return
        stop = closing(self.text, start)
        found, row = index(self.text, start, stop)
        self.place = stop
        self.writer.extend(found)
        if row:
            self.writer.put("transpose", start, stop)

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
        for bracket in brackets:
            self.writer.put(bracket, self.place - 1, self.place)
        self.frames.append(frame)
        inner = CALLED.match(self.text, self.place)
        if frame.function in SHAPED and inner:
            self.place = inner.end()
            self.frames.append(Frame(closes=0))

    def attribute(self, name: str, start: int, *, last: bool = True) -> None:
        """`.T`, or a method without arguments but for .dot."""
        called = CALLED.match(self.text, self.place) if last else None
        if name in TRANSPOSES and not called:
            self.writer.put("transpose", start, start + len(name))
        elif name == "dot" and called:
            self.writer.insert("(", start, start + len(name))
            self.writer.put("multiply", start, start + len(name))
            self.place = called.end()
            self.writer.put("(", self.place - 1, self.place, tight=False)
            self.frames.append(Frame(name, closes=2))
        elif name in METHODS and called and (empty := re.compile(r"\s*\(\s*\)").match(self.text, self.place)):
            self.place = empty.end()
            self.writer.wrap(METHODS[name], start, self.place)
        else:
            hint = UNSUPPORTED.get(name, f"what is read of an array: .T, .dot(B), .{'(), .'.join(METHODS)}()")
            raise refused("unsupported", f".{name} is not read here", start, self.place, hint)

    def other(self, character: str, start: int) -> None:
        """Brackets, commas, and what is foreign everywhere."""
        if character == "[":
            self.bracket(start)
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
            kinds = [t for t in tokens(character) if t.kind != "end"]
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in kinds])

    def close(self, start: int) -> None:
        """A closing bracket, or as many as its opening wrote."""
        frame = self.frames.pop() if self.frames else Frame()
        if frame.function == "list":
            self.writer.put("]", start, self.place)
        if frame.function == "maximum" and frame.name:
            place = (frame.name.start, frame.name.end)
            raise refused("unsupported", "maximum is not part of the language", *place, UNSUPPORTED["maximum"])
        for _ in range(frame.closes):
            self.writer.put(")", start, self.place)
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
        if frame.function == "norm" and frame.name and (found := ORDER.match(self.text, start)):
            self.place = found.end()
            frame.name.text = NORMS[found[1] or found[2]]
            return
        if frame.function == "norm" and (found := INFINITE.match(self.text, start)):
            raise refused("unsupported", "there is no maximum norm in the language", *found.span(1))
        if frame.function == "maximum" and (found := ZERO_LAST.match(self.text, start)):
            self.place = found.end()
            frame.function = "relu"
            return
        if keyword := KEYWORD.match(self.text, self.place):
            hint = "rowsum(A) and colsum(A) add along an axis" if keyword[1] == "axis" else None
            place = keyword.span(1)
            raise refused("unsupported", f"the argument {keyword[1]} is not read", *place, hint)
        if frame.separator or not frame.comma:
            self.writer.put(frame.separator or ",", start, self.place)
            return
        self.writer.put(")", start, self.place)
        self.writer.put(frame.comma, start, self.place)
        self.writer.put("(", start, self.place, tight=False)


LIST = re.compile(r"\s*\(\s*[\[(]")


def closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed, or the end."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "[") - (text[place] == "]")
        if depth == 0:
            return place + 1
    return len(text)


def is_array(name: str, attribute: str) -> bool:
    """Whether a name is a variable's though modules are called so: `la.T`, and F, which torch's functions come from."""
    return attribute in TRANSPOSES or (name == "F" and attribute in ("dot", *METHODS))


def _parts(path: str) -> list[tuple[str, int]]:
    """The names of a dotted path and where each begins."""
    return [(found[0], found.start()) for found in re.finditer(r"\w+", path)]


def words(text: str) -> list[Token]:
    """The words of a text in NumPy. Raises MatcalcError."""
    found = NumPy(text).read()
    for before, word in pairwise(found):
        if (
            before.kind in ENDS_OPERAND
            and word.kind in ("name", "number")
            and "\n" not in text[before.end : word.start]
        ):
            hint = "a product is written @, or * entry by entry"
            raise refused(
                "syntax", f"{word.text} cannot stand directly behind {before.text}", word.start, word.end, hint
            )
    return found
