"""An answer is a value: nothing of it can be set, another one is made of it."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import differentiate


def test_nothing_of_an_answer_can_be_set() -> None:
    answer = differentiate("x'*x")
    (derivative,) = answer.derivatives
    for value, name in ((answer, "total"), (answer, "notes"), (derivative, "gradient"), (derivative, "new")):
        with pytest.raises(AttributeError, match="cannot be set"):
            setattr(value, name, None)


def test_an_answer_with_another_part_leaves_the_first_as_it_is() -> None:
    answer = differentiate("x'*x")
    asked: list[int] = []
    other = answer.but(notes=("said",), total=lambda: asked.append(1))
    assert (answer.notes, other.notes) == ((), ("said",))
    assert answer.total is not None
    assert not asked
    assert (other.total, other.total, asked) == (None, None, [1])
    with pytest.raises(TypeError, match="no wrong"):
        answer.but(wrong=1)
