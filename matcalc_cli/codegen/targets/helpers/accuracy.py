"""The source text of the helpers that keep digits, for the libraries of the array API standard and for NumPy."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

ARRAYS = sources(
    '''
def _logcosh(x):
    """log(cosh(x)) of every entry, to full precision near 0, without overflow."""
    _xp = _compat.array_namespace(x)
    small = _xp.where(_xp.abs(x) < 1, x, _xp.zeros_like(x))
    large = _xp.abs(x) + _xp.log1p(_xp.exp(-2 * _xp.abs(x))) - 0.6931471805599453
    return _xp.where(_xp.abs(x) < 1, _xp.log1p(2 * _xp.sinh(small / 2) ** 2), large)
''',
    '''
def _maximum(a, b):
    """The larger of two entries at every place."""
    _xp = _compat.array_namespace(a, b)
    like = a if hasattr(a, "dtype") else b
    a, b = _number(a, like), _number(b, like)
    return _xp.where(a < b, b, a)
''',
    '''
def _norm(a):
    """The length of all entries; no square of them is too large or too small."""
    _xp = _compat.array_namespace(a)
    if 0 in a.shape:
        return _xp.sum(a)
    top = _xp.max(_xp.abs(a))
    scale = _xp.where((top > 0) & (top < _xp.inf), top, _xp.ones_like(top))
    return scale * _xp.sqrt(_xp.sum((a / scale) ** 2))
''',
    '''
def _xlogy(x, y):
    """x*log(y) of every entry, 0 where x is."""
    _xp = _compat.array_namespace(x, y)
    return x * _xp.log(_xp.where(x == 0, _xp.ones_like(y), y))
''',
    '''
def _logsumexp(x):
    """log(sum(exp(x))) over all entries, without overflow."""
    _xp = _compat.array_namespace(x)
    top = _xp.max(x)
    return top + _xp.log(_xp.sum(_xp.exp(x - top)))
''',
)
NUMPY = sources(
    '''
def _logcosh(x):
    """log(cosh(x)) of every entry, to full precision near 0, without overflow."""
    size = _np.abs(x)
    large = size + _np.log1p(_np.exp(-2 * size)) - 0.6931471805599453
    return _np.where(size < 1, _np.log1p(2 * _np.sinh(_np.minimum(size, 1) / 2) ** 2), large)
''',
    '''
def _norm(a):
    """The length of all entries, by way of their largest where squares of them are too large or too small."""
    length = _np.linalg.norm(a)
    if 1e-10 < length < 1e10 or not a.size:
        return length
    top = _np.max(_np.abs(a))
    return top * _np.linalg.norm(a / top) if 0 < top < _np.inf else length
''',
    '''
def _xlogy(x, y):
    """x*log(y) of every entry, 0 where x is."""
    return x * _np.log(_np.where(x == 0, 1.0, y))
''',
    '''
def _logsumexp(x):
    """log(sum(exp(x))) over all entries, without overflow."""
    top = _np.max(x)
    return top + _np.log(_np.sum(_np.exp(x - top)))
''',
)
