"""Parts of a derivation that differ in names alone are derived once, and read as if each had been derived by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode
from matcalc_cli.explain import backward
from matcalc_cli.explain.renaming import Renaming, Said
from matcalc_cli.expr.node import Node
from matcalc_cli.language.tree import Tree


def nested(layers: int) -> str:
    return "sum(" + "tanh(W*" * layers + "x" + ")" * layers + ")"


PROGRAMS = [
    nested(12),
    "h = tanh(W*x + b); k = tanh(V*h + c); r = tanh(U*k + d); sum(r)",
    "h = tanh(W*x + b); k = sin(V*h + c); r = tanh(U*k + b); q = sin(W*r + d); norm(q - y)^2",
    "x1 = exp(A*z); x2 = exp(A*x1); v = exp(A*x2); w = exp(A*v); w'*w",
    "M1 = inv(A*X); M2 = inv(A*M1); M3 = inv(A*M2); M4 = inv(A*M3); tr(M4)",
    "S1 = inv(A + S); S2 = inv(A + S1); S3 = inv(A + S2); tr(S3) where S: symmetric(n), A: symmetric(n)",
    "S1 = inv(A + S); S2 = inv(B + S1); S3 = inv(A + S2); tr(S3*B) where S: symmetric(n), A: symmetric(n), B: matrix(n,n)",
    "a = sin(t)*s; b = sin(a)*s; c = sin(b)*s; d = sin(c)*t; d where t: scalar, s: scalar",
    "r0 = A*x; r1 = sin(r0).*r0; r2 = sin(r1).*r1; r3 = sin(r2).*r2; sum(r3)",
]


def printed(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["explain", text, "--mode", "reverse"]) == ExitCode.OK
    return capsys.readouterr().out


def one_by_one(_: Renaming, __: Sequence[Node], ___: Tree, ____: Node, say: Callable[[], Said]) -> Said:
    return say()


@pytest.mark.parametrize("text", PROGRAMS)
def test_parts_read_as_if_each_had_been_derived_by_itself(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(text, capsys)
    assert "every line verified exactly" in found
    monkeypatch.setattr(Renaming, "said", one_by_one)
    assert printed(text, capsys) == found


@pytest.mark.parametrize("layers", [20, 30])
def test_layers_are_derived_once(
    layers: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    derived: list[object] = []
    real = backward.differentiated

    def counting(context: object, node: object, *rest: object) -> object:
        derived.append(node)
        return real(context, node, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(backward, "differentiated", counting)
    assert printed(nested(layers), capsys).count("# through ") == layers
    assert (
        len(derived) == 11
    )  # but for those whose names are letters that rules are stated in, or longer than the others
