"""Matrices from files and literals: what is read is what was written, everything else is refused with its place."""

from __future__ import annotations

import json
import random
import warnings
from pathlib import Path

import numpy as np
import pytest

from matcalc_cli.check.claims.points.undefined import smaller
from matcalc_cli.errors import MatcalcError
from matcalc_cli.inputs.data import data, matrix
from matcalc_cli.inputs.files import npy, read_matrix
from matcalc_cli.pipeline import read

A = np.array([[1.5, -2.0, 3e-9], [4.0, 5.0, 6.25]])


def refused(name: str) -> str:
    with pytest.raises(MatcalcError) as caught:
        read_matrix(name)
    assert caught.value.kind == "file"
    return f"{caught.value.message} {caught.value.hint or ''}"


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", "<i4", "|u1", "|b1"])
def test_npy(tmp_path: Path, order: str, dtype: str) -> None:
    a = np.array([[0, 1, 1], [1, 0, 1]], dtype=dtype, order=order)  # type: ignore[call-overload]
    np.save(tmp_path / "a.npy", a)
    found = read_matrix(str(tmp_path / "a.npy"))
    assert found.dtype == np.float64
    assert np.array_equal(found, a.astype(float))


def test_an_axis_is_a_column_and_no_axis_a_number(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(3.0))
    np.save(tmp_path / "c.npy", np.float64(7.0))
    assert read_matrix(str(tmp_path / "x.npy")).tolist() == [[0], [1], [2]]
    assert read_matrix(str(tmp_path / "c.npy")).tolist() == [[7]]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.npy").write_bytes(b"".join(npy(A.T)))
    assert np.array_equal(np.load(tmp_path / "a.npy"), A.T)
    assert np.array_equal(read_matrix(str(tmp_path / "a.npy")), A.T)


TEXTS = {
    "a.csv": "1.5,-2,3e-9\r\n4,5,6.25\r\n", "b.csv": "\ufeff1.5;-2;3e-9\n\n4;5;6.25", "c.txt": "1.5 -2\t3e-9\n4 5 6.25\n",
    "d.json": json.dumps(A.tolist()), "e.txt": "1.5, -2, 3e-9\n4, 5, 6.25",
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    assert np.array_equal(read_matrix(str(tmp_path / name)), A)


REFUSED = {
    "ragged.csv": ("1,2\n3\n", "row 2 has 1 entries"),
    "header.csv": ("a,b\n1,2\n", "row 1, column 1"),
    "comma.csv": ("1,5;2\n", "row 1, column 1 is '1,5'"),
    "nan.csv": ("1,2\n3,nan\n", "row 2, column 2 is nan"),
    "inf.txt": ("1 -inf\n", "row 1, column 2"),
    "huge.csv": ("1,1e400\n", "too large for a double"),
    "comment.csv": ("#1,2\n3,4\n", "row 1, column 1"),
    "hole.csv": ("1,,2\n", "row 1, column 2"),
    "empty.csv": ("", "is empty"),
    "blank.csv": ("\n\n", "is empty"),
    "hex.txt": ("0x10\n", "not a number"),
    "ragged.json": ("[[1, 2], [3]]", "row 2 has 1 entries"),
    "deep.json": ("[[[1]]]", "has 3 axes, and a matrix has two"),
    "open.json": ("[[1, 2]", "is missing"),
    "behind.json": ("[[1]] 2", "behind the matrix"),
    "word.json": ("[true]", "no number"),
    "none.json": ("[]", "a number is missing"),
    "zip.npz": ("PK", "none of the kinds"),
    "text.npy": ("1,2", "no .npy file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_name_the_place(tmp_path: Path, name: str) -> None:
    text, said = REFUSED[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert said in refused(str(tmp_path / name))


def test_refusals_of_npy(tmp_path: Path) -> None:
    objects = np.empty(2, dtype=object)
    np.save(tmp_path / "o.npy", objects, allow_pickle=True)
    assert "not real numbers" in refused(str(tmp_path / "o.npy"))
    np.save(tmp_path / "z.npy", np.ones(2, dtype=complex))
    assert "not real numbers" in refused(str(tmp_path / "z.npy"))
    np.save(tmp_path / "t.npy", np.ones((2, 2, 2)))
    assert "3 axes" in refused(str(tmp_path / "t.npy"))
    np.save(tmp_path / "e.npy", np.ones((0, 3)))
    assert "no entries" in refused(str(tmp_path / "e.npy"))
    np.save(tmp_path / "n.npy", np.array([[1.0, np.nan]]))
    assert "row 1, column 2 is nan" in refused(str(tmp_path / "n.npy"))
    assert np.isnan(read_matrix(str(tmp_path / "n.npy"), nonfinite=True)[0, 1])


def test_a_signalling_nan_is_refused_without_a_warning_of_numpy(tmp_path: Path) -> None:
    np.save(tmp_path / "s.npy", np.array([0x7FA00000], dtype="<u4").view("<f4"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "row 1, column 1 is nan" in refused(str(tmp_path / "s.npy"))


def header(shape: str) -> bytes:
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize(
    "shape",
    [
        "(1000000, 1000000)",
        "(-1, 4)",
        "(True, 2)",
        "(2, 3)",
        "(1e3,)",
        "(9" + "9" * 500 + ",)",
        "(" + "9" * 5000 + ",)",
        "(2 2)",
        "(2,\f2 2)",
        "(,)",
    ],
)
def test_a_header_is_not_believed(tmp_path: Path, shape: str) -> None:
    (tmp_path / "h.npy").write_bytes(header(shape) + b"\0" * 32)
    assert "header" in refused(str(tmp_path / "h.npy"))


def test_flipped_bits_are_an_answer_or_a_refusal(tmp_path: Path) -> None:
    rng = random.Random(0)
    for kind, content in (
        (".npy", b"".join(npy(A))),
        (".csv", TEXTS["a.csv"].encode()),
        (".json", TEXTS["d.json"].encode()),
    ):
        path = tmp_path / f"f{kind}"
        outcomes = set()
        for _ in range(150):
            flipped = bytearray(content)
            for _ in range(rng.randint(1, 3)):
                flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
            path.write_bytes(flipped[: rng.choice([len(flipped), rng.randrange(len(flipped)) + 1])])
            try:
                outcomes.add(read_matrix(str(path)).ndim)
            except MatcalcError as error:
                outcomes.add(error.kind)
        assert outcomes == {2, "file"}


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "d.csv").mkdir()
    assert "cannot read" in refused(str(tmp_path / "d.csv"))
    assert "cannot read" in refused(str(tmp_path / "missing.csv"))
    (tmp_path / "z.csv").symlink_to("/dev/zero")
    assert "not a regular file" in refused(str(tmp_path / "z.csv"))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "l.csv").open("wb") as stream:
        stream.truncate(2**28 + 1)
    assert "limit" in refused(str(tmp_path / "l.csv"))


def test_literals() -> None:
    assert matrix("-1.5e2", "a").tolist() == [[-150]]
    assert matrix("[1, 2]", "a").tolist() == [[1], [2]]
    assert matrix(" [[1, 2], [.5, -3.]]".strip(), "a").tolist() == [[1, 2], [0.5, -3]]
    assert matrix("[1, 2; .5, -3.]", "a").tolist() == [[1, 2], [0.5, -3]]
    assert matrix("[1; 2; 3]", "a").tolist() == matrix("[1, 2, 3]", "a").tolist() == [[1], [2], [3]]
    deep = matrix("[[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 0], [1, 2]]]", "a", axes=3)
    assert (deep.shape, deep[1, 1, 0]) == ((2, 3, 2), 9)
    for text in ("[[[1, 2], [3, 4]], [[5, 6]]]", "[[[1]], [2]]", "[[[1]]]", "[[1], [[2]]]", "[" * 99):
        with pytest.raises(MatcalcError):
            matrix(text, "a", axes=3 - (text == "[[[1]]]"))
    for text in ("nan", "[[1, inf]]", "1e999", "[1; 2, 3]", "[[1, 2], 3]", "[1,]", "[[1]]]"):
        with pytest.raises(MatcalcError):
            matrix(text, "a")


def given(text: str, *at: str) -> str:
    variables = read(text)[1].variables
    with pytest.raises(MatcalcError) as caught:
        data(at, variables, {})
    return f"{caught.value.kind}: {caught.value.message}"


def test_matrices_fit_the_expression() -> None:
    variables = read("A*x + b")[1].variables
    found = data(["A=[[1, 2, 3], [4, 5, 6]]", "x=[1, 2, 3]"], variables, {})
    assert sorted(found.sizes.values()) == [2, 3]
    assert "shape: x is 2×1 here" in given("A*x + b", "A=[[1, 2, 3], [4, 5, 6]]", "x=[1, 2]")
    assert "shape: A is 1×2 here" in given("A^2", "A=[[1, 2]]")
    assert "name: the expression has no variable B" in given("A*x", "B=1")
    assert "given twice" in given("A*x", "x=1", "x=2")
    assert "usage: --at takes" in given("A*x", "x")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("symmetric", "[[1, 2], [3, 4]]"), ("skew", "[[0, 1], [1, 0]]"), ("lower", "[[1, 2], [3, 4]]"),
        ("upper", "[[1, 2], [3, 4]]"), ("diagonal", "[[1, 2], [0, 4]]"), ("orthogonal", "[[1, 1], [0, 1]]"),
        ("spd", "[[1, 2], [2, 1]]"),
    ],
)  # fmt: skip
def test_matrices_are_of_their_kind(kind: str, value: str) -> None:
    assert given(f"tr(S) where S: {kind}(n)", f"S={value}").startswith("file: S is")


def test_large_matrices_are_asked_about_at_small_sizes_of_their_order() -> None:
    assert smaller({"m": 300, "n": 1000, "p": 2, "q": 300}) == {"m": 4, "n": 5, "p": 2, "q": 4}
