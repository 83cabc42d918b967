"""`matcalc serve --stdio`: the Model Context Protocol, so that a language model has its derivatives made and verified."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from matcalc_cli.cli.words.clicks import Command
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from mcp.server import MCPServer

ABOUT = """Matrix calculus, symbolic and verified. Uppercase names are matrices, lowercase Latin names column vectors, lowercase Greek
names (alpha) scalars; A' is the transpose, .* the elementwise product, inv(A), det(A), tr(A), norm(x), logdet(A), kron(A, B), I(n); "where
S: spd(n)" behind an expression, or `declare`, says otherwise. df = tr(G' dX) for a gradient G, which has the shape of X; for a Jacobian J
vec(df) = J vec(dX), and vec stacks columns. Check every derivative that you write by check_claim."""


@click.command(
    cls=Command,
    params=[
        click.Option(["--stdio"], is_flag=True, help="Speak the Model Context Protocol on standard input and output.")
    ],
    examples="""
        matcalc serve --help
    """,
)
def serve(stdio: bool) -> None:
    """Serve other programs by the Model Context Protocol.

    The tools are differentiate, check_claim, explain, evaluate. In the settings of an MCP client: {"command": "matcalc", "args": ["serve", "--stdio"]}. Needs pip install 'matcalc-cli[mcp]'.
    """
    if not stdio:
        raise MatcalcError("usage", "--stdio is missing", hint="matcalc serve --stdio speaks MCP, to programs")
    server().run()


def server() -> MCPServer:
    """The server with its tools. Raises MatcalcError where the package `mcp` is not installed."""
    try:
        from mcp.server import MCPServer
    except ImportError as error:
        raise MatcalcError(
            "unsupported", "the package mcp is not installed", hint="pip install 'matcalc-cli[mcp]'"
        ) from error
    from matcalc_cli import __version__

    found = MCPServer("matcalc", instructions=ABOUT, version=__version__, log_level="WARNING")
    for tool in (differentiate, check_claim, explain, evaluate):
        found.add_tool(spoken(tool), structured_output=True)
    return found


def spoken(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool, what it cannot answer said in its own words: those of other exceptions are lost on the way."""

    @functools.wraps(tool)
    def answered(**given: Any) -> dict[str, Any]:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            return tool(**given)
        except MatcalcError as error:
            error.source = given["program"] if error.source is None else error.source
            raise ToolError(str(error)) from error

    return answered


def differentiate(
    program: str, wrt: list[str] | None = None, answer: str = "main", declare: list[str] | None = None
) -> dict[str, Any]:
    """Differentiate an expression, verified. `wrt` names variables (default: every one); `answer` is main (the gradient of a number,
    else the Jacobian), differential, gradient, jacobian or hessian; `declare` is like ["S: spd(n)", "A: matrix(2,3)"].
    """
    from matcalc_cli.questions import tools

    return tools.differentiated(program, wrt or (), answer, declare or ())


def check_claim(
    program: str, claim: str, wrt: list[str] | None = None, declare: list[str] | None = None
) -> dict[str, Any]:
    """Check somebody's gradient, Jacobian, Hessian or differential (with dX in it) of an expression, in the names of the expression:
    the verdict (ok, wrong, inconclusive), what is wrong with it, and the right answer.
    """
    from matcalc_cli.questions import tools

    return tools.claim_checked(program, claim, wrt or (), declare or ())


def explain(program: str, wrt: list[str] | None = None, declare: list[str] | None = None) -> dict[str, Any]:
    """Derive the derivatives of an expression step by step, every line verified."""
    from matcalc_cli.questions import tools

    return tools.explained(program, wrt or (), declare or ())


def evaluate(
    program: str, at: list[str], wrt: list[str] | None = None, declare: list[str] | None = None
) -> dict[str, Any]:
    """The value and the derivatives of an expression at numbers; `at` is like ["A=[[1, 2], [3, 4]]", "x=[1, 2]", "alpha=2"]."""
    from matcalc_cli.questions import tools

    return tools.evaluated(program, at, wrt or (), declare or ())
