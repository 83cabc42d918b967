"""JAX: f as a custom_vjp whose backward pass is ours, so that jax.grad, jit, vmap and sharded arrays work with it."""

from __future__ import annotations

from matcalc_cli.codegen import arrays
from matcalc_cli.codegen.arrays import ArrayTarget, adapted
from matcalc_cli.codegen.named import Named
from matcalc_cli.codegen.python import ALIASES, define, parameter_list
from matcalc_cli.codegen.spelling import spellings
from matcalc_cli.codegen.target import Frame, Module
from matcalc_cli.codegen.targets import derivative_helpers

_WORDS = {
    r" +_xp = _compat\.array_namespace\(.*\)\n": "",
    r", device=_compat\.device\(\w+\)": "",
    r"\b_xp\b": "_jnp",
}
OPERATIONS = {
    **{
        name: text
        for name, text in adapted(arrays.OPERATIONS, _WORDS).items()
        if not name.startswith("plain ") or name == "plain result"
    },
    **spellings("jax", "_jnp"),
    "as_array": "_jnp.full((1, 1), {0})",
    "blocks": "_jnp.block([{args}])",
    "block_row": "[{args}]",
    "diagonal": "_jnp.diagonal({0})[:, None]",
    "diagonal_matrix": "_jnp.diagflat({0})",
}
_UNUSED = {"cholesky", "diagonal_matrix", "expm", "kron", "logsumexp", "namespace", "softplus"}
HELPERS = {
    name: text.replace("_expm(", "_jax.scipy.linalg.expm(").replace("_kron(", "_jnp.kron(")
    for name, text in adapted(arrays.HELPERS, _WORDS).items()
    if name not in _UNUSED
} | {
    **derivative_helpers.JAX,
    "sqrtm": '''
def _sqrtm(a):
    """The principal square root; nan where it is not real."""
    root = _jax.scipy.linalg.sqrtm(a)
    is_real = _jnp.max(_jnp.abs(root.imag)) <= 1e-8 * _jnp.max(_jnp.abs(root))
    return _jnp.where(is_real, root.real, _jnp.nan)
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
    prototype = "_jnp.zeros(())"
    pulls_back = "together"
    differentiates = True
    about = """Written by matcalc: a function of matrices and its derivatives, for JAX.

Arguments are arrays with two axes (a vector is n x 1), scalars are numbers or arrays without axes, integers must be
static under jit; vec stacks columns. jax.grad and jax.vjp of f use the derivative that is written here. JAX computes
in single precision until jax.config.update("jax_enable_x64", True).
"""

    def definitions(self, module: Module, names: Named) -> list[str]:
        """The function f with its forward and backward passes, then the rest."""
        derivatives = [self.function(frame, names) for frame in module.derivatives]
        if not module.pullback:
            return [self.function(module.f, names), *derivatives]
        return [*self._differentiable(module.f, module.pullback[0], names), *derivatives]

    def _differentiable(self, f: Frame, backward: Frame, names: Named) -> list[str]:
        """The definitions of f, _forward and _backward, tied together; integers are fixed, and no part of the vjp."""
        fixed = [name for name, symbol in f.parameters if symbol is None or symbol.kind == "integer"]
        saved = [name for name, _ in f.parameters if name not in fixed]
        places = tuple([i for i, (name, _) in enumerate(f.parameters) if name in fixed])
        decorator = f"_partial(_jax.custom_vjp, nondiff_argnums={places})" if fixed else "_jax.custom_vjp"
        kept = ", ".join(saved) if len(saved) > 1 else f"({saved[0]},)"
        *lines, last = self.body(backward)
        last = last if len(saved) > 1 else f"return ({last.removeprefix('return ')},)"
        given = ", ".join([*fixed, "_saved", backward.parameters[-1][0]])
        # The passes call the bare value, so that forward mode goes through them: jax.hessian of f works.
        call = f"return _value({parameter_list(f)})"
        f.name = "_value"
        passing = f"{call}, ({kept.strip('()')})"
        return [
            self.function(f, names),
            f"@{decorator}\n{define('f', parameter_list(f), f.summary, [call], names)}",
            define("_forward", parameter_list(f), "The value, and what the backward pass needs.", [passing], names),
            define("_backward", given, backward.summary, [f"{kept} = _saved", *lines, last], names),
            "f.defvjp(_forward, _backward)",
        ]


TARGET = Jax()
