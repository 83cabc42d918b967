"""Whatever is typed: a tree whose spans lie in the text, or one MatcalcError with a place in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from matcalc_cli.errors import KINDS, MatcalcError
from matcalc_cli.language.tree import Program, Tree
from matcalc_cli.render.diagnostic import MAXIMUM_BYTES, diagnostic

Parse = Callable[[str], Program]

WORDS = [
    *"AByxnTI=;,:.[]{}|_#!'()()^*/+-@2∇А\n\x1b ",
    *("pi", "λ", "σ_1", "dα", "tr", "det", "exp", "norm1", "sum", "frechet", "expm", "A_ij", "3i", "0.5", "1e-3"),
    *("where", "scalar", "matrix", "symmetric", "spd", "||", "‖", ".T", "ᵀ", "²", "⁻¹", "⁻ᵀ", ".^", ".*", "./"),
    *("\\", "⊗", "−", "·", ".(", "\\frac", "**", "=="),
]


def nodes(tree: Tree) -> Iterator[Tree]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)


def check(text: str, program: Parse) -> bool:
    """Whether the text was read; either way the outcome is in order."""
    try:
        tree = program(text)
    except MatcalcError as error:
        check_error(error, text)
        return False
    for root in (tree.body, *(part.value for part in tree.bindings)):
        for node in nodes(root):
            assert 0 <= node.start < node.end <= len(text)
            assert all(node.start <= child.start and child.end <= node.end for child in node.children)
    return True


def check_error(error: MatcalcError, text: str) -> None:
    assert error.kind in KINDS
    assert error.labels
    assert all(0 <= label.start <= label.end <= len(text) for label in error.labels)
    assert error.message.isprintable()
    shown = diagnostic(error, text)
    assert len(shown.encode("utf-8", "surrogatepass")) < MAXIMUM_BYTES
    assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes(seed: int, program: Parse) -> None:
    source = random.Random(seed)
    for _ in range(400):
        data = source.randbytes(source.randrange(40))
        check(data.decode("utf-8", "surrogateescape"), program)
        check(data.decode("latin-1"), program)


@pytest.mark.parametrize("seed", range(8))
def test_random_words(seed: int, program: Parse) -> None:
    source = random.Random(seed)
    texts = ("".join(source.choices(WORDS, k=source.randrange(1, 12))) for _ in range(1500))
    outcomes = {check(text, program) for text in texts}
    assert outcomes == {True, False}


@pytest.mark.parametrize("seed", range(4))
def test_a_good_program_with_one_slip(seed: int, program: Parse) -> None:
    source = random.Random(seed)
    good = "r = A*x - b; 0.5*||r||^2 + λ*tr(inv(S)'*X.^2)/n - exp.(x)'*y where A: matrix(m,n), S: spd(3)"
    assert check(good, program)
    for _ in range(600):
        start = source.randrange(len(good))
        stop = min(len(good), start + source.randrange(3))
        check(good[:start] + source.choice(WORDS) + good[stop:], program)


def test_every_prefix_and_every_suffix(program: Parse) -> None:
    good = "s = A\\b; ‖s‖² + tr(frechet(expm, A, E))*σ_1⁻¹ where A: matrix(n,n), σ_1: scalar # end"
    for cut in range(len(good)):
        check(good[:cut], program)
        check(good[cut:], program)


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_at_every_position(byte: int, program: Parse) -> None:
    character = bytes([byte]).decode("utf-8", "surrogateescape")
    good = "tr(A*x)^2"
    for place in range(len(good) + 1):
        check(good[:place] + character + good[place:], program)
