"""A module on diffrax: the solution of a differential equation and a loss of it, which JAX differentiates."""

from __future__ import annotations

from matcalc_cli.codegen.moving.writer import Writer, define
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS

NEEDED = ("rate", "begin", "running", "end", "data")
"""The functions that JAX does not work out itself."""
ABOUT = """Written by matcalc: the solution of a differential equation and a loss of it, for JAX and diffrax.

States and parameters are arrays with two axes (a vector is n x 1), scalars are numbers; the equation begins at 0, and rtol and
atol are the tolerances of the steps. JAX differentiates the loss; the adjoint is diffrax's, through its steps. JAX computes in
single precision until jax.config.update("jax_enable_x64", True), which such small tolerances need. Where all vectors have one
axis, so have the vectors that come back.
"""
COMMON = '''def _arrays(values):
    """Floats, whatever they were."""
    return tuple([_jnp.asarray(x) * 1.0 for x in values])


def _solved(end, first, args, times, rtol, atol):
    """The states at the end, and at the times."""
    saved = [_diffrax.SubSaveAt(t1=True)]
    saved += [_diffrax.SubSaveAt(ts=_jnp.asarray(times) * 1.0)] if len(times) else []
    found = _diffrax.diffeqsolve(
        _diffrax.ODETerm(_right), _diffrax.Dopri8(), 0.0, end, None, first, args=args, saveat=_diffrax.SaveAt(subs=saved),
        stepsize_controller=_diffrax.PIDController(rtol=rtol, atol=atol), max_steps=2**16,
    )
    return [x[-1] for x in found.ys[0]], found.ys[-1]
'''


class JaxWriter(Writer):
    """The functions around the formulas."""

    def written(self) -> str:
        """The whole module. Raises MatcalcError."""
        e = self.equation
        bent = [p for p in e.wrt if KINDS[p.kind].is_structured]
        if bent:
            said = (
                f"{bent[0].spelling} is {KINDS[bent[0].kind].adjective}, and JAX differentiates by all of its entries"
            )
            raise MatcalcError("unsupported", said, hint="--target numpy")
        imported = ["import diffrax as _diffrax", "import jax as _jax", "import jax.numpy as _jnp"]
        losses = [self._loss(), self._gradient()] if self.has_a_loss else []
        return self.text(ABOUT, imported, COMMON, self._right(), self._solve(), *losses)

    @property
    def stays(self) -> str:
        """The parameters as a tuple."""
        return "".join(f"{self.of(p)}, " for p in self.equation.parameters)

    @property
    def timed(self) -> list[str]:
        """The times with data, and the data."""
        given = [f"{self.of(y)}=()" for y in self.equation.given]
        return [f"{self.times}=()", *given] if "data" in self.equation.functions else []

    def _right(self) -> str:
        e = self.equation
        running = f" + {self.call('running')}" if "running" in e.functions else ""
        lines = [self.unpacked(e.states, "_states"), f"[{self.stays}*_rest] = _args"]
        return define(f"_right({self.of(e.time)}, _states, _args)", "The rate of change.",
                         [*lines, f"return _arrays({self.call('rate')}{running})"])  # fmt: skip

    def _solve(self) -> str:
        e = self.equation
        running = " + [0.0]" * ("running" in e.functions)
        sizes = ", ".join([*map(self.of, e.parameters), *self.dims])
        times = f", {self.times}=()" if self.timed else ""
        each = f"list[{'_Any' if running else '_Array'}]"
        return self.public(
            "solve",
            f"{self.signature}{times}, *, rtol=1e-9, atol=1e-11",
            f"list[{each}]" if times else each,
            f"The solution at the end{' and at the times' * bool(times)}, a list: {', '.join(map(self.of, e.states))}.",
            [
                f"_found = _solved({self.end} * 1.0, _arrays({self.call('begin')}{running}), _arrays([{sizes}]), {self.times if times else '()'}, rtol, atol)",
                "return _found" if times else "return _found[0]",
            ],
        )

    def _loss(self) -> str:
        e = self.equation
        timed = bool(self.timed)
        passed = ", ".join([self.signature, *([self.times] if timed else []), "rtol=rtol", "atol=atol"])
        lines = [*self.of_data(), f"_last{', _at' * timed} = solve({passed})", "_total = 0.0"]
        if timed:
            lines += [f"for _k in range(len({self.times})):"]
            states = self.unpacked(e.states, "[x[_k] for x in _at]")
            given = [f"{self.of(y)} = _given[{i}][_k]" for i, y in enumerate(e.given)]
            lines += [
                f"    {line}"
                for line in (f"{self.of(e.time)} = {self.times}[_k]", states, *given, f"_total += {self.value('data')}")
            ]
        lines += [f"{self.of(e.time)} = {self.end}", self.unpacked(e.states, "_last")]
        if "end" in e.functions:
            lines.append(f"_total += {self.value('end')}")
        lines += ["_total += _rest[0]"] * ("running" in e.functions)
        return self.public("loss", self._everything, "_Array", "The loss of the solution.", [*lines, "return _total"])

    @property
    def _everything(self) -> str:
        return ", ".join([self.signature, *self.timed, "*", "rtol=1e-9", "atol=1e-11"])

    def _gradient(self) -> str:
        e = self.equation
        names = [self.of(p) for p in e.wrt] + [self.end] * e.by_end
        spelled = [p.spelling for p in e.wrt] + [e.end.name] * e.by_end
        given = [text.partition("=")[0] for text in self.timed]
        every = [text for text in self.signature.split(", ") if text]
        passed = ", ".join(
            [
                *[f"{n}=_moved[{names.index(n)}]" if n in names else f"{n}={n}" for n in every],
                *[f"{n}={n}" for n in given],
            ]
        )
        moved = "".join(f"{n}, " for n in names)
        return self.public(
            "gradient", self._everything, "dict[str, _Array]", "The gradients of the loss, by JAX, in a dictionary.",
            [
                f"_of = lambda _moved: loss({passed}, rtol=rtol, atol=atol)",
                f"return dict(zip({spelled!r}, _jax.grad(_of)(_arrays([{moved}])), strict=True))",
            ],
        )  # fmt: skip
