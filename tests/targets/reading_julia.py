"""An interpreter for the Julia that matcalc writes, strict about what Julia adds, multiplies and broadcasts.

Matrices are arrays with two axes, vectors with one, numbers are Python's; `+` of an array and a number, or of arrays of
different shapes, is an error, as in Julia. It reads the tree that tree-sitter makes.
"""

# ruff: noqa: ARG002, ARG005 every reader takes the node, its parts and the scope

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import scipy.linalg
import scipy.special

from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.matrix import MATRIX
from tests.functions.values import VALUES

Array = np.ndarray


class Returned(Exception):  # noqa: N818 it is no error
    def __init__(self, value: Any) -> None:
        self.value = value


class Scope(dict[str, Any]):
    """Names of a function; an assignment in a closure to a name of the function around it is one to that name."""

    def __init__(self, outer: Scope | None = None) -> None:
        super().__init__()
        self.outer = outer

    def find(self, name: str) -> Any:
        if name in self:
            return self[name]
        assert self.outer is not None, f"{name} is not defined"
        return self.outer.find(name)

    def assign(self, name: str, value: Any) -> None:
        here: Scope | None = self
        while here is not None and here.outer is not None and here.outer.outer is not None and name not in here:
            here = here.outer
        (here if here is not None and name in here else self)[name] = value


class Scaling:
    """A multiple of the identity of any size, which `+` takes beside a square matrix."""

    __array_ufunc__ = None

    def __init__(self, value: float) -> None:
        self.value = value

    def __rmul__(self, factor: float) -> Scaling:
        return Scaling(factor * self.value)


def is_number(x: Any) -> bool:
    return isinstance(x, int | float | np.number | np.bool_)


def added(op: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def apply(x: Any, y: Any) -> Any:
        if isinstance(y, Scaling) and np.ndim(x) == 2:
            assert len(x) == len(x.T)
            return op(x, y.value * np.eye(len(x)))
        assert (is_number(x) and is_number(y)) or np.shape(x) == np.shape(y) != (), "MethodError or DimensionMismatch"
        return op(x, y)

    return apply


def times(x: Any, y: Any) -> Any:
    if is_number(x) or is_number(y):
        return x * y
    return x[:, None] @ y if x.ndim == 1 and y.ndim == 2 else x @ y  # a vector is a column


def over(x: Any, y: Any) -> Any:
    assert is_number(y)
    return x / y


def power(x: Any, y: Any) -> Any:
    if is_number(x):
        return float(x) ** y if y != int(y) or not isinstance(x, int) or y < 0 else x**y
    assert isinstance(y, int)
    assert x.ndim == 2
    return np.linalg.matrix_power(x, y)


def solve(x: Array, y: Array) -> Array:
    assert x.ndim == 2
    return np.linalg.solve(x, y)


PLAIN = {"+": added(operator.add), "-": added(operator.sub), "*": times, "/": over, "\\": solve, "^": power,
         "<": operator.lt, "<=": operator.le, ">": operator.gt, "==": operator.eq, "÷": operator.floordiv}  # fmt: skip


def dotted(op: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Entry by entry; beside an array with more axes others have one of 1 behind theirs."""

    def apply(x: Any, y: Any) -> Any:
        axes = max(np.ndim(x), np.ndim(y))
        return op(*[z.reshape(*z.shape, *[1] * (axes - z.ndim)) if isinstance(z, Array) else z for z in (x, y)])

    return apply


DOTTED = {".+": dotted(operator.add), ".-": dotted(operator.sub), ".*": dotted(operator.mul),
          "./": dotted(operator.truediv), ".^": dotted(lambda x, y: np.power(x, y, dtype=float))}  # fmt: skip


def broadcast(f: Callable[..., Any]) -> Callable[..., Any]:
    def apply(*args: Any) -> Any:
        if not any(isinstance(x, Array) for x in args):
            return f(*args)
        return np.vectorize(
            lambda *entries: f(*[e if isinstance(e, complex) else float(e) for e in entries]), otypes=[float]
        )(*args)

    return apply


def either(number: Callable[..., float], matrix: Callable[[Array], Array] | None = None) -> Callable[..., Any]:
    """A function of numbers; of a matrix it is the matrix function, if there is one."""

    def apply(x: Any, *rest: Any) -> Any:
        if isinstance(x, Array):
            assert matrix is not None
            return matrix(x)
        return number(x, *rest)

    return apply


def summed(x: Any, terms: Any = None, *, dims: int = 0, init: Any = None) -> Any:
    if callable(x):
        total = init
        for j in terms:
            total = PLAIN["+"](total, x(int(j)))
        return total
    return np.sum(x, axis=dims - 1, keepdims=True) if dims else float(np.sum(x))


def extreme(largest: Callable[..., Any]) -> Callable[..., Any]:
    """Of all entries, or along an axis."""
    return lambda x, *, dims=0: largest(x, axis=dims - 1, keepdims=True) if dims else float(largest(x))


def beside(*columns: Any) -> Array:
    """hcat, of the columns or of a list of them."""
    return np.column_stack(columns[0] if len(columns) == 1 and isinstance(columns[0], list) else columns)


def reshaped(x: Any, *shape: Any) -> Array:
    assert isinstance(x, Array)
    shape = shape[0] if isinstance(shape[0], tuple) else shape
    return x.reshape([-1 if s is ... else s for s in shape], order="F")


def matrix(x: Any, *shape: int) -> Array:
    return x.value * np.eye(*shape) if shape else x


def size(x: Any, axis: int = 0) -> Any:
    return (*x.shape, 1, 1)[axis - 1] if axis else x.shape


def permuted(x: Array, order: tuple[int, ...] = (2, 1)) -> Array:
    return np.transpose(x, [k - 1 for k in order])


def only(x: Any) -> Any:
    return x if is_number(x) else x.item()


def unpivoted(x: Array) -> Any:
    """L and U without exchanges of rows."""
    lower, upper = np.eye(len(x)), x.copy()
    for k in range(len(x)):
        lower[k + 1 :, k] = upper[k + 1 :, k] / upper[k, k]
        upper[k + 1 :] -= np.outer(lower[k + 1 :, k], upper[k])
    return SimpleNamespace(L=lower, U=np.triu(upper))


def svd(x: Array) -> Any:
    u, s, vt = np.linalg.svd(x, full_matrices=False)
    return Svd(U=u, S=s, Vt=vt, V=vt.T)


class Svd(SimpleNamespace):
    def __iter__(self) -> Any:
        return iter((self.U, self.S, self.V))


def filled(value: float) -> Callable[..., Array]:
    def full(*shape: Any) -> Array:
        shape = shape[1:] if shape[0] is float else shape  # zeros(Float64, m, n)
        return np.full(shape[0] if isinstance(shape[0], tuple) else shape, value)

    return full


def symmetric(x: Array) -> Array:
    """The upper triangle, mirrored."""
    return np.triu(x) + np.triu(x, 1).T


def vec(x: Array) -> Array:
    return x.reshape(-1, order="F")


def reversing(name: str) -> Callable[[Array], Array]:
    return lambda x: np.asarray(getattr(scipy.linalg, name)(x)).real


def failed(message: Any) -> None:
    raise ArithmeticError(message)


BASE: dict[str, Any] = {
    **{word: VALUES[f.name] for f in FUNCTIONS.values() if f.elementwise and (word := f.spelling("julia")).isalnum()},
    **{word: either(VALUES[word], reversing(f.name)) for f in MATRIX if (word := f.spelling("julia")).isalnum()},
    "I": Scaling(1.0), "pi": math.pi, "Inf": math.inf, "Int": int, "size": size, "ndims": np.ndim,
    "cumsum": lambda x, dims: np.cumsum(x, axis=dims - 1), "reverse": lambda x, dims: np.flip(x, axis=dims - 1),
    "norm": np.linalg.norm, "opnorm": lambda x: np.linalg.norm(x, 2), "tr": np.trace, "det": np.linalg.det,
    "logabsdet": lambda x: np.linalg.slogdet(x)[::-1], "first": operator.itemgetter(0), "last": operator.itemgetter(-1),
    "only": only, "inv": np.linalg.inv, "diag": np.diag, "diagm": lambda x: np.diag(x) if x.ndim == 1 else None,
    "vec": vec, "reshape": reshaped, "permutedims": permuted, "kron": np.kron, "tril": np.tril, "triu": np.triu,
    "sum": summed, "zeros": filled(0.0), "ones": filled(1.0), "fill": lambda v, *shape: np.full(shape, v), "float": float,
    "abs": either(abs), "sign": either(np.sign), "tan": either(math.tan),
    "tanh": either(math.tanh), "asin": either(math.asin), "acos": either(math.acos), "atan": either(lambda y, x=1.0: math.atan2(y, x)), "_erf": either(math.erf), "log1p": math.log1p,
    "expm1": either(math.expm1), "max": max, "min": min, "zero": lambda x: 0.0, "round": lambda kind, x: round(x),
    "maximum": extreme(np.max), "minimum": extreme(np.min), "eigvals": np.linalg.eigvalsh, "eigvecs": lambda x: np.linalg.eigh(x)[1], "Symmetric": symmetric,
    "sylvester": lambda a, b, c: scipy.linalg.solve_sylvester(a, b, -c), "NoPivot": lambda: None, "lu": lambda x, _: unpivoted(x),
    "qr": lambda x: SimpleNamespace(Q=np.linalg.qr(x)[0], R=np.linalg.qr(x)[1]), "eigen": np.linalg.eig, "real": np.real, "error": failed,
    "sortperm": lambda x: np.argsort(x) + 1, "argmax": lambda x: int(np.argmax(x)) + 1,
    "cholesky": lambda x: SimpleNamespace(L=np.linalg.cholesky(x)), "Matrix": matrix, "svd": svd,
    "svdvals": lambda x: np.linalg.svd(x, compute_uv=False), "pinv": np.linalg.pinv,
    "prod": lambda x: math.prod(vec(x).tolist() if isinstance(x, Array) else x), "map": lambda f, xs: [f(int(x)) for x in xs], "hcat": beside,
    "vcat": lambda *rows: np.vstack(rows), "one": lambda x: 1.0, "enumerate": lambda xs: list(enumerate(vec(xs).tolist() if isinstance(xs, Array) else xs, start=1)),
    "Float64": float, "eltype": lambda x: float, "clamp": lambda x, a, b: min(max(x, a), b), "mod": np.mod, "floor": math.floor,
    "exp2": lambda x: 2.0**x,
    "_erfc": math.erfc, "_erfinv": scipy.special.erfinv, "_digamma": scipy.special.digamma, "_gamma": math.gamma,
    "_polygamma": lambda k, x: float(scipy.special.polygamma(int(k), x)),
    "_logabsgamma": lambda x: (float(scipy.special.gammaln(x)), float(scipy.special.gammasgn(x))),
    "iszero": lambda x: x == 0, "oftype": lambda x, v: type(x)(v), "reduce": lambda f, xs: f(xs), "eachindex": lambda x: range(1, np.size(x) + 1),
}  # fmt: skip


def table(rows: list[list[Any]]) -> Array:
    """A matrix of numbers or of tuples."""
    if not (rows and rows[0] and isinstance(rows[0][0], tuple)):
        return np.array(rows)
    found = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            found[i, j] = entry
    return found


class Reader:
    """The functions of a module."""

    def __init__(self, root: Any) -> None:
        self.globals = Scope()
        self.globals.update(BASE)
        self.run(root.named_children, self.globals)

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return self.globals[name]  # type: ignore[no-any-return]

    def run(self, nodes: Sequence[Any], scope: Scope) -> Any:
        """The value of the last of some statements."""
        value = None
        for node in nodes:
            value = self.value(node, scope)
        return value

    def value(self, node: Any, scope: Scope) -> Any:
        return getattr(self, f"read_{node.type}")(node, *node.named_children, scope=scope)

    def values(self, nodes: Sequence[Any], scope: Scope) -> list[Any]:
        found = []
        for node in nodes:
            if node.type == "splat_expression":
                found += self.value(node.named_children[0], scope)
            else:
                found.append(self.value(node, scope))
        return found

    def read_module_definition(self, node: Any, *children: Any, scope: Scope) -> None:
        self.run(children[1:], scope)

    def read_line_comment(self, node: Any, *_: Any, scope: Scope) -> None: ...

    read_using_statement = read_string_literal = read_line_comment

    def read_identifier(self, node: Any, *, scope: Scope) -> Any:
        return scope.find(node.text.decode())

    def read_integer_literal(self, node: Any, *, scope: Scope) -> int:
        return int(node.text)

    def read_float_literal(self, node: Any, *, scope: Scope) -> float:
        return float(node.text)

    def read_operator(self, node: Any, *, scope: Scope) -> Any:
        """The minus of -(A + B), which is a call."""
        assert node.text == b"-"
        return operator.neg

    def read_parenthesized_expression(self, node: Any, inner: Any, *, scope: Scope) -> Any:
        return self.value(inner, scope)

    def read_unary_expression(self, node: Any, sign: Any, operand: Any, *, scope: Scope) -> Any:
        assert sign.text == b"-"
        return -self.value(operand, scope)

    def read_binary_expression(self, node: Any, left: Any, op: Any, right: Any, *, scope: Scope) -> Any:
        symbol = op.text.decode()
        if symbol == "&&":
            return self.value(left, scope) and self.value(right, scope)
        if symbol == "||":
            return self.value(left, scope) or self.value(right, scope)
        function = PLAIN[symbol] if symbol in PLAIN else DOTTED[symbol]
        return function(self.value(left, scope), self.value(right, scope))

    def read_juxtaposition_expression(self, node: Any, left: Any, right: Any, *, scope: Scope) -> Any:
        return self.value(left, scope) * self.value(right, scope)

    def read_adjoint_expression(self, node: Any, inner: Any, *, scope: Scope) -> Any:
        x = self.value(inner, scope)
        return x if is_number(x) else x[None, :] if x.ndim == 1 else x.T

    def read_ternary_expression(self, node: Any, test: Any, yes: Any, no: Any, *, scope: Scope) -> Any:
        return self.value(yes if self.value(test, scope) else no, scope)

    def read_field_expression(self, node: Any, inner: Any, field: Any, *, scope: Scope) -> Any:
        return getattr(self.value(inner, scope), field.text.decode())

    def read_open_tuple(self, node: Any, *parts: Any, scope: Scope) -> tuple[Any, ...]:
        return tuple(self.values(parts, scope))

    def read_return_statement(self, node: Any, value: Any, *, scope: Scope) -> None:
        raise Returned(self.value(value, scope))

    def read_assignment(self, node: Any, left: Any, op: Any, right: Any, *, scope: Scope) -> Any:
        if left.type == "call_expression":
            return self.define(left, [right], scope)
        value = self.value(right, scope)
        if left.type == "open_tuple":
            for name, part in zip(left.named_children, value, strict=True):
                scope.assign(name.text.decode(), part)
        elif left.type == "index_expression":
            self.store(left, value, scope)
        else:
            scope.assign(left.text.decode(), value)
        return value

    def store(self, left: Any, value: Any, scope: Scope) -> None:
        """A[i, :] = value, and E[k] = value in the order of vec."""
        base, places = left.named_children
        array = self.value(base, scope)
        found = [slice(None) if p.text == b":" else self.value(p, scope) - 1 for p in places.named_children]
        place = np.unravel_index(found[0], array.shape, order="F") if len(found) == 1 else tuple(found)
        array[place] = value

    def read_compound_assignment_expression(self, node: Any, left: Any, op: Any, right: Any, *, scope: Scope) -> None:
        symbol, value = op.text.decode(), self.value(right, scope)
        if symbol != ".=":
            value = PLAIN[symbol.removesuffix("=")](self.value(left, scope), value)
        if left.type == "index_expression":
            self.store(left, value, scope)
        else:
            scope.assign(left.text.decode(), value)

    def read_for_statement(self, node: Any, binding: Any, *body: Any, scope: Scope) -> None:
        name, _, items = binding.named_children
        for item in self.value(items, scope):
            scope[name.text.decode()] = item
            self.run(body, scope)

    def read_while_statement(self, node: Any, test: Any, *body: Any, scope: Scope) -> None:
        while self.value(test, scope):
            self.run(body, scope)

    def read_function_definition(self, node: Any, signature: Any, *body: Any, scope: Scope) -> None:
        self.define(signature.named_children[0], body, scope)

    def define(self, call: Any, body: Sequence[Any], scope: Scope) -> None:
        name, parameters = call.named_children
        scope[name.text.decode()] = self.function(parameters.named_children, body, scope)

    def function(self, parameters: Sequence[Any], body: Sequence[Any], scope: Scope) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            inner, is_rest = Scope(scope), False
            for i, parameter in enumerate(parameters):
                is_rest = parameter.type == "splat_expression"
                inner[parameter.text.decode().removesuffix("...")] = args[i:] if is_rest else args[i]
            assert is_rest or len(args) == len(parameters)
            try:
                return self.run(body, inner)
            except Returned as returned:
                return returned.value

        return call

    def read_arrow_function_expression(self, node: Any, parameter: Any, body: Any, *, scope: Scope) -> Any:
        several = parameter.type in ("argument_list", "tuple_expression")
        return self.function(parameter.named_children if several else [parameter], [body], scope)

    def read_tuple_expression(self, node: Any, *parts: Any, scope: Scope) -> tuple[Any, ...]:
        return tuple(self.values(parts, scope))

    def read_call_expression(self, node: Any, name: Any, arguments: Any, *do: Any, scope: Scope) -> Any:
        if arguments.named_children and arguments.named_children[-1].type == "for_clause":  # prod(x for x in s)
            return self.value(name, scope)(
                self.read_comprehension_expression(node, *arguments.named_children, scope=scope)
            )
        named = [a for a in arguments.named_children if a.type == "named_argument"]
        plain = [a for a in arguments.named_children if a.type != "named_argument" and a.text != b":"]
        values = self.values(plain, scope)
        for place, argument in enumerate(arguments.named_children):
            if argument.text == b":":
                values.insert(place, ...)
        if do:
            parameters, *body = do[0].named_children
            values.insert(0, self.function(parameters.named_children, body, scope))
        options = {a.named_children[0].text.decode(): self.value(a.named_children[-1], scope) for a in named}
        return self.value(name, scope)(*values, **options)

    def read_broadcast_call_expression(self, node: Any, name: Any, arguments: Any, *, scope: Scope) -> Any:
        return broadcast(self.value(name, scope))(*self.values(arguments.named_children, scope))

    def read_range_expression(self, node: Any, *parts: Any, scope: Scope) -> Array:
        bounds = [self.value(part, scope) for part in parts]
        if isinstance(bounds[0], Array):  # start:step:stop comes as (start:step):stop
            inner = [self.value(part, scope) for part in parts[0].named_children]
            bounds = [inner[0], inner[1], bounds[1]]
        start, step, stop = bounds if len(bounds) == 3 else (bounds[0], 1, bounds[1])
        return np.arange(start, stop + 1, step)

    def read_vector_expression(self, node: Any, *parts: Any, scope: Scope) -> Array:
        return np.array(self.values(parts, scope))

    def read_matrix_expression(self, node: Any, *rows: Any, scope: Scope) -> Array:
        return np.vstack([np.hstack(self.values(row.named_children, scope)) for row in rows])

    def read_comprehension_expression(self, node: Any, body: Any, *clauses: Any, scope: Scope) -> Array:
        inner = Scope(scope)
        (first, *others), *rest = [clause.named_children for clause in clauses]
        if others:  # `for i in a, j in b` is a matrix
            rows = self.bound(first, inner)
            return table([[self.value(body, inner) for _ in self.bound(others[0], inner)] for _ in rows])
        loops = self.bound(first, inner)
        return np.array(
            [self.value(body, inner) for _ in loops for _ in (self.bound(rest[0][0], inner) if rest else [0])]
        )

    def bound(self, binding: Any, scope: Scope) -> Any:
        name, _, items = binding.named_children
        for item in self.value(items, scope):
            if name.type == "tuple_expression":  # (k, x) in enumerate(s)
                scope.update({part.text.decode(): value for part, value in zip(name.named_children, item, strict=True)})
            else:
                scope[name.text.decode()] = int(item)
            yield item

    def read_index_expression(self, node: Any, base: Any, places: Any, *, scope: Scope) -> Any:
        if base.text == b"Float64":  # the entries' type before a comprehension
            return self.value(places, scope).astype(float)
        array = self.value(base, scope)
        if isinstance(array, tuple):
            (place,) = places.named_children
            return array[self.value(place, scope) - 1]
        found = []
        array = array.reshape(*array.shape, *[1] * (len(places.named_children) - array.ndim))
        for axis, place in enumerate(places.named_children):
            inner = Scope(scope)
            inner["end"] = array.shape[axis]
            found.append(slice(None) if place.text == b":" else self.value(place, inner) - 1)
        for axis, place in reversed([*enumerate(found)]):  # an integer takes its axis away
            array = (
                array[(slice(None),) * axis + (place,)] if not isinstance(place, int) else np.take(array, place, axis)
            )
        return array
