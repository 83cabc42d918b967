"""Relations between integers: the range of a sum, `i in 1:n if i != j and i != k`, `if 1 < i < k`, and the number `[i != k]`."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import canonical
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import Call, Literal, Member, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Environment = frozenset[str]
"""The indices that the sums around a place bind."""
RELATIONS = {"==": "equal", "!=": "unequal", "<=": "at_most", "<": "less", ">=": "at_least", ">": "greater"}
"""The signs that may stand between two index expressions, and their operators."""
AND = "and"
"""The word between conditions that all hold, and the operator that it is."""
OR, NOT = "or", "not"
"""Words of conditions that the language has not."""
RANGE_STOPS = (":", ",", "if", AND, OR, "]")
"""The words that end a bound of a range or a side of its condition."""
_EXAMPLE = "write sum(i in 1:n, EXPR) or sum(i in 1:n if i != j, EXPR)"


ITERATE = "iterate"
"""Steps that are written once; the word is a name elsewhere."""
INDEXED = ("sum", "prod")
ARGUMENTS = (4, 5)
"""How many arguments a sum or a product over an index has: with a condition one more, before the last."""


def binds(tree: Tree) -> bool:
    """Whether a call is a sum or a product over an index: (index, low, high, body) or (index, low, high, condition, body)."""
    return isinstance(tree, Call) and tree.function in INDEXED and len(tree.arguments) in ARGUMENTS


def is_iteration(tree: Tree) -> bool:
    """Whether a call is iterate(EXPR, x, x0, N)."""
    return isinstance(tree, Call) and tree.function == ITERATE


def begins_range(cursor: Cursor) -> bool:
    """Whether the first argument of a call is `i in ...`."""
    return cursor.next.kind == "name" and cursor.tokens[cursor.index + 1].text == "in"


def read_range(cursor: Cursor, expression: Callable[[], Tree]) -> list[Tree]:
    """The index, its lowest and highest value, and the condition if there is one; the comma behind is taken."""
    token = cursor.take()
    index = Name(canonical(token.text), token.text, token.start, token.end)
    cursor.take()
    low = expression()
    _expect(cursor, ":", "a colon between the bounds")
    found = [index, low, expression()]
    if cursor.next.text == "if":
        cursor.take()
        found.append(_condition(cursor, expression))
    _expect(cursor, ",", "a comma and what is summed")
    return found


ANY = "_"
"""The index of the sum of one term, or of none, that the number [i != k] is."""


def compares(cursor: Cursor) -> bool:
    """Whether the square bracket that was opened last has a relation directly inside, as `[i != k]` has."""
    depth = 0
    for token in cursor.tokens[cursor.index :]:
        depth += token.turn
        if depth < 0 or (depth == 0 and token.text in RELATIONS):
            return depth == 0
    return False


def read_indicator(cursor: Cursor, opener: Token, expression: Callable[[], Tree]) -> Tree:
    """`[i != k]`, which is 1 where it holds and 0 elsewhere; its opening bracket is taken."""
    relation = _condition(cursor, expression)
    _expect(cursor, "]", "the end of [i != k]")
    return indicator(relation, opener.start, cursor.before(1).end)


def indicator(relation: Tree, start: int = 0, end: int = 0) -> Call:
    """The number that is 1 where a relation holds: a sum over one index under that condition."""
    one = Literal(1, 1, start, end)
    arguments = (Name(ANY, ANY, start, start), one, one, relation, one)
    return Call("sum", arguments, start, end, name=(start, start + 1))


def is_indicator(tree: Tree) -> bool:
    """Whether a sum is the number [i != k]."""
    return binds(tree) and isinstance(index := tree.children[0], Name) and index.name == ANY


def _condition(cursor: Cursor, expression: Callable[[], Tree]) -> Tree:
    """Relations that all hold: `i != j and i != k`, `1 < i < k`."""
    found: Tree | None = None
    if cursor.next.text == NOT:
        hint = "!= denies ==, > denies <=: sum(i in 1:n if i != k, EXPR)"
        raise MatcalcError("syntax", "a condition has no not", [Label(cursor.next.start, cursor.next.end)], hint=hint)
    left = expression()
    while True:
        word = cursor.take()
        if word.text not in RELATIONS:
            raise _missing(word, f"one of {' '.join(RELATIONS)}")
        right = expression()
        relation = Operation(RELATIONS[word.text], (left, right), left.start, right.end)
        found = relation if found is None else Operation(AND, (found, relation), found.start, relation.end)
        if cursor.next.text == OR:
            raise _either(cursor.next)
        if cursor.next.text == AND:
            cursor.take()
            left = expression()
        elif cursor.next.text in RELATIONS:
            left = right
        else:
            return found


def _either(word: Token) -> MatcalcError:
    hint = "i == k or i > 3 is i <= 3 and i != k denied: sum(i in 1:n, (1 - [i <= 3]*[i != k])*x_i)"
    return MatcalcError("syntax", "conditions are joined by and, not by or", [Label(word.start, word.end)], hint=hint)


def _expect(cursor: Cursor, text: str, what: str) -> None:
    word = cursor.take()
    if word.text != text:
        raise _missing(word, what)


def _missing(word: Token, what: str) -> MatcalcError:
    found = "the text ends" if word.kind == "end" else f"{shown(word.text)} stands"
    return MatcalcError("syntax", f"{found} where {what} is expected", [Label(word.start, word.end)], hint=_EXAMPLE)


def scoped(root: Tree) -> Iterator[tuple[Tree, Environment]]:
    """Every distinct subtree with the indices that sums around it bind."""
    stack: list[tuple[Tree, Environment]] = [(root, frozenset())]
    seen: set[tuple[int, Environment]] = set()
    while stack:
        tree, bound = stack.pop()
        if (id(tree), bound) in seen:
            continue
        seen.add((id(tree), bound))
        yield tree, bound
        inner = bound
        if binds(tree):
            assert isinstance(tree, Call)
            index = tree.arguments[0]
            inner = bound | {index.name} if isinstance(index, Name) else bound
        stack.extend((child, bound if binds(tree) and i in (1, 2) else inner) for i, child in enumerate(tree.children))


def lengths(roots: Sequence[Tree]) -> set[str]:
    """The names in the bounds of sums whose index stands in a member: how many members there are.

    A name that stands in a member itself, x_k, is an index, in bounds such as k-1:k+1 too, but not the n of 1:n.
    """
    found: set[str] = set()
    beside: set[str] = set()
    indices: set[str] = set()
    for root in roots:
        for tree, bound in scoped(root):
            if isinstance(tree, Member):
                indices.update(_names(tree.indices))
            elif binds(tree):
                assert isinstance(tree, Call)
                body = [m for part in tree.arguments[3:] for m, _ in scoped(part) if isinstance(m, Member)]
                index = tree.arguments[0]
                if isinstance(index, Name) and index.name in _names([i for m in body for i in m.indices]):
                    whole = found if isinstance(tree.arguments[1], Literal) else beside
                    whole.update(_names(tree.arguments[1:3]) - bound)
    return found | (beside - indices)


def _names(trees: Sequence[Tree]) -> set[str]:
    """The names in expressions, those of members aside."""
    return {n.name for tree in trees for n, _ in scoped(tree) if type(n) is Name}
