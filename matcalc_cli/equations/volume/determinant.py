"""The determinant of a derivative between free entries: how a map, or a factorization, changes volumes.

Sources: Mathai, Jacobians of Matrix Transformations; Edelman & Rao 2005, section 3; Muirhead, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.asked import chosen_variables
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.reading import like
from matcalc_cli.equations.system import Move, System
from matcalc_cli.equations.terms import gathered, terms_of
from matcalc_cli.equations.volume.factorizations import UNIT, WORDS, of_a_factorization
from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.equations.volume.of_entries import different_entries, free_entries_of
from matcalc_cli.equations.volume.of_few import MOST, of_few_numbers
from matcalc_cli.equations.volume.of_matrix import of_a_matrix
from matcalc_cli.equations.volume.of_spectrum import of_a_spectrum
from matcalc_cli.equations.volume.of_terms import of_terms
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import add, multiply
from matcalc_cli.expr.node import Member, Node, Symbol, symbol
from matcalc_cli.expr.normal_forms.grid import side_by_side
from matcalc_cli.expr.shapes.dimensions import Size, minus
from matcalc_cli.kinds import KINDS, TRIANGULAR
from matcalc_cli.program import read, read_program
from matcalc_cli.readings.derive import derivative
from matcalc_cli.readings.structure import free_entries
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program


class Volume:
    """A map from the free entries of some variables to those of its values.

    system   the expression and how it moves with each step
    moved    the differential in terms of the steps
    closed   the modulus of the determinant, if a closed form is known
    unit     those of the variables whose diagonals are 1 and do not move
    """

    def __init__(
        self, program: Program, elaborated: Elaborated, variables: Sequence[Symbol], unit: Sequence[str] = ()
    ) -> None:
        self.program, self.elaborated = program, elaborated
        self.unit = [v for v in variables if v.name in unit]
        self.expression = simplify(elaborated.expression)
        self.variables = tuple(variables)
        self.system = System([self.expression], variables, elaborated.variables.values(), [elaborated.expression])
        self._require_as_many()
        self.moved = simplify(add(*[column[0][0] for column in self.system.columns]))
        self.closed = next(self._closed(), None)

    @property
    def kind(self) -> str:
        """The kind of the values."""
        return self.system.kinds[0]

    @property
    def count(self) -> Size:
        """How many free entries there are on both sides."""
        return self.system.counts[0]

    def _require_as_many(self) -> None:
        values, entries = self.system.counts
        for fixed in self.unit:
            entries = minus(entries, fixed.rows)
        if values == entries:
            return
        body = self.program.body
        kinds = sorted(v.kind for v in self.variables)
        hint = "--wrt says by which names, all of them together"
        if kinds == sorted(TRIANGULAR):
            hint = "of L*U the diagonal is in both: matcalc volume lu is with 1 on the diagonal of L"
        raise MatcalcError(
            "shape", f"the values have {_said(values)} free {entries_word(values)}, and what moves has {_said(entries)}: the derivative has no determinant",
            [Label(body.start, body.end)], hint=hint,
        )  # fmt: skip

    def _closed(self) -> Iterator[Closed]:
        yield from of_a_factorization(self.expression, self.variables)
        if len(self.variables) == 1:
            (linear, step), *_ = self.system.columns[0]
            found = terms_of(linear, step)
            yield from of_terms(gathered(found), step, self.kind) if found else ()
            yield from of_a_spectrum(self.expression, self.variables[0])
        restricted = self.restricted()
        yield from of_few_numbers(restricted, self.elaborated)
        yield from of_a_matrix(restricted)

    def restricted(self) -> Node | None:
        """The matrix between free entries, D_out^+ J D_in, of several names side by side; None where one moves along no line."""
        if self.unit or any(move.along is not move.step for move in self.system.moves):
            return None
        columns = []
        entries = free_entries_of(self.expression, KINDS[self.kind], MOST) or different_entries(self.expression)
        values = self.expression if entries is None or entries.rows != self.count else entries
        for x, move in moves(self):
            basis = free_entries(move.step)
            jacobian = derivative(values, x).jacobian
            columns.append(jacobian if basis is None else multiply(jacobian, basis))
        image = free_entries(symbol("g~", values.shape, self.kind)) if values is self.expression else None
        left = [] if image is None else [instantiate("inv(D'*D)*D'", {"D": image}, {})]
        return simplify(multiply(*left, side_by_side(columns) if len(columns) > 1 else columns[0]))


def entries_word(count: Size) -> str:
    """The word for so many entries."""
    return "entry" if count == 1 else "entries"


def _said(size: Size) -> str:
    return str(size).replace(" ", "")


def volume(text: str, wrt: Sequence[str], var: Sequence[str]) -> Volume:
    """The map that a text is, or the product of the factors of a factorization that it names. Raises MatcalcError.

    Of one variable the values are taken to have its shape, where their own is not clear.
    """
    word = text.strip().lower()
    program, elaborated = read(WORDS.get(word, text), var)
    variables = chosen_variables(elaborated, wrt)
    member = next((v for v in variables if isinstance(v, Member)), None)
    if member is not None:
        said = f"the volume is that of a map of whole names, and {member.spelling} is a member of a family"
        raise MatcalcError("unsupported", said, hint="--wrt names another variable; or write the terms out")
    try:
        return Volume(program, elaborated, variables, UNIT.get(word, ()))
    except MatcalcError as error:
        if error.kind == "shape" and (column := different_entries(elaborated.expression)) is not None:
            return _of_entries(program, elaborated, variables, column)
        if len(variables) != 1 or error.kind != "shape" or elaborated.expression.is_scalar:
            raise
        try:
            found = read_program(_padded(program, variables[0]), var)[1]
            return Volume(program, found, chosen_variables(found, wrt))
        except MatcalcError:
            raise error from None


def _of_entries(program: Program, elaborated: Elaborated, variables: Sequence[Symbol], column: Node) -> Volume:
    """The map to the entries of a matrix that do not repeat others: p and q of [p, q; q, -p]. Raises MatcalcError."""
    elaborated.expression = column
    found = Volume(program, elaborated, variables)
    said = f"the values are counted by {column.rows} of their entries, the others are multiples of these or do not move"
    elaborated.notes = (*elaborated.notes, said)
    return found


def _padded(program: Program, x: Symbol) -> Program:
    """The program of f + x - x."""
    return program.of(program.bindings, like(program.body, x.name, x.spelling))


def moves(found: Volume) -> list[tuple[Symbol, Move]]:
    """The move of each variable."""
    return list(zip(found.variables, found.system.moves, strict=True))
