"""Kinds by use: where a program has no meaning with the kinds of its letters, the fewest names that give it one otherwise.

A search from the kinds of the letters on: whatever does not fit names the variables of which one must be something
else (`provenance.open_names`), so that of the sets of names that grow by these the first that fit are the smallest.
"""

from __future__ import annotations

from matcalc_cli.elaborate.doubts.suspects import added_to_numbers, misuse, of_numbers, of_squares, standing
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.language.names import UNIT, is_unit_name, kind_by_convention, listed, other_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import TypeAlias

    Names: TypeAlias = frozenset[str]
    Attempt: TypeAlias = Callable[[Names], Inference]
    """Reads the program with some names taken otherwise. Raises MatcalcError."""

MOST_READINGS = 600
"""Readings that are tried before the kinds of the letters stay."""
MOST_SHOWN = 4
"""Readings that an error shows."""


def read_by_use(attempt: Attempt, *, product: str = "", papers: bool = False, scalar: bool = False) -> Inference:
    """The program as it is meant, with a note for each name that is not what its letter says. Raises MatcalcError.

    `scalar` asks for an f that is a number; `product` is the sign of products that are none of numbers, `papers` whether
    Greek letters beside vectors are vectors, and Latin ones added to numbers numbers.
    """
    return _Search(attempt, product, papers=papers, scalar=scalar).found()


class _Search:
    """The readings of one program."""

    def __init__(self, attempt: Attempt, product: str, *, papers: bool, scalar: bool) -> None:
        self.attempt = attempt
        self.product = product
        self.papers = papers
        self.scalar = scalar
        self.tried = 0

    def failure(self, flipped: Names) -> tuple[Inference | None, MatcalcError | None]:
        """The program read with some names taken otherwise, and what is wrong with it."""
        self.tried += 1
        try:
            inference = self.attempt(flipped)
        except MatcalcError as error:
            return None, error
        return inference, misuse(inference, self.product, scalar=self.scalar)

    def found(self) -> Inference:
        """The reading that is left."""
        inference, error = self.failure(frozenset())
        if error is not None:
            fitting = self.all_of_them(self.smallest(error))
            if len(fitting) > 1:
                raise several(error, fitting)
            if fitting:
                inference = self.attempt(fitting[0])
                inference.notes[taken(inference, fitting[0], error)] = None
        if inference is None:
            assert error is not None
            raise error
        inference = self.as_number(inference)
        note_squares(inference)
        return self.with_units(self.beside_vectors(inference))

    def as_number(self, inference: Inference) -> Inference:
        """A vector that would be a number if a name in it, or the members of a family, were numbers.

        In papers names added to numbers are such; else a note says what they could be.
        """
        names = inference.names
        if inference.result == SCALAR or self.scalar:
            return inference
        for more in ((), of_numbers(inference)) if self.papers else ():
            if found := self.number(inference, self.added(inference, more)):
                return found
        doubtful = {*map(names.open_name, names.families), *added_to_numbers(inference)}
        for name in sorted({name or "" for name in doubtful} - {"", *names.flipped}):
            if self.number(inference, frozenset((name,))):
                spelled = _member(inference, name)
                inference.notes[
                    f"{spelled} is a vector by its letter, and so is the value; where {spelled}: scalar makes both numbers"
                ] = None
        return inference

    def added(self, inference: Inference, more: Iterable[str]) -> Names:
        """The names that are added to numbers, and to what is a number then; targets, and those that are given."""
        names = inference.names
        doubtful = {*filter(names.variables.__contains__, names.targets), *more}
        found, read = frozenset(filter(None, map(names.open_name, doubtful))), inference
        while not (added := frozenset(added_to_numbers(read, times=True))) <= found:
            found |= added
            if (read := self.failure(inference.names.flipped | found)[0] or inference) is inference:
                break
        return found

    def number(self, inference: Inference, wanted: Names) -> Inference | None:
        """The program with these names as numbers, where its value is one then, with a note."""
        flipped = inference.names.flipped
        if wanted <= flipped:
            return None
        found, wrong = self.failure(flipped | wanted)
        if found is None or wrong is not None or found.result != SCALAR:
            return None
        found.notes.update(inference.notes)
        for name in sorted(wanted - flipped):
            spelled = _member(inference, name)
            found.notes[
                f"{spelled} is taken as a number, for so the value is one; where {spelled}: vector says otherwise"
            ] = None
        return found

    def with_units(self, inference: Inference) -> Inference:
        """The program with e_i as a column of the identity beside entries x_i, where that has a meaning."""
        names = inference.names
        if not names.entries or not any(map(is_unit_name, inference.variables)):
            return inference
        found, wrong = self.failure(names.flipped | {UNIT})
        if found is None or wrong is not None or any(map(is_unit_name, found.variables)):
            return inference
        found.notes.update(dict.fromkeys(inference.notes))
        found.notes["e_1, e_i and the like are read as columns of the identity; where e_1: vector says otherwise"] = (
            None
        )
        return found

    def all_of_them(self, fitting: Sequence[Names]) -> Sequence[Names]:
        """In papers all names that may be numbers are, y and b of log(1 + exp(-y*(w'*x + b))), if the value is one then."""
        if not self.papers or len(fitting) < 2:
            return fitting
        every = frozenset[str]().union(*fitting)
        found, wrong = self.failure(every)
        if found is None or wrong is not None or found.result != SCALAR:
            return fitting
        entries = [name for name in every if name.endswith("_") and name[:-1] not in found.names.families]
        return fitting if entries else [every]

    def smallest(self, error: MatcalcError) -> Sequence[Names]:
        """The smallest sets of names that make sense taken otherwise, those with the most Greek names of them."""
        level: dict[Names, MatcalcError] = {frozenset(): error}
        while level and self.tried < MOST_READINGS:
            wider = {names | {name} for names, error in level.items() for name in error.open_names - names}
            level, fitting = {}, []
            for names in sorted(wider, key=sorted):
                _, wrong = self.failure(names)
                if wrong is None:
                    fitting.append(names)
                else:
                    level[names] = wrong
                if self.tried >= MOST_READINGS:
                    return []
            if fitting:
                most = max(map(_greek, fitting))
                return [names for names in fitting if _greek(names) == most]
        return []

    def beside_vectors(self, inference: Inference) -> Inference:
        """Greek numbers that stand where vectors do: LaTeX takes them as vectors, else a note says what they could be."""
        flipped = inference.names.flipped
        places = standing(inference)
        every = frozenset(places)
        groups = [every, *[frozenset((name,)) for name in places]] if len(places) > 1 else [every][: len(places)]
        fitting = next((names for names in groups if self.failure(flipped | names)[1] is None), ())
        if not fitting:
            return inference
        notes = inference.notes
        if self.papers:
            inference = self.attempt(flipped | fitting)
            inference.notes.update(notes)
        inference.notes.update(
            dict.fromkeys(_beside(inference, n, places[n], papers=self.papers) for n in sorted(fitting))
        )
        return inference


def note_squares(inference: Inference) -> None:
    """Say of a Greek number whose trace is taken that it may be a matrix."""
    for name, function in dict(of_squares(inference)).items():
        spelled = _spelt(inference, frozenset((name,)))
        inference.notes[
            f"{spelled} is a scalar by its Greek letter, and {function} is one of matrices; where {spelled}: matrix(n,n) takes it as a matrix"
        ] = None


def _greek(names: Collection[str]) -> int:
    return sum(kind_by_convention(name) == "scalar" for name in names)


def _spelt(inference: Inference, names: Names) -> str:
    spellings = dict(inference.names.spellings)  # in order of appearance; t of dt alone has no place
    for family, letters in inference.names.families.items():
        spellings[family] = f"{spellings.get(family, family)}_{''.join(letters)}"
    return listed(
        [spellings.get(name, name) for name in [*filter(names.__contains__, spellings), *names - spellings.keys()]]
    )


def _member(inference: Inference, name: str) -> str:
    """A name, or a member of a family for its stem: y_i for y_."""
    if name.endswith("_"):
        return f"{name}{''.join(inference.names.families.get(name[0], 'i'))}"
    return _spelt(inference, frozenset((name,)))


def taken(inference: Inference, flipped: Names, error: MatcalcError) -> str:
    """For a note: which name became what, and why."""
    stems = [name for name in flipped if name.endswith("_")]
    said = [_entries(stem, inference) for stem in sorted(stems)]
    flipped = flipped.difference(stems)
    for kind in sorted(set(map(inference.names.kind, flipped)), reverse=True):
        names = frozenset(name for name in flipped if inference.names.kind(name) == kind)
        verb = "" if said and not stems else "are taken " if len(names) > 1 else "is taken "
        said.append(f"{_spelt(inference, names)} {verb}as {f'{kind}s' if len(names) > 1 else f'a {kind}'}")
    letters = "the kinds of their letters" if len(flipped) > 1 or stems else "the kind of its letter"
    return f"{' and '.join(said)}: with {letters} {reason(inference, error)}"


def _entries(stem: str, inference: Inference) -> str:
    letter = stem[0]
    return (
        f"{stem}i is taken as a number"
        if letter in inference.names.families
        else f"{stem}1, {stem}i and the like are read as entries of {letter}"
    )


def reason(inference: Inference, error: MatcalcError) -> str:
    """The error that the kinds of the letters lead to, with the shapes of the operands."""
    text = inference.program.text
    shapes = [
        f"{' '.join(text[label.start : label.end].split())} is {label.text}" for label in error.labels if label.text
    ]
    return f"{error.message} ({', '.join(shapes)})" if shapes else error.message


def _beside(inference: Inference, name: str, place: str, *, papers: bool) -> str:
    """For a note: what a Greek name that stands where vectors do was taken for, and what else it could be."""
    spelling = _spelt(inference, frozenset((name,)))
    if papers:
        return f"{spelling} is taken as a vector, for it is {place}; where {spelling}: scalar says that it is a number"
    return (
        f"{spelling} is a scalar by its Greek letter, and it is {place}; where {spelling}: vector takes it as a vector"
    )


def several(error: MatcalcError, fitting: Sequence[Names]) -> MatcalcError:
    """The error about a program with more than one reading."""
    readings = [
        ", ".join(f"{name.removesuffix('_')}: {other_way(kind_by_convention(name))}" for name in sorted(names))
        for names in sorted(fitting, key=sorted)[:MOST_SHOWN]
    ]
    or_so = f"a declaration says which of several readings is meant: where {', or where '.join(readings)}"
    found = MatcalcError(
        error.kind, error.message, error.labels, hint=f"{error.hint}; {or_so}" if error.hint else or_so, note=error.note
    )
    found.source = error.source
    return found
