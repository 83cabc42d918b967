"""The record of a notation, one in each folder of notations."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import Shape
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.tree import Call, Declaration, Name, Program, Tree

if TYPE_CHECKING:
    from matcalc_cli.notations.arrays.kinds import Axes
    from matcalc_cli.notations.derivation import Step

Declared = Sequence[Declaration]
ShapeOf = Callable[[Tree], Shape]
Entries = Callable[[Sequence[Token], Mapping[str, str], Collection[str]], list[Token]]
"""From the words, the kinds of declared names and the stems that use makes entries of."""
Reader = Callable[[str, Collection[str]], tuple[list[Token], list[str]]]
"""The words of a text but for its end, told which names are functions without a formula, and the notes about them."""


NEVER = r"(?!)"
"""A pattern of nothing."""


class Notation:
    """A way to write programs that is not the language's own.

    title       its name in a sentence
    read        the words of a program in it
    signs       a pattern of what only programs in it have, by which a pasted one is known
    unsigned    whether a text without its signs may be in it
    juxtaposes  whether what stands side by side is a product that binds tighter than others
    blanks      whether blanks separate the elements of a matrix
    product     the sign of its product of matrices, if that is none of numbers
    papers      a pattern of texts in which a Greek letter beside vectors is a vector, and a Latin one added to numbers a number
    told        a pattern of texts that say which of several functions of one name they mean, as np.var and torch.var do
    before      what is done to a program before shapes are known
    at_shapes   what is done to each expression of it by the shapes of its parts
    at_call     what is done to each call, likewise
    after       what is done once its functions have their meaning
    remarks     what is said about a program once all of it has its meaning
    entries     the words with entries x[2] for names x_2 that are such, by declarations and use, if papers write them so
    by          by what a text says that it is differentiated, a name for each time, if such texts are read
    answer      the words of an answer to a question in it, where those are read otherwise
    steps       the formulas of a derivation in it, if such are read
    axes        how its arrays with one axis stand beside others, if it has such
    systems     the equations of a text that is several, each at its place with blanks for all else, if not [g; h]
    """

    __slots__ = (
        "after", "answer", "at_call", "at_shapes", "axes", "before", "blanks", "by", "entries", "juxtaposes", "papers", "product", "read", "remarks", "signs", "steps", "systems", "title",
        "told", "unsigned",
    )  # fmt: skip

    def __init__(
        self,
        title: str,
        read: Reader,
        *,
        signs: str,
        unsigned: bool = False,
        juxtaposes: bool = False,
        blanks: bool = False,
        product: str = "",
        papers: str = NEVER,
        told: str = NEVER,
        before: Sequence[Callable[[Program, Declared], None]] = (),
        at_shapes: Sequence[Callable[[Tree, str, ShapeOf], None]] = (),
        at_call: Sequence[Callable[[Call, str, ShapeOf], None]] = (),
        after: Sequence[Callable[[Program, Names], None]] = (),
        remarks: Sequence[Callable[[Program, Declared], Iterator[str]]] = (),
        entries: Entries | None = None,
        by: Callable[[str], Sequence[str]] | None = None,
        answer: Reader | None = None,
        steps: Callable[[str], list[Step]] | None = None,
        axes: Axes | None = None,
        systems: Callable[[str], list[str]] | None = None,
    ) -> None:
        self.title = title
        self.read = read
        self.signs = signs
        self.unsigned = unsigned
        self.juxtaposes = juxtaposes
        self.blanks = blanks
        self.product = product
        self.papers = papers
        self.told = told
        self.before = before
        self.at_shapes = at_shapes
        self.at_call = at_call
        self.after = after
        self.remarks = remarks
        self.entries = entries
        self.by = by
        self.answer = answer or read
        self.steps = steps
        self.axes = axes
        self.systems = systems

    def is_paper(self, text: str) -> bool:
        """Whether a Greek letter beside vectors is a vector in a text."""
        return re.search(self.papers, text) is not None


@contextmanager
def open_names(call: Call, names: Names) -> Iterator[None]:
    """An error about a call knows which names in it may have to be something else, as those of shapes do."""
    try:
        yield
    except MatcalcError as error:
        error.open_names = error.open_names or frozenset(
            filter(None, [names.open_name(tree.name) for tree in walk(call) if isinstance(tree, Name)])
        )
        raise
