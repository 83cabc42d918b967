"""Declarations of functions that are called and not known, by the kinds of their arguments, and by what fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from matcalc_cli.elaborate import elaborated, inferred
from matcalc_cli.elaborate.names import every
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, dim
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.expr.unspecified import kind_of
from matcalc_cli.functions import find
from matcalc_cli.language.grammar.unspecified import ENTRYWISE, SPECTRAL
from matcalc_cli.language.mistakes.misnamed import UnknownFunctionError
from matcalc_cli.language.names import canonical, kind_by_convention
from matcalc_cli.language.tree import Binding, Call, Declaration, Name, Operation, Program, Tree, UnspecifiedCall

Parsed = Callable[[Sequence[Declaration]], Program]
"""Parses a text with some declarations from outside."""
MOST_FUNCTIONS, MOST_ATTEMPTS = 4, 60
"""Functions that are looked for in one text, and readings of it that are tried."""
PARAMETERS = ("t", "s")
"""Latin letters that a function written A(t) depends on."""
VALUES = "uvwxyz"
"""Letters of functions whose values are vectors sooner than numbers."""


def offered(name: str, given: Sequence[Declaration], parsed: Parsed, declaration: Callable[[str], Declaration]) -> str:
    """`f: scalar of vector(n)`: declarations with which the text has a meaning, or one that may be wrong.

    `given` are the declarations from outside, `declaration` reads one. Raises MatcalcError for what is wrong with the
    declarations that the text has.
    """
    try:
        search = _Search(name, given, parsed, declaration)
        return ", ".join(search.found(search.names, []) or [search.likely()])
    except MatcalcError as error:
        if error.kind == "name" and not isinstance(error, UnknownFunctionError):
            raise
        return f"{name}: scalar of vector(n)"


class _Search:
    """The unknown functions of one text, innermost first, and what they may be."""

    def __init__(
        self, name: str, given: Sequence[Declaration], parsed: Parsed, declaration: Callable[[str], Declaration]
    ) -> None:
        self.first, self.given, self.parsed, self.declaration = name, given, parsed, declaration
        self.attempts = 0
        names = [name]
        while True:
            try:
                program = parsed([*given, *map(_joker, names)])
                break
            except UnknownFunctionError as error:
                if len(names) == MOST_FUNCTIONS or canonical(error.name) in names:
                    raise
                names.append(canonical(error.name))
        self.calls = {n: next(iter(_calls(n, program)), None) for n in names}
        self.names = sorted(names, key=lambda n: self._depth(n, names))

    def _depth(self, name: str, names: Sequence[str]) -> int:
        """How many calls of unknown functions the call of a function has in it."""
        call = self.calls[name]
        inside = every(call) if call else ()
        return sum(isinstance(tree, UnspecifiedCall) and tree.stem in names for tree in inside)

    def found(self, names: Sequence[str], declared: list[str]) -> list[str] | None:
        """Declarations of these functions and of those before, with which the text has a meaning."""
        if not names:
            return declared if self.fits(declared) else None
        name, *rest = names
        for candidate in self.candidates(name, rest, declared):
            if self.attempts > MOST_ATTEMPTS:
                return None
            if (whole := self.found(rest, [*declared, candidate])) is not None:
                return whole
        return None

    def candidates(self, name: str, rest: Sequence[str], declared: Sequence[str]) -> Iterator[str]:
        """The declarations that a function may have, the likeliest first, where the functions inside its arguments are declared."""
        of, shapes, beside = self.arguments(name, rest, declared)
        small = kind_by_convention(name) != "matrix"
        if small and len(shapes) == 1 and 1 not in shapes[0] and self.stands_for_a_square(name):
            yield f"{name}: {SPECTRAL}"
        fresh = [dim(n) for n in "pqrkl" if not any(n in text for text in (*declared, of))][:2]
        wide: list[Shape] = [(fresh[0], 1)] if fresh else []
        full: list[Shape] = [(fresh[0], fresh[1]), (fresh[0], fresh[0])] if len(fresh) > 1 else []
        numbers: list[Shape] = [SCALAR, *shapes]
        if kind_by_convention(name) == "matrix":
            order = [*full, *numbers, *wide]
        else:
            order = [*wide, *numbers, *full] if name[0] in VALUES else [*numbers, *wide, *full]
        if beside is not None and kind_by_convention(name) != "matrix":
            order = [*(wide if beside == COLUMN else full if beside == MATRIX else [beside]), *order]
        yield from (f"{name}: {kind} of {of}" for kind in dict.fromkeys(map(kind_of, order)))

    def stands_for_a_square(self, name: str) -> bool:
        """Whether a function of square matrices, tr or inv, is of the call of a function of one matrix."""
        program = self.parsed([*self.given, *map(_joker, self.names)])
        call = next(iter(_calls(name, program)), None)
        parents = (tree for root in program.roots for tree in every(root))
        of_call = (tree for tree in parents if isinstance(tree, Call) and any(a is call for a in tree.arguments))
        return any(_is_of_squares(tree) for tree in of_call)

    def arguments(
        self, name: str, rest: Sequence[str], declared: Sequence[str]
    ) -> tuple[str, list[Shape], Shape | None]:
        """The names behind `of`, their shapes, and the shape of the value that the neighbours of the call suggest."""
        call = self.calls[name]
        given = [*self.given, *map(self.declaration, declared), *map(_joker, (name, *rest))]
        program = _with_calls(self.parsed(given), [text.partition(":")[0] for text in declared])
        call = next(iter(_calls(name, program)), None)
        if call is None:
            return "vector(n)", [], None
        if [type(a) for a in call.arguments] == [Name] and _is_parameter(call.arguments[0], name):
            return call.arguments[0].name, [], None  # type: ignore[attr-defined]
        shapes = [_shape(program, argument, given) for argument in call.arguments]
        return ", ".join(map(kind_of, shapes)), shapes, _beside(call, program, given)

    def likely(self) -> str:
        """A declaration of the first function by its arguments alone."""
        others = [n for n in self.names if n != self.first]
        return f"{self.first}: scalar of {self.arguments(self.first, others, [])[0]}"

    def fits(self, declared: Sequence[str]) -> bool:
        """Whether the program has a meaning with these declarations more."""
        self.attempts += 1
        declarations = [*self.given, *map(self.declaration, declared)]
        try:
            inferred(self.parsed(declarations), declarations)
        except MatcalcError:
            return False
        return True


COLUMN: Shape = (0, 1)
MATRIX: Shape = (0, 0)
"""The shape of a column of any length, and of any matrix."""


def _like(term: Tree, call: Tree, program: Program, given: Sequence[Declaration]) -> Shape:
    """The shape of a term, whose dimensions are none of the argument's unless it is the argument."""
    found = _shape(program, term, given)
    known = isinstance(term, Name) and any(isinstance(a, Name) and a.name == term.name for a in call.children)
    return found if known or found == SCALAR else COLUMN if found[1] == 1 else MATRIX


def _beside(call: Tree, program: Program, given: Sequence[Declaration]) -> Shape | None:
    """The shape of a term beside a call; a column where the call is transposed or stands behind a matrix or a row."""
    for root in program.roots:
        for parent in every(root):
            if not (isinstance(parent, Operation) and any(part is call for part in parent.operands)):
                continue
            if parent.operator == "transpose":
                return COLUMN
            others = [part for part in parent.operands if part is not call]
            if parent.operator in ("add", "subtract") and others:
                return _like(others[0], call, program, given)
            behind = parent.operator == "multiply" and parent.operands[-1] is call and others
            return COLUMN if behind and _shape(program, others[0], given) != SCALAR else None
    return None


def _is_of_squares(tree: Call) -> bool:
    """Whether a function takes a square matrix."""
    found = find(tree.function)
    shapes = signatures(found)[0].shapes if found is not None and not isinstance(tree, UnspecifiedCall) else ()
    return bool(shapes) and shapes[0][0] == shapes[0][1] != 1


def _is_parameter(argument: Tree, name: str) -> bool:
    """Whether A(t) is an A that moves with t, and no function of a vector t."""
    assert isinstance(argument, Name)
    moves = kind_by_convention(name) == "matrix" or name[0] in VALUES
    return moves and (argument.name in PARAMETERS or kind_by_convention(argument.name) == "scalar")


def _joker(name: str) -> Declaration:
    """The declaration of an unknown function while others are looked at."""
    return Declaration(Name(name, name, 0, 0), ENTRYWISE, [], 0, 0)


def _calls(name: str, program: Program) -> Iterator[UnspecifiedCall]:
    """The calls of a function, not of its derivatives."""
    defined = [d.value for d in program.definitions.values()]
    for root in (*program.roots, *defined):
        for tree in every(root):
            if isinstance(tree, UnspecifiedCall) and tree.stem == name and not tree.places:
                yield tree


def _with_calls(program: Program, names: Sequence[str]) -> Program:
    """The program with parts that are the calls of some functions, so that what they say of sizes is known elsewhere."""
    calls = [call for name in names for call in _calls(name, program)]
    parts = [Binding(Name(f"_{i}", f"_{i}", 0, 0), call) for i, call in enumerate(calls)]
    return Program(program.text, [*program.bindings, *parts], program.body, program.declarations)


def _shape(program: Program, argument: Tree, given: Sequence[Declaration]) -> Shape:
    """The shape of a part of a program."""
    part = Program(program.text, program.bindings, argument, program.declarations)
    return elaborated(inferred(part, given)).expression.shape
