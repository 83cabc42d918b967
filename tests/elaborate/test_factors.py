"""Sizes of Kronecker products, solved factor by factor where nothing is declared."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.pipeline import read


def shapes(text: str) -> str:
    found = read(text)[1]
    return ", ".join(f"{v.name} {shape_text(v.shape)}" for v in found.variables.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kron(A,B)*kron(C,D)", "A mxn, B pxq, C nxr, D qxs"),
        ("kron(A,B)*vec(C)", "A mxn, B pxq, C qxn"),
        ("vec(C)'*kron(A,B)*vec(D)", "C mxn, A nxp, B mxq, D qxp"),
        ("P = kron(A,B); P*vec(C)", "A mxn, B pxq, C qxn"),
        ("kron(A,B)*vec(C) - vec(D)", "A mxn, B pxq, C qxn, D pxm"),
        ("kron(A,B).*kron(C,D)", "A mxn, B pxq, C mxn, D pxq"),
        ("kron(A,B,C)*kron(D,E,F)", "A mxn, B pxq, C rxs, D nxt, E qxk, F sxl"),
        ("kron(A,B)'*vec(C)", "A mxn, B pxq, C pxm"),
        ("2*kron(A,B)*vec(C)", "A mxn, B pxq, C qxn"),
        ("vec(C)*c where c: scalar", "C mxn, c 1x1"),
        ("kron(A,B)*(vec(C)*c) where c: scalar", "A mxn, B pxq, C qxn, c 1x1"),
        ("kron(A,B)*exp(-vec(C))", "A mxn, B pxq, C qxn"),
        ("kron(A,B)*commutation(m,n)", "A pxm, B qxn"),
        ("commutation(m,n)*kron(A,B)", "A nxp, B mxq"),
        ("pinv(kron(A,B))*vec(C)", "A mxn, B pxq, C pxm"),
        ("expm(kron(A,I) + kron(I,B))*vec(X)", "A mxm, B nxn, X nxm"),
        ("kron(A,B)\\vec(C)", "A mxm, B nxn, C nxm"),
        ("(kron(A,B)\\kron(C,D))*vec(E)", "A mxm, B nxn, C mxp, D nxq, E qxp"),
        # nothing is taken that the rest decides
        ("tr(kron(A,B)) + tr(A*B)", "A mxn, B nxm"),
        ("tr(kron(A,B)*kron(C,D))", "A mxn, B pxq, C nxm, D qxp"),
        ("kron(A,B)*vec(C) where C: matrix(2,3)", "A mx3, B nx2, C 2x3"),
        ("kron(A,B)*x where x: vector(6), A: matrix(5,3)", "A 5x3, B nx2, x 6x1"),
    ],
)
def test_factors_are_matched(text: str, expected: str) -> None:
    assert shapes(text) == expected
    assert not [
        note for note in read(text)[1].notes if "taken as square" in note and "\\" not in text and "expm" not in text
    ]


@pytest.mark.parametrize(
    "text", ["tr(kron(A,B))", "inv(kron(A,B))", "det(kron(A,B))", "kron(A,B)^2", "logdet(I + A⊗B)", "kron(A,B)*x - x"]
)
def test_where_only_a_square_is_asked_for_its_factors_are_square(text: str) -> None:
    assert shapes(text).startswith("A mxm, B nxn")
    assert any("its factors are taken as square" in note for note in read(text)[1].notes)


@pytest.mark.parametrize(
    "text",
    [
        "kron(A,B)*kron(C,kron(D,E))",
        "kron(A,B)*x where x: vector(6)",
        "kron(A,B)*x where x: vector(6), A: matrix(5,4)",
        "kron(A,B)*kron(C,D) where A: matrix(2,3), C: matrix(2,4)",
        "tr(kron(A,B)) where A: matrix(2,3)",
        "kron(A,B)*sum(vec(C))*ones(m*n)",
        "kron(A,B) + x",
    ],
)
def test_what_cannot_be_matched_is_an_error(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert caught.value.kind == "shape"
    assert caught.value.labels
