"""PyTorch: f as a torch.autograd.Function whose backward pass is ours."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen import arrays
from matcalc_cli.codegen.arrays import ArrayTarget, adapted, of_plain_numbers
from matcalc_cli.codegen.named import Named
from matcalc_cli.codegen.python import ALIASES, define, parameter_list
from matcalc_cli.codegen.spelling import spellings
from matcalc_cli.codegen.target import Frame, Module
from matcalc_cli.codegen.targets.derivative_helpers import in_torch
from matcalc_cli.kinds import KINDS

_WORDS = {
    r" +_xp = _compat\.array_namespace\(.*\)\n": "",
    r"_compat\.device\((\w+)\)": r"\1.device",
    r"_xp\.linalg\.(trace|diagonal)\b": r"_torch.\1",
    r"\b_xp\.permute_dims\b": "_torch.permute",
    r"_xp\.astype\((.*), a\.dtype\)": r"(\1).to(a.dtype)",
    r"_xp\.asarray\b": "_torch.as_tensor",
    r"\b_xp\b": "_torch",
}
_FUNCTIONS = spellings("torch", "_torch")
OPERATIONS = {
    **adapted(arrays.OPERATIONS, _WORDS),
    **_FUNCTIONS,
    **of_plain_numbers(_FUNCTIONS),
    "diagonal_matrix": "_torch.diagflat({0})",
}
_UNUSED = {"cholesky", "diagonal_matrix", "expm", "logsumexp", "namespace"}
# torch.kron fails for a transposed matrix ("view size is not compatible"), so the helper stays.
HELPERS = {
    name: text.replace("_expm(", "_torch.linalg.matrix_exp(")
    for name, text in adapted(arrays.HELPERS, _WORDS).items()
    if name not in _UNUSED
} | in_torch()
IMPORTS = {
    "torch": "import torch as _torch",
    **ALIASES,
}


class Torch(ArrayTarget):
    """Functions of tensors."""

    name = "torch"
    operations = OPERATIONS
    helpers = HELPERS
    imports = IMPORTS
    prototype = "_torch.zeros((), dtype=_torch.float64)"
    pulls_back = "apart"
    differentiates = True
    about = """Written by matcalc: a function of matrices and its derivatives, for PyTorch.

Arguments are tensors of one floating-point type with two axes (a vector is n x 1), scalars are numbers or tensors
without axes; vec stacks columns. The backward pass of f is the derivative that is written here; for the accuracy of
the formulas use torch.float64.
"""

    def definitions(self, module: Module, names: Named) -> list[str]:
        """The function f on top of the class that differentiates it, then the rest."""
        derivatives = [self.function(frame, names) for frame in module.derivatives]
        if not module.pullback:
            return [self.function(module.f, names), *derivatives]
        module.f.name = "_value"
        (value,) = module.f.values
        if any(value.text == name for name, _ in module.f.parameters):
            value.text += ".clone()"  # an argument that comes back as it is could not be saved for the backward pass
        pullbacks = [self.function(frame, names) for frame in module.pullback]
        return [
            self.function(module.f, names),
            *pullbacks,
            _class(module),
            self._applied(module.f, names),
            *derivatives,
        ]

    def _applied(self, f: Frame, names: Named) -> str:
        """The function f, which makes tensors of numbers so that they can be saved."""
        like, *_ = [n for n, symbol in f.parameters if symbol and not KINDS[symbol.kind].is_number] or ["_like"]
        lines = [f"_like = {self.prototype}"] if like == "_like" else []
        lines += [
            f"{n} = _number({n}, {like})"
            for n, symbol in f.parameters
            if symbol and KINDS[symbol.kind].is_number and not KINDS[symbol.kind].whole
        ]
        return define(
            "f", parameter_list(f), f.summary, [*lines, f"return _Function.apply({parameter_list(f)})"], names
        )


_CLASS = '''class _Function(_torch.autograd.Function):
    """The value, and the adjoint of the differential for those arguments that need it."""

    generate_vmap_rule = True

    @staticmethod
    def forward({parameters}):
        return _value({parameters})

    @staticmethod
    def setup_context(_ctx, _inputs, _output):
        {all} = _inputs
        _ctx.save_for_backward({saved})
        _ctx.integers = {integers}

    @staticmethod
    def backward(_ctx, {seed}):
        {tensors} = _ctx.saved_tensors
        {integers} = _ctx.integers
        return (
            {gradients},
        )'''


def _class(module: Module) -> str:
    """The class that ties the value to the pullbacks; integers have none."""
    arguments = module.f.parameters
    integers = [name for name, symbol in arguments if symbol is None or symbol.kind == "integer"]
    tensors = [name for name, _ in arguments if name not in integers]
    calls = {name: f"{p.name}({parameter_list(p)})" for name, p in zip(tensors, module.pullback, strict=True)}
    gradients = [
        f"{calls[name]} if _ctx.needs_input_grad[{i}] else None" if name in calls else "None"
        for i, (name, _) in enumerate(arguments)
    ]
    text = _CLASS.format(
        parameters=parameter_list(module.f), all=_unpacked([name for name, _ in arguments]), saved=", ".join(tensors),
        tensors=_unpacked(tensors), integers=_unpacked(integers), seed=module.pullback[0].parameters[-1][0],
        gradients=",\n            ".join(gradients),
    )  # fmt: skip
    return "\n".join([line for line in text.split("\n") if integers or "_ctx.integers" not in line])


def _unpacked(names: Sequence[str]) -> str:
    """A tuple of names, to assign to or from."""
    return ", ".join(names) if len(names) != 1 else f"({names[0]},)"


TARGET = Torch()
