"""PyTorch: f as a torch.autograd.Function whose derivatives, forward and backward, are ours."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers import arrays as array_helpers
from matcalc_cli.codegen.targets.helpers import equation as equation_helpers
from matcalc_cli.codegen.targets.helpers.derivative import in_torch
from matcalc_cli.codegen.targets.helpers.entry import TORCH
from matcalc_cli.codegen.text import arrays
from matcalc_cli.codegen.text.arrays import ArrayTarget, adapted, of_plain_numbers
from matcalc_cli.codegen.text.entry import signature
from matcalc_cli.codegen.text.frame import Frame, Module
from matcalc_cli.codegen.text.helpers import sources
from matcalc_cli.codegen.text.named import Named
from matcalc_cli.codegen.text.python import ALIASES, define, parameter_list, unpacked
from matcalc_cli.codegen.text.spelling import spellings
from matcalc_cli.codegen.text.stacks import spelled
from matcalc_cli.kinds import KINDS

_WORDS = {
    r" +_xp = _compat\.array_namespace\(.*\)\n": "",
    r"_compat\.device\((\w+)\)": r"\1.device",
    r"_xp\.linalg\.(trace|diagonal)\b": r"_torch.\1",
    r"\b_xp\.permute_dims\b": "_torch.permute",
    r"\b_xp\.take\((.+), (\w+), axis=(\d)\)": r"_torch.index_select(\1, \3, \2)",
    r"_xp\.astype\((.*), a\.dtype\)": r"(\1).to(a.dtype)",
    r"_xp\.asarray\b": "_torch.as_tensor",
    r"_xp\.linalg\.solve\(": "_solve(",
    r"\b_xp\b": "_torch",
}
_STACKS = spelled("_torch", "_torch.linalg.diagonal({0}).sum(-1)")
_FUNCTIONS = spellings("torch", "_torch")
OPERATIONS = {
    **adapted(arrays.OPERATIONS, _WORDS),
    **_FUNCTIONS,
    **of_plain_numbers(_FUNCTIONS),
    **{
        name: text.replace("axis=", "dim=").replace("keepdims", "keepdim").replace("axes=", "dims=")
        for name, text in _STACKS.items()
    },
    "diagonal_matrix": "_torch.diagflat({0})",
    "copy": "{0}.clone()",
    "nonzero": "({0} + ({0} == 0))",
    "scale": "_torch.exp2(_torch.floor(_torch.log2({0} + ({0} == 0)))).detach()",
}
_NESTED = '''
def _nested():
    """Whether PyTorch differentiates the value itself, where it would lose a part of the rule of f.

    It hides the inputs of a forward derivative from the rule of one around it, and torch.compile has no rules within rules.
    """
    if _torch.compiler.is_compiling():
        return _torch._C._functorch.peek_interpreter_stack() is not None
    levels = _torch._C._functorch.get_interpreter_stack() or []
    return sum([str(level.key()).endswith("Jvp") for level in levels]) > 1
'''
_SOLVE = '''
def _solve(a, b):
    """The x of a @ x = b; of linalg.solve, PyTorch 2.13 has half the derivative of a forward derivative."""
    factors, pivots = _torch.linalg.lu_factor(a)
    return _torch.linalg.lu_solve(factors, pivots, b)
'''
_LOGDET = '''
def _logdet(a):
    """log|det a|; of linalg.slogdet, which solves, PyTorch 2.13 has half the derivative of a forward derivative."""
    return _torch.log(_torch.abs(_torch.linalg.diagonal(_torch.linalg.lu_factor_ex(a)[0]))).sum(-1)
'''
_ON_DIAGONAL = '''
def _on_diagonal(n, blocks, axis):
    """Entries where the index of an axis and of the axis after the next are the same, of n; 0 elsewhere."""
    entries = _torch.movedim(blocks.squeeze(axis + 2), axis, -1)
    return _torch.diag_embed(entries.expand(*entries.shape[:-1], n), dim1=axis, dim2=axis + 2)
'''
# torch.kron fails for a transposed matrix ("view size is not compatible"), so the helper stays.
_CALLS = {
    r"(?<!def )\b_expm\(": "_torch.linalg.matrix_exp(",
    r"_torch\.max\(_torch\.abs\(a\)\)": "_torch.max(_torch.abs(a)).detach()",
}
HELPERS = (
    adapted({**array_helpers.HELPERS, **equation_helpers.TORCH}, _WORDS | _CALLS)
    | in_torch()
    | sources(_NESTED, _ON_DIAGONAL, _SOLVE, _LOGDET)
)
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
    types = "from torch import Tensor as _Array, Tensor as _Column"
    number_type = "float | _Array"
    entry = TORCH
    prototype = "_torch.zeros((), dtype=_torch.float64)"
    pulls_back = "apart"
    differentiates = True
    about = """Written by matcalc: a function of matrices and its derivatives, for PyTorch.

Arguments are tensors with two axes (a vector is n x 1), scalars are numbers or tensors without axes; vec stacks
columns. Where all vectors have one axis, so have the vectors that come back. The derivatives of f, forward and
backward, are those that are written here; for the accuracy of the formulas use torch.float64.
"""

    def definitions(self, module: Module, names: Named) -> list[str]:
        """The function f on top of the class that differentiates it, then the rest."""
        derivatives = [self.function(frame, names) for frame in module.derivatives]
        rule = module.pushforward
        if not rule:
            return [self.function(module.f, names), *derivatives]
        f = define("f", signature(module.f, names, self.number_type), module.f.summary, self._applied(module.f), names)
        module.f.name = "_value"
        private = [
            define(frame.name, f"({parameter_list(frame)})", frame.summary, self.body(frame), names)
            for frame in (module.f, *module.pullback, rule)
        ]
        return [*private, _class(module, rule), f, *derivatives]

    def _applied(self, f: Frame) -> list[str]:
        """The statements of f, which makes tensors of numbers so that they can be saved."""
        like, *_ = [n for n, symbol in f.parameters if symbol and not KINDS[symbol.kind].is_number] or ["_like"]
        lines = [f"_like = {self.prototype}"] if like == "_like" else []
        lines += [
            f"{n} = _number({n}, {like})"
            for n, symbol in f.parameters
            if symbol and KINDS[symbol.kind].is_number and not KINDS[symbol.kind].whole
        ]
        chosen = "_function = _Backward if _torch.compiler.is_compiling() else _Function  # torch.compile takes no jvp"
        given = parameter_list(f)
        plain = f"if _nested():\n        return _value({given})"
        return [*lines, plain, chosen, f"return _function.apply({given})"]


_CLASS = '''class _Backward(_torch.autograd.Function):
    """The value, and the adjoint of the differential for those arguments that need it."""

    generate_vmap_rule = True

    @staticmethod
    def forward({parameters}):
        return _value({parameters}).clone()  # what is a part of something else has no tangent of its own

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
        )


class _Function(_Backward):
    """The differential besides."""

    @staticmethod
    def setup_context(_ctx, _inputs, _output):
        _Backward.setup_context(_ctx, _inputs, _output)
        _ctx.save_for_forward(*_ctx.to_save)

    @staticmethod
    def jvp(_ctx, {directions}):
        {tensors} = _ctx.saved_tensors
        {integers} = _ctx.integers
        return _tangent({pushed})'''


def _class(module: Module, rule: Frame) -> str:
    """The class that ties the value to the pullbacks and the pushforward; integers have none."""
    arguments = module.f.parameters
    integers = [name for name, symbol in arguments if symbol is None or symbol.kind == "integer"]
    tensors = [name for name, _ in arguments if name not in integers]
    calls = {name: f"{p.name}({parameter_list(p)})" for name, p in zip(tensors, module.pullback, strict=True)}
    gradients = [
        f"{calls[name]} if _ctx.needs_input_grad[{i}] else None" if name in calls else "None"
        for i, (name, _) in enumerate(arguments)
    ]
    moving = dict(zip(tensors, [name for name, _ in rule.parameters[len(arguments) :]], strict=True))
    along = [f"_torch.zeros_like({name}) if {d} is None else {d}" for name, d in moving.items()]
    text = _CLASS.format(
        parameters=parameter_list(module.f), all=unpacked([name for name, _ in arguments]), saved=", ".join(tensors),
        tensors=unpacked(tensors), integers=unpacked(integers), seed=module.pullback[0].parameters[-1][0],
        gradients=",\n            ".join(gradients), directions=", ".join([moving.get(name, f"_{i}") for i, (name, _) in enumerate(arguments)]),
        pushed=", ".join([*[name for name, _ in arguments], *along]),
    )  # fmt: skip
    return "\n".join([line for line in text.split("\n") if integers or "_ctx.integers" not in line])


TARGET = Torch()
