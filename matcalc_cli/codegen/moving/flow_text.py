"""The text around the formulas in a module about a differential equation."""

from __future__ import annotations

ABOUT = """Written by matcalc: the solution of a differential equation, a loss of it, and its gradients.

States and parameters are float64 arrays with two axes (a vector is n x 1), scalars are floats; vec stacks columns. The equation
begins at 0 and is integrated by SciPy; rtol and atol are the tolerances of its steps. Where all vectors have one axis, so have the
vectors that come back.
"""

COMMON = '''def _flattened(parts):
    """Numbers and matrices as one vector, column by column."""
    return _np.concatenate([_np.ravel(x, order="F") for x in parts]).astype(float)


def _parts(flat, shapes):
    """The numbers and matrices of these shapes in a vector, and what is left of it."""
    found = []
    for shape in shapes:
        size = int(_np.prod(shape, dtype=int))
        found.append(flat[0] if shape == () else flat[:size].reshape(shape, order="F"))
        flat = flat[size:]
    return [*found, *flat]


def _zero(x):
    """0 in the shape of x."""
    return 0.0 if _np.ndim(x) == 0 else _np.zeros(_np.shape(x))


def _breaks(times, end):
    """0, the times with data between, the end, which may be before 0."""
    if any(not min(0, end) <= t <= max(0, end) for t in times):
        raise ValueError("the times are between 0 and the end")
    return sorted({0.0, *map(float, times), float(end)}, key=abs)


def _integrated(right, start, stop, flat, rtol, atol, dense=False):
    """The solver's result; what is not finite is an error, not a result."""
    found = _solve_ivp(right, (start, stop), flat, method="DOP853", rtol=rtol, atol=atol, dense_output=dense)
    if not found.success or not _np.all(_np.isfinite(found.y)):
        raise ArithmeticError(f"the solution stops at t = {found.t[-1]}: {found.message}")
    return found
'''

SOLVE = """_first = {begin}{added}
    _shapes = [_np.shape(_x) for _x in _first]

    def _right({time}, _flat):
        {unpacked}
        return _flattened({rate})

    _ends = _breaks({times}, {end})
    _flat, _pieces = _flattened(_first), []
    for _start, _stop in zip(_ends[:-1], _ends[1:], strict=True):
        _pieces.append(_integrated(_right, _start, _stop, _flat, rtol / 10, atol / 10, dense=True))
        _flat = _pieces[-1].y[:, -1]

    def _at(t):
        _k = int(_np.searchsorted(_np.abs(_ends[1:-1]), abs(t)))
        return _parts(_pieces[_k].sol(t) if _pieces else _flattened(_first), _shapes)

    return _at
"""
