from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GRADIENT = ("grad", "tr(A*X)", "--wrt", "X")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file, not yet there."""
    (tmp_path / "matcalc").mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "matcalc" / "config.toml"


def test_a_flag_goes_over_the_environment_and_that_over_the_file(
    matcalc: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert matcalc(*GRADIENT).out == "A'\n"
    file.write_text('format = "latex"\n')
    assert matcalc(*GRADIENT).out == "A^{\\mathsf{T}}\n"
    monkeypatch.setenv("MATCALC_FORMAT", "pretty")
    assert matcalc(*GRADIENT).out == "Aᵀ\n"
    assert matcalc(*GRADIENT, "-f", "plain").out == "A'\n"


def test_every_setting_is_shown_with_its_origin(matcalc: Any, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('format = "latex"\nvec = "rows"\n[declarations]\nS = "spd(n)"\n')
    monkeypatch.setenv("MATCALC_VEC", "columns")
    shown = json.loads(matcalc("config", "-f", "json").out)["settings"]
    assert {name: (entry["value"], entry["from"]) for name, entry in shown.items()} == {
        "format": ("latex", str(file)),
        "color": ("auto", "default"),
        "input": ("matcalc", "default"),
        "vec": ("columns", "MATCALC_VEC"),
        "symmetric": ("subspace", "default"),
        "notes": ("once", "default"),
        "declarations": ("S: spd(n)", str(file)),
    }
    lines = matcalc("config").out.splitlines()
    assert str(file) in lines[0]
    assert [line.split()[0] for line in lines[1:]] == list(shown)


def test_notes_of_conventions_can_be_unwanted(matcalc: Any, file: Path) -> None:
    assert "convention" in matcalc("diff", "norm(x)^2").out
    assert "convention" not in matcalc("diff", "norm(x)^2", "--no-notes").out
    file.write_text('notes = "none"\n')
    assert "convention" not in matcalc("diff", "norm(x)^2").out
    assert "vec stacks" not in matcalc("explain", "A*X", "--wrt", "X").out


def test_declarations_hold_until_a_program_says_otherwise(
    matcalc: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('declarations = ["S: spd(n)", "A: matrix(2,3)"]\n')
    assert matcalc("grad", "logdet(S)").out == "inv(S) where S: spd(n)\n"
    assert matcalc("grad", "logdet(S) where S: symmetric(n)").out == "inv(S) where S: symmetric(n)\n"
    assert matcalc("grad", "logdet(S)", "--var", "S: matrix(n,n)").out == "inv(S)'\n"
    assert matcalc("grad", "S = B*B; tr(S)").out.startswith("2*B'")
    assert matcalc("grad", "tr(dS*B)", "--wrt", "B").out == "dS where S: symmetric(n)\n"
    monkeypatch.setenv("MATCALC_DECLARATIONS", "S: skew(n)")
    assert matcalc("grad", "tr(S*B)", "--wrt", "B").out == "-S where S: skew(n)\n"


def test_colour(matcalc: Any, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('color = "always"\nformat = "pretty"\n')
    assert "\x1b[" in matcalc("diff", "A^3").out
    assert "\x1b[" not in matcalc("diff", "A^3", "--color", "auto").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in matcalc("diff", "A^3").out
    monkeypatch.setenv("MATCALC_COLOR", "always")
    assert "\x1b[" in matcalc("diff", "A^3").out


def test_notation_and_order(matcalc: Any, file: Path) -> None:
    file.write_text('input = "numpy"\nvec = "rows"\n')
    assert matcalc("jacobian", "A @ X", "--wrt", "X").out == "kron(A, I(p))  # vec stacks rows\n"
    assert matcalc("jacobian", "A*X", "-i", "matcalc", "--vec", "columns", "--wrt", "X").out == "kron(I(p), A)\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = latex\n", "is not TOML"),
        ('fromat = "latex"\n', "did you mean format?"),
        ('format = "latx"\n', "did you mean latex?"),
        ("format = 1\n", "format is text in quotes"),
        ('declarations = ["S: spdd(n)"]\n', "did you mean spd?"),
    ],
)
def test_a_mistake_in_the_file_is_told(matcalc: Any, file: Path, text: str, said: str) -> None:
    file.write_text(text)
    result = matcalc(*GRADIENT)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    ("text", "line", "marks"),
    [
        (b'vec = "rows"\nformat = latex\n', "format = latex", "         ^"),
        (b'vec = "rows"\n\nfromat = "latex"\n', 'fromat = "latex"', "^^^^^^"),
        (b'[matcalc]\nformat = "latex"\n', "[matcalc]", " ^^^^^^^"),
        (b"vec = 3\n# caf\xe9\n", "# caf\\udce9", "     ^^^^^^"),
        (b'vec = "rows"\ndeclarations = [\n', "declarations = [", "                ^"),
    ],
)
def test_a_mistake_in_the_file_is_shown_at_its_place(
    matcalc: Any, file: Path, text: bytes, line: str, marks: str
) -> None:
    file.write_bytes(text)
    shown = [row.partition("│ ")[2] for row in matcalc(*GRADIENT).err.splitlines() if "│" in row]
    assert shown == [line, marks]


def test_a_declaration_from_the_file_is_told_apart(matcalc: Any, file: Path) -> None:
    file.write_text('declarations = "S: spdd(n)"')
    assert "matcalc config shows where" in matcalc(*GRADIENT).err
    assert "matcalc config" not in matcalc("grad", "x'*x", "--var", "x: vctor(n)").err


def test_a_misspelt_variable_of_the_environment_is_noted(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCALC_FROMAT", "latex")
    monkeypatch.setenv("MATCALC_DEBUG", "1")
    assert matcalc("config").err == "note: MATCALC_FROMAT is no setting; did you mean MATCALC_FORMAT?\n"


def test_a_home_without_a_file_is_fine(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "/dev/null")
    assert matcalc(*GRADIENT).code == 0


def test_the_symmetric_convention(matcalc: Any, file: Path) -> None:
    program = "logdet(S) where S: symmetric(n)"
    file.write_text('symmetric = "free"\n')
    free = "duplication(n)'*vec(inv(S)) where S: symmetric(n)\n"
    assert matcalc("grad", program).out == matcalc("grad", program, "--vech").out == free
    assert matcalc("grad", program, "--no-vech").out == "inv(S) where S: symmetric(n)\n"
    assert matcalc("grad", "tr(A*S) where S: symmetric(n)", "--wrt", "A").out == "S where S: symmetric(n)\n"
    assert "by the free entries" in matcalc("diff", program).out
