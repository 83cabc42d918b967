"""SymPy: code of matrix expressions and what srepr prints of them; `*` is the product and A**2 a power of matrices."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.functions import elsewhere, names
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.parser import parse_declaration
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Program
from matcalc_cli.notations.by_shape import leave_out_indices, norms
from matcalc_cli.notations.namesakes import matrix_function, namesake
from matcalc_cli.notations.notation import Notation, ShapeOf
from matcalc_cli.notations.numpy.brackets import LIST, index, stack
from matcalc_cli.notations.numpy.frames import Frame
from matcalc_cli.notations.numpy.libraries import NUMPY
from matcalc_cli.notations.numpy.reader import NumPy
from matcalc_cli.notations.statements import check_products, program_words
from matcalc_cli.notations.writer import refused

FUNCTIONS = {**elsewhere("sympy"), "DiagonalMatrix": "Diagonal"}
"""The functions that have another name in SymPy."""
OPERATORS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power", "@": "multiply"}
INFIX = {
    **dict.fromkeys(("MatMul", "Mul", "dot"), "multiply"), **dict.fromkeys(("MatAdd", "Add"), "add"),
    **dict.fromkeys(("MatPow", "Pow"), "power"), "Rational": "divide",
    **dict.fromkeys(("HadamardProduct", "hadamard_product", "multiply_elementwise"), "hadamard"),
    **dict.fromkeys(("HadamardPower", "hadamard_power"), "elementwise_power"),
    **dict.fromkeys(("KroneckerProduct", "kronecker_product"), "kron"), "multiply": "multiply",
}  # fmt: skip
METHODS = elsewhere("sympy-method")
SAME = ("doit", "simplify", "expand", "conjugate", "as_mutable", "as_immutable", "as_explicit", "factor", "evalf")
UNSUPPORTED = {
    "sinc": "SymPy's is sin(x)/x; sinc(x) in matcalc's own notation is sin(pi*x)/(pi*x)",
    "Derivative": "matcalc grad EXPR finds it",
    "diff": "matcalc grad EXPR finds it",
    "Integral": "there are no integrals in the language",
    "eigenvals": "eigvals(S) of a symmetric matrix in matcalc's own notation",
    "ElementwiseApplyFunction": "A.applyfunc(exp) is read",
    "reshape": "vec(A) stacks the columns in matcalc's own notation",
}
BRACKETS = ("S", "sympify", "Integer", "Float", "Matrix", "ImmutableMatrix", "nsimplify", "simplify", "expand")
"""Calls that leave their argument what it is."""
LITERALS = {"BlockMatrix": "block", "Matrix": "array", "ImmutableMatrix": "array"}
"""Calls that make a matrix of a list, and the function of NumPy that does."""
HALVES = {"S.Half": "1/2", "S.One": "1", "S.Zero": "0", "S.NegativeOne": "-1", "S.Pi": "pi", "pi": "pi"}
NO_NUMBERS = ("oo", "zoo", "nan")
"""SymPy's infinities, and what is no number."""
EULER, EULER_NAMED = re.compile(r"(?<![\w.'\"])E(?![\w'\"(]|\s*[=:])"), re.compile(r"\bE\s*[:=,]")
"""Euler's number as SymPy writes it, and a variable E that a text defines."""
_SIZE = r"(?:Symbol\(\s*['\"]\w+['\"][^()]*\)|Integer\(\d+\)|[\w\s+*-]+)"
_NAMED = r"(?:Str\(\s*)?['\"](\w+)['\"](?:\s*\))?"
MATRIX = re.compile(rf"\bMatrixSymbol\(\s*{_NAMED}\s*,\s*({_SIZE})\s*,\s*({_SIZE})\s*\)")
SCALAR = re.compile(r"\b(?:Symbol|Dummy|symbols|var)\(\s*['\"]([\w\s,]+)['\"]([^()]*)\)")
DEFINITION = re.compile(
    r"(?m)^[ \t]*(?:(?:from|import)\b[^\n]*|[\w, \t]+=\s*(?:\w+\.)?(?:symbols|Symbol|MatrixSymbol|var)\([^\n]*\)[ \t]*(?:#[^\n]*)?"
    r"|(?:\w+\.)?init_\w+\([^\n]*\))$"
)
"""Lines that say what a name is."""
DERIVED = re.compile(
    r"\.\s*diff\s*\(\s*\w+\s*\)\s*\Z|^\s*(?:\w+\.)?(?:diff|Derivative)\s*\((?=.*,\s*\w+\s*\)\s*\Z)", re.DOTALL
)
APPLIED = re.compile(r"\s*\.\s*applyfunc\s*\(\s*(?:\w+\.)?(?:lambda\s+(\w+)\s*:\s*(?:\w+\.)?(\w+)\(\1\)|(\w+))\s*\)")


class SymPy(NumPy):
    """Reads SymPy's code into words."""

    operators = OPERATORS
    infix = INFIX
    methods = METHODS
    same = SAME
    transposes = ("T", "H")
    variadic = True
    unsupported: Mapping[str, str] = UNSUPPORTED
    normed = NUMPY

    def path(self, text: str, start: int) -> None:
        """A name, a constant, a function of the module."""
        bare = re.sub(r"^(?:sympy|sp|sm|sy)\s*\.\s*", "", text)
        if bare in HALVES and not self.text[self.place :].lstrip().startswith("("):
            self.writer.put("(", start, start, tight=False)
            for word in re.findall(r"[a-z]+|\d+|\S", HALVES[bare]):
                kind = {"/": "divide", "-": "subtract"}.get(word, "number" if word.isdigit() else "name")
                self.writer.put(kind, start, self.place, word)
            self.writer.put(")", start, self.place)
        elif bare != text:
            offset = len(text) - len(bare)
            super().path(bare, start + offset) if "." in bare else self.called(bare, start + offset)
        elif text in MODULE_CALLS or "." not in text:
            self.called(text, start)
        else:
            super().path(text, start)

    def called(self, name: str, start: int) -> None:
        """A function of the module, or a name."""
        if self.text[self.place :].lstrip(" \t")[:1] == "(":
            self.function(name, start, "")
        elif name in NO_NUMBERS:
            raise refused("unsupported", f"{name} is no finite number", start, self.place, "every value here is one")
        else:
            self.writer.put("name", start, self.place, name, tight=False)

    def function(self, name: str, start: int, path: str) -> None:
        """A symbol, a bracket that says nothing, a function."""
        symbol = next(
            (found for found in (MATRIX.match(self.text, start), SCALAR.match(self.text, start)) if found), None
        )
        if symbol and re.fullmatch(r"\w+", symbol[1]):
            self.place = symbol.end()
            self.writer.put("name", start, self.place, symbol[1], tight=False)
        elif name in LITERALS and LIST.match(self.text, self.place):
            stack(self, LITERALS[name], start)
        elif name in BRACKETS:
            self.open(start, Frame(name), ("(",))
        elif FUNCTIONS.get(name, name) == "Diagonal":
            frame = Frame(name)
            frame.closing = [")", ")"]
            self.open(start, frame, ("diag", "(") * 2)
        elif name in self.infix or name in self.unsupported:
            super().function(name, start, path)
        else:
            self.known(FUNCTIONS.get(name, name), start)

    def known(self, name: str, start: int) -> None:
        """A function that the language has by that name."""
        if name not in names():
            self.unknown(name, start)
        frame = Frame(name)
        frame.name = self.writer.put("name", start, self.place, name, tight=False)
        self.open(start, frame, ("(",))

    def attribute(self, name: str, start: int, *, last: bool = True) -> None:
        """`.T`, `.I`, a method; `.applyfunc(exp)` of every entry."""
        dot = self.text.rindex(".", 0, start + 1)
        if name == "I" and self.text[self.place :].lstrip()[:1] != "(":
            self.writer.wrap("inv", start, start + 1)
        elif name == "applyfunc" and (found := APPLIED.match(self.text, dot)):
            self.place = found.end()
            self.entrywise(found[2] or found[3], start)
        else:
            super().attribute(name, start, last=last)

    def entrywise(self, name: str, start: int) -> None:
        """A function of every entry of what stands before it."""
        if name not in names():
            self.unknown(name, start)
        opening = self.writer.open_before(name, start)
        at = next(i for i, word in enumerate(self.writer.words) if word is opening)
        self.writer.words[at + 1].kind = self.writer.words[at + 1].text = ".("
        self.writer.put(")", start, self.place)

    def comma(self, start: int) -> None:
        """The end of an argument; that Inverse(A, -1) has, as srepr prints it, is left out."""
        frame = self.frames[-1] if self.frames else Frame()
        extra = re.compile(r"\s*,\s*(?:Integer\(\s*-1\s*\)|-1|evaluate\s*=\s*\w+)\s*(?=\))").match(self.text, start)
        if (
            extra
            and frame.function in ("inv", "Inverse", *self.infix)
            and "-1" not in extra[0] * (frame.function in self.infix)
        ):
            self.place = extra.end()
            return
        super().comma(start)

    def other(self, character: str, start: int) -> None:
        """An entry A[0, 1], which is counted from 0."""
        if character == "[" and not (self.frames and self.frames[-1].function == "list"):
            stop = self.text.find("]", start) + 1 or len(self.text)
            self.place = stop
            self.writer.extend(index(self.text, start, stop)[0])
            return
        super().other(character, start)


MODULE_CALLS = frozenset(BRACKETS)


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of SymPy code. Raises MatcalcError."""
    reader = SymPy(text)
    reader.functions = functions
    found = reader.read()
    check_products(text, found, "a product is written *")
    return found


def program(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of code, without the lines that say what its names are and without the derivative that is taken."""
    alone = DEFINITION.sub(lambda line: " " * len(line[0]), text)
    notes = []
    if found := DERIVED.search(alone.rstrip()):
        said = found[0].strip()
        alone = f"{alone[: found.start()]}{' ' * len(found[0])}{alone[found.end() :]}"
        if not said.startswith("."):
            alone = re.sub(r",\s*\w+\s*\)\s*\Z", lambda end: " " * len(end[0]), alone)
        notes.append(f"{said} is left out: the command says what is differentiated, --wrt by what")
    if EULER.search(alone) and not EULER_NAMED.search(text):
        notes.append("E is read as a name; SymPy's E is exp(1)")
    read, others = program_words(words)(alone, functions)
    return read, [*notes, *others]


def by(text: str) -> list[str]:
    """By what a derivative that is taken is: (x.T*A*x).diff(x), diff(f, x)."""
    alone = DEFINITION.sub("", text).rstrip()
    found = re.search(r"(\w+)\s*\)\s*\Z", alone) if DERIVED.search(alone) else None
    return [found[1]] if found else []


def declare_symbols(program: Program, declarations: Sequence[Declaration]) -> None:
    """Declare what the code says of its symbols, unless that is done."""
    known = program.known(declarations)
    used = {t.name: t for root in program.roots for t in walk(root) if isinstance(t, Name)}
    said: dict[str, str] = {}
    for scalars, options in SCALAR.findall(program.text):
        kind = "positive" if re.search(r"positive\s*=\s*True", options) else "scalar"
        said |= dict.fromkeys(re.findall(r"\w+", scalars), kind)
    for name, rows, columns in MATRIX.findall(program.text):
        sizes = [
            re.sub(r"Symbol\(\s*['\"](\w+)['\"][^()]*\)|Integer\((\d+)\)", r"\1\2", size).strip()
            for size in (rows, columns)
        ]
        said[name] = f"vector({sizes[0]})" if sizes[1] == "1" else f"matrix({sizes[0]},{sizes[1]})"
    found = [
        (used[name], parse_declaration(f"{name}: {kind}", names()))
        for name, kind in said.items()
        if name in {*used} - known
    ]
    program.declarations += tuple(
        Declaration(tree, declared.kind, declared.dims, tree.start, tree.end) for tree, declared in found
    )


def functions_of_matrices(call: Call, text: str, shape: ShapeOf) -> None:
    """exp(A) of a square matrix is the matrix function; A.applyfunc(exp) is of every entry."""
    if len(call.arguments) == 1 and not call.dotted and namesake(call) and 1 not in shape(call.arguments[0]):
        matrix_function(call, text[call.name_start : call.name_end], "A.applyfunc(f) is of every entry")


def column_sums(call: Call, text: str, shape: ShapeOf) -> None:
    """A.norm(1) of a matrix is its largest column sum."""
    written = text[call.name_start : call.name_end] == call.function
    if call.function == "norm1" and not written and 1 not in shape(call.arguments[0]):
        call.function, call.arguments = "opnorm", (*call.arguments, Literal(1, 1, call.end, call.end))


NOTATION = Notation(
    "SymPy",
    program,
    signs=r"\bMatrixSymbol\b|\bMat(?:Mul|Add|Pow)\b|\bTrace\s*\(|\bInverse\s*\(|\bTranspose\s*\(|\bDeterminant\s*\(|\bHadamard\w+\s*\(|\bsympy\b|\.I\b(?!\s*\()",
    unsigned=True,
    before=(declare_symbols,),
    at_shapes=(leave_out_indices,),
    at_call=(functions_of_matrices, column_sums, norms),
    by=by,
)
