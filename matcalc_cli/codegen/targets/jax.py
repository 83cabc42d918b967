"""JAX: f as a custom_jvp whose rule is our differential, which JAX transposes: all its transformations work with it."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers import arrays as array_helpers
from matcalc_cli.codegen.targets.helpers import derivative as derivative_helpers
from matcalc_cli.codegen.targets.helpers import equation as equation_helpers
from matcalc_cli.codegen.targets.helpers.entry import JAX
from matcalc_cli.codegen.text import arrays
from matcalc_cli.codegen.text.arrays import ArrayTarget, adapted
from matcalc_cli.codegen.text.entry import signature
from matcalc_cli.codegen.text.frame import Frame, Module
from matcalc_cli.codegen.text.named import Named
from matcalc_cli.codegen.text.python import ALIASES, define, parameter_list, unpacked
from matcalc_cli.codegen.text.spelling import spellings
from matcalc_cli.codegen.text.stacks import spelled

_WORDS = {
    r" +_xp = _compat\.array_namespace\(.*\)\n": "",
    r", device=_compat\.device\(\w+\)": "",
    r"\b_xp\b": "_jnp",
}
OPERATIONS = {
    **{
        name: text
        for name, text in adapted(arrays.OPERATIONS, _WORDS).items()
        if name != "copy" and (not name.startswith("plain ") or name == "plain result")  # nothing is written to
    },
    **spellings("jax", "_jnp"),
    **spelled("_jnp", "_jnp.trace({0}, axis1=-2, axis2=-1)"),
    "as_array": "_jnp.full((1, 1), {0})",
    "blocks": "_jnp.block([{args}])",
    "block_row": "[{args}]",
    "nonzero": "({0} + ({0} == 0))",
    "scale": "_jax.lax.stop_gradient(2.0**_jnp.floor(_jnp.log2({0} + ({0} == 0))))",
    "diagonal": "_jnp.diagonal({0})[:, None]",
    "diagonal_matrix": "_jnp.diag(_jnp.ravel({0}))",  # JAX transposes no diagflat
}
_CALLS = {
    r"(?<!def )\b_expm\(": "_jax.scipy.linalg.expm(",
    r"(?<!def )\b_kron\(": "_jnp.kron(",
    r"_jnp\.max\(_jnp\.abs\(a\)\)": "_jax.lax.stop_gradient(_jnp.max(_jnp.abs(a)))",
}
HELPERS = {
    **adapted(array_helpers.HELPERS, _WORDS | _CALLS),
    **derivative_helpers.JAX,
    **equation_helpers.JAX,
    "matrix_of": '''
def _matrix_of(linear, like):
    """The matrix K with vec(linear(E)) = K vec(E) for E of the shape of `like`."""
    m, n = like.shape
    units = _jnp.eye(m * n, dtype=like.dtype).reshape(m * n, n, m)
    return _jax.vmap(lambda unit: linear(unit.T).T.reshape(-1))(units).T
''',
    "frechet": '''
def _frechet(function, a, *directions):
    """The derivative of a matrix function along directions, in each of which JAX sees that it is linear."""
    for e in directions:
        function = _along(function, e)
    return function(a)
''',
    "linear_xlogy": '''
def _linear_xlogy(x, y):
    """x*log(y) of every entry, 0 where x is; JAX transposes it by x."""
    return x * _jnp.clip(_jnp.log(y), _jnp.finfo(y.dtype).min, _jnp.finfo(y.dtype).max)
''',
    "along": '''
def _along(function, e):
    """The derivative of a function along e."""
    return lambda a: _jax.jvp(function, (a,), (_jnp.asarray(e, a.dtype),))[1]
''',
    "sqrtm_rule": '''
def _sqrtm_rule(_primals, _tangents):
    """The E with X E + E X = dA for the root X: the corner of the root of a block matrix."""
    a, root = _primals[0], _sqrtm(_primals[0])

    def corner(a):
        return lambda _, e: _sqrtm(_jnp.block([[a, e], [0 * a, a]]))[: len(a), len(a) :]

    return root, _jax.lax.custom_linear_solve(lambda e: root @ e + e @ root, _tangents[0], corner(a), corner(a.T))
''',
    "sqrtm": '''
@_jax.custom_jvp
def _sqrtm(a):
    """The principal square root; nan where it is not real."""
    root = _jax.scipy.linalg.sqrtm(a)
    is_real = _jnp.max(_jnp.abs(root.imag)) <= 1e-8 * _jnp.max(_jnp.abs(root))
    return _jnp.where(is_real, root.real, _jnp.nan)


_sqrtm.defjvp(_sqrtm_rule)
''',
}
IMPORTS = {
    "partial": "from functools import partial as _partial\n",
    "jax": "import jax as _jax",
    "jnp": "import jax.numpy as _jnp",
    **ALIASES,
}


class Jax(ArrayTarget):
    """Functions of jax.numpy."""

    name = "jax"
    operations = OPERATIONS
    helpers = HELPERS
    imports = IMPORTS
    types = "from jax import Array as _Array, Array as _Column"
    number_type = "float | _Array"
    entry = JAX
    prototype = "_jnp.zeros(())"
    pulls_back = "alone"
    differentiates = True
    about = """Written by matcalc: a function of matrices and its derivatives, for JAX.

Arguments are arrays with two axes (a vector is n x 1), scalars are numbers or arrays without axes, integers must be
static under jit; vec stacks columns. Where all vectors have one axis, so have the vectors that come back. JAX
differentiates f, forward and backward, by the derivative that is written here. It computes in single precision until
jax.config.update("jax_enable_x64", True).
"""

    def definitions(self, module: Module, names: Named) -> list[str]:
        """The function f on top of its value and the rule that differentiates it, then the rest."""
        derivatives = [self.function(frame, names) for frame in module.derivatives]
        f = self.function(module.f, names)
        if not module.pushforward:
            return [f, *derivatives]
        return [*self._differentiable(module.f, module.pushforward, names), *derivatives]

    def _differentiable(self, f: Frame, rule: Frame, names: Named) -> list[str]:
        """The definitions of _value, its rule and f; integers are fixed, and have no tangents."""
        fixed = [name for name, symbol in f.parameters if symbol is None or symbol.kind == "integer"]
        moving = [name for name, _ in f.parameters if name not in fixed]
        tangents = [name for name, _ in rule.parameters[len(f.parameters) :]]
        places = tuple([i for i, (name, _) in enumerate(f.parameters) if name in fixed])
        decorator = f"_partial(_jax.custom_jvp, nondiff_argnums={places})" if fixed else "_jax.custom_jvp"
        begin = [f"{unpacked(moving)} = _primals", f"{unpacked(tangents)} = _tangents"]
        called = f"return _value({parameter_list(f)})"
        # A condition on tangents, such as whether one is 0, has no transpose.
        linear = [line.replace("_xlogy(", "_linear_xlogy(") for line in self.body(rule)]
        given = ", ".join([*fixed, "_primals", "_tangents"])
        return [
            f"@{decorator}\n{define('_value', f'({parameter_list(f)})', f.summary, self.body(f), names)}",
            f"@_value.defjvp\n{define('_rule', f'({given})', rule.summary, [*begin, *linear], names)}",
            define("f", signature(f, names, self.number_type), f.summary, [called], names),
        ]


TARGET = Jax()
