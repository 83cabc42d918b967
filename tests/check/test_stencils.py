"""Finite differences: coefficients as the course has them, orders, and slopes that are seen."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from matcalc_cli.check.doubles.curves.stencils import stencil
from matcalc_cli.cli.main import main
from matcalc_cli.questions.checking import error_curve

KNOWN = [
    ("0,1,2,3", "order 3, (-11/6, 3, -3/2, 1/3) at 0, 1, 2, 3", 3),
    ("forward1", "order 1, (-1, 1) at 0, 1", 1),
    ("backward2", "order 2, (3/2, -2, 1/2) at 0, -1, -2", 2),
    ("central2", "order 2, (-1/2, 1/2) at -1, 1", 2),
    ("central4", "order 4, (1/12, -2/3, 2/3, -1/12) at -2, -1, 1, 2", 4),
    ("richardson2", "order 4, (1/6, -4/3, -1/6, 4/3) at -1, -1/2, 1, 1/2", 4),
    ("[-1, 0, 2]", "order 2, (-2/3, 1/2, 1/6) at -1, 0, 2", 2),
]


@pytest.mark.parametrize(("name", "said", "order"), KNOWN)
def test_the_coefficients(name: str, said: str, order: int) -> None:
    assert (stencil(name).said, stencil(name).order) == (said, order)


@pytest.mark.parametrize(
    "name", [*[f"forward{k}" for k in range(1, 9)], *[f"central{k}" for k in (2, 4, 6, 8)], "richardson3"]
)
def test_polynomials_up_to_the_order_are_exact_and_no_others(name: str) -> None:
    found = stencil(name)
    assert found.order == int(re.sub(r"\D", "", name)) * (2 if name.startswith("richardson") else 1)
    for power in range(found.order + 2):
        value = sum(c * s**power for c, s in zip(found.coefficients, found.nodes, strict=True))
        assert (value == Fraction(int(power == 1))) == (power <= found.order)


@pytest.mark.parametrize(("name", "order"), [("forward3", 3), ("central4", 4), ("central8", 8)])
def test_the_slope_is_the_order(name: str, order: int) -> None:
    curve = error_curve("sum(sin(x)) + logdet(X'*X)", stencils=[name])
    assert curve is not None
    (series,) = curve.series
    assert series.slope == pytest.approx(order, abs=0.35)
    assert series.best is not None
    assert -9 < series.best < -0.5


def test_the_terminal_has_what_the_image_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sum(sin(x))", "--stencil", "0,1,2,3", "--stencil", "central6"]) == 0
    printed = capsys.readouterr().out
    assert "order 3, (-11/6, 3, -3/2, 1/3) at 0, 1, 2, 3" in printed
    assert "x central6, slope 5." in printed or "x central6, slope 6." in printed
    assert "best step: 0,1,2,3 " in printed


def test_json_has_the_series(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sum(sin(x))", "--stencil", "forward2", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (series,) = found["plot"]["series"]
    assert (found["check"]["verdict"], series["name"]) == ("ok", "forward2")
    assert series["slope"] == pytest.approx(2, abs=0.2)
    assert dict(series["points"])[series["best_step"]] < 1e-6


@pytest.mark.parametrize("text", ["sum(sin(x))", "norm(A*x)^3*abs(b'*x)*logdet(A'*A)*x", "expm(X)*logsumexp(exp(y))"])
def test_the_complex_step_has_no_rounding(text: str) -> None:
    curve = error_curve(text, stencils=["complex"])
    assert curve is not None
    (series,) = curve.series
    assert series.slope == pytest.approx(2, abs=0.1)
    assert max(y for x, y in series.points if x < -10) < -13


@pytest.mark.parametrize("text", ["nucnorm(A)", "tr(Q*A) where Q: orthogonal(n)"])
def test_what_is_for_real_numbers_only_has_no_complex_step(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", text, "--stencil", "complex", "--stencil", "central2"]) == 0
    assert "o complex; none: f or its code is for real numbers only" in capsys.readouterr().out


def test_the_image_and_the_terminal_say_and_mark_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure
    drawn: list[Any] = []
    monkeypatch.setattr(figure, "savefig", lambda self, _: drawn.append(self.axes[0]))
    asked = ["check", "sum(sin(x))", "--stencil", "complex", "--stencil", "central4"]
    assert main([*asked, "--plot", str(tmp_path / "curves.png")]) == 0
    capsys.readouterr()
    assert main(asked) == 0
    printed = capsys.readouterr().out
    words = [text.get_text() for text in drawn[0].get_legend().get_texts()]
    assert [word.split(",")[0] for word in words] == ["complex", "central4", "best step"]
    assert all(re.search(rf"^[ox*] {re.escape(word)}", printed, re.MULTILINE) for word in words)
    stars = [line.get_xdata()[0] for line in drawn[0].get_lines() if line.get_marker() == "*" and len(line.get_xdata())]
    assert f"best step: complex {stars[0]:.0e}, central4 {stars[1]:.0e}" in printed
    assert any("*" in line for line in printed.splitlines() if "|" in line)


@pytest.mark.parametrize("name", ["central3", "forward9", "foo", "1", "1,1"])
def test_what_is_no_stencil(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sum(sin(x))", "--stencil", name]) == 2
    assert "stencil" in capsys.readouterr().err
