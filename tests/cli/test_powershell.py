"""PowerShell where there is none: the grammar of the script, and both ends of the protocol that it speaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from matcalc_cli.cli.reference.completions import SCRIPTS
from matcalc_cli.cli.words.group import COMMANDS
from matcalc_cli.config import FORMATS

SCRIPT = Path(__file__).parents[2] / "completions" / SCRIPTS["powershell"]
WORD = re.compile(r'(?:"[^"]*"?|\S)+')
ASSIGNED = {
    "$env:_MATCALC_COMPLETE": "'powershell_complete'",
    "$env:COMP_WORDS": "$commandAst.ToString()",
    "$env:COMP_CWORD": "$commandAst.CommandElements.Count",
}
"""What the script sets, as far as it stands the same in both branches."""


@pytest.fixture(scope="module")
def tree() -> Any:
    """The root of the script's syntax tree."""
    grammar = pytest.importorskip("tree_sitter_powershell", reason="needs tree-sitter-powershell")
    parsing = pytest.importorskip("tree_sitter", reason="needs tree-sitter")
    return parsing.Parser(parsing.Language(grammar.language())).parse(SCRIPT.read_bytes()).root_node


def nodes(root: Any, kind: str) -> list[Any]:
    """All nodes of a kind, in the order of the text."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        found += [node] * (node.type == kind)
        stack.extend(reversed(node.children))
    return found


def test_the_script_is_powershell(tree: Any) -> None:
    assert not tree.has_error


def test_the_grammar_would_see_a_mistake() -> None:
    grammar = pytest.importorskip("tree_sitter_powershell", reason="needs tree-sitter-powershell")
    parsing = pytest.importorskip("tree_sitter", reason="needs tree-sitter")
    broken = SCRIPT.read_bytes().replace(b"finally {", b"finally (", 1)
    assert parsing.Parser(parsing.Language(grammar.language())).parse(broken).root_node.has_error


def test_the_script_sets_what_matcalc_reads_and_puts_it_back(tree: Any) -> None:
    assigned = [node.text.decode().split(" = ", 1) for node in nodes(tree, "assignment_expression")]
    for variable, value in ASSIGNED.items():
        values = [text for name, text in ((a[0], a[-1]) for a in assigned) if name == variable]
        kept = next(name for name, text in ((a[0], a[-1]) for a in assigned) if text == variable)
        assert values[0].startswith(value)
        assert values[-1] == kept, "the caller's own value is restored"
    registered = next(node.text.decode() for node in nodes(tree, "command"))
    assert registered.startswith("Register-ArgumentCompleter -Native -CommandName matcalc ")


def offered(line: str, matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the script would offer for a line: it counts the words, and reads three lines an item."""
    words = WORD.findall(line)
    monkeypatch.setenv("_MATCALC_COMPLETE", "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", line.strip())
    monkeypatch.setenv("COMP_CWORD", str(len(words) - (not line.endswith(" "))))
    result = matcalc()
    assert (result.code, result.err) == (0, "")
    lines = result.out.split("\n")
    items = [lines[i : i + 3] for i in range(0, len(lines) - 2, 3)]
    assert all(kind == "plain" and help_ for kind, _, help_ in items)
    return [value for _, value, _ in items]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("matcalc ", list(COMMANDS)),
        ("matcalc jac", ["jacobian"]),
        ("matcalc grad A^2 -f ", list(FORMATS)),
        ("matcalc grad A^2 --fo", ["--format"]),
        ("matcalc functions logd", ["logdet"]),
        ("matcalc help shap", ["shapes"]),
        ('matcalc grad "x\'*Abc*x" --wrt ', ["x", "Abc"]),
        ('matcalc grad "x\'*Abc*x" --wrt x --wrt Ab', ["Abc"]),
        ("matcalc grad \"x'*logd", ["\"x'*logdet("]),
        ('matcalc grad "x\'*Abc*x" -i jul', ["julia"]),
        ("matcalc grad x.T*logd", ["x.T*logdet("]),
    ],
)
def test_matcalc_answers_in_the_protocol(
    line: str, wanted: list[str], matcalc: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered(line, matcalc, monkeypatch) == wanted
