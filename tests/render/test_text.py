"""Plain text is the language: every operator in every place, and whatever is printed reads back."""

from __future__ import annotations

import cProfile
import random

import pytest

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain

INFIX = ("add", "subtract", "multiply", "hadamard", "divide", "elementwise_divide", "solve", "kron")
POWERS = ("power", "elementwise_power")
UNARY = ("negate", "plus", "transpose")
NAMES = ("A", "B", "x", "y", "alpha", "Sigma", "dA", "dx_1", "Ainv", "w_12", "k", "delta", "pi", "I")

Token = tuple[object, ...]


def read(text: str) -> Tree:
    return parse(text, names()).body


def operation(operator: str, *operands: Tree) -> Tree:
    return Operation(operator, operands, 0, 0)


def call(function: str, *arguments: Tree, dotted: bool = False) -> Tree:
    return Call(function, arguments, 0, 0, name=(0, 0), dotted=dotted)


def name(text: str) -> Tree:
    return Name(text, text, 0, 0)


def postfix(tree: Tree) -> list[Token]:
    """The tree in postfix order without spans; numbers and kron in the one way in which they are written."""
    tokens: list[Token] = []
    stack: list[Tree | Token] = [tree]
    while stack:
        item = stack.pop()
        match item:
            case Name():
                tokens.append(("name", item.name))
            case Literal():
                tokens += [("number", abs(item.numerator))] + [("negate", 1)] * (item.numerator < 0)
                tokens += [("number", item.denominator), ("divide", 2)] if item.denominator != 1 else []
            case Call() | Operation():
                label = item.operator if isinstance(item, Operation) else item.function + "." * item.dotted
                stack.append((label, len(item.children)))
                stack.extend(reversed(item.children))
            case tuple():
                tokens.append(item)
    return tokens


def random_tree(rng: random.Random, size: int) -> Tree:
    """A tree of about `size` nodes, grown by combining the trees so far."""
    trees = [random_leaf(rng) for _ in range(size // 2 + 1)]
    while len(trees) > 1:
        a, b = trees.pop(rng.randrange(len(trees))), trees.pop(rng.randrange(len(trees)))
        trees.append(random_node(rng, a, b))
        if rng.random() < 0.3:
            trees[-1] = operation(rng.choice(UNARY), trees[-1])
    return trees[0]


def random_leaf(rng: random.Random) -> Tree:
    if rng.random() < 0.3:
        return Literal(rng.choice((0, 1, 2, 3, 10**20, -1, -7)), rng.choice((1, 1, 1, 11)), 0, 0)
    return name(rng.choice(NAMES))


def random_node(rng: random.Random, a: Tree, b: Tree) -> Tree:
    choice = rng.random()
    if choice < 0.6:
        return operation(rng.choice(INFIX[:-1]), a, b)
    if choice < 0.8:
        return operation(rng.choice(POWERS), a, b)
    if choice < 0.9:
        return call("kron", a, b)
    if choice < 0.95:
        return call("sum", name("j"), Literal(0, 1, 0, 0), a, b)
    return operation("multiply", call(rng.choice(("tr", "exp", "norm")), a, dotted=rng.random() < 0.5), b)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("A*B", "A*B"),
        ("A B", "A*B"),
        ("A+B-C", "A + B - C"),
        ("A-(B-C)", "A - (B - C)"),
        ("(A+B)*C", "(A + B)*C"),
        ("A*(B*C)", "A*(B*C)"),
        ("A.*B./C", "A.*B./C"),
        ("A*(B.*C)", "A*(B.*C)"),
        ("1/2*x", "1/2*x"),
        ("x/(2*n)", "x/(2*n)"),
        ("A\\b", "A\\b"),
        ("A⊗B", "kron(A, B)"),
        ("A⊗B⊗C", "kron(kron(A, B), C)"),
        ("-A^2", "-A^2"),
        ("(-A)^2", "(-A)^2"),
        ("-A*B", "-A*B"),
        ("-(A*B)", "-(A*B)"),
        ("--A", "-(-A)"),
        ("A*-B", "A*(-B)"),
        ("A + -B", "A + -B"),
        ("+A", "+A"),
        ("A^-1", "A^-1"),
        ("A^-k", "A^-k"),
        ("A⁻¹", "A^-1"),
        ("A^(k-1)", "A^(k-1)"),
        ("A^2^3", "A^(2^3)"),
        ("(A^2)^3", "(A^2)^3"),
        ("x.^p", "x.^p"),
        ("x.^-2", "x.^-2"),
        ("2.^x", "2.^x"),
        ("A^2'", "(A^2)'"),
        ("A'^2", "A'^2"),
        ("A''", "A''"),
        ("(A*B)'", "(A*B)'"),
        ("A^-T", "(A^-1)'"),
        ("0.5*A", "1/2*A"),
        ("1e3", "1000"),
        ("σ*Σ_1*dα", "sigma*Sigma_1*dalpha"),
        ("‖x‖^2", "norm(x)^2"),
        ("exp.(x)", "exp.(x)"),
        ("inv(A)'", "inv(A)'"),
        ("ones( m ,n)", "ones(m, n)"),
        ("sum(j, 0, k - 1, A^j * B * A^(k - 1 - j))", "sum(j, 0, k-1, A^j*B*A^(k-1-j))"),
    ],
)
def test_plain(written: str, printed: str) -> None:
    assert plain(read(written)) == printed
    assert plain(read(printed)) == printed


@pytest.mark.parametrize("outer", INFIX + POWERS)
@pytest.mark.parametrize("inner", INFIX + POWERS + UNARY)
def test_each_operator_inside_each_other_reads_back(outer: str, inner: str) -> None:
    operand = operation(inner, *map(name, "AB"[: 1 if inner in UNARY else 2]))
    for tree in (operation(outer, operand, name("C")), operation(outer, name("C"), operand)):
        expected = [("kron", 2) if token[0] == "kron" else token for token in postfix(tree)]
        assert postfix(read(plain(tree))) == expected


def test_random_trees_read_back() -> None:
    rng = random.Random(20260)
    for _ in range(4000):
        tree = random_tree(rng, rng.randrange(1, 40))
        assert postfix(read(plain(tree))) == postfix(tree), plain(tree)


def test_plain_is_ascii() -> None:
    rng = random.Random(1)
    assert all(plain(random_tree(rng, 30)).isascii() for _ in range(200))
    assert plain(read("Σ*‖x‖²·μ⊗ξ")).isascii()


def test_pretty_without_unicode_is_plain() -> None:
    tree = read("A²⊗B + ‖x‖*λ")
    assert plain_text(pretty(tree, unicode=False)) == plain(tree)


def chain(operator: str, length: int) -> Tree:
    tree = name("A")
    for _ in range(length):
        tree = operation(operator, tree) if operator in UNARY else operation(operator, tree, name("B"))
    return tree


@pytest.mark.parametrize("operator", [*INFIX, *POWERS, *UNARY])
def test_deep_trees(operator: str) -> None:
    deep = chain(operator, 9_000)
    assert len(plain(deep)) > 9_000
    assert len(plain_text(pretty(deep))) > 9_000


def test_depth_on_the_right() -> None:
    tree = name("A")
    for operator in (*INFIX, *POWERS) * 1_000:
        tree = operation(operator, name("B"), tree)
    assert postfix(read(plain(tree))) == postfix(tree)


def test_work_is_linear() -> None:
    """Counted in calls, which no other process on the machine can change."""

    def calls(length: int) -> int:
        tree, profile = chain("add", length), cProfile.Profile()
        profile.runcall(pretty, tree)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(16_000) < 9 * calls(2_000)
