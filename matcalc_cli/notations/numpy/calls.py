"""NumPy's calls: their brackets, the arguments that say which function is meant, and what closing them writes."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from matcalc_cli.functions import FILLED
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.brackets import closing_in, parts_in
from matcalc_cli.notations.numpy.axes import ALL_AXES, ALONG, NORM, along, axis_of
from matcalc_cli.notations.numpy.brackets import AXIS, WITH_AXIS
from matcalc_cli.notations.numpy.frames import INFINITE, NORM_NAMES, OF_SVD, ONE_OF, ORDER, SECOND, TRIANGLE, Frame
from matcalc_cli.notations.numpy.libraries import FLAT, FLAT_NORMS, Library
from matcalc_cli.notations.numpy.libraries import TORCH as PYTORCH
from matcalc_cli.notations.numpy.tables import NOT_PYTHON
from matcalc_cli.notations.numpy.vocabulary import VOCABULARY
from matcalc_cli.notations.numpy.written_out.captured import written
from matcalc_cli.notations.writer import Writer, refused

CLOSED = re.compile(r"\s*\)")
CALLED = re.compile(r"[ \t]*\(")
EMPTY = re.compile(r"\s*\(\s*\)")
SQUEEZED = re.compile(r"\s*\(\s*(?:(?:dim|axis)\s*=\s*)?-?1\s*\)")
"""Behind squeeze: the axis that a column has too many."""
CAPTURE = re.compile(r"\s*\(\s*(?:'([^']*)'\s*,|\"([^\"]*)\"\s*,)?(?:(?<=\()\[)?")
"""The bracket of a call that is written out, and what stands in quotes behind it."""
DIAGONALS = ("diag", "diagonal")
OFFSET = re.compile(r"\s*(?:k|offset)\s*=(?!=)")
"""np.diag(x, k=1), np.diagonal(A, offset=1)"""
OF_TORCH = re.compile(r"\b(?:torch|F|nn)\s*\.|\b(?:dim|keepdim|unbiased|correction)\s*=(?!=)")
STRING = re.compile(r"'[\w ,>.-]*'|\"[\w ,>.-]*\"")
SILENT = re.compile(
    r"\s*(?:dtype|device|requires_grad|check_finite|assume_a|sym_pos|overwrite_[ab]|hermitian|precision)\s*=(?!=)\s*[^,()]*(?:,|(?=\)))"
)
"""Arguments that say nothing about a value."""
OPTION = re.compile(r"\s*(?:(?:axis|dim|keepdims?|key|initial)\s*=|\Z)")
"""Options that may stand behind the first comma of a call of one value."""
KEYWORD = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)")


def is_of_two(text: str, place: int) -> bool:
    """Whether the call whose bracket begins at a place has two values, as Python's max(0, t)."""
    _, *others = parts_in(text[place + 1 : closing_in(text, place)])
    return bool(others) and not OPTION.match(others[0])


class Calls:
    """A text that is read from left to right, and the brackets that are open in it."""

    functions: Collection[str] = ()
    variadic = False
    """Whether a function that is an operator takes more than two arguments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.writer = Writer()
        self.frames: list[Frame] = []
        self.cvxpy = False
        self.named_value = False  # whether an assignment to several names says which value is meant

    def left_alone(self, name: str) -> re.Match[str] | None:
        """The brackets behind a method that leaves an array what it is."""
        squeezed = SQUEEZED.match(self.text, self.place) if name == "squeeze" else None
        return squeezed or EMPTY.match(self.text, self.place)

    def capture(self, name: str, start: int) -> None:
        """A call whose arguments are written out once it is closed."""
        found = CAPTURE.match(self.text, self.place)
        if not found:
            raise refused("name", f"{name} needs its argument in brackets", start, self.place)
        frame = Frame(name, closes=0)
        frame.captured = Token("name", name, start, self.place, False)
        frame.quoted = found[1] or found[2] or ""
        self.place = found.end()
        frame.ends = [len(self.writer.words)]
        self.frames.append(frame)

    def capture_method(self, name: str, start: int, called: re.Match[str]) -> None:
        """A call that is written out, its first argument in front: x.clamp(0, 1)."""
        meant = PYTORCH.functions.get(name, name) if OF_TORCH.search(self.text) else name
        frame = Frame(meant, closes=0)
        frame.captured = Token("name", meant, start, start + len(name), False)
        self.place = called.end()
        frame.ends = [self.writer.operand]
        self.writer.put(",", start, self.place)
        frame.ends.append(len(self.writer.words))
        self.frames.append(frame)

    def write_out(self, frame: Frame, name: Token) -> None:
        """The words of a call in the place of its arguments."""
        begins = [*frame.ends, len(self.writer.words) + 1]
        arguments = [self.writer.words[low : high - 1] for low, high in pairwise(begins)]
        del self.writer.words[frame.ends[0] :]
        self.writer.extend(written(name, [words for words in arguments if words], frame.quoted))

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
        if frame.function in FILLED and inner:
            self.place = inner.end()
            self.frames.append(Frame(closes=0))

    def close(self, start: int) -> None:
        """A closing bracket, or as many as its opening wrote."""
        frame = self.frames.pop() if self.frames else Frame()
        if frame.captured:
            self.write_out(frame, frame.captured)
            self.take_one(frame, start)
            return
        if frame.function == "list":
            self.writer.put("]", start, self.place)
        if frame.function == "cholesky" and frame.name:
            frame.closing = self.close_factor(frame, frame.name)
        for word in frame.closing:
            kind = "number" if word.isdigit() else "name" if word == "Inf" else word
            self.writer.put(kind, start, self.place, word if word.isalnum() and kind != word else "")
        self.take_one(frame, start)

    def take_one(self, frame: Frame, start: int) -> None:
        """Of the values that a function gives, the one that is asked for behind it."""
        found = frame.first.match(self.text, self.place) if frame.first else None
        if found:
            self.place = found.end()
        elif frame.first and frame.function in ONE_OF and not self.named_value:
            message = f"{frame.function} gives several values, and an expression has one"
            raise refused("unsupported", message, start, start + 1, ONE_OF[frame.function])

    def comma(self, start: int) -> None:
        """The end of an argument; a keyword behind it is refused, but for the Frobenius norm."""
        frame = self.frames[-1] if self.frames else Frame()
        if frame.captured:
            self.writer.put(",", start, self.place)
            frame.ends.append(len(self.writer.words))
            return
        if frame.function in NORM_NAMES and (second := SECOND.match(self.text, start)):
            start = self.place = second.end()
        if self.option(frame, start):
            return
        if frame.function in WITH_AXIS and AXIS.match(self.text, start):  # read by `stack`
            self.place = self.text.index(")", start)
            return
        if frame.function in NORM_NAMES and (found := INFINITE.match(self.text, start)):
            self.maximum_norm(frame, found)
            return
        if frame.name and self.axes(frame, frame.name, start):
            return
        while silent := SILENT.match(self.text, self.place):
            self.place = silent.end()
        if CLOSED.match(self.text, self.place):  # that black puts there
            return
        if frame.function not in self.functions:
            self.keyword(frame)
        if frame.separator or not frame.comma:
            self.writer.put(frame.separator or ",", start, self.place)
            frame.several = True
            return
        if frame.several and not self.variadic:
            raise refused("unsupported", f"{frame.function} is read of two arguments", start, self.place)
        frame.several = True
        self.writer.put(")", start, self.place)
        self.writer.put(frame.comma, start, self.place)
        self.writer.put("(", start, self.place, tight=False)

    def axes(self, frame: Frame, name: Token, start: int) -> bool:
        """The last arguments that say along which axis a function is, or along all."""
        found = None
        every = ALL_AXES.match(self.text, start) if name.text in (*ALONG, NORM) else None
        if every:
            self.place = every.end()
        elif found := axis_of(frame, self.text, start):
            self.place = found.end()
            along(frame, name, int(found[1] or found[4]), kept="True" in (found[2], found[3]))
        return bool(every or found)

    def option(self, frame: Frame, start: int) -> bool:
        """The last arguments of a norm, of a factor and of singular values that say which are meant."""
        if frame.function in NORM_NAMES and frame.name and (found := ORDER.match(self.text, start)):
            self.place = found.end()
            self.norm(frame, frame.name, found[1] or found[2])
        elif frame.function == "cholesky" and (found := TRIANGLE.match(self.text, start)):
            self.place = found.end()
            asked = found[1] == "upper" if found[1] else not frame.library.upper  # what the argument of SciPy says
            frame.upper = asked == (found[2] == "True")
        elif frame.function == "svd" and (found := OF_SVD.match(self.text, start)):
            self.place = found.end()
            frame.first = None if found[1] else frame.first
        else:
            return False
        return True

    def string(self, character: str, start: int) -> None:
        """A string, which says something about a call that is written out, and is refused elsewhere."""
        if self.frames and (self.frames[-1].captured or self.frames[-1].function in VOCABULARY):
            stop = self.text.find(character, self.place)
            self.place = stop + 1 if stop >= 0 else len(self.text)
            self.writer.put("string", start, self.place, self.text[start + 1 : self.place - 1])
        elif string := STRING.match(self.text, start):
            function = self.frames[-1].function if self.frames else ""
            hint = f"of {function} its arrays and numbers are" if function else None
            raise refused("unsupported", f"the option {string[0]} is not read", start, string.end(), hint)
        else:
            raise refused("syntax", *NOT_PYTHON["'"][:1], start, self.place, NOT_PYTHON["'"][1])

    def keyword(self, frame: Frame) -> None:
        """Refuse the name of an argument, but for that of a diagonal."""
        if frame.function in DIAGONALS and (offset := OFFSET.match(self.text, self.place)):
            self.place = offset.end()
        elif keyword := KEYWORD.match(self.text, self.place):
            hint = f"an axis is read of {', '.join(ALONG)}" if keyword[1] in ("axis", "dim") else None
            place = keyword.span(1)
            raise refused("unsupported", f"the argument {keyword[1]} is not read", *place, hint)

    def maximum_norm(self, frame: Frame, found: re.Match[str]) -> None:
        """The norm of order infinity."""
        if found[1].startswith("-") or frame.function == FLAT or frame.library.norms is FLAT_NORMS:
            hint = "np.max(np.abs(A)) is the largest of all absolute values"
            raise refused("unsupported", "this maximum norm is not read", *found.span(1), hint)
        self.place = found.end()
        frame.closing = [",", "Inf", ")"]

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
