"""`matcalc explain`: the derivation, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations.functional import FUNCTION, OF
from matcalc_cli.cli.equations.implicit import LOSS, UNKNOWN, refuse_a_loss
from matcalc_cli.cli.equations.ode import STATE
from matcalc_cli.cli.equations.recurrence import MOVING, RECURRENCE, question
from matcalc_cli.cli.output.rendering import derivation, steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import AT, FORMAT, WRT, Option
from matcalc_cli.errors import MatcalcError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STYLE = Option(
    "--style",
    name="manner",
    choices=("definition", "rules"),
    help="From f(X + dX) - f(X), for a polynomial, or by the rules of calculus. Default: the better one.",
)
MODE = Option(
    "--mode",
    choices=("forward", "reverse"),
    help="Group the chain rule from the inside or from the outside, and count the multiplications.",
)
GRAPH = Option(
    "--graph", choices=("dot", "matrix"),
    help="The graph of the named parts: for Graphviz, or its edges and the matrix (I - L)^-1 of all paths.",
)  # fmt: skip
DRAWN = Option(
    *FORMAT.spellings, choices=(*FORMAT.choices, "dot"),
    help=f"{FORMAT.shown['help']} dot: the graph of the named parts, for Graphviz.",
)  # fmt: skip
SIZE = Option(
    "--size", multiple=True, metavar="NAME=N", help="With --mode: count at this size of a dimension (repeatable)."
)


@program_command(
    WRT,
    STYLE,
    MODE,
    SIZE,
    UNKNOWN,
    LOSS,
    FUNCTION,
    OF,
    *MOVING,
    GRAPH,
    AT,
    DRAWN,
    examples="""
        matcalc explain "A^2"
        matcalc explain "logdet(X'*A*X)" --wrt X
        matcalc explain "h = tanh(W*x + b); norm(V*h - y)^2" --mode reverse --size n=1000
        matcalc explain "inv(A)" -f latex --standalone
        matcalc explain "iterate((t + alpha/t)/2, t, 1, 4)" --mode forward --at alpha=2
        matcalc explain "a = sin(alpha); b = a*alpha; a + exp(b)" --graph matrix
        matcalc explain implicit "A*x - b" --solve x --loss "norm(x - y)^2"
        matcalc explain functional "sqrt(1 + v'^2)" --function v --of t
        matcalc explain ode "A*u + b" --state u --loss "norm(u)^2"
    """,
    leading={"implicit": UNKNOWN, "functional": FUNCTION, "ode": STATE, RECURRENCE: None},
)
def explain(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], manner: str | None, mode: str | None,
    size: Sequence[str], solve: Sequence[str], loss: str, functions: Sequence[str], of: str, graph: str | None, at: Sequence[str], about: str = "", **given: Any,
) -> Output:  # fmt: skip
    """Derive the answers step by step.

    Every line is verified to be equal to the one before it; the last one is what grad or jacobian prints.
    """
    from matcalc_cli import pipeline

    graph = _graph(graph, style, of_parts=not (solve or functions or given["states"] or about))
    if solve:
        return derivation(pipeline.explain_implicit(text, solve=solve, wrt=wrt, var=var, loss=loss), style)
    if graph is not None or at:
        return _traced(text, style, graph, mode, at, wrt=wrt, var=var)
    if given["states"] or about == RECURRENCE:
        from matcalc_cli.questions import stepping, varying

        ask = question(about, given, varying.ode, stepping.recurrence)
        return steps_output(ask(text, loss=loss, wrt=wrt, var=var, steps=True), style)
    refuse_a_loss(loss)
    if functions:
        from matcalc_cli.questions import varying

        return steps_output(varying.functional(text, functions=functions, of=of, wrt=wrt, var=var, parts=True), style)
    sizes = dict(map(read_size, size))
    return derivation(pipeline.explain(text, wrt=wrt, var=var, style=manner or "", mode=mode or "", sizes=sizes), style)


def _graph(graph: str | None, style: Style, *, of_parts: bool) -> str | None:
    """Which graph is asked for, if any: `-f dot` says as much as `--graph dot`. Raises MatcalcError (usage)."""
    drawn = "dot" if style.format == "dot" else graph
    if drawn is not None and graph not in (None, drawn):
        raise MatcalcError("usage", f"--graph {graph} is not drawn", hint="-f dot alone draws the graph")
    if drawn is not None and not of_parts:
        hint = 'matcalc explain "a = sin(alpha); a^2" --graph dot'
        raise MatcalcError("usage", "the graph is that of the named parts of an expression", hint=hint)
    return drawn


def _traced(text: str, style: Style, graph: str | None, mode: str | None, at: Sequence[str], **asked: Any) -> Output:
    """The graph of the parts, or dual numbers through them."""
    from matcalc_cli.questions import tracing

    if graph is None:
        if mode == "reverse":
            raise MatcalcError("usage", "dual numbers go forward", hint="--mode forward --at alpha=2")
        return steps_output(tracing.duals(text, at=at, **asked), style)
    if at:
        raise MatcalcError(
            "usage", "--graph is of names, and takes no --at", hint="--mode forward --at alpha=2 has numbers"
        )
    if graph == "matrix":
        return steps_output(tracing.graph(text, **asked), style)
    drawn, notes = tracing.dot(text, **asked)
    if style.format == "json":
        from matcalc_cli.render.json import SCHEMA, line

        drawn = line({"schema": SCHEMA, "input": text, "dot": drawn, "notes": list(notes)})
    return Output(drawn, notes, block=style.format != "json")


def read_size(text: str) -> tuple[str, int]:
    """`n=1000`. Raises MatcalcError (usage)."""
    name, _, number = text.partition("=")
    if not name.strip().isidentifier() or not number.strip().isdecimal() or int(number) < 1:
        raise MatcalcError("usage", f"--size {text} is no size of a dimension", hint="for example: --size n=1000")
    return name.strip(), int(number)
