"""`matcalc functional`: the derivative of an integral by a function, calculus of variations."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import EXPLAIN, WRT, Option

FUNCTION = Option(
    "--function", name="functions", multiple=True, metavar="V",
    help='A function that EXPR is varied by, a number unless --var "V: vector(n)" (repeatable).',
)  # fmt: skip
OF = Option("--of", metavar="T", default="", help="What the functions are functions of, and EXPR is integrated over.")


@program_command(
    FUNCTION,
    OF,
    WRT,
    EXPLAIN,
    examples="""
        matcalc functional "sqrt(1 + v'^2)" --function v --of t
        matcalc functional "sin(v)" --function v --of x
        matcalc functional "D(q)'*M*D(q)/2 - q.T*K*q/2" --function q --of t --var "q: vector(n)"
        matcalc explain functional "v''^2/2 - w*v where w: scalar" --function v --of x
    """,
)
def functional(
    text: str, *, style: Style, functions: Sequence[str], of: str, wrt: Sequence[str], var: Sequence[str]
) -> Output:
    """Differentiate an integral by the functions in it.

    EXPR is integrated over T, V is V(T) and V' its derivative (of a vector V that is D(V), and V.T its transpose). Printed are the first variation,
    integrated by parts, the Euler-Lagrange equation, what holds at free ends, what is constant, the second variation.
    """
    from matcalc_cli.questions import varying

    return steps_output(varying.functional(text, functions=functions, of=of, wrt=wrt, var=var), style)
