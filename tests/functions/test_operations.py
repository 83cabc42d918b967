"""The closed set of linear operations: additive, with a matrix and an adjoint, in every position of every operation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.differential import differential
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder, symbol
from matcalc_cli.expr.operations import ONES, ZEROS
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.shapes.dimensions import substitute as at
from matcalc_cli.expr.shapes.signature import repeated, signatures
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import read
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.simplify import simplify
from tests.functions.numerics import KINDS, Array, close, compiled, conditioned, vec

LINEAR = """
    D'                                       where D: matrix(m,n)
    -2*D/3                                   where D: matrix(m,n)
    A*D*B                                    where A: matrix(p,m), D: matrix(m,n), B: matrix(n,q)
    x'*D*y*C                                 where D: matrix(m,n), C: matrix(p,q)
    (x'*D*y)*norm(x)*x                       where D: matrix(m,n)
    inv(A)*D                                 where D: matrix(m,n)
    D*inv(A)' + B*D                          where D: matrix(m,n)
    A*D'*B + C*D*E                           where D: matrix(m,n), C: matrix(p,m), E: matrix(n,q)
    A*(D.*B)'                                where D: matrix(m,n)
    D.*A                                     where D: matrix(m,n)
    hadamard(D, X, Y)                        where D: matrix(m,n)
    hadamard(A, D, B)                        where D: matrix(m,n)
    hadamard(A, B, D)                        where D: matrix(m,n)
    hadamard(A, D', B, C)                    where D: matrix(m,n)
    kron(D, A)                               where D: matrix(m,n), A: matrix(p,q)
    kron(A, D)                               where D: matrix(m,n), A: matrix(p,q)
    kron(D, A, B)                            where D: matrix(m,n), A: matrix(p,q), B: matrix(2,3)
    kron(A, D, B)                            where D: matrix(m,n), A: matrix(p,q), B: matrix(2,3)
    kron(A, B, D)                            where D: matrix(m,n), A: matrix(p,q), B: matrix(2,3)
    kron(A, B, D, C)                         where D: matrix(m,n), A: matrix(2,3), B: matrix(3,2), C: matrix(2,2)
    kron(A, x, D, y')                        where D: matrix(m,n), A: matrix(2,3)
    kron(x, A, x', D)                        where D: matrix(m,n), A: matrix(2,3)
    kron(d, A)                               where d: vector(n), A: matrix(p,q)
    kron(A, d, B)                            where d: vector(n), A: matrix(p,q), B: matrix(2,3)
    kron(A, d', B)                           where d: vector(n), A: matrix(p,q), B: matrix(2,3)
    kron(A*D, I(3)) - kron(I(3), D'*B)       where D: matrix(3,2)
    tr(D)                                    where D: matrix(n,n)
    tr(A*D)*B                                where D: matrix(m,n)
    tr(kron(D, A)*B)                         where D: matrix(n,n), A: matrix(p,p)
    sum(D)                                   where D: matrix(m,n)
    sum(D.*A)*B                              where D: matrix(m,n)
    vec(D)                                   where D: matrix(m,n)
    vec(A*D*B)                               where D: matrix(m,n)
    A*vec(D)                                 where D: matrix(m,n)
    unvec(A*vec(D), p, q)                    where D: matrix(m,n)
    unvec(d, 2, 3)                           where d: vector(6)
    diag(D)                                  where D: matrix(n,n)
    diag(d)                                  where d: vector(n)
    A*diag(d)*B                              where d: vector(n)
    diag(A*D)                                where D: matrix(n,n), A: matrix(n,n)
    diag(A*D*x)                              where D: matrix(m,n), A: matrix(p,m)
    diag(d)*A*diag(x)                        where d: vector(m)
    tril(D)                                  where D: matrix(n,n)
    triu(D)                                  where D: matrix(n,n)
    tril(A*D)*B*triu(C)                      where D: matrix(m,n), A: matrix(n,m)
    stricttril(D)                            where D: matrix(n,n)
    halftril(D)                              where D: matrix(n,n)
    inv(A)*halftril(A*D*A')*A                where D: matrix(n,n)
    sum(j, 0, k, A^j*D*B^(2*j))              where D: matrix(m,n), k: integer
    sum(j, 1, k, (j+1)*D'*A^j)               where D: matrix(m,n), k: integer
    sum(j, 0, k, sum(i, 0, j, A^i*D*B^(j-i)))  where D: matrix(m,n), k: integer
    frechet(expm, A, D)                      where D: matrix(n,n)
    frechet(expm, A, D, E)                   where D: matrix(n,n)
    frechet(expm, A, E, F, B*D*C)            where D: matrix(n,n)
    frechet(sinm, A, D)                      where D: matrix(n,n)
    frechet(cosm, A', D)                     where D: matrix(n,n)
    frechet(sqrtm, A, D)                     where D: matrix(n,n)
    frechet(sqrtm, A, E, D)                  where D: matrix(n,n)
    frechet(logm, A, D)                      where D: matrix(3,3)
    polarstep(A, D)                          where D: matrix(m,n)
    adjstep(A, D)                            where D: matrix(n,n)
    sylvester(A, B, D)                       where A: matrix(m,m), B: matrix(n,n), D: matrix(m,n)
    stein(A, D)                              where A: matrix(n,n), D: matrix(n,n)
    gsylv(A, B, C, E, D)                     where A: matrix(m,m), B: matrix(n,n), D: matrix(m,n)
    adjbend(A, D, E)                         where D: matrix(n,n)
    adjbend(A', E, B*D*C)                    where D: matrix(n,n)
    toeplitz(d)                              where d: vector(n)
    A*circulant(B*d)*C                       where d: vector(m), A: matrix(p,n), C: matrix(n,q)
    circulant(d)'                            where d: vector(n)
    hankel(d)*A                              where d: vector(n)
    hat(d)*A                                 where d: vector(3), A: matrix(3,q)
    cross(d, a)                              where d: vector(3), a: vector(3)
    cross(a, A*d)                            where d: vector(n), a: vector(3), A: matrix(3,n)
    vee(A*D)                                 where D: matrix(n,3), A: matrix(3,n)
    vech(D)                                  where D: matrix(n,n)
    vecl(A*D*B)                              where D: matrix(m,n)
    khatrirao(D, A)                          where D: matrix(m,n), A: matrix(p,n)
    khatrirao(A, D*B)                        where D: matrix(m,q), A: matrix(p,n), B: matrix(q,n)
    cumsum(d)                                where d: vector(n)
    cumsum(d'*A)                             where d: vector(m)
    A*sumsfrom(d)                            where d: vector(n)
    sumsfrom(d')                             where d: vector(n)
    toeplitzmean(A*D)                        where D: matrix(m,n), A: matrix(n,m)
    conv(D, A)                               where D: matrix(m,n), A: matrix(p,2)
    conv(A, D)                               where D: matrix(m,n), A: matrix(p,2)
    correlate(D, A)                          where D: matrix(q,n), A: matrix(p,m)
    correlate(A, D)                          where D: matrix(p,m), A: matrix(q,n)
    convmatrix(D, m, n)                      where D: matrix(p,2)
    x*alpha                                  where alpha: scalar
    sum(x)*alpha/norm(y)*A                   where alpha: scalar
"""
"""Expressions linear in D, d or alpha: every operation with D in every place."""
PROGRAMS = [" ".join(line.split()) for line in LINEAR.strip().splitlines()]
SIZES = {"m": 3, "n": 4, "p": 2, "q": 5}
each = pytest.mark.parametrize("program", PROGRAMS)


def typed(program: str) -> tuple[Node, Symbol]:
    elaborated = read(program)[1]
    moving = next(v for v in elaborated.variables.values() if v.name in ("D", "d", "alpha"))
    return elaborated.expression, moving


def drawn(nodes: list[Node], seed: int = 11) -> dict[str, Any]:
    """A value for every name; square matrices that have inverses, roots and logarithms."""
    rng = np.random.default_rng(seed)
    env: dict[str, Any] = dict(SIZES)
    for node in nodes:
        sizes = [s for part in postorder(node) for s in part.shape if isinstance(s, Dim)]
        for extra in sorted({n for s in sizes for n in s.names} - env.keys()):
            env[extra] = 6
    for s in sorted({s for node in nodes for s in node.symbols}, key=lambda s: s.name):
        rows, cols = (int(str(at(size, env))) for size in s.shape)
        square = s.kind == "matrix" and rows == cols
        env[s.name] = (
            0.3 * conditioned(rng, rows, cols) + 1.2 * np.eye(rows) if square else KINDS[s.kind](rng, rows, cols)
        )
    return {**env, "k": 3.0}


def value(node: Node, env: dict[str, Any]) -> Array:
    return np.atleast_2d(compiled(node)(env))


def other(moving: Symbol, name: str) -> Symbol:
    return symbol(name, moving.shape, moving.kind)


@each
def test_linear(program: str) -> None:
    """L[2 D - 3 E] = 2 L[D] - 3 L[E], and the differential of L is L itself."""
    linear, moving = typed(program)
    env = drawn([linear])
    e = KINDS[moving.kind](np.random.default_rng(5), *np.atleast_2d(env[moving.name]).shape)
    both = value(linear, {**env, moving.name: 2 * env[moving.name] - 3 * e})
    close(both, 2 * value(linear, env) - 3 * value(linear, {**env, moving.name: e}))
    direction = other(moving, "Z")
    assert differential(linear, {moving: direction}) is substitute(linear, {moving: direction})


@each
def test_matrix(program: str) -> None:
    """vec(L[D]) = M vec(D), before and after simplification."""
    linear, moving = typed(program)
    matrix = matrix_of(linear, moving)
    assert moving not in matrix.symbols
    env = drawn([linear, matrix])
    for form in (matrix, simplify(matrix)):
        close(value(form, env) @ vec(env[moving.name]), vec(value(linear, env)))


@each
def test_adjoint(program: str) -> None:
    """<G, L[D]> = <L*[G], D>; the matrix of L* is M', and the adjoint of L* is L."""
    linear, moving = typed(program)
    seed = symbol("G", linear.shape, "scalar" if linear.is_scalar else "matrix")
    back = adjoint(linear, moving, seed)
    assert back.shape == moving.shape
    env = drawn([linear, back])
    close(np.sum(value(linear, env) * env["G"]), np.sum(value(back, env) * env[moving.name]))
    close(value(matrix_of(back, seed), env), value(matrix_of(linear, moving), env).T)
    close(value(adjoint(back, seed, moving), env), value(linear, env))


@pytest.mark.parametrize("name", ["D", "alpha"])
def test_a_direction_that_does_not_occur(name: str) -> None:
    linear, _ = typed("A*x*y' + D*0 where D: matrix(m,n)")
    moving = symbol(name, (SIZES["m"], 1), "matrix")
    assert is_constant(adjoint(linear, moving, symbol("G", linear.shape, "matrix")))
    assert is_constant(matrix_of(linear, moving))


def is_constant(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is ZEROS


def test_every_linear_parameter_is_here() -> None:
    """Of every record, and of kron, hadamard and frechet in the first, a middle and the last place."""
    seen: set[tuple[str, str]] = set()
    for program in PROGRAMS:
        linear, moving = typed(program)
        for node in postorder(linear):
            if isinstance(node, Apply):
                names = (
                    repeated(node.function, len(node.args)).parameters
                    if node.function.variadic
                    else signatures(node.function)[0].parameters
                )
                seen |= {(node.function.name, p) for p, a in zip(names, node.args, strict=False) if moving in a.symbols}
    wanted = {(f.name, p) for f in FUNCTIONS.values() for p, rule in f.differential.items() if rule == "linear"}
    unbound = {(f"frechetmatrix_{f}", "E") for f in ("expm", "logm", "sqrtm", "sinm", "cosm")}  # has no matrix
    assert wanted - unbound <= seen


def test_ones_is_a_constant() -> None:
    assert not FUNCTIONS[ONES.name].differential
