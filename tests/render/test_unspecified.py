"""Functions without a formula in every notation: as books print them, and read back."""

from __future__ import annotations

import pytest

from matcalc_cli.program import Written, read
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.mathml import mathml
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.typst import typst
from matcalc_cli.render.writing.express import express

N, U = "scalar of vector(n)", "scalar of vector(n), vector(m)"
PRINTED = [
    ("f(A*x)", "f: scalar of vector(m)", "f(A x)", "f(A x)", "f (A x)"),
    ("grad(f)(x)", f"f: {N}", "∇f(x)", r"\nabla f(x)", "nabla f (x)"),
    ("grad(phi)(x)", f"phi: {N}", "∇φ(x)", r"\nabla \phi(x)", "nabla phi (x)"),
    ("D2(f)(x)", f"f: {N}", "D²f(x)", r"\mathrm{D}^2 f(x)", "upright(D)^(2) f (x)"),
    ("D(g)(x)*u", "g: vector(m) of vector(n), u: vector(n)", "Dg(x) u", r"\mathrm{D} g(x) u", "upright(D) g (x) u"),
    ("f(u, v)", f"f: {U}", "f(u, v)", "f(u, v)", "f (u, v)"),
    ("grad(f,1)(u, v)", f"f: {U}", "∇₁f(u, v)", r"\nabla_1 f(u, v)", "nabla_(1) f (u, v)"),
    ("D2(f,1,2)(u, v)", f"f: {U}", "D²₁₂f(u, v)", r"\mathrm{D}^2_{1,2} f(u, v)", "upright(D)^(2)_(1,2) f (u, v)"),
    ("D(f)(X)*u", "f: matrixfunction, u: vector(n^2), X: matrix(n,n)", "Df(X) u", r"\mathrm{D} f(X) u", "upright(D) f (X) u"),
    ("f''(X)", "f: matrixfunction", "f′′(X)", "f''(X)", "f'' (X)"),
    ("D(f')(X)*u", "f: matrixfunction, u: vector(n^2), X: matrix(n,n)", "Df′(X) u", r"\mathrm{D} f'(X) u", "upright(D) f' (X) u"),
    ("D2(f)(X)*u", "f: matrixfunction, u: vector(n^2), X: matrix(n,n)", "D²f(X) u", r"\mathrm{D}^2 f(X) u", "upright(D)^(2) f (X) u"),
    ("v'*D3(f)(u, w)*w", f"f: {N}, v: vector(n), w: vector(n)", "vᵀ D³f(u, w) w",
     r"v^{\mathsf{T}} \mathrm{D}^3 f(u, w) w", "v^sans(T) upright(D)^(3) f (u, w) w"),
    ("g.(x)", "g: function", "g(x)", "g(x)", "g (x)"),
    ("g''.(X)", "g: function", "g′′(X)", "g''(X)", "g'' (X)"),
    ("f'(t)", "f: scalar of scalar, t: scalar", "f′(t)", "f'(t)", "f' (t)"),
    ("A*B", "A: matrix(m,n) of t, B: matrix(n,p)", "A B", "A B", "A B"),
    ("D(A)", "A: matrix(n,n) of t", "A\u0307", r"\dot{A}", "dot(A)"),
    ("D2(A)", "A: matrix(n,n) of t", "A\u0308", r"\ddot{A}", "dot.double(A)"),
    ("D3(A)", "A: matrix(n,n) of t", "D³A", r"\mathrm{D}^3 A", "upright(D)^(3) A"),
    ("D(A)(2*t)", "A: matrix(n,n) of t", "DA(2 t)", r"\mathrm{D} A(2 t)", "upright(D) A (2 t)"),
    ("D(U,1)", "U: matrix(m,n) of s, t", "D₁U", r"\mathrm{D}_1 U", "upright(D)_(1) U"),
    ("D(U,1)*U", "U: matrix(n,n) of s, t", "D₁U U", r"\mathrm{D}_1 U\, U", "upright(D)_(1) U thin U"),
    ("D3(phi)*phi", "phi: scalar of t", "D³φ φ", r"\mathrm{D}^3 \phi\, \phi", "upright(D)^(3) phi thin phi"),
    ("D(u)", "u: vector(m) of x, x: vector(n)", "Du", r"\mathrm{D} u", "upright(D) u"),
    ("w*grad(w)", "w: scalar of x, x: vector(n)", "w ∇w", r"w\, \nabla w", "w thin nabla w"),
    ("f_1(u, v)", f"f_1: {U}", "f_1(u, v)", "f_1(u, v)", "f_(1) (u, v)"),
    ("grad(f_1,2)(u, v)", f"f_1: {U}", "∇₂ f_1(u, v)", r"\nabla_2 f_1(u, v)", "nabla_(2) f_(1) (u, v)"),
    ("D(alpha)", "alpha: scalar of t", "α\u0307", r"\dot{\alpha}", "dot(alpha)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "declared", "unicode", "tex", "typeset"), PRINTED)
def test_every_notation(text: str, declared: str, unicode: str, tex: str, typeset: str) -> None:
    tree = express(read(f"{text} where {declared}")[1].expression)
    assert plain(tree) == text
    assert "".join(piece for _, piece in pretty(tree)) == unicode
    assert latex(tree) == tex
    assert typst(tree) == typeset


@pytest.mark.parametrize(("text", "declared", "tex"), [(row[0], row[1], row[3]) for row in PRINTED])
def test_latex_is_read_back(text: str, declared: str, tex: str) -> None:
    if declared == "g: function":  # LaTeX has no dot; g(x) is of one number there
        tex, text, declared = tex.replace("X", "t").replace("x", "t"), text.replace(".", ""), "g: scalar of scalar"
        text = text.replace("X", "t").replace("x", "t")
    names = ", ".join(
        f"{name}: {kind}" for name, kind in (("u", "vector(n)"), ("v", "vector(m)"), ("x", "vector(n)"), ("t", "scalar"))
        if f"{name}: " not in declared and name in text
    )  # fmt: skip
    clause = f"where {declared}" + (f", {names}" if names else "")
    found = read(Written(f"{tex} {clause}", "latex"))[1].expression
    assert found is read(f"{text} {clause}")[1].expression


def test_mathml() -> None:
    marks = {
        "grad(f,2)(u, v) where f: scalar of vector(n), vector(m)": "<mrow><msubsup><mo>∇</mo><mn>2</mn><mrow/></msubsup><mi>f</mi></mrow>",
        "D2(f)(x) where f: scalar of vector(n)": '<msubsup><mi mathvariant="normal">D</mi><mrow/><mn>2</mn></msubsup>',
        "grad(f)(x) where f: scalar of vector(n)": "<mrow><mo>∇</mo><mi>f</mi></mrow>",
        "g'.(x)": "<msup><mi>g</mi><mo>′</mo></msup>",
        "D(A) where A: matrix(n,n) of t": "<mover><mi>A</mi><mo>˙</mo></mover>",
        "D(u) where u: vector(m) of x, x: vector(n)": '<mi mathvariant="normal">D</mi><mi>u</mi>',
    }
    for text, mark in marks.items():
        assert mark in mathml(express(read(text)[1].expression))
