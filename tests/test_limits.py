"""Every limit is a number that its error names; below it nothing recurses, whatever the expression is like."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator

import pytest

from matcalc_cli.budget import seconds
from matcalc_cli.check import evaluation
from matcalc_cli.check.doubles import sample
from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode
from matcalc_cli.language import limits
from tests.work import calls

L = limits
BEYOND = {
    "the length of a text": ("A+" * (L.TEXT_LENGTH // 2) + "A", L.TEXT_LENGTH),
    "nesting": ("(" * (L.NESTING + 1) + "A" + ")" * (L.NESTING + 1), L.NESTING),
    "the length of a name": ("d" * (L.NAME_LENGTH + 1), L.NAME_LENGTH),
    "digits": ("9" * (L.DIGITS + 1) + "*A", L.DIGITS),
    "digits behind a point": ("0." + "9" * (L.DIGITS + 1) + "*A", L.DIGITS),
    "a decimal exponent": (f"1e{L.DECIMAL_EXPONENT + 1}*A", L.DECIMAL_EXPONENT),
    "an endless decimal exponent": ("1e" + "9" * 5000 + "*A", L.DECIMAL_EXPONENT),
    "a dimension": (f"A where A: matrix({L.DIMENSION + 1},2)", L.DIMENSION),
    "an endless dimension": ("A where A: matrix(" + "9" * 5000 + ",2)", L.DIMENSION),
}


def limit_error(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The message of the limit that the command meets after little work: some tenths of a second."""
    codes: list[int] = []
    spent = calls(lambda: codes.append(main([*words, "-f", "json"])))
    (code,) = codes
    error = json.loads(capsys.readouterr().out)["error"]
    assert (code, error["kind"]) == (ExitCode.BAD_INPUT, "limit")
    assert spent < 2_000_000
    return str(error["message"])


@pytest.mark.parametrize("name", BEYOND)
def test_an_expression_beyond_a_limit(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, number = BEYOND[name]
    assert f"{number:,}" in limit_error(capsys, "diff", text)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["I(10000)"], evaluation.LARGEST),
        (["kron(kron(A, A), kron(A, A))", "--at", f"A={[[1] * 30] * 30}"], evaluation.LARGEST),
        (["ones(10000, 1)*ones(1, 10000)"], evaluation.LARGEST),
        (["sum(i, 1, 1000, sum(j, 1, 1000, cos(i*j*alpha)))", "--at", "alpha=1"], sample.LONGEST_SUM),
        (["sum(i, 1, 10^12, i*alpha)", "--at", "alpha=1"], sample.LONGEST_SUM),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_an_evaluation_beyond_a_limit(words: list[str], number: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"{number:,}" in limit_error(capsys, "eval", *words)


@pytest.mark.parametrize("command", ["diff", "check"])
@pytest.mark.parametrize("text", ["A^1000000000", "sum(j, 0, 1000000000, A^j)"])
def test_what_is_too_large_for_a_check_is_not_tried(
    command: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    began = seconds()
    code = main([command, text])
    assert seconds() - began < 5
    assert code in {ExitCode.OK, ExitCode.INCONCLUSIVE}
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("command", "text", "answer"),
    [
        ("grad", "tr(A^1000000000)", "1000000000*(A^999999999)'"),
        ("differential", "A^1000000000", "sum(j, 0, 999999999, A^j*dA*A^(999999999-j))"),
        ("simplify", "A^1000000000*A^-999999999", "A"),
        ("simplify", "(9^9^9)*A", "9^387420489*A"),
        ("grad", "alpha^(10^9)", "1000000000*alpha^999999999"),
    ],
)
def test_large_exponents_stay_symbols(command: str, text: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, text]) == ExitCode.OK
    assert capsys.readouterr().out.strip() == answer


DEPTH = 250
FRAMES = 230
"""Calls that may be open at once, fewer than there are levels."""
NESTED: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "(" * n + "A" + ")" * n,
    "sums over an index": lambda n: "sum(j, 1, 2, " * n + "A" + ")" * n,
    "elementwise functions": lambda n: "erf(" * n + "A" + ")" * n,
    "inverses": lambda n: "inv(" * n + "A + B" + ")" * n,
    "scalars": lambda n: "alpha*(" * (n // 4) + "beta" + " + 1)" * (n // 4),  # five calls a bracket
    "vec": lambda n: "vec(" * n + "A" + ")" * n,
    "named parts": lambda n: "r0 = A; " + "".join(f"r{i + 1} = B + erf(r{i}); " for i in range(n)) + f"r{n}",
    "differences": lambda n: "A - (" * n + "B" + ")" * n,
    "traces": lambda n: "A*tr(" * n + "A" + ")" * n,
    "powers": lambda n: "(" * n + "alpha" + "^beta)" * n,
    "signs": lambda n: "-" * n + "A",
    "transposes": lambda n: "A" + "'" * n,
}
FORMATS = ("plain", "latex", "json", "typst", "html", "pretty")


@pytest.fixture
def shallow() -> Iterator[None]:
    """A stack with room for a few calls only."""
    limit, frame, depth = sys.getrecursionlimit(), sys._getframe(), 0  # noqa: SLF001
    while frame is not None:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    sys.setrecursionlimit(depth + FRAMES)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for i, name in enumerate(NESTED) for j, form in enumerate(FORMATS) if j == 0 or (i + j) % 3 == 0],
)
@pytest.mark.usefixtures("shallow")
def test_no_depth_of_an_expression_is_a_depth_of_calls(
    name: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["diff", "--no-verify", "-f", form, "--", NESTED[name](DEPTH)])
    printed = capsys.readouterr()
    assert (code, printed.err) == (ExitCode.OK, "")
    assert printed.out


@pytest.mark.parametrize("notation", ["latex", "numpy", "julia", "matlab"])
@pytest.mark.parametrize("text", ["(" * DEPTH + "A" + ")" * DEPTH, "chol(" * DEPTH + "S" + ")" * DEPTH])
@pytest.mark.usefixtures("shallow")
def test_nor_is_it_in_other_notations(notation: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simplify", "-i", notation, text]) in {ExitCode.OK, ExitCode.BAD_INPUT}
    assert "RecursionError" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["entries"], ["diff", "-f", "sympy"]], ids=" ".join)
def test_what_sympy_cannot_walk_is_a_limit(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    usual = sys.getrecursionlimit()  # Hypothesis raises it while its tests run
    sys.setrecursionlimit(1_000)
    try:
        code = main([*words, NESTED["elementwise functions"](1_200)])
    finally:
        sys.setrecursionlimit(usual)
    printed = capsys.readouterr()
    assert (code, printed.out) == (ExitCode.BAD_INPUT, "")
    assert "too deep for SymPy" in printed.err


FOUND = (
    "1 - 2*mu - 2/mu",
    "((-2/mu + 1)/2 - mu)^2",
    "alpha + 1/alpha - (tr(G) + 5/2)^2",
    "sum(j, 1, 4, abs(mu + (1/mu + mu)^2))",
)
"""Small programs that campaigns found to take for ever."""


@pytest.mark.parametrize("text", FOUND)
def test_small_programs_end(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--time-limit", "5", text]) == ExitCode.OK
    assert capsys.readouterr().err == ""
