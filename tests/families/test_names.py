"""Which names are members of families, and what is said of those that are neither that nor a name of their own."""

from __future__ import annotations

import pytest

from matcalc_cli.elaborate.names import walk
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Symbol
from matcalc_cli.language.tree import Member
from matcalc_cli.pipeline import differentiate, read, varied
from matcalc_cli.program import Written


def variables(text: str, *var: str) -> dict[str, Symbol]:
    return read(text, var)[1].variables


def test_a_subscript_that_a_sum_binds_makes_a_family() -> None:
    found = variables("sum(i, 1, N, y_i*x_i'*S_i*x_i) + b'*b where y_i: scalar, S_i: spd(p)")
    assert {name: v.axes for name, v in found.items()} == {"y": 1, "x": 1, "S": 1, "b": 0}
    assert [found[name].kind for name in "yxS"] == ["scalar", "vector", "spd"]
    assert found["x"].rows is found["S"].rows


def test_a_declaration_from_outside_is_of_the_family() -> None:
    assert variables("sum(i, 1, N, mu_i'*mu_i)", "mu_k: vector(3)")["mu"].shape == (3, 1)


def test_several_letters_are_several_indices() -> None:
    found = variables("sum(i, 1, M, sum(j, 1, N, r_ij*s_(j,i))) where r_ij: scalar, s_ij: scalar")
    assert (found["r"].axes, found["s"].axes) == (2, 2)
    ranges = [[str(end) for end in span or ()] for span in found["s"].ranges]
    assert ranges == [["1", "N"], ["1", "M"]]


def test_what_no_sum_binds_is_a_name() -> None:
    assert set(variables("sum(i, 1, N, x_i'*W_hh*x_i)")) == {"x", "W_hh"}
    assert set(variables("W_1*x_2 + b_2")) == {"W_1", "x_2", "b_2"}


def test_what_is_no_number_is_read_as_what_it_can_be() -> None:
    found = read("softmax(Q*K'/sqrt(d), 2)*V", scalar=True)[1]
    assert found.variables["d"].kind == "scalar"
    assert any("d is taken as a scalar" in note for note in found.notes)


def test_a_declared_name_is_one_though_a_letter_of_it_is_bound() -> None:
    assert set(variables("sum(l, 1, N, x_l'*w_old) where w_old: vector(n)")) == {"x", "w_old"}


def test_bounds_may_be_capitals_and_are_lengths() -> None:
    elaborated = read("sum(i, 1, N, x_i)/N")[1]
    assert elaborated.dimensions >= {"N"}
    assert set(elaborated.variables) == {"x"}
    assert read("sum(j, 0, K, j*A)")[1].variables["K"].kind == "integer"


def test_one_name_for_the_constant_pi_and_a_family() -> None:
    found = variables("sum(k, 1, K, pi_k) + pi")
    assert found["pi"].axes == 1


@pytest.mark.parametrize(
    ("text", "kind", "said", "hint"),
    [
        ("sum(i, 1, N, x_i) + x", "name", "x is a family here", "an index"),
        ("sum(i, 1, N, r_ij)", "name", "of the indices of r_ij a sum binds i, and nothing j", "r_(i,j)"),
        ("sum(i, 1, N, x_i + sum(j, 1, N, x_ij))", "name", "some members of x have 1 index, and this one not", "another letter"),
        ("sum(i, 1, M, sum(j, 1, N, r_ij)) + r_k where r_ij: scalar", "name", "a member of r has 2 indices", "r_(i,j)"),
        ("sum(i in 1:N, )", "syntax", "", ""),
        ("sum(i in 1, x_i)", "syntax", ", stands where a colon between the bounds is expected", "sum(i in 1:n"),
        ("sum(i in 1:N if i, x_i)", "syntax", "is expected", "i != j"),
        ("sum(i in 1:N if i != , x_i)", "syntax", "", ""),
        ("sum(i in 1:N if i < w, x_i) where w: vector(n)", "shape", "a condition compares integers", ""),
        ("prod(i, 1, N, A_i)", "shape", "the factors of a product over an index are scalars", ""),
        ("sum(i, 1, N, x_w) + sum(i, 1, N, x_i'*w) where w: vector(n)", "shape", "the index of a member is an integer", ""),
    ],
)  # fmt: skip
def test_refusals(text: str, kind: str, said: str, hint: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert caught.value.kind == kind
    assert said in caught.value.message
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("wrt", "said"),
    [("x_ij", "a member of x has 1 index"), ("z_k", "there is no variable z_k"), ("x_c", "c is the index of a member")],
)
def test_members_that_there_are_not(wrt: str, said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        differentiate("sum(i, 1, N, norm(x_i - c)^2)", wrt=[wrt])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("s_i = w'*x_i; sum(i, 1, N, s_i^2)", "sum(i, 1, N, (w'*x_i)^2)"),
        ("d_i = x_(i+1) - x_i; sum(j, 1, N-1, norm(d_j)^2) + d_1'*d_(k+1)",
         "sum(j, 1, N-1, norm(x_(j+1) - x_j)^2) + (x_2 - x_1)'*(x_(k+2) - x_(k+1))"),
        ("e_ij = exp(u_i'*v_j); p_ij = e_ij/sum(j, 1, K, e_ij); sum(i, 1, N, sum(k, 1, K, p_ik*p_ik))",
         "sum(i, 1, N, sum(k, 1, K, (exp(u_i'*v_k)/sum(j, 1, K, exp(u_i'*v_j)))^2))"),
        ("z_i = softmax(x_i); sum(j, 1, N, sum(i, 1, N, z_i'*z_j))", "sum(j, 1, N, sum(i, 1, N, softmax(x_i)'*softmax(x_j)))"),
        ("w_1 = A*b; w_1'*w_1", "(A*b)'*(A*b)"),
    ],
)  # fmt: skip
def test_parts_with_an_index(text: str, same: str) -> None:
    """A sum inside of a part catches no index that the part is used with."""
    assert read(text)[1].expression is read(same)[1].expression


def test_the_members_of_a_part_have_no_name_together() -> None:
    with pytest.raises(MatcalcError, match="s is given by its members s_i"):
        read("s_i = w'*x_i; sum(i, 1, N, s_i) + sum(s)")


def test_ranges() -> None:
    """All places of members together."""
    texts = {
        "sum(i, 1, N-1, x_(i+1)'*x_i)": ("1", "N"),
        "sum(i, 2, N, x_(i-1)'*x_i)": ("1", "N"),
        "sum(i, 0, N, x_i)": ("0", "N"),
        "sum(i, 1, N, sum(j, 1, i, x_j))": ("1", "N"),
        "sum(i, 1, N, x_(N+1-i))": ("1", "N"),
        "sum(i, 3, 5, x_i) + x_1": ("1", "5"),
        "sum(i, 1, N-1, x_(i+1)'*x_i) + x_2'*x_2": ("1", "N"),
        "sum(i, 2, N, x_i) + sum(j, 1, N-1, x_j) + x_2": ("1", "N"),
    }
    for text, expected in texts.items():
        (span,) = read(text)[1].variables["x"].ranges
        assert span is not None
        assert tuple(map(str, span)) == expected


@pytest.mark.parametrize(
    ("text", "wrt", "noted"),
    [
        ("log(sum(i,1,n,exp(x_i))) where x_i: scalar", ["x"], 1),
        ("sum(i,1,N-1,norm(x_i - x_(i+1))^2)", ["x"], 1),
        ("sum(i,1,N-1,norm(x_i - x_(i+1))^2)", ["x_i", "x_k"], 0),
        ("sum(i,1,N,norm(x_i)^2)", ["x"], 0),
    ],
)
def test_a_hessian_by_one_member_says_that_there_are_others(text: str, wrt: list[str], noted: int) -> None:
    notes = varied(text, wrt=wrt, order=2, scalar=True, prints="hessian").notes
    assert len([note for note in notes if "by two members" in note]) == noted


def test_the_other_member_has_no_index_that_is_a_size() -> None:
    text = "sum(i, 1, k, sum(j, 1, k, x_i^2*x_j^2)) where x_i: scalar"
    (note,) = varied(text, wrt=["x_i"], order=2, scalar=True, prints="hessian").notes
    assert "--wrt x_i --wrt x_m " in note


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("sum(j, 1, m, B_(k-1,j)*x_j) where B_ij: scalar, x_i: scalar", ["B_il", "x_l"]),
        ("sum(j, 1, m, x_(j+i)) where x_i: scalar", ["x_k"]),
        ("sum(j, 1, m, x_j^2*alpha^i) where x_i: scalar, i: integer", ["x_k", "alpha"]),
        ("sum(j, 1, m, norm(x_j - x_i)^2)", ["x_i"]),
    ],
)
def test_a_member_has_no_integer_of_the_expression_for_its_index(text: str, members: list[str]) -> None:
    assert [d.variable.spelling for d in differentiate(text).derivatives] == members


def test_indices_are_written_as_they_were_read() -> None:
    tree = read(Written(r"\sum_{j=1}^{m-1} B_{n-1,j+1}", "latex"))[0].body
    assert [t.name for t in walk(tree) if isinstance(t, Member)] == ["B_(n-1,j+1)"]


def test_members_of_families_with_other_ranges_have_other_letters() -> None:
    found = differentiate("sum(i,1,m,a_i*x_(i+1)*x_i) where a_i: scalar, x_i: scalar").derivatives
    assert [d.variable.name for d in found] == ["a_i", "x_k"]
