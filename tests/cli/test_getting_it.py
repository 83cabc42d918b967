"""What a newcomer meets first: the version for scripts, installed completions, the library's help and its errors."""

from __future__ import annotations

import doctest
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import matcalc_cli
from matcalc_cli import MatcalcError, __version__, differentiate


@pytest.mark.parametrize("words", ["--version -f json", "-V --format=json"])
def test_the_version_for_scripts(matcalc: Any, words: str) -> None:
    result = matcalc(*words.split())
    found = json.loads(result.out)
    assert (result.code, result.err, found["schema"], found["version"]) == (0, "", 1, __version__)
    assert found["packages"]["numpy"]


@pytest.mark.parametrize(
    ("words", "shell", "place"),
    [
        (["--install"], "/usr/bin/fish", ".config/fish/completions/matcalc.fish"),
        (["bash", "--install"], "", ".local/share/bash-completion/completions/matcalc"),
        (["zsh", "--install"], "/bin/bash", ".zfunc/_matcalc"),
    ],
)
def test_completions_are_installed(
    matcalc: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], shell: str, place: str
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", shell)
    result = matcalc("completions", *words)
    assert (result.code, result.err) == (0, "")
    assert str(tmp_path / place) in result.out
    assert "matcalc" in (tmp_path / place).read_text()


@pytest.mark.parametrize("words", [["powershell", "--install"], ["--install"]])
def test_what_cannot_be_installed(matcalc: Any, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setenv("SHELL", "/bin/csh")
    result = matcalc("completions", *words)
    assert (result.code, result.out) == (2, "")


def test_the_library_opens_with_an_example_that_runs() -> None:
    lines = (matcalc_cli.__doc__ or "").splitlines()
    assert any(">>>" in line for line in lines[:10])
    assert doctest.testmod(matcalc_cli).failed == 0
    assert all(name in (matcalc_cli.__doc__ or "") for name in matcalc_cli.__all__)


def test_an_error_shows_its_place_and_what_to_try() -> None:
    with pytest.raises(MatcalcError) as caught:
        differentiate("A + trcae(A*X)")
    assert str(caught.value).splitlines() == [
        "there is no function trcae", "  A + trcae(A*X)", "      ^^^^^", "help: did you mean tr (alias trace)?",
    ]  # fmt: skip


def test_an_error_about_nothing_shows_no_empty_line() -> None:
    with pytest.raises(MatcalcError) as caught:
        differentiate("")
    assert str(caught.value).splitlines()[1].startswith("help: ")


def test_an_error_reaches_another_process_whole() -> None:
    with pytest.raises(MatcalcError) as caught:
        differentiate("A*B + C where A: matrix(2,3), C: matrix(4,4)")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 our own bytes
    assert (type(again), str(again), again.kind) == (type(caught.value), str(caught.value), "shape")
