"""No text of a user's is ever executed, and no name can be more than a name in what is printed."""

from __future__ import annotations

import ast
import html
import re
from collections import Counter
from pathlib import Path

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.program import Written
from matcalc_cli.questions.modules import code
from matcalc_cli.render.reports.answers import single

PACKAGE = Path(__file__).parents[1] / "matcalc_cli"
EXECUTES = {
    "eval", "exec", "compile", "__import__", "sympify", "parse_expr", "lambdify", "S", "literal_eval", "system", "popen",
    "Popen", "run", "check_output", "loads", "execv", "execvp", "run_module", "run_path", "spawnv",
}  # fmt: skip
"""Functions that turn text into actions."""
OF_MODULES = {"run", "loads", "S", "compile"}
"""Of those, the ones that are harmless by the same name elsewhere: they count for these modules only."""
MODULES = {"subprocess", "pickle", "marshal", "sympy", "sp", "builtins", "runpy", "os"}
ALLOWED = {
    ("check/doubles/evaluate.py", "exec"): 1,
    ("check/doubles/evaluate.py", "compile"): 1,
    ("cli/together.py", "exec"): 1,
    ("cli/together.py", "loads"): 2,
    ("later.py", "__import__"): 1,
}
"""The one place that executes text, which is our own code generator's; modules of ours from the folder in which Python keeps
their bytecode, as Python itself loads them, and by names that are written in the code."""


def calls(path: Path) -> Counter[tuple[str, str]]:
    """The calls of such functions in a module, by its name and theirs."""
    found: Counter[tuple[str, str]] = Counter()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in EXECUTES - OF_MODULES | {"compile"}:
                found[str(path.relative_to(PACKAGE)), name] += 1
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if name in EXECUTES:
                if name not in OF_MODULES or module in MODULES:
                    found[str(path.relative_to(PACKAGE)), name] += 1
            case ast.keyword(arg="allow_pickle", value=ast.Constant(value=True)):
                found[str(path.relative_to(PACKAGE)), "allow_pickle"] += 1
    return found


def test_nothing_executes_text_but_the_one_place_that_runs_our_own_code() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in PACKAGE.rglob("*.py"):
        found += calls(path)
    assert found == ALLOWED


def test_such_a_call_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_security.PACKAGE", tmp_path)
    module = tmp_path / "m.py"
    module.write_text(
        "import sympy\nsympy.sympify(t)\neval(t)\nre.compile(t)\nnp.load(f, allow_pickle=True)\nself.run(t)\n"
    )
    assert calls(module) == {("m.py", "sympify"): 1, ("m.py", "eval"): 1, ("m.py", "allow_pickle"): 1}


HOSTILE = [
    "A;B", "A\nB", "A'+__import__('os').system('x')+'", "A\\input{x}", "A}{", "A$B", "A`x`", "$(x)", 'A"B', "<script>",
    "A</mi><script>x</script>", "A&B", "A|B", "A\x1b[31m", "A\u202eB", "A b", "../A", "A#B", "A%B", "A{0}", "\u0410",
]  # fmt: skip
"""What somebody might call a matrix to be more than one."""


@pytest.mark.parametrize("name", HOSTILE)
def test_no_such_name_gets_into_a_program(name: str) -> None:
    with pytest.raises(MatcalcError):
        read("X*x", [f"{name}: matrix(m,n)"])
    with pytest.raises(MatcalcError):
        read(f"X*x where {name}: matrix(m,n)")
    with pytest.raises(MatcalcError):
        differentiate("X*x", wrt=[name])


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("notation", ["", "latex", "numpy", "julia", "matlab"])
def test_what_is_read_of_such_a_text_has_names_of_letters_digits_and_underscores(text: str, notation: str) -> None:
    try:
        _, elaborated = read(Written(text, notation) if notation else text)
    except MatcalcError:
        return
    assert all(re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) for name in elaborated.variables)


@pytest.mark.parametrize("name", ["lambda_1", "import_", "np", "self", "A_while", "f", "window", "undefined"])
def test_words_of_other_languages_stay_names(name: str) -> None:
    """Code compiles, LaTeX has no command and HTML no tag that the name made."""
    text = f"tr({name}*B) where {name}: matrix(m,n)"
    ast.parse(code(text, wrt=[name]))
    answer = differentiate(text, wrt=["B"])
    written = single(answer, "grad", "latex")[0]
    commands = set(re.findall(r"\\([A-Za-z]+)", written))
    assert commands <= {"mathsf", "mathit", "mathrm", "lambda"}
    assert written.count("{") == written.count("}")
    assert html.escape(single(answer, "grad")[0], quote=False) == single(answer, "grad")[0]
