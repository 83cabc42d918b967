"""Whether conditions hold at matrices of numbers: a value that floating point gives need not be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.sample import fits
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.inputs.fixed import Given
    from matcalc_cli.validity.condition import Condition

    Array = NDArray[Any]

LARGEST = 1_000_000
"""Entries of the largest matrix that is looked at."""


def broken(conditions: Iterable[Condition], given: Given) -> tuple[Condition, ...]:
    """The conditions that surely do not hold at the given matrices."""
    return tuple([condition for condition in conditions if _is_broken(condition, given)])


def _is_broken(condition: Condition, given: Given) -> bool:
    import numpy as np

    if condition.predicate not in BROKEN:
        return False
    subjects = condition.subjects
    if any(s.kind == "index" for s in condition.node.symbols) or not fits(subjects, given.sizes, LARGEST):
        return False
    try:
        known = [Compiled(subject, given.sizes) for subject in subjects]
        values = [subject.raw(given.point) for subject in known if subject.is_at(given.point)]
        return (
            len(values) == len(known)
            and all(map(np.all, map(np.isfinite, values)))
            and bool(BROKEN[condition.predicate](*values))
        )
    except (ArithmeticError, ValueError, MatcalcError, MemoryError):  # LinAlgError is a ValueError
        return False


def _tolerance(a: Array, largest: float) -> float:
    """The rounding error of a zero among singular values or eigenvalues."""
    import numpy as np

    return float(max(a.shape) * np.finfo(float).eps * largest)


def _singular_values(a: Array) -> tuple[Array, float]:
    import numpy as np

    values = np.linalg.svd(a, compute_uv=False)
    return values, _tolerance(a, values[0])


def _eigenvalues(a: Array) -> tuple[Array, float]:
    import numpy as np

    values = np.linalg.eigvalsh((a + a.T) / 2)
    return values, _tolerance(a, abs(values).max())


def _lacks_rank(a: Array) -> bool:
    values, zero = _singular_values(a)
    return bool(values[-1] <= zero)


def _is_no_real_power(base: Array, exponent: Array) -> bool:
    whole = exponent.item().is_integer()
    return bool((base < 0).any() and not whole) or bool((base == 0).any() and exponent.item() < 0)


def _has_eigenvalue_on_the_cut(a: Array) -> bool:
    import numpy as np

    values = np.linalg.eigvals(a)
    zero = _tolerance(a, abs(values).max())
    return _lacks_rank(a) or bool(((abs(values.imag) <= zero) & (values.real <= zero)).any())


def _has_no_root(a: Array) -> bool:
    """Whether an eigenvalue is negative, or 0 without as many eigenvectors: the rank of the square is a smaller one then."""
    import numpy as np

    values = np.linalg.eigvals(a)
    largest = float(np.linalg.norm(a, 2))
    zero = _tolerance(a, 4 * largest)
    negative = (abs(values.imag) <= zero) & (values.real < -zero)
    ranks = [np.linalg.matrix_rank(power, tol=zero * largest**k) for k, power in enumerate((a, a @ a))]
    return bool(negative.any() or ranks[1] < ranks[0])


def _is_indefinite(a: Array) -> bool:
    values, zero = _eigenvalues(a)
    return bool(values[0] <= zero)


def _repeats(values: Array, zero: float) -> bool:
    return bool((abs(values[1:] - values[:-1]) <= zero).any())


def _repeats_its_largest(values: Array, zero: float) -> bool:
    return len(values) > 1 and bool(abs(values[0] - values[1]) <= zero)


def _is_there_twice(a: Array, extreme: Callable[..., Array], **axis: int) -> bool:
    return bool(((a == extreme(a, keepdims=True, **axis)).sum(**axis) > 1).any())


def _has_reciprocals(a: Array) -> bool:
    import numpy as np

    values = np.linalg.eigvals(a)
    products = np.outer(values, values)
    return bool((abs(products - 1) <= _tolerance(a, max(1.0, abs(products).max()))).any())


def _are_not_simple(a: Array) -> bool:
    """Whether a matrix that rounding could make of this one has an eigenvalue twice, which moves it by gap times cosine."""
    import numpy as np

    values, right = np.linalg.eig(a)
    if len(values) < 2:
        return False
    gaps = abs(values[:, None] - values) + np.diag(np.full(len(values), np.inf))
    lengths = np.linalg.norm(np.linalg.inv(right), axis=1) if _has_inverse(right) else np.full(len(values), np.inf)
    near = gaps.min(axis=1) / lengths  # of unit columns the cosine between left and right is one over the length
    return bool((near <= 4 * _tolerance(a, abs(values).max())).any())


def _has_inverse(a: Array) -> bool:
    import numpy as np

    return bool(np.linalg.matrix_rank(a, tol=0.0) == len(a))


BROKEN: dict[str, Callable[..., Any]] = {
    "positive": lambda x: (x <= 0).any(),
    "not negative": lambda x: (x < 0).any(),
    "real power": _is_no_real_power,
    "whole power": lambda x, k, least: k.item() < least.item() and (x == 0).any(),
    "matrix power": lambda a, k, least: k.item() < least.item() and _lacks_rank(a),
    "no zeros": lambda x: (x == 0).any(),
    "no zeros where": lambda x, y: ((x == 0) & (y != 0)).any(),
    "off the cut": lambda y, x: ((y == 0) & (x <= 0)).any(),
    "not zero": lambda x: not x.any(),
    "between": lambda x: (abs(x) >= 1).any(),
    "not outside": lambda x: (abs(x) > 1).any(),
    "off the poles": lambda x: ((x <= 0) & (x == x.round())).any(),
    "invertible": _lacks_rank,
    "leading minors": lambda a: any(_lacks_rank(a[:k, :k]) for k in range(1, len(a) + 1)),
    "positive stable": _has_eigenvalue_on_the_cut,
    "rooted": _has_no_root,
    "definite": _is_indefinite,
    "full rank": _lacks_rank,
    "independent columns": lambda a: len(a) < len(a.T) or _lacks_rank(a),
    "independent rows": lambda a: len(a) > len(a.T) or _lacks_rank(a),
    "constant rank": _lacks_rank,  # a matrix near it has a larger one
    "simple": lambda s: _repeats(*_eigenvalues(s)),
    "real simple": _are_not_simple,
    "simple largest": lambda s: _repeats_its_largest(_eigenvalues(s)[0][::-1], _eigenvalues(s)[1]),
    "simple smallest": lambda s: _repeats_its_largest(*_eigenvalues(s)),
    "simple singular": lambda a: _lacks_rank(a) or _repeats(*_singular_values(a)),
    "simple largest singular": lambda a: _repeats_its_largest(*_singular_values(a)),
    "largest once": lambda a: _is_there_twice(a, type(a).max),
    "smallest once": lambda a: _is_there_twice(a, type(a).min),
    "largest once in rows": lambda a: _is_there_twice(a, type(a).max, axis=1),
    "largest once in columns": lambda a: _is_there_twice(a, type(a).max, axis=0),
    "smallest once in rows": lambda a: _is_there_twice(a, type(a).min, axis=1),
    "smallest once in columns": lambda a: _is_there_twice(a, type(a).min, axis=0),
    "not all equal": lambda a: (a == a.flat[0]).all(),
    "no reciprocals": _has_reciprocals,
    "at least": lambda low, high: (high < low).any(),
    "up to": lambda last, extent: (last > extent).any(),
    "within": lambda index, extent: ((index < 1) | (index > extent)).any(),
    "from 1": lambda index: (index < 1).any(),
}  # fmt: skip
"""By predicate: whether it does not hold of these values."""
