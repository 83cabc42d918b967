"""The table of identities: some of them verified here, all by tests/campaigns/cookbook.py; how they are found."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.cookbook.found import Found
from matcalc_cli.cookbook.identity import Identity, table
from matcalc_cli.cookbook.like import alike
from matcalc_cli.cookbook.search import asked
from matcalc_cli.simplify import simplify

ALL = table().identities
SAMPLED = 60
"""Every so many identities one is verified here."""
TRIED = [identity for i, identity in enumerate(ALL) if i % SAMPLED == 0 or identity.differs]


def numbers(*words: str, like: str | None = None) -> list[str]:
    return [identity.number for identity in asked(words, like)]


def test_there_are_enough_and_each_has_a_number_of_its_own() -> None:
    assert len(ALL) >= 500
    assert len({identity.number for identity in ALL}) == len(ALL)
    assert all(identity.name and identity.sources and identity.topic in table().titles for identity in ALL)


def test_numbers_are_those_of_the_source() -> None:
    """Up to 550 a number is an equation of the Matrix Cookbook, which the sources name."""
    for identity in ALL:
        if identity.place <= 550:
            assert any(source.startswith("Matrix Cookbook") for source in identity.sources), identity.number


@pytest.mark.parametrize("identity", TRIED, ids=lambda i: i.number)
def test_the_source_has_the_answer_unless_it_is_said_that_it_differs(identity: Identity) -> None:
    found = Found(identity)
    assert (found.report.verdict, bool(found.diagnosis)) == (("wrong", True) if identity.differs else ("ok", False))
    assert all(section.title or section.lines for section in found.sections)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("92", "is right only for n = 1"),
        ("95", "symmetric B"),
        ("127", "symmetric A"),
        ("524", "symmetric B"),
        ("141", "--vech"),
    ],
)
def test_a_misprint_is_told_with_its_reason(number: str, said: str) -> None:
    assert said in Found(asked([number])[0]).diagnosis


LIKE = [
    ("tr(P'*B*P)", "108"), ("tr(P*B*P')", "108"), ("tr(C*Y*Y')", "111"), ("logdet(Y)", "57"), ("a'*Z*c", "70"), ("c'*Z'*a", "70"),
    ("inv(C*D)", "1"), ("inv(R + u*v')", "160"), ("norm(P*z - q)^2", "1193"), ("exp(y'*y)", "1392"), ("tr(Y^k)", "121"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "number"), LIKE)
def test_an_identity_is_found_by_its_shape(expression: str, number: str) -> None:
    assert number in numbers(like=expression)


@pytest.mark.parametrize(
    ("one", "other"),
    [("tr(A*B)", "tr(A*A)"), ("x'*A*x", "x'*A*y"), ("A^2*B", "A*B*A"), ("A*B", "A.*B"), ("sum(exp(x))", "sum(log(x))")],
)
def test_what_is_not_alike(one: str, other: str) -> None:
    nodes = [simplify(pipeline.read(text)[1].expression) for text in (one, other)]
    assert not alike(nodes[0], nodes[1])


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("log", "det"), "57"),
        (("log det",), "57"),
        (("woodbury",), "157"),
        (("Kronecker",), "520"),
        (("41",), "41"),
        (("55",), "55b"),
    ],
)
def test_words_numbers_and_topics(words: tuple[str, ...], some: str) -> None:
    assert some in numbers(*words)


def test_a_number_is_only_that_number() -> None:
    assert numbers("57") == ["57"]
    assert numbers("55b") == ["55b"]
