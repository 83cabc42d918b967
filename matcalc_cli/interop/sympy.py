"""To and from SymPy: matrix expressions with symbolic sizes, and expressions written out entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, apply, identity, multiply, ones, substitute, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD, KRON, POWER, SUMMATION, TRACE
from matcalc_cli.expr.shapes.dimensions import Shape, Size, dim, operands_of_minimum, product_of
from matcalc_cli.functions import FUNCTIONS, find
from matcalc_cli.interop.functions import EXPLICIT, Matrix, general, scalar
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.walk import children_first

OTHERWISE = "matcalc diff has its derivative"


def explicit(root: Node, values: Mapping[Node, Matrix], sizes: Mapping[str, int]) -> Matrix:
    """The value as a SymPy matrix of entries. `values` has one for each symbol, `sizes` each dimension.

    Raises MatcalcError (unsupported) for a function that SymPy cannot write out.
    """
    known = dict(values)
    for node in postorder(root):
        if node not in known:
            known[node] = _entries(node, known, sizes)
    return known[root]


def _entries(node: Node, known: dict[Node, Matrix], sizes: Mapping[str, int]) -> Matrix:
    match node:
        case Number(value=v):
            return scalar(sympy.Rational(v.numerator, v.denominator))
        case Sum(terms=terms):
            total = known[terms[0]]
            for term in terms[1:]:
                total = total + known[term]
            return total
        case Product(coefficient=c, scalars=scalars, factors=factors):
            front = sympy.Rational(c.numerator, c.denominator)
            for s in scalars:
                front = front * known[s][0]
            return front * _chain([known[f] for f in factors]) if factors else scalar(front)
        case Apply(function=function) if function.name in EXPLICIT:
            arguments = [known[a] for a in node.args]
            return EXPLICIT[function.name](*arguments, *[size_value(s, sizes) for s in node.sizes])
        case Apply() if (other := spelled_out(node)) is not None:
            return explicit(other, known, sizes)
    raise _unsupported(node)


def _chain(factors: list[Any]) -> Any:
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def _unsupported(node: Node) -> MatcalcError:
    name = node.function.name if isinstance(node, Apply) else node.name if isinstance(node, Symbol) else "it"
    return MatcalcError("unsupported", f"SymPy has no expression for {name}", hint=OTHERWISE)


def size_value(size: Size, sizes: Mapping[str, Any]) -> Any:
    """A dimension with numbers or SymPy symbols for its names."""
    if isinstance(size, int):
        return size
    total: Any = 0
    for monomial, coefficient in size.terms:
        term: Any = sympy.Rational(coefficient.numerator, coefficient.denominator)
        for name in monomial:
            pair = operands_of_minimum(name)
            term = term * (sizes[name] if pair is None else sympy.Min(*[size_value(s, sizes) for s in pair]))
        total = total + term
    return int(total) if getattr(total, "is_Integer", False) else total


def symbol_of_number(name: str, kind: str) -> Any:
    """The SymPy symbol of a number, which is told what the kind says of it."""
    if KINDS[kind].whole:
        return sympy.Symbol(name, integer=True)
    return sympy.Symbol(name, positive=True) if KINDS[kind].definite else sympy.Symbol(name, real=True)


class Symbols:
    """The SymPy symbols of names and dimensions, made when they are first asked for."""

    def __init__(self) -> None:
        self.sizes: dict[str, Any] = _Dimensions()

    def of(self, node: Symbol) -> Any:
        """Symbol for a scalar, MatrixSymbol for a matrix or a column (n x 1)."""
        if node.is_scalar:
            return symbol_of_number(node.name, node.kind)
        return sympy.MatrixSymbol(node.name, *[size_value(s, self.sizes) for s in node.shape])


class _Dimensions(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        return self.setdefault(name, sympy.Symbol(name, integer=True, positive=True))


def to_sympy(root: Node, symbols: Symbols | None = None) -> Any:
    """The expression in SymPy, sizes symbolic; a 1x1 product x'*A*x becomes Trace(x.T*A*x).

    Raises MatcalcError (unsupported) for a function that SymPy has no expression for.
    """
    symbols = symbols or Symbols()
    known: dict[Node, Any] = {}
    for node in postorder(root):
        try:
            known[node] = _symbolic(node, known, symbols)
        except (NotImplementedError, ValueError) as error:  # SymPy's own words for what it has not, and fails at
            raise MatcalcError("unsupported", f"SymPy has no such expression: {error}", hint=OTHERWISE) from None
    return known[root]


def _symbolic(node: Node, known: dict[Node, Any], symbols: Symbols) -> Any:
    match node:
        case Symbol():
            return symbols.of(node)
        case Number(value=v):
            return sympy.Rational(v.numerator, v.denominator)
        case Sum(terms=terms):
            return _chain_sum([known[t] for t in terms], is_matrix=not node.is_scalar)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            front = sympy.Mul(sympy.Rational(c.numerator, c.denominator), *[known[s] for s in scalars])
            if not factors:
                return front
            word = _word([known[f] for f in factors])
            return front * (_trace(word) if node.is_scalar else word)
        case Apply(function=function, args=(index, low, high, body)) if function is SUMMATION:
            return sympy.Sum(known[body], (known[index], known[low], known[high]))
        case Apply(function=function, args=args):
            sizes = tuple(size_value(s, symbols.sizes) for s in node.sizes)
            if function is TRACE:
                return _trace(known[args[0]])
            if any(_is_sum_of_matrices(known[a]) for a in args if not a.is_scalar):
                raise _no_sum()
            found = general(node, function.name, tuple(known[a] for a in args), sizes)
            if found is not None:
                return found
            other = spelled_out(node)
            if other is not None:
                return to_sympy(other, symbols)
    raise _unsupported(node)


def _no_sum() -> MatcalcError:
    message = "SymPy has no expression for a sum of matrices over an index as a part of another expression"
    return MatcalcError("unsupported", message, hint=OTHERWISE)


def _is_sum_of_matrices(value: Any) -> bool:
    """Whether SymPy takes a matrix for a number, as it does Sum(A**j, (j, 0, k))."""
    return not getattr(value, "is_Matrix", False)


def _word(factors: list[Any]) -> Any:
    """The product of matrices, inside of the sum if one of them is a sum over an index."""
    i = next((i for i, factor in enumerate(factors) if _is_sum_of_matrices(factor)), None)
    if i is None:
        return _chain(factors)
    one, others = factors[i], [*factors[:i], *factors[i + 1 :]]
    taken = {s for other in others for s in (*other.free_symbols, *getattr(other, "bound_symbols", ()))}
    if not isinstance(one, sympy.Sum) or not taken.isdisjoint(one.bound_symbols):
        raise _no_sum()
    return sympy.Sum(_word([*factors[:i], one.function, *factors[i + 1 :]]), *one.limits)


def _trace(word: Any) -> Any:
    """The trace, of a sum over an index that of its terms."""
    if isinstance(word, sympy.Sum):
        return sympy.Sum(_trace(word.function), *word.limits)
    if _is_sum_of_matrices(word):
        raise _no_sum()
    return sympy.Trace(word)


def _chain_sum(terms: list[Any], *, is_matrix: bool) -> Any:
    if is_matrix and len({_is_sum_of_matrices(term) for term in terms}) == 2:
        raise _no_sum()
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def from_sympy(expression: Any) -> Node:
    """The expression in matcalc, in normal form: a MatrixSymbol is a matrix or a vector, a Symbol a scalar.

    Raises MatcalcError (unsupported) for what the language has no word for.
    """
    done: dict[Any, Node] = {}
    for here in children_first([expression], _inner):
        done[here] = _read(here, [done[a] for a in _inner(here)])
    return done[expression]


def _inner(expression: Any) -> tuple[Any, ...]:
    """The arguments that are expressions; the size of a symbol or of an identity is none."""
    kind = type(expression).__name__
    if kind in ("MatrixSymbol", "Identity", "OneMatrix", "ZeroMatrix", "Symbol", "ElementwiseApplyFunction"):
        return (expression.expr,) if kind == "ElementwiseApplyFunction" else ()
    return (expression.function, *expression.limits[0]) if kind == "Sum" else tuple(expression.args)


def _size(value: Any) -> Size:
    """A SymPy dimension: an integer, SymPy's own or Python's, a symbol, products and sums of them."""
    if isinstance(value, int) or value.is_Integer:
        return int(value)
    if value.is_Symbol:
        return dim(str(value))
    total: Size = 0 if value.is_Add else 1
    for arg in value.args:
        total = total + _size(arg) if value.is_Add else product_of(total, _size(arg))
    return total


def _shape(expression: Any) -> Shape:
    return (_size(expression.shape[0]), _size(expression.shape[1]))


def _read(expression: Any, args: list[Node]) -> Node:
    kind = type(expression).__name__
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(expression, args)
    if expression.is_Rational:
        return number(exact_ratio(int(expression.p), int(expression.q)))
    known = find(_NAMES.get(kind, kind))
    if known is None or not (known.elementwise or kind in _NAMES):
        raise MatcalcError("unsupported", f"matcalc has no word for SymPy's {kind}")
    return apply(known, tuple(args))


def _matrix_symbol(expression: Any, args: list[Node]) -> Node:
    del args
    shape = _shape(expression)
    return symbol(str(expression.name), shape, of_shape(shape))


def _raised(expression: Any, args: list[Node]) -> Node:
    del expression
    base, exponent = args
    return apply(ELEMENTWISE_POWER if base.is_scalar else POWER, (base, exponent))


def _applied(expression: Any, args: list[Node]) -> Node:
    """X.applyfunc(f) for a function f of the language."""
    name = type(expression.function.expr).__name__
    known = find(_NAMES.get(name, name))
    if known is None or not known.elementwise:
        raise MatcalcError("unsupported", f"matcalc has no elementwise {name}")
    return apply(known, tuple(args))


def _summed(expression: Any, args: list[Node]) -> Node:
    """Sum(body, (j, a, b)); the index is no variable."""
    del expression
    body, index, low, high = args
    assert isinstance(index, Symbol)
    bound = symbol(index.name, (1, 1), "index")
    return apply(SUMMATION, (bound, low, high, substitute(body, {index: bound})))


_NAMES = {name: f.name for f in FUNCTIONS.values() if (name := f.spelling("sympy"))}
_Reader = Callable[[Any, list[Node]], Node]
_READERS: dict[str, _Reader] = {
    "Symbol": lambda e, _: symbol(
        str(e), (1, 1), "integer" if e.is_integer else "positive" if e.is_positive else "scalar"
    ),
    "MatrixSymbol": _matrix_symbol,
    "Identity": lambda e, _: identity(_shape(e)[0]),
    "OneMatrix": lambda e, _: ones(*_shape(e)),
    "ZeroMatrix": lambda e, _: zeros(_shape(e)),
    "Add": lambda _, args: add(*args),
    "MatAdd": lambda _, args: add(*args),
    "Mul": lambda _, args: multiply(*args),
    "MatMul": lambda _, args: multiply(*args),
    "Pow": _raised,
    "MatPow": _raised,
    "Inverse": lambda _, args: apply(POWER, (args[0], number(-1))),
    "Transpose": lambda _, args: transpose(args[0]),
    "HadamardProduct": lambda _, args: apply(HADAMARD, tuple(args)),
    "HadamardPower": lambda _, args: apply(ELEMENTWISE_POWER, tuple(args)),
    "KroneckerProduct": lambda _, args: apply(KRON, tuple(args)),
    "Trace": lambda _, args: apply(TRACE, tuple(args)),
    "DiagMatrix": lambda _, args: apply(DIAG, tuple(args)),
    "DiagonalOf": lambda _, args: apply(DIAG, tuple(args)),
    "ElementwiseApplyFunction": _applied,
    "Sum": _summed,
}
