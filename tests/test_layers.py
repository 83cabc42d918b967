"""The picture of the house, read from the code: which room may import which, and how large things may grow."""

from __future__ import annotations

import ast
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "matcalc_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))

EXPRESSIONS = {"errors", "expr", "kinds", "walk"}
READING = EXPRESSIONS | {"functions", "language", "elaborate"}
"""A formula in a record is text in the language, so whoever applies one reads it."""
DERIVING = READING | {"answers", "simplify", "differential", "readings"}

MAY_IMPORT = {
    "errors": set[str](),
    "walk": set[str](),
    "later": set[str](),
    "kinds": set[str](),
    "budget": set[str](),
    "language": {"errors", "kinds", "walk"},
    "expr": EXPRESSIONS,
    "answers": EXPRESSIONS | {"language", "validity", "notations"},
    "functions": EXPRESSIONS,
    "elaborate": EXPRESSIONS | {"functions", "language", "validity"},
    "simplify": READING,
    "differential": READING | {"simplify"},
    "readings": READING | {"answers", "simplify", "differential", "validity"},
    "codegen": DERIVING | {"render", "validity"},  # render: names in LaTeX
    "explain": DERIVING | {"equations", "render", "validity"},
    "interop": DERIVING | {"check"},  # what functions mean on rows of any numbers
    "inputs": READING | {"codegen"},
    "check": DERIVING
    | {"codegen", "budget", "inputs", "program", "render", "validity"},  # render: the parts that a line names
    "render": READING - {"elaborate"} | {"answers", "validity"},
    "texts": EXPRESSIONS | {"functions", "language"},
    "program": READING | {"notations", "readings", "texts"},
    "notations": READING,
    "validity": EXPRESSIONS | {"functions"},
    "variants": DERIVING | {"program"},
    "higher": DERIVING | {"variants"},
    "minimizing": DERIVING | {"check", "codegen"},
    "equations": DERIVING | {"program", "texts", "validity", "notations", "interop"},
    "config": {"errors", "language", "functions"},
    "pipeline": DERIVING
    | {"program", "codegen", "check", "inputs", "explain", "interop"}
    | {"equations", "validity", "variants", "higher", "render", "budget", "keeping"},
    "questions": DERIVING
    | {"pipeline", "program", "keeping", "check", "inputs", "codegen", "render", "config", "budget"}
    | {"equations", "explain", "minimizing", "notations", "validity"},
    "notebook": {"cli"},
    "cookbook": DERIVING | {"questions", "pipeline", "program", "render"},
    "steps": EXPRESSIONS | {"language", "render", "answers"},
    "pickled": EXPRESSIONS | {"functions"},
    "library": DERIVING | {"pipeline", "render", "interop", "steps", "budget", "questions", "pickled"},
    "cli": {
        "variants",
        "validity",
        "kinds",
        "errors",
        "config",
        "program",
        "answers",
        "budget",
        "cookbook",
        "questions",
        "pipeline",
        "render",
        "functions",
        "expr",
        "language",
        "codegen",  # the names of the targets
    },
    "__init__": {"errors", "library", "steps"},
    "__main__": {"cli"},
}
"""Room by room, besides itself; `matcalc_cli` itself (the version) and `later` may be read by all."""

OUTSIDE = {
    "numpy": {"check", "inputs", "kinds", "minimizing", "questions"},
    "scipy": {"minimizing"},
    "sympy": {"interop"},
    "rich": {"render"},
    "click": {"cli"},
}
"""Who may import a third party's package; `rich` only in render/formats/terminal.py."""

LARGEST_ROOM = 16
"""Files in one folder."""
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
USUAL_FUNCTION = 8


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in the file, also for types alone or inside a function."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{name.name}" for name in names)
            case ast.ImportFrom():
                yield "a relative import"


def module(path: Path) -> str:
    """matcalc_cli.expr for matcalc_cli/expr/__init__.py."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def arrows() -> dict[str, set[str]]:
    """By module, the modules of the package that it imports, for types alone too."""
    known = {module(path) for path in MODULES}
    found: dict[str, set[str]] = {}
    for path in MODULES:
        names = set(imports(parsed(path)))
        found[module(path)] = {n if n in known else n.rpartition(".")[0] for n in names} & known - {module(path)}
    return found


def circles(graph: Mapping[str, Iterable[str]]) -> set[str]:
    """What imports itself by way of others: what is left once all that imports nothing, or nothing left, is gone."""
    left = {here: set(others) for here, others in graph.items()}
    for turn in (left, {here: {b for b in left if here in left[b]} for here in left}):  # nothing below, nothing above
        while done := {here for here in left if here in turn and not turn[here] & left.keys()}:
            for here in done:
                del left[here]
    return set(left)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a file, which several tests walk."""
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_run_one_way(path: Path) -> None:
    here = room(path)
    parts = [module.split(".") for module in imports(parsed(path))]
    ours = {names[1] for names in parts if names[0] == "matcalc_cli" and len(names) > 1}
    allowed = MAY_IMPORT[here] | {here, "__version__", "later"}
    assert ours <= allowed
    theirs = {names[0] for names in parts} & set(OUTSIDE)
    assert all(here in OUTSIDE[package] for package in theirs)
    assert "rich" not in theirs or path.name == "terminal.py"


def test_no_file_imports_itself_by_way_of_others() -> None:
    assert circles(arrows()) == set()


def test_no_room_imports_itself_by_way_of_others() -> None:
    found: dict[str, set[str]] = {}
    for here, others in arrows().items():
        if here.count("."):
            rooms = {other.split(".")[1] for other in others if other.count(".")}
            found.setdefault(here.split(".")[1], set()).update(rooms - {here.split(".")[1]})
    assert circles(found) == set()


def test_a_circle_is_seen() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": [], "e": ["b"]}) == {"b", "c"}
    assert circles({"a": ["b", "c"], "b": ["c"], "c": []}) == set()


def test_no_room_is_crowded() -> None:
    files = Counter(path.parent for path in MODULES)
    assert {str(folder.relative_to(ROOT)): n for folder, n in files.items() if n > LARGEST_ROOM} == {}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    assert {f.name: size(f) for f in functions(path) if size(f) > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


def test_a_docstring_stands_alone() -> None:
    """It names what it is about by a noun, and asks nobody to have read the docstring before it."""
    leaning = re.compile(r'"""(?:The same|Same|Those|One of those|What)\b.*')
    found = {name(path): said for path in MODULES if (said := leaning.findall(path.read_text()))}
    assert found == {}


def test_half_of_all_functions_are_short() -> None:
    sizes = [size(function) for path in MODULES for function in functions(path)]
    assert statistics.median(sizes) <= USUAL_FUNCTION


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef))


def size(function: ast.FunctionDef) -> int:
    """Lines of the body, the docstring not counted."""
    statements = function.body[bool(ast.get_docstring(function)) :] or function.body
    return (function.end_lineno or 0) - statements[0].lineno + 1
