"""How long answers are beside those of a book: operations of ours over operations of the source's form.

PYTHONPATH=. python tests/campaigns/forms.py CASES.jsonl [...] [--forms FORMS.jsonl] [--worst 40] [--only WORD] [--text]

A line of a file is a JSON object with `expr`, `wrt`, `order` (1, 2, or "grad", "jac", "hess", "diff", "deriv") and the source's
form as `answer_source` or `expected_text`, in the language or nearly so: "FORM with s = EXPR", "FORM, V = EXPR". An operation is an
operator or a call, whichever; I, ones, zeros and commutation(m, n) are none, whatever their sizes; the definitions of named parts count. Lines whose source
cannot be read as the language, or has letters that nobody defines, are left out and counted; `--forms` has lines {"id", "form"}
with those sources in the language and their letters defined, a form of null where there is none. `--text` prints every answer.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Program, Tree
from matcalc_cli.render.reports.answers import single

COMMANDS = {
    "grad": "gradient", "jac": "jacobian", "hess": "hessian", "diff": "differential", "deriv": "derivative",
    "1": "jacobian", "2": "hessian",
}  # fmt: skip
CONSTANTS = frozenset({"I", "ones", "zeros", "commutation"})


def operations(tree: Tree) -> int:
    """The operators and calls of a tree; -1 is a number."""
    if isinstance(tree, Operation) and tree.operator == "negate" and isinstance(tree.children[0], Literal):
        return 0
    if isinstance(tree, Call) and tree.function in CONSTANTS:
        return 0
    own = isinstance(tree, Operation | Call)
    return own + sum(map(operations, tree.children))


def cost(program: Program, question: Program | None = None) -> int:
    """The operations of a program, those of its named parts among them, and of those of the question that it uses."""
    own = operations(program.body) + sum(operations(part.value) for part in program.bindings)
    used = _names(program.body).union(*[_names(part.value) for part in program.bindings])
    for part in reversed(question.bindings if question else ()):
        if part.name.name in used:
            own += operations(part.value)
            used |= _names(part.value)
    return own


def abbreviates(source: Program, question: str) -> bool:
    """Whether a form has letters that neither the question nor it defines: s for a softmax, r for a residual."""
    known = (
        {part.name.name for part in source.bindings}
        | set(re.findall(r"[A-Za-z]\w*", question))
        | CONSTANTS
        | {f"d{name}" for name in re.findall(r"[A-Za-z]\w*", question)}
        | {"n", "m", "d", "p"}
    )
    trees = [source.body, *[part.value for part in source.bindings]]
    used = {name for tree in trees for name in _names(tree)}
    return not used <= known


def _names(tree: Tree) -> set[str]:
    own = {tree.name} if isinstance(tree, Name) else set()
    return own.union(*map(_names, tree.children))


def source_form(text: str) -> Program | None:
    """The form of the source as a program, if it is one."""
    text = re.sub(r"\s*\((the|valid|no|unknown).*", "", text)
    parts = re.split(r"(?:\s+with\s+|,\s+where\s+|,\s+)(?=\w+ = )", text)
    try:
        return parse("; ".join([*parts[1:], parts[0]]), names())
    except MatcalcError:
        return None


def answered(case: dict[str, Any]) -> str:
    """What is printed, without its declarations."""
    order = str(case.get("order") or "grad")
    answer = pipeline.varied(case["expr"], wrt=[case["wrt"]], order=2 if order in ("hess", "2") else 1)
    command = COMMANDS[order]
    if order in ("1", "deriv", "grad"):
        found = answer.derivatives[0]
        command = "gradient" if found.gradient is not None else "jacobian"
        command = "derivative" if found.derivative is not None and case.get("family") != "matrix-by-scalar" else command
    printed = {"gradient": "grad", "derivative": "derivative"}.get(command, command)
    return single(answer, printed)[0].partition(" where ")[0]


def lines(path: str) -> list[dict[str, Any]]:
    """The objects of a file, one on every line."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def cases(paths: list[str], only: str, forms: dict[Any, str | None]) -> Iterator[dict[str, Any]]:
    """The lines that have a question and an answer."""
    for path in paths:
        for case in lines(path):
            case["source_form"] = forms.get(case["id"], case.get("answer_source") or case.get("expected_text"))
            if case.get("expr") and case["source_form"] and case.get("wrt") and only in f"{case['id']} {case['expr']}":
                yield case


def main() -> None:
    """Print the worst ratios, and the figures of all."""
    options = argparse.ArgumentParser()
    options.add_argument("paths", nargs="+")
    options.add_argument("--forms")
    options.add_argument("--worst", type=int, default=40)
    options.add_argument("--only", default="")
    options.add_argument("--text", action="store_true")
    given = options.parse_args()
    forms = {line["id"]: line["form"] for line in (lines(given.forms) if given.forms else [])}
    rows, unread, shortened, refused = [], 0, 0, []
    for case in cases(given.paths, given.only, forms):
        source = source_form(case["source_form"])
        if source is None:
            unread += 1
        try:
            ours = answered(case)
        except MatcalcError as error:
            refused.append((case["id"], str(error)))
            continue
        if given.text or source is None:
            print(f"{case['id']}\t{case['expr']}\n\t{ours}\n\t{case['source_form']}")
        if source is not None and abbreviates(source, case["expr"]):
            shortened += 1
        elif source is not None:
            here, there = cost(parse(ours, names())), cost(source, parse(case["expr"], names()))
            rows.append(((here + 1) / (there + 1), here, there, case, ours))
    rows.sort(key=lambda row: -row[0])
    for ratio, here, there, case, ours in rows[: given.worst]:
        print(
            f"{ratio:.2f} {here:3}/{there:<3} {case['id']} {case['expr']} by {case['wrt']}\n\t{ours}\n\t{case['source_form']}"
        )
    ratios = [row[0] for row in rows]
    count = len(ratios)
    print(
        f"{count} compared, {unread} sources not read, {shortened} with letters that they do not define, {len(refused)} refused: {refused}"
    )
    if count:
        print(f"median {ratios[count // 2]:.2f}, 90th percentile {ratios[count // 10]:.2f}, worst {ratios[0]:.2f}")


if __name__ == "__main__":
    main()
