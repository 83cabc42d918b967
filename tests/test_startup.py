"""What a command loads: start-up time as a fact that does not depend on the machine."""

from __future__ import annotations

import importlib.util
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

import matcalc_cli.expr
from matcalc_cli.cli import together
from matcalc_cli.expr import alike
from matcalc_cli.later import Later, Nearby

ROOT = Path(__file__).parents[1]
LIST = ROOT / "matcalc_cli" / "cli" / "together.txt"
HEAVY = {"numpy", "scipy", "sympy", "mpmath", "rich", "importlib.metadata", "dataclasses", "argparse"}
SLOW = HEAVY | {"typing", "re", "enum", "random", "contextlib", "signal", "threading", "inspect"}
"""Modules of the standard library that take as long as a room of ours, which answers in plain words do without."""
UNNEEDED = {
    "check.exact.arithmetic.adjugates", "check.exact.arithmetic.polynomial", "check.exact.arithmetic.spectrum",
    "elaborate.indexing", "expr.members", "expr.normal_forms.grid", "expr.normal_forms.roots", "expr.normal_forms.traces",
    "expr.selections.columns", "expr.shapes.spans", "expr.unspecified_forms", "language.grammar.declarations", "language.mistakes.complaints",
    "readings.adjoint", "readings.blocks", "readings.parts", "render.writing.selected", "render.writing.series",
}  # fmt: skip
"""Modules that the derivative of A^3 has no use for: what a first file of its kind needs is loaded at its first use."""
MOST_MODULES = 220
"""A twentieth of a millisecond each, besides what they hold."""
MOST_UNLISTED = 5
"""Modules that are found one by one until somebody writes the list anew."""
MOST_ALONE = 10
"""Modules that are loaded before the file of all others is."""

PROBE = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from matcalc_cli.cli.main import main
sys.exit(main())
"""


def loaded(*words: str, **environment: str) -> set[str]:
    """The modules in memory when the command is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=True,
    )
    return set(done.stderr.split())


def order() -> list[str]:
    """The modules of ours that the derivative of A^3 loads, each behind those that it imports."""
    found: dict[str, None] = {}
    for code in ("import matcalc_cli.cli.main", "import matcalc_cli.cli.main as run; run.main(['diff', 'A^3'])"):
        before = set(found)
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        found |= dict.fromkeys(line.rpartition("|")[2].strip() for line in done.stderr.splitlines())
    return [name for name in found if name.startswith("matcalc_cli.") and name not in before]


def click_itself() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, click; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["diff", "A^3"],
        ["diff", "x'*A*x + logdet(A)", "-f", "latex"],
        ["grad", "norm(A*x - b)^2", "--wrt", "x"],
        ["hessian", "x'*A*x"],
        ["functions", "logdet"],
    ],
    ids=" ".join,
)
def test_a_piped_command_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(*words) & (HEAVY - click_itself()) == set()


@pytest.mark.parametrize("words", [["diff", "A^3"], ["grad", "norm(A*x)", "--wrt", "x", "-f", "json"]], ids=" ".join)
def test_plain_options_need_no_click(words: list[str]) -> None:
    assert "click" not in loaded(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "A^3"],
        ["hessian", "x'*A*x"],
        ["grad", "tr(A*X*B)"],
        ["explain", "A^2"],
        ["explain", "tr(X'*A*X)"],
    ],
    ids=" ".join,
)
def test_a_plain_answer_loads_nothing_slow(words: list[str]) -> None:
    assert loaded(*words) & SLOW == set()


def test_what_an_answer_does_not_need_stays_where_it_is() -> None:
    ours = {
        module.removeprefix("matcalc_cli.") for module in loaded("diff", "A^3") if module.startswith("matcalc_cli.")
    }
    assert ours & UNNEEDED == set()
    assert len(ours) <= MOST_MODULES


def test_the_list_of_what_is_loaded_together_is_what_an_answer_loads() -> None:
    """`python -m tests.test_startup` writes it anew."""
    listed, now = LIST.read_text(encoding="ascii").split(), order()
    assert set(listed) <= set(now)
    assert len(now) - len(listed) <= MOST_UNLISTED


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the modules that are loaded together, where there is none yet."""
    monkeypatch.setattr(together, "place", lambda: str(tmp_path / "together.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "together.pyc"


def test_what_is_loaded_together_is_kept_by_the_first_answer(kept: Path) -> None:
    for words in (["help", "speed"], ["--version"], [], ["diff", "--help"]):
        first = together.Together()
        first.load(words)
        first.renew()
        assert not kept.exists()
    first = together.Together()
    first.load(["grad", "tr(A)"])
    first.renew()
    assert kept.stat().st_size > 0
    kept.write_bytes(b"")
    second = together.Together()
    second.load(["diff", "A^3"])
    second.renew()
    assert kept.stat().st_size > 0
    assert os.listdir(kept.parent) == [kept.name]


def test_what_has_changed_is_not_loaded_together(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together.keep()
    assert together.loaded()
    with monkeypatch.context() as patch:
        patch.setattr(together, "STAMP", (0, together.ROOT))
        assert not together.loaded()
    with monkeypatch.context() as patch:
        patch.setattr(together, "written", lambda file: (0, len(file)))
        assert not together.loaded()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert not together.loaded()


def test_where_nothing_can_be_kept_nothing_is(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "place", lambda: str(kept / "no" / "folder"))
    together.keep()
    monkeypatch.setattr(together, "place", lambda: "")
    together.keep()
    assert not kept.exists()


def test_modules_that_do_not_load_together_are_left_to_python(kept: Path) -> None:
    name = "matcalc_cli.expr.no_such_module"
    row = (name, together.__file__, False, together.written(together.__file__))
    code = marshal.dumps([compile("import no_such", "", "exec")])
    head = marshal.dumps((together.STAMP, [row], [len(code)]))
    kept.write_bytes(str(len(head)).rjust(together.DIGITS).encode() + head + code)
    assert not together.loaded()
    assert name not in sys.modules


def test_an_answer_of_modules_loaded_together_is_the_answer(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    code = "from matcalc_cli.cli.main import process; process()"
    runs = [
        subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code, "diff", "A^3"],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout != ""
    found = [run.stderr.count("matcalc_cli") for run in runs]
    assert found[0] > 100 > MOST_ALONE >= found[1]


def test_completion_loads_nothing_heavy() -> None:
    environment = {"_MATCALC_COMPLETE": "bash_complete", "COMP_WORDS": "matcalc diff A*B --wrt ", "COMP_CWORD": "4"}
    assert loaded(**environment) & (HEAVY - click_itself()) == set()


def test_a_command_loads_no_other() -> None:
    commands = {module for module in loaded("grad", "tr(A)") if module.startswith("matcalc_cli.cli.")}
    assert "matcalc_cli.cli.derivatives.grad" in commands
    assert commands.isdisjoint(
        {"matcalc_cli.cli.derivatives.diff", "matcalc_cli.cli.reference.functions", "matcalc_cli.cli.words.usage"}
    )


def test_the_check_is_what_loads_numpy() -> None:
    assert "numpy" in loaded("diff", "A^3", "--check")


def test_a_module_is_found_where_python_finds_it() -> None:
    found = Nearby().find_spec("matcalc_cli.expr.node", matcalc_cli.expr.__path__)
    usual = importlib.util.find_spec("matcalc_cli.expr.node")
    assert found is not None
    assert usual is not None
    assert (found.origin, found.cached, found.has_location) == (usual.origin, usual.cached, usual.has_location)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("matcalc_cli", None),
        ("matcalc_cli.expr.shapes", None),
        ("json.decoder", ["/"]),
        ("matcalc_cli.expr.node", ["/no/such"]),
    ],
    ids=["the package", "a room", "another's", "an archive"],
)
def test_what_is_no_module_nearby_is_left_to_python(name: str, path: list[str] | None) -> None:
    path = list(matcalc_cli.expr.__path__) if name.endswith("shapes") else path
    assert Nearby().find_spec(name, path) is None


def test_a_module_that_stands_for_another_loads_it_once() -> None:
    later = Later("matcalc_cli.expr.alike")
    assert later.named_sizes is alike.named_sizes
    assert vars(later) is vars(alike)


if __name__ == "__main__":
    LIST.write_text("".join(f"{name}\n" for name in order()), encoding="ascii")
