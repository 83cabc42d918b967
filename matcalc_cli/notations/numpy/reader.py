"""NumPy: A @ B.T, np.linalg.inv(A), x**2; `*`, `/` and `**` work entry by entry, and a vector is a column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from matcalc_cli.functions import OF_PAIRS, names
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.notations.numpy.brackets import BRACKETED, STACKS, beside, bracket, stack
from matcalc_cli.notations.numpy.calls import CALLED, CLOSED, Calls, is_of_two
from matcalc_cli.notations.numpy.frames import Frame
from matcalc_cli.notations.numpy.libraries import MODULES, NUMPY, TORCH, WRITTEN_OUT, Library, is_cvxpy, library
from matcalc_cli.notations.numpy.sizes import AS_LARGE, as_large, sizes_of_others
from matcalc_cli.notations.numpy.tables import (
    CONSTANTS,
    ENTRYWISE,
    FUNCTIONS,
    INFIX,
    METHODS,
    NOT_PYTHON,
    OPERATORS,
    SAME,
    TRANSPOSES,
    UNSUPPORTED,
    dotted,
    free,
    is_array,
)  # fmt: skip
from matcalc_cli.notations.numpy.vocabulary import VOCABULARY, spelled
from matcalc_cli.notations.numpy.written_out.captured import CAPTURED, NOT_METHODS
from matcalc_cli.notations.numpy.written_out.factored import factored
from matcalc_cli.notations.numpy.written_out.like import length
from matcalc_cli.notations.words import extent, word
from matcalc_cli.notations.writer import refused

WORD = re.compile(
    r"#[^\n]*|(?P<blank>\s+)|(?P<path>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)|(?P<attribute>\.\s*[^\W\d]\w*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<foreign>\*\*\s*\(?\s*-?\s*[TH]\b(?!\s*[.\[(]))|(?P<operator>\*\*|:=|//|[-+*/@])|(?P<other>.)",
    re.DOTALL,
)
NAMED = re.compile(r"\s*=(?!=)")
"""The sign behind the name of an argument."""
SEVERAL = re.compile(r"([^\W\d]\w*)[ \t]*,[ \t]*([^\W\d]\w*)[ \t]*=(?!=)[ \t]*(?:([^\W\d]\w*)\.shape\b(?![ \t]*\[))?")
"""Two names for what has two values."""
SIGN_AND_LOGARITHM = re.compile(r"[\w.]*\bslogdet\b")
AXIS_OF_SHAPE = re.compile(r"\s*\[\s*(-?1(?=\s*:?\s*\])|0(?=\s*\]))\s*:?\s*\]")
AXIS_OF_SIZE = re.compile(r"\s*\(\s*(?:dim\s*=\s*)?(-1|[01])\s*\)")
OF_SIZE = {
    ("shape", False): AXIS_OF_SHAPE, ("size", True): AXIS_OF_SIZE, ("size", False): re.compile(""),
    ("numel", True): re.compile(r"\s*\(\s*\)"),
}  # fmt: skip
"""The rest of an attribute, or of a method, that is a number of entries."""
Shaping = tuple[re.Pattern[str], str, bool]
FLAT_SHAPE = (re.compile(r"\s*\(\s*(?:-1\s*,?\s*)?\)"), "", True)
COLUMN_SHAPE = (re.compile(r"\s*\(\s*(?:-1\s*,\s*1|\(\s*-1\s*,\s*1\s*\))\s*\)"), "[:,1]", True)
ROW_SHAPE = (re.compile(r"\s*\(\s*(?:1\s*,\s*-1|\(\s*1\s*,\s*-1\s*\))\s*\)"), "'", True)
SHAPES: dict[str, tuple[Shaping, ...]] = {
    **dict.fromkeys(("reshape", "view"), (FLAT_SHAPE, COLUMN_SHAPE, ROW_SHAPE)),
    **dict.fromkeys(("ravel", "flatten"), (FLAT_SHAPE,)),
    "unsqueeze": (
        (re.compile(r"\s*\(\s*(?:dim\s*=\s*)?(?:1|-1)\s*\)"), "[:,1]", False),
        (re.compile(r"\s*\(\s*(?:dim\s*=\s*)?0\s*\)"), "[:,1]'", False),
    ),
}
"""Methods that lay out an array anew: by their arguments what stands behind it, and whether its entries, row by row, do."""


class NumPy(Calls):
    """Reads a text from left to right into words; `functions` are those without a formula that are declared."""

    operators: Mapping[str, str] = OPERATORS
    infix: Mapping[str, str] = INFIX
    methods: Mapping[str, str] = METHODS
    same: Collection[str] = SAME
    transposes: Collection[str] = TRANSPOSES
    unsupported: Mapping[str, str] = UNSUPPORTED
    normed: Library = TORCH  # whose arrays have the method norm; NumPy's have none

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
                case "operator" if found[0] in self.operators:
                    self.writer.put(self.operators[found[0]], start, self.place, found[0])
                case "operator" | "other" | "foreign":
                    self.other(found[0], start)
        for star in self.writer.words if self.cvxpy else ():
            star.kind = "multiply" if (star.kind, star.text) == ("hadamard", "*") else star.kind
        return self.writer.end(self.place)

    def path(self, text: str, start: int) -> None:
        """`A`, `A.T`, `np.linalg.inv`, `A.sum`."""
        parts = [(part.strip(), start + at) for part, at in dotted(text)]
        first = parts[0][0]
        if not self.frames and factored(self, start, free):
            return
        if not self.frames and (several := SEVERAL.match(self.text, start)):
            self.assign(several, start)
            return
        module = len(parts) > 1 and first in MODULES and not is_array(first, parts[1][0])
        module = module or (len(parts) > 1 and spelled(parts[-1][0], parts[-2][0]) != parts[-1][0])
        if module or (len(parts) == 1 and CALLED.match(self.text, self.place)):
            self.function(parts[-1][0], start, ".".join(name for name, _ in parts[:-1]))
            return
        keyword = self.frames and NAMED.match(self.text, self.place)
        self.writer.put("name", start, start + len(first), first if keyword else free(first), tight=False)
        for name, at in parts[1:]:
            self.attribute(name, at, last=at == parts[-1][1])

    def assign(self, found: re.Match[str], start: int) -> None:
        """`n, d = X.shape`, `sign, logdet = np.linalg.slogdet(S)`."""
        first, second, array = found.groups()
        self.place = found.end()
        if array:
            at = Token("name", array, start, self.place, False)
            for axis, name in enumerate((first, second), 1):
                self.writer.extend([word("name", at, free(name)), word("=", at), *extent(at, [at], axis)])
                self.writer.extend([word(";", at)] * (axis == 1))
        elif SIGN_AND_LOGARITHM.match(self.text, self.place) and not re.search(
            rf"\b{first}\b", self.text[self.place :]
        ):
            self.named_value = True
            self.writer.put("name", found.start(2), found.end(2), free(second), tight=False)
            self.writer.put("=", found.end(2), self.place)
        else:
            hint = "n, d = X.shape and sign, value = np.linalg.slogdet(S) are read"
            raise refused("unsupported", "several names are not read here", start, self.place, hint)

    def function(self, name: str, start: int, path: str) -> None:
        """A function of a library, or a constant."""
        if name in OF_PAIRS and not path and is_of_two(self.text, self.text.find("(", self.place)):
            name = OF_PAIRS[name]
        inner = path.partition(".")[2].split(".")
        if spelled(name, path) == name and (
            of := next((part for part in inner if part in self.infix or part in FUNCTIONS or part in names()), "")
        ):
            hint = "x[:, None] - y[None, :] has the difference of all pairs, np.outer(x, y) their product"
            raise refused("unsupported", f"what belongs to the function {of} is not read", start, self.place, hint)
        said = library(path)
        self.cvxpy = self.cvxpy or is_cvxpy(path, name)
        own = spelled(name, path)
        if own in self.functions and (not path or own in VOCABULARY):
            self.writer.put("name", start, self.place, own, tight=False)
            self.open(start, Frame(own), ("(",))
        elif name in CONSTANTS:
            self.writer.put("name", start, self.place, CONSTANTS[name], tight=False)
        elif name in BRACKETED:
            beside(self, name, start)
        elif name in AS_LARGE and (sizes := sizes_of_others(self.text, self.place)):
            self.place = sizes.stop
            self.writer.extend(as_large(name, Token("name", name, start, self.place, False), sizes.sizes))
        elif name in STACKS:
            stack(self, name, start)
        elif (captured := said.functions.get(name, name)) in CAPTURED and name not in said.refused:
            self.capture(captured, start)
        elif "*" in said.refused:
            message = f"{path} is SymPy in most programs, whose functions of matrices are others"
            raise refused("unsupported", message, start, self.place, said.refused["*"])
        elif name in said.refused or (name in self.unsupported and name not in said.functions):
            hint = said.refused.get(name) or self.unsupported[name]
            raise refused("unsupported", f"{name} is not part of the language", start, self.place, hint)
        elif name in self.infix:
            self.open(start, Frame(name, self.infix[name], 2), ("(", "("))
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
        elif meant not in names() and name not in FUNCTIONS:
            self.unknown(name, start)
        else:
            frame = Frame(name, library=said)
            frame.name = self.writer.put("name", start, self.place, meant, tight=False)
            self.open(start, frame, (".(" if meant in ENTRYWISE else "(",))

    def unknown(self, name: str, start: int) -> None:
        """A function that there is not; a hint if one is near."""
        from matcalc_cli.language.mistakes import misnamed, suggest

        near = suggest.nearest(name, [*FUNCTIONS, *self.infix, *names()])
        hint = f"did you mean {near}?" if near else "matcalc help notations lists what is read"
        said = misnamed.missing_function(name) or (f"there is no function {name}", hint)
        raise refused("name", said[0], start, self.place, said[1])

    def attribute(self, name: str, start: int, *, last: bool = True) -> None:
        """`.T`, or a method without arguments but for .dot."""
        called = CALLED.match(self.text, self.place) if last else None
        if self.size(name, start, called=called is not None):
            return
        if called and (reshaped := SHAPES.get(name)) and any(self.reshape(how, start) for how in reshaped):
            return
        if name in self.transposes and not called and self.writer.in_exponent:  # A ** k.T is A ** (k.T)
            self.writer.wrap("transpose", start, start + len(name))
        elif name in self.transposes and not called:
            self.writer.put("transpose", start, start + len(name))
        elif called and self.captures(name):
            self.capture_method(name, start, called)
        elif (name == "dot" or name in self.infix) and called:
            self.writer.open_before("", start)
            self.writer.put(self.infix[name], start, start + len(name))
            self.place = called.end()
            self.writer.put("(", self.place - 1, self.place, tight=False)
            self.frames.append(Frame(name, closes=2))
        elif name in self.same and called and (empty := self.left_alone(name)):
            self.place = empty.end()
        elif name in self.methods or name in ENTRYWISE:
            self.method(name, start, called)
        else:
            hint = self.unsupported.get(name, f"what is read of an array: .T, .dot(B), .{'(), .'.join(self.methods)}()")
            raise refused("unsupported", f".{name} is not read here", start, self.place, hint)

    def size(self, name: str, start: int, *, called: bool) -> bool:
        """`x.size`, `x.numel()`, `A.shape[1]`, `A.size(1)`: how many entries, rows or columns there are."""
        pattern = OF_SIZE.get((name, called))
        found = pattern.match(self.text, self.place) if pattern else None
        if found is None:
            return False
        self.place = found.end()
        place = Token("name", name, start, self.place, False)
        operand = self.writer.words[self.writer.operand :]
        del self.writer.words[self.writer.operand :]
        self.writer.extend(length(place, operand, [word("number", place, found[1])] if found.groups() else []))
        return True

    def captures(self, name: str) -> bool:
        """Whether a method is the function of its name, which is written out as a whole."""
        return name in CAPTURED and name not in NOT_METHODS

    def reshape(self, how: Shaping, start: int) -> bool:
        """A method that lays out the entries in a row or a column, if its arguments say so."""
        pattern, behind, flat = how
        found = pattern.match(self.text, self.place)
        if found:
            self.place = found.end()
            if flat:
                self.writer.open_before("vec", start)
                self.writer.put("transpose", start, self.place)
                self.writer.put(")", start, self.place)
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in tokens(behind)[:-1]])
        return found is not None

    def method(self, name: str, start: int, called: re.Match[str] | None) -> None:
        """A function written behind its argument: x.exp(), A.sum(), A.sum(axis=0)."""
        if called is None:
            raise refused("name", f".{name} needs its brackets", start, self.place, f"{name}() calls it")
        self.place = called.end()
        frame = Frame(name, library=self.normed if name == "norm" else NUMPY)
        frame.name = self.writer.open_before(self.methods.get(name, name), start)
        self.frames.append(frame)
        if not CLOSED.match(self.text, self.place):
            self.comma(self.place)

    def other(self, character: str, start: int) -> None:
        """Brackets, commas, and what is foreign everywhere."""
        if character == "[":
            bracket(self, start)
        elif character == "]" and self.frames and self.frames[-1].captured:  # of multi_dot([A, B])
            pass
        elif character == "]" and self.frames and self.frames[-1].separator:
            self.close(start)
        elif character in "'\"":
            self.string(character, start)
        elif character == "(":
            self.frames.append(Frame())
            self.writer.put("(", start, self.place, tight=False)
        elif character == ")":
            self.close(start)
        elif character == ",":
            self.comma(start)
        else:
            sign = "**T" if character.startswith("**") else character
            if sign in NOT_PYTHON:
                raise refused("syntax", *NOT_PYTHON[sign][:1], start, self.place, NOT_PYTHON[sign][1])
            kinds = [t for t in tokens(character) if t.kind != "end"]
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in kinds])
