"""Jacobians and Hessians that are never formed: what they are made of, their diagonals, and SciPy's operators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.answers.readings import READINGS
from matcalc_cli.codegen.factored import diagonal_of, factors_of
from matcalc_cli.codegen.text.entry import MATRICES
from matcalc_cli.codegen.text.frame import Frame
from matcalc_cli.codegen.text.framing import Entry
from matcalc_cli.expr.build import at_place, substitute
from matcalc_cli.expr.node import Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.readings.derive import hessian_product, new_symbol, tangent
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify


def functions(answer: Answer, ends: Mapping[Symbol, str]) -> Iterator[Entry]:
    """The functions of a module that --operators adds.

    hessian_factors   the arrays of which the matrix is diagonals, Kronecker products and products, where it is
    hessian_diagonal  of a square one
    hessian_times     the product with anything, where a variable moves in a subspace only; jacobian_times alike
    """
    for found in answer.derivatives:
        if KINDS[found.variable.kind].is_structured:
            yield _times(answer, found, ends.get(found.variable, ""))
        for name in MATRICES:
            matrix = getattr(found, name)
            if matrix is None or 1 in matrix.shape:
                continue
            end, noun = ends.get(found.variable, ""), READINGS[name].noun
            factors = factors_of(matrix)
            if factors:
                names = ", ".join([f"F{k + 1}" for k in range(len(factors.arrays))])
                yield Entry(f"{name}_factors{end}", factors.arrays, f"{names} of the {noun} {factors.formula}.")
            if matrix.rows == matrix.cols:
                said = f"The diagonal of the {noun}."
                yield Entry(f"{name}_diagonal{end}", [diagonal_of(matrix)], said, unformed=matrix.shape)


def _times(answer: Answer, found: Derivative, end: str) -> Entry:
    """The Jacobian, or the Hessian of a number, times a matrix of which the part in the subspace is taken."""
    if found.gradient is None:
        along, anywhere = tangent(answer.expression, found)
        return Entry(f"jacobian_times{end}", [along], "The Jacobian times any matrix, in the shape of f.", anywhere)
    v = new_symbol(answer, "V", found.variable.shape, KINDS[found.variable.kind].tangent)
    anywhere = new_symbol(answer, "V", found.variable.shape)
    product = hessian_product(answer.expression, found.variable, v)
    along = simplify(at_place(substitute(product, {v: projected(anywhere, found.variable)})))
    said = "The Hessian times any matrix, in the shape of the variable."
    return Entry(f"hessian_times{end}", [along], said, anywhere)


_HESSIAN = '''

def hessian_operator{end}({typed}) -> _Any:
    """The Hessian as a scipy.sparse.linalg.LinearOperator on stacked columns, whose products never form it; its diagonal() is of {diagonal}."""
    from scipy.sparse.linalg import LinearOperator

    shape, size = _np.shape({x}), _np.size({x})
    times = lambda v: _np.reshape({product}({arguments}, _np.reshape(v, shape, order="F")), -1, order="F")
    operator = LinearOperator((size, size), matvec=times, rmatvec=times, dtype=float)
    operator.diagonal = lambda: _np.reshape({diagonal}({arguments}), -1)
    return operator


__all__ += ["hessian_operator{end}"]
'''
_JACOBIAN = '''

def jacobian_operator{end}({typed}) -> _Any:
    """The Jacobian as a scipy.sparse.linalg.LinearOperator between stacked columns, whose products never form it."""
    from scipy.sparse.linalg import LinearOperator

    shape = _np.shape({f}({arguments}))
    size = int(_np.prod(shape)), _np.size({x})
    along = lambda v: {forward}({arguments}, _np.reshape(v, _np.shape({x}), order="F"))
    back = lambda y: {backward}({arguments}, _np.reshape(y, shape, order="F"))
    stacked = lambda product: lambda v: _np.reshape(product(v), -1, order="F")
    operator = LinearOperator(size, matvec=stacked(along), rmatvec=stacked(back), dtype=float)
    {diagonal}return operator


__all__ += ["jacobian_operator{end}"]
'''


def scipy_operators(f: Frame, moving: Mapping[str, str], written: Sequence[str], parameters: Sequence[str]) -> str:
    """The operators of a NumPy module with functions of the names `written`.

    `moving` has arguments and the ends of names, `parameters` are those of f with their types.
    """
    return "".join([_operator(f, argument, end, written, parameters) for argument, end in moving.items()])


def _operator(f: Frame, argument: str, end: str, written: Sequence[str], parameters: Sequence[str]) -> str:
    names = [name for name, _ in f.parameters]
    any_times, any_along = f"hessian_times{end}", f"jacobian_times{end}"
    called = {
        "product": _visible(any_times if any_times in written else f"hvp{end}", names),
        "forward": _visible(any_along if any_along in written else f"differential{end}", names),
        "backward": _visible(f"vjp{end}", names),
    }
    fill = {
        "typed": ", ".join(parameters),
        "end": end,
        "arguments": ", ".join(names),
        "x": argument,
        "f": _visible("f", names),
        **called,
    }
    if f"hvp{end}" in written:
        diagonal = f"hessian_diagonal{end}"
        whole = diagonal if diagonal in written else f"hessian{end}"
        return _HESSIAN.format(diagonal=_visible(whole, names), **fill)
    diagonal = f"jacobian_diagonal{end}"
    told = f"operator.diagonal = lambda: _np.reshape({_visible(diagonal, names)}({fill['arguments']}), -1)\n    "
    return _JACOBIAN.format(diagonal=told * (diagonal in written), **fill)


def _visible(name: str, arguments: Sequence[str]) -> str:
    """A function of the module, which an argument may hide."""
    return f'globals()["{name}"]' if name in arguments else name
