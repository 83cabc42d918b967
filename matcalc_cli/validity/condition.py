"""Conditions: what must hold of an expression for an answer to be valid, as a predicate and the expression it is about."""

from __future__ import annotations

from matcalc_cli.expr.build import normal_form, transpose, upright
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import raw_apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.expr.node import Node

PAIR = Function("pair", "A: m,n; B: p,q -> m,n", "two expressions that one condition is about, whatever they are")


class Predicate:
    """One thing that may be asked of an expression.

    name      what the code calls it
    number    the words for a number; {0} is the expression (of a power {0} and {1} its base and its exponent), and a relation
              stands in the language: `{0} > 0`
    entries   the words for a matrix, where they are others
    record    how the `condition` of a function's record says it, where that is not `number`
    implies   names of predicates that hold of whatever it holds of
    turned    the name of the predicate that says it of the transpose, itself if rows and columns do not matter
    signed    whether it has something to do with a sign
    even      whether it says of -X what it says of X
    closed    whether it may hold at single points, where there is a value and no derivative
    of_first  of two expressions, the name of the predicate of the first alone that this one follows from, whatever the other is
    """

    __slots__ = ("closed", "entries", "even", "implies", "name", "number", "of_first", "record", "signed", "turned")

    def __init__(
        self, name: str, number: str, *, entries: str = "", record: str = "", implies: tuple[str, ...] = (),
        turned: str = "", signed: bool = False, even: bool = False, closed: bool = False, of_first: str = "",
    ) -> None:  # fmt: skip
        self.name = name
        self.number = number
        self.entries = entries or number
        self.record = record or number.replace("`", "")
        self.implies = implies
        self.turned = turned or name
        self.signed = signed
        self.even = even
        self.closed = closed
        self.of_first = of_first

    def __repr__(self) -> str:
        return f"Predicate({self.name})"


_RECORDS = (
    Predicate(
        "positive", "`{0} > 0`", entries="every entry of `{0}` is positive", implies=("not negative", "no zeros"), signed=True,
    ),
    Predicate("not negative", "`{0} >= 0`", entries="no entry of `{0}` is negative", signed=True, closed=True),
    Predicate(
        "real power", "`{0} > 0` (`{0} != 0` where `{1}` is an integer)",
        entries="every entry of `{0}` is positive (none is 0 where `{1}` is an integer)", of_first="positive",
    ),
    Predicate("whole power", "`{0} != 0` or `{1} >= {2}`", entries="no entry of `{0}` is 0 or `{1} >= {2}`", of_first="no zeros"),
    Predicate("matrix power", "`det({0}) != 0` or `{1} >= {2}`", of_first="invertible"),
    Predicate("no zeros", "`{0} != 0`", entries="no entry of `{0}` is 0", implies=("not zero",), even=True),
    Predicate("no zeros where", "`{0}` is not 0 unless `{1}` is", entries="no entry of `{0}` is 0 where `{1}` is not", of_first="no zeros"),
    Predicate("off the cut", "`{0} != 0` or `{1} > 0`", entries="no entry of `{0}` is 0 where `{1}` is not positive"),
    Predicate("not zero", "`{0} != 0`", record="{0} is not zero", even=True),
    Predicate(
        "between", "`abs({0}) < 1`", entries="every entry of `{0}` is between -1 and 1", record="|{0}| < 1",
        implies=("not outside",), signed=True,
    ),
    Predicate("not outside", "`abs({0}) <= 1`", entries="no entry of `{0}` is below -1 or above 1", record="|{0}| <= 1", signed=True, closed=True),
    Predicate("invertible", "`det({0}) != 0`", record="det {0} != 0", implies=("not zero", "full rank"), even=True),
    Predicate("leading minors", "no leading principal minor of `{0}` is 0", implies=("invertible",)),
    Predicate("positive stable", "`{0}` has no eigenvalue that is 0 or negative", record="{0} has no eigenvalue in (-inf, 0]", implies=("invertible", "rooted")),
    Predicate("rooted", "`{0}` has no negative eigenvalue, and 0 at most as a semisimple one"),
    Predicate("definite", "`{0}` is positive definite", implies=("positive stable",), signed=True),
    Predicate("full rank", "`{0}` has full rank", implies=("constant rank", "not zero"), even=True),
    Predicate("independent columns", "the columns of `{0}` are independent", implies=("full rank",), turned="independent rows"),
    Predicate("independent rows", "the rows of `{0}` are independent", implies=("full rank",), turned="independent columns"),
    Predicate("constant rank", "the rank of `{0}` is constant"),
    Predicate("simple", "the eigenvalues of `{0}` are simple", implies=("simple largest", "simple smallest")),
    Predicate("real simple", "the eigenvalues of `{0}` are real and simple"),
    Predicate("simple largest", "the largest eigenvalue of `{0}` is simple"),
    Predicate("simple smallest", "the smallest eigenvalue of `{0}` is simple"),
    Predicate("simple singular", "the singular values of `{0}` are simple and not 0", implies=("simple largest singular", "full rank", "invertible")),
    Predicate("simple largest singular", "the largest singular value of `{0}` is simple"),
    Predicate("largest once", "the largest entry of `{0}` is there once"),
    Predicate("smallest once", "the smallest entry of `{0}` is there once"),
    *[
        Predicate(f"{extreme} once in {one}s", f"the {extreme} entry of each {one} of `{{0}}` is there once", turned=f"{extreme} once in {other}s")
        for extreme in ("largest", "smallest") for one, other in (("row", "column"), ("column", "row"))
    ],
    Predicate("not all equal", "the entries of `{0}` are not all equal", even=True),
    Predicate("no reciprocals", "no product of two eigenvalues of `{0}` is 1"),
    Predicate("off the poles", "`{0}` is not 0, -1, -2, ...", entries="no entry of `{0}` is 0, -1, -2, ...", signed=True),
    Predicate("from 1", "`{0} >= 1`"),
    Predicate("up to", "`{0} <= {1}`"),
    Predicate("at least", "`{1} >= {0}`"),
    Predicate("printed", "`{1} >= {0}`"),
    Predicate("within", "`1 <= {0} <= {1}`"),
)  # fmt: skip

PREDICATES = {predicate.name: predicate for predicate in _RECORDS}
"""Every predicate by its name."""
BY_RECORD = {predicate.record: predicate.name for predicate in _RECORDS}
BY_RECORD["the entries of {0} are not 0"] = "no zeros"
"""The names of predicates by what records of functions say."""

WHOLE = tuple([predicate.name for predicate in _RECORDS if "{2}" in predicate.number])
"""Of powers whose exponent is an integer that may be negative."""
PAIRED = tuple([predicate.name for predicate in _RECORDS if "{1}" in predicate.number])
"""Predicates of a pair: a base and its exponent, a factor and the other, an index and the last one there is, two bounds of a range."""

OF_FIRST = {predicate.name: predicate.of_first for predicate in _RECORDS if predicate.of_first}
"""By a predicate of two expressions: what holds of the first alone where it holds whatever the second is."""
OF_POSITIVE = ("positive", *PREDICATES["positive"].implies)
"""Predicates that hold of whatever is positive."""
CLOSED = tuple([predicate.name for predicate in _RECORDS if predicate.closed])
"""Predicates that may hold at single points, where there is a value and no derivative."""
WITH_SIGN = tuple([predicate.name for predicate in _RECORDS if predicate.signed])
"""Predicates that have something to do with a sign."""
OF_EITHER_SIGN = tuple([predicate.name for predicate in _RECORDS if predicate.even])
"""Predicates that say the same of X and of -X."""


def pair(one: Node, other: Node) -> Node:
    """Two expressions as what a condition is about; of X' and Y', whose entries it is about, X and Y."""
    return paired((one, other))


@normal_form(PAIR)
def paired(args: tuple[Node, ...]) -> Node:
    """A pair whose first expression with names is no transpose."""
    if next((upright(arg)[1] for arg in args if arg.symbols), False):
        args = tuple([transpose(arg) for arg in args])
    return raw_apply(PAIR, args, (), args[0].shape)


class Condition:
    """The claim that a predicate, known by its name, holds of an expression."""

    __slots__ = ("node", "predicate")

    def __init__(self, predicate: str, node: Node) -> None:
        self.predicate = predicate
        self.node = node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and (self.predicate, self.node) == (other.predicate, other.node)

    def __hash__(self) -> int:
        return hash((self.predicate, id(self.node)))

    def of_parts(self, change: Callable[[Node], Node]) -> Condition:
        """The condition on what becomes of each expression that it is about."""
        if self.predicate not in PAIRED:
            return Condition(self.predicate, change(self.node))
        return Condition(self.predicate, pair(*map(change, self.node.children)))

    @property
    def words(self) -> str:
        """The words of the condition, with {0} for the expression; a relation or a formula between backquotes."""
        predicate = PREDICATES.get(self.predicate)
        if predicate is None:  # one that is nothing but its words
            return self.predicate.replace("{0}", "`{0}`")
        return predicate.number if self.node.is_scalar else predicate.entries

    @property
    def subjects(self) -> tuple[Node, ...]:
        """The expressions in the places of {0}, {1} and {2}."""
        if self.predicate in WHOLE:
            from matcalc_cli.expr.members import sides
            from matcalc_cli.expr.normal_forms.coefficients import split

            base, exponent = self.node.children
            front, inner = split(exponent)
            return (base, *reversed(sides(inner if front > 0 else exponent)))
        return self.node.children if self.predicate in PAIRED else (self.node,)

    def __repr__(self) -> str:
        return self.words.format(*map(repr, self.subjects))
