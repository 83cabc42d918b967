"""`matcalc serve --stdio`, called by the official client; and the notebook's magic."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import tools

CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("differentiate", {"program": "norm(A*x - b)^2", "wrt": ["x"]}, "2*A'*(A*x - b)"),
    ("differentiate", {"program": "tr(S^2)", "declare": ["S: symmetric(n)"]}, "2*S"),
    ("check_claim", {"program": "A^2", "claim": "2*A*dA"}, "only when A and dA commute"),
    ("explain", {"program": "A^2"}, "expand, keeping the order of the factors"),
    ("evaluate", {"program": "x'*A*x", "at": ["A=[[1, 2], [3, 4]]", "x=[1, 2]"]}, "27.0"),
    ("evaluate", {"program": "sqrt(alpha)", "at": ["alpha=4"]}, "2.0"),
]
WRONG = ("differentiate", {"program": "trcae(A*X)"}, "did you mean tr")


def test_the_official_client_calls_every_tool() -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    names, answers, error = asyncio.run(called())
    assert names == ["check_claim", "differentiate", "evaluate", "explain"]
    for (name, _, said), answer in zip(CALLS, answers, strict=True):
        assert not answer.is_error, name
        assert said in str(answer.structured_content)
    assert error.is_error
    assert WRONG[2] in error.content[0].text
    assert "^^^^^" in error.content[0].text


async def called() -> tuple[list[str], list[Any], Any]:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    server = StdioServerParameters(command=sys.executable, args=["-m", "matcalc_cli", "serve", "--stdio"])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        names = sorted(tool.name for tool in (await session.list_tools()).tools)
        answers = [await session.call_tool(name, given) for name, given, _ in CALLS]
        return names, answers, await session.call_tool(*WRONG[:2])


def test_no_file_of_this_machine_is_read() -> None:
    with pytest.raises(MatcalcError, match="no name with a number"):
        tools.evaluated("x'*A*x", ["A=/etc/passwd", "x=[1, 2]"])


def test_a_letter_of_a_vector_with_a_number_is_a_number() -> None:
    assert tools.evaluated("x^2", ["x=3"])["value"] == [[9.0]]


def test_names_are_those_that_were_typed() -> None:
    assert tools.claim_checked("lambda*x", "x", wrt=["lambda"])["wrt"] == ["lambda"]


def test_without_stdio_it_says_what_is_missing(matcalc: Any) -> None:
    result = matcalc("serve")
    assert (result.code, result.out) == (2, "")
    assert "--stdio" in result.err


def test_a_cell_of_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("IPython", reason="the extra jupyter is not installed")
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "matcalc_cli.notebook")
    shown = shell.run_cell_magic("matcalc", "grad --wrt x", "norm(A*x - b)^2")
    assert r"2 A^{\mathsf{T}} (A x - b)" in shown.data
    shell.run_cell_magic("matcalc", "grad", "trcae(A)")
    assert "did you mean tr" in capsys.readouterr().out
    shell.run_line_magic("matcalc", "check 'A^3'")
    assert "ok" in capsys.readouterr().out
