"""The script of `code --api scipy` behind a module: its functions of stacked entries, and a run of scipy.optimize on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.codegen.text.frame import Frame

_MINIMIZE = '''

def packed({flat}) -> tuple[float, _Array]:
    """The value and the gradient at the entries of {x} stacked by columns, for scipy.optimize.minimize."""
    try:
        value, gradient = {value_and_gradient}({there})
    except _np.linalg.LinAlgError:  # a step outside the domain, which is not taken
        return _np.inf, _np.zeros_like(flat)
    return value, _np.reshape(gradient, -1, order="F")


def packed_hvp({flat_along}) -> _Array:
    """The Hessian times a direction, both stacked by columns."""
    product = {hvp}({there}, _np.reshape(direction, shape, order="F"))
    return _np.reshape(product, -1, order="F")


if __name__ == "__main__":
    from scipy.optimize import minimize

    # Your data and your start stand here.
{data}
    arguments = {rest}
    start = _np.reshape({x}, -1, order="F")
    found = minimize(packed, start, arguments, jac=True, hessp=packed_hvp, method="trust-ncg")
    print(found.message)
    print(f"f = {{found.fun}} after {{found.nit}} iterations, the largest entry of the gradient {{abs(found.jac).max():.1e}}")
    print(_np.reshape(found.x, _np.shape({x}), order="F"))
'''
_LEAST_SQUARES = '''

def packed({flat}) -> _Array:
    """The entries of f at those of {x}, both stacked by columns, for scipy.optimize.least_squares and root."""
    return _np.reshape({f}({there}), -1, order="F")


def packed_jacobian({flat}) -> _Array:
    """The Jacobian of that."""
    return _np.atleast_2d({jacobian}({there}))


if __name__ == "__main__":
    from scipy.optimize import least_squares

    # Your data and your start stand here.
{data}
    arguments = {rest}
    start = _np.reshape({x}, -1, order="F")
    found = least_squares(packed, start, packed_jacobian, args=arguments)
    print(found.message)
    print(f"norm(f)^2/2 = {{found.cost}} after {{found.nfev}} evaluations")
    print(_np.reshape(found.x, _np.shape({x}), order="F"))
'''


CALLED = ("f", *READINGS, "value_and_gradient", "vjp", "hvp")
"""Functions of the module, which arguments may hide."""


def script(f: Frame, moving: str, data: Mapping[str, str], parameters: Sequence[str]) -> str:
    """The functions of the stacked entries of the argument `moving`, and a run that begins at `data`, the texts of all arguments.

    `parameters` are those of f with their types.
    """
    names = [name for name, _ in f.parameters]
    others = [name for name in names if name != moving]
    flat, direction, shape = "flat: _Array", "direction: _Array", "shape: tuple[int, ...]"
    staying = [text for name, text in zip(names, parameters, strict=True) if name != moving]
    passed = ", ".join([f"_np.shape({moving})", *others])
    template = _MINIMIZE if f.values[0].node.is_scalar else _LEAST_SQUARES
    return template.format(
        x=moving, flat=", ".join([flat, shape, *staying]), flat_along=", ".join([flat, direction, shape, *staying]),
        there=", ".join(['_np.reshape(flat, shape, order="F")' if name == moving else name for name in names]),
        data="\n".join([f"    {name} = {data[name]}" for name in names]),
        rest=f"({passed}{',' * (not others)})", arguments=", ".join(names), passed=passed,
        **{name: f'globals()["{name}"]' if name in names else name for name in CALLED},
    ).strip("\n")  # fmt: skip
