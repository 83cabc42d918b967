"""`matcalc stationary`: where the gradient of a number is 0."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import derivation
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import WRT, Option

SUBJECT = Option(
    "--subject-to", name="constraints", multiple=True, metavar="G",
    help="Only where G = 0, with a multiplier for it (repeatable); G may have data of its own.",
)  # fmt: skip


@program_command(
    WRT,
    SUBJECT,
    examples="""
        matcalc stationary "norm(A*x - b)^2" --wrt x
        matcalc stationary "logdet(A) + tr(inv(A)*X) where A: spd(n), X: spd(n)" --wrt A
        matcalc stationary "N*logdet(S) + sum(i in 1:N, (x_i - c)'*inv(S)*(x_i - c)) where S: spd(n)" --wrt c --wrt S
        matcalc stationary "x'*S*x where S: symmetric(n)" --wrt x --subject-to "x'*x - 1"
        matcalc stationary "sum(x.*log(x)) + c'*x" --wrt x --subject-to "sum(x) - 1"
    """,
)
def stationary(
    text: str, *, style: Style, wrt: Sequence[str], constraints: Sequence[str], var: Sequence[str]
) -> Output:
    """Print where the gradient is 0, and the solution.

    That is where it is linear in what is solved for, in its inverse or in a power of it, also after a multiplication by it,
    in a function that can be undone, as log(x) is by exp, and where it is a Riccati equation for a symmetric matrix: normal
    equations, Sylvester's and Lyapunov's, the maximum likelihood of a covariance, a rate or a probability, maximal entropy.
    On orthonormal columns, where the number is linear in them (the polar factor) or quadratic (eigenvectors). Of several
    unknowns, where they are linear together, or one is found after the other: a mean, and with it the covariance; a
    multiplier comes from its constraint. The solution is put into the gradient to verify it.
    """
    from matcalc_cli.questions import solving

    return derivation(solving.stationary(text, wrt=wrt, constraints=constraints, var=var), style)
