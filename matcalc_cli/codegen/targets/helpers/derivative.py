"""Helpers by which a library differentiates the functions that are given to a module, in JAX's and in PyTorch's words."""

from __future__ import annotations

import re

JAX = {
    "entrywise": '''
def _entrywise(f, order):
    """The derivative of a function of entries."""
    for _ in range(order):
        f = _along_ones(f)
    return f
''',
    "along_ones": """
def _along_ones(f):
    return lambda x: _jax.jvp(f, (_array(x),), (_jnp.ones_like(_array(x)),))[1]
""",
    "prime_of_matrix": '''
def _prime_of_matrix(f):
    """The matrix function of the derivative: that of f along the identity."""
    return lambda x: _jax.jvp(f, (_array(x),), (_jnp.eye(*_jnp.shape(x)) if _jnp.ndim(x) else _jnp.ones_like(_array(x)),))[1]
''',
    "derivative": '''
def _derivative(f, places):
    """The derivative of f by its arguments at these places, one after the other: vec(df) = D vec(du)."""
    for place in places:
        f = _slope(f, place)
    return f
''',
    "slope": """
def _slope(f, place):
    def slope(*u):
        found = _jax.jacobian(_at(f, u, place))(_array(u[place]))
        if found.ndim < 4:  # of a number, or by one: in the shape of the other
            return found
        m, n, p, q = found.shape
        return _jnp.transpose(found, (1, 0, 3, 2)).reshape(m * n, p * q)
    return slope
""",
    "pushforward": '''
def _pushforward(f, places):
    """The derivative of f times a column, the last argument, without the matrix."""
    def product(*u):
        *u, column = u
        moved = _array(u[places[-1]])
        g = _at(_derivative(f, places[:-1]), u, places[-1])
        return _stacked(_jax.jvp(g, (moved,), (_unstacked(column, moved),))[1])
    return product
''',
    "pullback": '''
def _pullback(f, places):
    """The transposed derivative of f times a column, the last argument, without the matrix."""
    def product(*u):
        *u, column = u
        value, back = _jax.vjp(_at(_derivative(f, places[:-1]), u, places[-1]), _array(u[places[-1]]))
        return _stacked(back(_unstacked(column, value))[0])
    return product
''',
    "at": '''
def _at(f, u, place):
    """The function f of its argument at a place."""
    return lambda x: _array(f(*u[:place], x, *u[place + 1 :]))
''',
    "stacked": '''
def _stacked(a):
    """The columns stacked."""
    return a.T.reshape(-1, 1)
''',
    "unstacked": '''
def _unstacked(column, like):
    """The matrix whose columns are stacked in a column."""
    return column.reshape(like.shape[::-1]).T
''',
    "array": """
def _array(x):
    return _jnp.asarray(x, dtype=float) if isinstance(x, (int, float)) else x
""",
}
_WORDS = {
    "_jax.jvp": "_torch.func.jvp", "_jax.vjp": "_torch.func.vjp", "_jax.jacobian": "_torch.func.jacrev",
    "_jnp.transpose": "_torch.permute", "_jnp.ones_like": "_torch.ones_like",
    "_jnp.eye(*_jnp.shape(x)) if _jnp.ndim(x) else _torch.ones_like(_array(x))": "_torch.eye(x.shape[0], dtype=x.dtype, device=x.device) if _array(x).ndim else _torch.ones_like(_array(x))",
    "_jnp.asarray(x, dtype=float)": "_torch.as_tensor(x, dtype=_torch.float64)",
}  # fmt: skip


def in_torch() -> dict[str, str]:
    """The helpers of JAX in PyTorch."""
    found = dict(JAX)
    for one, other in _WORDS.items():
        found = {name: re.sub(re.escape(one), other.replace("\\", r"\\"), text) for name, text in found.items()}
    return found
